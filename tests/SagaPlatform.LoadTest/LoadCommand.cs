using System.CommandLine;
using SagaPlatform.LoadTest.Broker;
using SagaPlatform.LoadTest.Results;
using SagaPlatform.LoadTest.Sagas;

namespace SagaPlatform.LoadTest;

/// <summary>The command line: reads the options, runs, tells the results.</summary>
static class LoadCommand
{
    /// <summary>A saga failed, was lost, ended twice, or was never started.</summary>
    public const int NotGood = 1;

    /// <summary>An option is wrong.</summary>
    public const int WrongOptions = 2;

    /// <summary>There is no platform to load, or it went away.</summary>
    public const int NoPlatform = 5;

    static readonly LoadOptions Default = new();

    static readonly Option<string> Saga = OneOf("--saga", "Which saga is started", LoadedSagas.All.Select(x => x.Name));
    static readonly Option<string> Shape = OneOf("--shape", "How sagas arrive", LoadOptions.Shapes);
    static readonly Option<double> Rate = Number("--rate", "Sagas per second: all the time, at the end of a ramp, or between bursts", Default.RatePerSecond);
    static readonly Option<double> From = Number("--from", "ramp: sagas per second at its beginning", Default.RampFromPerSecond);
    static readonly Option<int> Burst = new("--burst") { Description = "burst: sagas at once", DefaultValueFactory = _ => Default.SagasPerBurst };
    static readonly Option<double> Every = Number("--every", "burst: seconds from one to the next", Default.BurstEverySeconds);
    static readonly Option<double> Seconds = Number("--seconds", "Seconds that sagas arrive", Default.Seconds);
    static readonly Option<double> Drain = Number("--drain", "Seconds after the last start in which an end must be heard", Default.DrainSeconds);
    static readonly Option<int> Outstanding = new("--outstanding-max")
    {
        Description = "Sagas under way at once; more are held back, and that is reported", DefaultValueFactory = _ => Default.OutstandingSagasMax,
    };

    static readonly Option<string?> Broker = new("--broker") { Description = "amqp://user:password@host:port/vhost; else SAGA_RABBITMQ" };
    static readonly Option<string?> Output = new("--output") { Description = "A file for the results, in JSON" };

    /// <param name="args">The options.</param>
    /// <param name="output">Progress and results.</param>
    /// <param name="errors">What is wrong.</param>
    /// <param name="stop">Ends the arrivals; what was started is still waited for.</param>
    /// <returns>0 when everything that was due was started and completed once.</returns>
    public static async Task<int> Run(string[] args, TextWriter output, TextWriter errors, CancellationToken stop)
    {
        var command = new RootCommand("Starts sagas on a running platform at a rate of their own, and says what became of them.")
        {
            Saga, Shape, Rate, Seconds, From, Burst, Every, Drain, Outstanding, Broker, Output,
        };
        command.SetAction(async (read, _) => await Run(Read(read), output, errors, stop));
        var parsed = command.Parse(args);
        if (parsed.Errors.Count == 0)
            return await parsed.InvokeAsync(new InvocationConfiguration { Output = output, Error = errors, ProcessTerminationTimeout = null }, CancellationToken.None);
        foreach (var error in parsed.Errors)
            await errors.WriteLineAsync(error.Message);
        return WrongOptions;
    }

    static async Task<int> Run(LoadOptions options, TextWriter output, TextWriter errors, CancellationToken stop)
    {
        List<string> problems = [.. options.Problems()];
        if (problems.Count == 0 && options.CountProblem() is { } problem)
            problems.Add(problem);
        foreach (var wrong in problems)
            await errors.WriteLineAsync(wrong);
        if (problems.Count > 0)
            return WrongOptions;

        try
        {
            var results = await Load(options, output, stop);
            if (options.Output != null)
                await results.Write(options.Output);
            results.Tell(output);
            return results.IsGood ? 0 : NotGood;
        }
        catch (BrokerException e)
        {
            await errors.WriteLineAsync(e.Message);
            return NoPlatform;
        }
    }

