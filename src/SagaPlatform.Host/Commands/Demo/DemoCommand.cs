using System.Net;

namespace SagaPlatform.Host.Commands.Demo;

/// <summary>Drives sagas of every kind through a running platform, in their good and their bad paths, and shows each end as it comes.</summary>
static class DemoCommand
{
    static readonly TimeSpan Limit = TimeSpan.FromMinutes(4);
    static readonly TimeSpan PollEvery = TimeSpan.FromMilliseconds(250);

    static readonly IReadOnlyList<Func<IReadOnlyList<DemoCase>>> Sagas =
    [
        OrderDemo.Cases, AdmissionDemo.Cases, RideDemo.Cases,
        PaymentDemo.Cases, RefundDemo.Cases, CrossBorderDemo.Cases, TransferDemo.Cases, ClearingDemo.Cases,
        ClaimDemo.Cases, ProcurementDemo.Cases,
    ];

    public static async Task<int> Run(string[] args)
    {
        using var http = new DemoClient(Arguments.Url(args));
        var only = Arguments.Of(args, "--saga");
        List<DemoCase> cases = [.. Sagas.SelectMany(x => x()).Where(x => only == null || x.Saga == only)];
        if (cases.Count == 0)
        {
            await Console.Error.WriteLineAsync($"No saga is named '{only}'. There are: {string.Join(", ", Sagas.SelectMany(x => x()).Select(x => x.Saga).Distinct(StringComparer.Ordinal))}.");
            return 2;
        }

        Console.WriteLine($"Starting {cases.Count} sagas at {http.Url}. Silence takes its time: some end only after their limits, up to a minute.");
        try
        {
            var course = new DemoCourse(http, cases);
            await course.Start();
            await course.Watch(Limit, PollEvery);
            await Repeat(http, cases[0]);
            return course.Report();
        }
        catch (HttpRequestException e)
        {
            await Console.Error.WriteLineAsync($"{http.Url} does not answer: {e.Message} Start the platform first: make run.");
            return 1;
        }
    }

    static async Task Repeat(DemoClient http, DemoCase demo)
    {
        var same = await http.Start(demo);
        Console.WriteLine($"The first {demo.Saga} again: {(int)same.Code}.");
    }
}

/// <summary>All cases of one demonstration, and how far they are.</summary>
sealed class DemoCourse(DemoClient http, IReadOnlyList<DemoCase> cases)
{
    readonly List<Running> _running = [];
    int _ended;
    int _surprises;

    public async Task Start()
    {
        foreach (var demo in cases)
        {
            if (demo.Before is { } before)
                await before(http);
            var (code, text) = await http.Start(demo);
            if (code != demo.Answer)
                End(demo, $"POST {demo.Path} was answered with {(int)code}: {text}", isSurprise: true);
            else if (code == HttpStatusCode.Accepted)
                _running.Add(new Running(demo));
            else
                End(demo, $"refused at once with {(int)code}", isSurprise: false);
        }
    }

    public async Task Watch(TimeSpan limit, TimeSpan pollEvery)
    {
        var until = DateTime.UtcNow + limit;
        while (_running.Count > 0 && DateTime.UtcNow < until)
        {
            foreach (var one in _running.ToList())
                await Look(one);
            await Task.Delay(pollEvery);
        }

        foreach (var one in _running)
            End(one.Case, $"still {one.Last?.Status} ({one.Last?.State}) after {limit.TotalMinutes:0} minutes", isSurprise: true);
    }

    public int Report()
    {
        foreach (var saga in cases.GroupBy(x => x.Saga, StringComparer.Ordinal))
            Console.WriteLine($"{saga.Key,-24} {saga.Count(),3} shown");
        Console.WriteLine(_surprises == 0
            ? $"All {cases.Count} ended as they should."
            : $"{_surprises} of {cases.Count} did not end as they should.");
        return _surprises == 0 ? 0 : 1;
    }

    async Task Look(Running one)
    {
        var view = await http.View(one.Case);
        one.Last = view;
        if (one.Acts.Find(x => x.When(view)) is { } act && await act.Do(http, one.Case))
        {
            one.Acts.Remove(act);
            Console.WriteLine($"          {one.Case.Saga}, {one.Case.Name}: {act.Says}");
        }

        if (view.EndedAt == null)
            return;
        _running.Remove(one);
        End(one.Case, $"{view.Status}{(view.Reason == null ? "" : $": {view.Reason}")}", isSurprise: view.Status != one.Case.End);
    }

    void End(DemoCase demo, string how, bool isSurprise)
    {
        _surprises += isSurprise ? 1 : 0;
        Console.WriteLine($"[{++_ended,3}/{cases.Count}] {demo.Saga,-22} {demo.Name,-48} {how}{(isSurprise ? $"   <- expected {demo.End}" : "")}");
    }

    sealed class Running(DemoCase demo)
    {
        public DemoCase Case => demo;

        public List<DemoAct> Acts { get; } = [.. demo.Meanwhile];

        public DemoView? Last { get; set; }
    }
}
