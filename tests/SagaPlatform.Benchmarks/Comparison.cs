using SagaPlatform.Benchmarks.Measuring;
using SagaPlatform.Benchmarks.Workers;
using SagaPlatform.Testing.Services;

namespace SagaPlatform.Benchmarks;

/// <summary>How long and how hard the comparison drives.</summary>
/// <param name="ColdSagas">Sagas counted as cold, right after the start.</param>
/// <param name="WarmUpSagas">Sagas after which a side counts as steady, the cold ones included.</param>
/// <param name="RoundSagas">Sagas of one round.</param>
/// <param name="Rounds">Rounds of each kind, the two sides in turn.</param>
/// <param name="OutstandingMax">Sagas under way at once when it goes as fast as possible.</param>
/// <param name="LowRate">Sagas per second of the round that asks for latency under little load.</param>
/// <param name="HighShare">The share of the highest rate that the round under much load offers.</param>
/// <param name="LatencyRound">How long a round at a rate lasts.</param>
sealed record ComparisonPlan(
    int ColdSagas, int WarmUpSagas, int RoundSagas, int Rounds, int OutstandingMax, double LowRate, double HighShare, TimeSpan LatencyRound)
{
    /// <summary>Only the steady rounds: for who is changing the engine and wants to know soon.</summary>
    public bool SteadyOnly { get; init; }

    public static readonly ComparisonPlan Full = new(4_000, 10_000, 6_000, 3, 400, 50, 0.55, TimeSpan.FromSeconds(10));

    /// <summary>Shows that everything works; its figures say nothing.</summary>
    public static readonly ComparisonPlan Quick = new(300, 600, 600, 1, 100, 50, 0.55, TimeSpan.FromSeconds(2));
}

/// <summary>The platform against the yardstick, in turn on the same broker and machine.</summary>
sealed class Comparison(ComparisonPlan plan, Action<string> say)
{
    /// <exception cref="InvalidOperationException">A side lost or repeated something.</exception>
    public async Task<ComparisonResult> Run(PrivateServices services)
    {
        var cold = plan.SteadyOnly ? null : await Cold(services);
        await using var database = await TestDatabase.Create(services);
        await using var yardstick = await Side.Start(Variant.Yardstick, services, database.ConnectionString);
        await using var durable = await Side.Start(Variant.Durable, services, database.ConnectionString);

        foreach (var side in new[] { yardstick, durable })
        {
            say($"{side.Variant}: warming up with {plan.WarmUpSagas:N0} sagas");
            await side.AsFastAsPossible(plan.WarmUpSagas, plan.OutstandingMax);
        }

        var steady = await InTurn("steady, as fast as possible", yardstick, durable, x => x.AsFastAsPossible(plan.RoundSagas, plan.OutstandingMax));
        if (plan.SteadyOnly)
            return new ComparisonResult([steady], yardstick.PeakMemoryMiB, durable.PeakMemoryMiB, durable.Carried, await Broken(database, yardstick, durable));

        var low = await InTurn($"at {plan.LowRate:0}/s", yardstick, durable, x => x.AtRate(plan.LowRate, plan.LatencyRound));
        var highest = steady.Durable.Median(x => x.SagasPerSecond);
        var high = await InTurn($"at {plan.HighShare:0%} of our highest rate", yardstick, durable, x => x.AtRate(highest * plan.HighShare, plan.LatencyRound));

        return new ComparisonResult([cold!, steady, low, high], yardstick.PeakMemoryMiB, durable.PeakMemoryMiB, durable.Carried,
            await Broken(database, yardstick, durable));
    }

    async Task<IReadOnlyList<string>> Broken(TestDatabase database, Side yardstick, Side durable)
    {
        say("Looking at what is left in the database");
        var broken = (await Aftermath.Broken(database.ConnectionString, durable.Carried)).ToList();
        foreach (var side in new[] { yardstick, durable })
            if (side.Unexpected > 0)
                broken.Add($"{side.Variant}: {side.Unexpected} ends that were heard twice or of unknown orders");
        return broken;
    }

    /// <summary>The first sagas after a start; each round starts the process anew.</summary>
    async Task<Load> Cold(PrivateServices services)
    {
        Load cold = new("cold", [], []);
        for (var round = 1; round <= plan.Rounds; round++)
            foreach (var variant in new[] { Variant.Yardstick, Variant.Durable })
            {
                await using var database = await TestDatabase.Create(services);
                await using var side = await Side.Start(variant, services, database.ConnectionString);
                var measured = await side.AsFastAsPossible(plan.ColdSagas, plan.OutstandingMax);
                cold.Of(variant).Add(measured);
                Tell("cold", round, variant, measured);
            }

        return cold;
    }

    async Task<Load> InTurn(string name, Side yardstick, Side durable, Func<Side, Task<Round>> measure)
    {
        Load load = new(name, [], []);
        for (var round = 1; round <= plan.Rounds; round++)
            foreach (var side in new[] { yardstick, durable })
            {
                var measured = await measure(side);
                load.Of(side.Variant).Add(measured);
                Tell(name, round, side.Variant, measured);
            }

        return load;
    }

    void Tell(string name, int round, Variant variant, Round x) => say(
        $"{name}, round {round} of {plan.Rounds}, {variant}: {x.SagasPerSecond:0}/s, p50 {x.Drive.Latencies.P50:0.0} ms, p99 {x.Drive.Latencies.P99:0.0} ms, "
        + $"CPU {x.WorkerMs:0.00} + {x.BrokerMs:0.00} + {x.DatabaseMs:0.00} ms, {x.CommitsPerTransition:0.00} commits/transition");
}

/// <summary>Both sides under one load, round by round.</summary>
sealed record Load(string Name, List<Round> Yardstick, List<Round> Durable)
{
    public List<Round> Of(Variant variant) => variant == Variant.Yardstick ? Yardstick : Durable;
}

/// <summary>Everything that was measured.</summary>
/// <param name="Loads">Cold, steady, at a low rate, at a high rate; only steady when nothing else was asked for.</param>
/// <param name="YardstickMemoryMiB">Peak memory of the yardstick's process.</param>
/// <param name="DurableMemoryMiB">Peak memory of the platform's process.</param>
/// <param name="Carried">Sagas that the platform carried after the cold rounds.</param>
/// <param name="Broken">What is not as it must be afterwards; empty when all is well.</param>
sealed record ComparisonResult(
    IReadOnlyList<Load> Loads, double YardstickMemoryMiB, double DurableMemoryMiB, long Carried, IReadOnlyList<string> Broken);