    /// <exception cref="BrokerException">There is no platform, or it went away: what was not heard cannot be judged.</exception>
    static async Task<LoadResults> Load(LoadOptions options, TextWriter output, CancellationToken stop)
    {
        var (time, schedule) = (TimeProvider.System, options.Schedule());
        using var book = new SagaBook(options.OutstandingSagasMax);
        await using var line = await PlatformLine.Open(options.Broker!, options.Saga);
        var run = new LoadRun(schedule, TimeSpan.FromSeconds(options.DrainSeconds), line, book, time);
        await line.Listen(book, () => run.Elapsed);
        await output.WriteLineAsync($"{options.Saga.Name} sagas, {schedule}, at {PlatformLine.Address(options.Broker!)}");

        var (at, cpu) = (time.GetUtcNow(), LoadResults.CpuSeconds());
        var progress = new Progress(run, schedule, book, output, time);
        using var over = new CancellationTokenSource();
        var shown = progress.Show(over.Token);
        await run.Run(stop, line.Gone);
        await over.CancelAsync();
        await shown;
        if (line.WhyGone != null)
            throw new BrokerException(
                $"The broker went away after {run.Elapsed.TotalSeconds:0.0} s ({line.WhyGone}): what was not heard cannot be judged. Until then: {Verdict.Of(book.Count())}");
        return Results(options, run, book, line) with { At = at, GeneratorCpuSeconds = LoadResults.CpuSeconds() - cpu, Seconds = progress.Lines };
    }

    static LoadResults Results(LoadOptions options, LoadRun run, SagaBook book, PlatformLine line)
    {
        var counts = book.Count();
        return new LoadResults
        {
            Saga = options.Saga.Name,
            Arrivals = $"{options.Shape}, {options.Schedule()}",
            DrainSeconds = options.DrainSeconds,
            OutstandingSagasMax = options.OutstandingSagasMax,
            Due = run.Due,
            Verdict = Verdict.Of(counts),
            Latency = Percentiles.Of(book.Latencies()),
            StartedLate = Percentiles.Of(run.Lateness),
            CompletedPerSecond = book.LastCompletion is { } last ? counts.Completed / last.TotalSeconds : 0,
            HeldBack = run.HeldBack,
            Unsent = run.Unsent,
            NotTaken = counts.NotTaken,
            Unconfirmed = line.Unconfirmed,
            Redelivered = counts.Redelivered,
            Unreadable = line.Unreadable,
            Reasons = book.Reasons(),
            Machine = MachineFacts.Here(),
        };
    }

    static LoadOptions Read(ParseResult x) => new()
    {
        Saga = LoadedSagas.All.Single(saga => saga.Name == x.GetValue(Saga)),
        Shape = x.GetValue(Shape)!,
        RatePerSecond = x.GetValue(Rate),
        RampFromPerSecond = x.GetValue(From),
        SagasPerBurst = x.GetValue(Burst),
        BurstEverySeconds = x.GetValue(Every),
        Seconds = x.GetValue(Seconds),
        DrainSeconds = x.GetValue(Drain),
        OutstandingSagasMax = x.GetValue(Outstanding),
        Broker = Uri.TryCreate(x.GetValue(Broker) ?? Environment.GetEnvironmentVariable("SAGA_RABBITMQ"), UriKind.Absolute, out var broker) ? broker : null,
        Output = x.GetValue(Output),
    };

    /// <summary>The first is the default.</summary>
    static Option<string> OneOf(string name, string description, IEnumerable<string> values)
    {
        var option = new Option<string>(name) { Description = description, DefaultValueFactory = _ => values.First() };
        option.AcceptOnlyFromAmong([.. values]);
        return option;
    }

    static Option<double> Number(string name, string description, double byDefault) =>
        new(name) { Description = description, DefaultValueFactory = _ => byDefault };
}
