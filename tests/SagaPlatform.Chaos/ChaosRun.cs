using System.Globalization;
using System.Text.Json;
using SagaPlatform.Chaos.Checks;
using SagaPlatform.Chaos.Faults;
using SagaPlatform.Chaos.Load;
using SagaPlatform.Chaos.Services;

namespace SagaPlatform.Chaos;

/// <summary>What a run found.</summary>
/// <param name="Verdict">The counts.</param>
/// <param name="Recoveries">Each fault, and how it was got over.</param>
/// <param name="Problems">Everything that should not be, in words.</param>
/// <param name="Notes">What is as it is meant to be, and worth a look.</param>
sealed record ChaosReport(Verdict Verdict, IReadOnlyList<Recovery> Recoveries, IReadOnlyList<string> Problems, IReadOnlyList<string> Notes);

/// <summary>One run: a platform under load is broken in every way of the plan, and everything is checked in the end.</summary>
/// <param name="options">What and how long.</param>
/// <param name="output">Live progress.</param>
sealed class ChaosRun(ChaosOptions options, TextWriter output)
{
    static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(5);
    static readonly TimeSpan InjectionLimit = TimeSpan.FromMinutes(4);
    static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    readonly List<Recovery> _recoveries = [];
    readonly string _logs = Path.Combine(options.Output, "logs");

    /// <summary>Runs it.</summary>
    /// <param name="stop">Ends the faults early; what was started is still checked.</param>
    public async Task<ChaosReport> Run(CancellationToken stop)
    {
        Directory.CreateDirectory(_logs);
        foreach (var old in Directory.GetFiles(_logs, "*.log"))
            File.Delete(old);
        var faults = FaultPlan.Named(options.Only);
        output.WriteLine($"seed {options.Seed}: starting a broker, a database, two hosts and the participants; history in {options.Output}");

        using var history = new History(Path.Combine(options.Output, "history.jsonl"), TimeProvider.System);
        await using var services = await LabServices.Start();
        await using var fleet = new Fleet(services, ChaosLimits.Settings, _logs, history);
        await fleet.Start();
        var book = new Book(services, history);
        using var traffic = new Traffic(fleet, book, history, options);
        var lab = new Lab(services, fleet, traffic, book, history, new PoisonCorpus());

        using var watched = new CancellationTokenSource();
        var watching = book.Watch(watched.Token);
        await Break(lab, faults, stop);
        await ComeToRest(lab);
        var report = await Judge(lab);
        await watched.CancelAsync();
        await watching;
        await File.WriteAllTextAsync(Path.Combine(options.Output, "report.json"), JsonSerializer.Serialize(report, Json), CancellationToken.None);
        return report;
    }

    async Task Break(Lab lab, IReadOnlyList<Fault> faults, CancellationToken stop)
    {
        var possible = faults.Where(x => x.WhyNot(lab) == null).ToList();
        foreach (var left in faults.Except(possible))
            output.WriteLine($"        left out: {left.Name}, {left.WhyNot(lab)}");
        using var load = new CancellationTokenSource();
        var loading = lab.Traffic.Run(load.Token);
        await Task.Delay(WarmUp, CancellationToken.None);

        var until = lab.History.Elapsed + options.Length;
        var plan = options.Once ? FaultPlan.Of(options.Seed, [.. possible.Select(x => x with { Weight = 1 })]).Take(possible.Count) : FaultPlan.Of(options.Seed, possible);
        foreach (var (fault, random) in plan)
        {
            if (stop.IsCancellationRequested || lab.History.Elapsed > until)
                break;
            await One(lab, fault, random);
            await Task.Delay(TimeSpan.FromSeconds(0.5 + (2 * random.NextDouble())), CancellationToken.None);
        }

        await load.CancelAsync();
        await loading;
    }

    async Task One(Lab lab, Fault fault, Random random)
    {
        var (began, injection) = (lab.History.Elapsed, new Injection(lab, random));
        lab.History.Note("nemesis", "fault", $"{fault.Name} begins");
        lab.Book.MeetFault();
        try
        {
            await fault.Inject(injection).WaitAsync(InjectionLimit);
        }
        catch (Exception e)
        {
            lab.Unexpected.Add($"{fault.Name} ({string.Join(", ", injection.Details)}) could not be carried out: {e.Message}");
        }

        var over = injection.OverAt ?? lab.History.Elapsed;
        lab.Book.MeetFault();
        lab.History.Note("nemesis", "fault", $"{fault.Name} is over: {string.Join(", ", injection.Details)}");
        await Measure(lab, fault, injection, began, over);
    }

    async Task Measure(Lab lab, Fault fault, Injection injection, TimeSpan began, TimeSpan over)
    {
        var cohort = lab.Book.Open.Where(x => !x.Asked.WaitsForClock && !x.IsAtRest).ToList();
        var (resting, becomingReady) = (Quiescence.AtRest(lab, cohort, over, options.RecoveryMax), Quiescence.Ready(lab, over, options.RecoveryMax));
        var (rest, ready) = (await resting, await becomingReady);
        var recovery = new Recovery(_recoveries.Count + 1, fault.Name, fault.Matrix, string.Join(", ", injection.Details), Math.Round(began.TotalSeconds, 1),
            Math.Round((over - began).TotalSeconds, 1), cohort.Count, rest, ready);
        _recoveries.Add(recovery);
        var late = rest == null || ready == null || (fault.IsTakenOver && rest > options.TakeOverMax.TotalSeconds);
        if (late)
            lab.Unexpected.Add($"{fault.Name} ({recovery.Detail}) at {recovery.At} s: at rest after {Text(rest)}, ready after {Text(ready)}."
                + string.Concat(cohort.Where(x => !x.IsAtRest).Take(3).Select(x => $" Still under way: {x.Asked.Kind} {x.Asked.Id}."))
                + string.Concat(lab.Fleet.All.Where(x => x.Ready.Code != 200).Select(x => $" {x.Name}: {x.Ready.Code} {x.Ready.Body}")));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{lab.History.Clock}  {recovery.Number,3}  {fault.Name,-28} lasted {recovery.LastedSeconds,5:0.0} s   {cohort.Count,4} under way   at rest {Text(rest),7}   ready {Text(ready),7}   {(late ? "LATE  " : "")}{recovery.Detail}"));
    }

    /// <summary>Every customer gets an answer, every saga its end, and every message to where it goes.</summary>
    async Task ComeToRest(Lab lab)
    {
        output.WriteLine($"{lab.History.Clock}  no more faults: waiting for {lab.Book.Open.Count()} sagas");
        var from = lab.History.Elapsed;
        try
        {
            await lab.Traffic.AllAnswered().WaitAsync(options.QuiescenceMax);
        }
        catch (TimeoutException)
        {
            lab.Unexpected.Add($"Somebody had no answer {options.QuiescenceMax.TotalSeconds:0} s after the last fault.");
        }

        await Quiescence.AtRest(lab, [.. lab.Book.Open], from, options.QuiescenceMax);
        await Settled(lab, from);
    }

    /// <summary>Announcements and acknowledgements arrive a moment after the sagas' ends.</summary>
    async Task Settled(Lab lab, TimeSpan from)
    {
        while (lab.History.Elapsed - from < options.QuiescenceMax)
        {
            await Task.Delay(TimeSpan.FromSeconds(2), CancellationToken.None); // counts of the broker are up to a second old
            var queued = (await lab.Services.Broker.Queues()).Where(x => !x.Name.EndsWith("_error", StringComparison.Ordinal)
                && !x.Name.EndsWith("_skipped", StringComparison.Ordinal)).Sum(x => x.Messages);
            if (queued == 0 && await lab.Services.Database.Scalar<long>("SELECT count(*) FROM saga.outbox WHERE parked_at IS NULL") == 0)
                return;
        }
    }

    async Task<ChaosReport> Judge(Lab lab)
    {
        await lab.Book.Look();
        var broken = await LabLaws.Broken(lab, _logs);
        var entries = lab.Book.All;
        var promised = entries.Where(x => x.IsAcknowledged).ToList();
        var lost = promised.Where(x => !x.IsAtRest).ToList();
        var wrong = promised.Where(x => x.EndedIn != null && !x.Asked.Ends.Contains(x.EndedIn)).ToList();
        List<string> problems =
        [
            .. lab.Unexpected, .. lab.Fleet.Unexpected, .. lab.Traffic.Unexpected,
            .. wrong.Select(x => $"{x.Asked.Kind} {x.Asked.Id} ended as {x.EndedIn}"),
            .. broken.Where(x => !x.IsDuplicate).Select(x => $"{x.Law}: {x.What}"),
        ];
        var verdict = new Verdict(entries.Count, promised.Count, promised.Count - lost.Count - wrong.Count,
            promised.Count(x => x is { MetFault: true, IsAtRest: true }), broken.Count(x => x.IsDuplicate), lost.Count, problems.Count, options.Seed);
        problems.AddRange(lost.Select(x => $"lost: {x.Asked.Kind} {x.Asked.Id}"));
        problems.AddRange(broken.Where(x => x.IsDuplicate).Select(x => $"twice: {x.Law}: {x.What}"));
        return new ChaosReport(verdict, _recoveries, problems, [.. lab.Fleet.EndedThemselves, .. await LabLaws.Outrun(lab)]);
    }

    static string Text(double? seconds) => seconds is { } s ? string.Create(CultureInfo.InvariantCulture, $"{s:0.0} s") : "not yet";
}
