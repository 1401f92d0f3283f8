using SagaPlatform.Benchmarks.Measuring;
using SagaPlatform.Benchmarks.Workers;
using SagaPlatform.Testing.Services;

namespace SagaPlatform.Benchmarks.Scale;

/// <summary>The platform against itself: full tables against empty ones, ringing against quiet, several hosts against one.</summary>
sealed class ScaleComparison(ScalePlan plan, Action<string> say)
{
    readonly List<string> _broken = [];

    /// <exception cref="InvalidOperationException">Something was lost.</exception>
    public async Task<ScaleResult> Run(PrivateServices services)
    {
        var tables = plan.HostsOnly ? null : await FullAndEmpty(services);
        List<HostsRound> hosts = [];
        foreach (var count in ScalePlan.Hosts)
            hosts.Add(await Hosts(services, count));
        return new ScaleResult(tables, hosts, _broken);
    }

    async Task<TablesRounds> FullAndEmpty(PrivateServices services)
    {
        await using var emptyDatabase = await TestDatabase.Create(services);
        await using var fullDatabase = await TestDatabase.Create(services);
        await using var empty = await Side.Start(Variant.Durable, services, emptyDatabase.ConnectionString);
        await using var full = await Side.Start(Variant.Durable, services, fullDatabase.ConnectionString);
        await WarmUp(empty, "empty");
        await WarmUp(full, "full");
        await Filling.FinishedSagas(fullDatabase.ConnectionString, plan.FinishedSagas, say);
        say($"filling: {plan.PendingTimeouts:N0} pending timeouts");
        await Filling.PendingTimeouts(fullDatabase.ConnectionString, plan.PendingTimeouts);
        await Filling.Settle(fullDatabase.ConnectionString);

        var (emptyRounds, fullRounds) = (new List<Round>(), new List<Round>());
        for (var round = 1; round <= plan.Rounds; round++)
        {
            emptyRounds.Add(await Fast(empty, $"empty, round {round} of {plan.Rounds}"));
            fullRounds.Add(await Fast(full, $"full, round {round} of {plan.Rounds}"));
        }

        var (ringing, rings) = await Ring(full, fullDatabase.ConnectionString, fullRounds.Median(x => x.SagasPerSecond));
        say("Looking at what is left in the databases");
        _broken.AddRange((await Aftermath.Broken(emptyDatabase.ConnectionString, empty.Carried)).Select(x => $"empty: {x}"));
        _broken.AddRange((await Aftermath.Broken(fullDatabase.ConnectionString, full.Carried + plan.FinishedSagas)).Select(x => $"full: {x}"));
        return new TablesRounds(emptyRounds, fullRounds, ringing, rings);
    }

    /// <summary>Sagas as fast as possible for about as long as it rings.</summary>
    async Task<(List<Round> Rounds, Ringing Rings)> Ring(Side side, string postgres, double perSecond)
    {
        var count = (int)(plan.RingsPerSecond * plan.RingingFor.TotalSeconds);
        await using var bells = await Bells.Listen(side.Broker);
        await Bells.Set(postgres, plan.RingsPerSecond, plan.RingingFor);
        var sagas = (int)(perSecond * plan.RingingFor.TotalSeconds * 0.8);
        say($"{plan.RingsPerSecond:N0} timeouts ring each second for {plan.RingingFor.TotalSeconds:0} s, and {sagas:N0} sagas run meanwhile");
        var round = await side.AsFastAsPossible(sagas, plan.OutstandingMax);
        Tell("ringing", round);
        var rings = await bells.All(count);
        if (rings.Repeated > 0 || rings.Early > 0)
            _broken.Add($"timeouts: {rings.Repeated} rang twice, {rings.Early} before they were due");
        return ([round], rings);
    }

    async Task<HostsRound> Hosts(PrivateServices services, int count)
    {
        await using var database = await TestDatabase.Create(services);
        List<Round> rounds = [];
        var side = await Side.Start(Variant.Durable, services, database.ConnectionString, count);
        try
        {
            await WarmUp(side, $"{count} hosts", count);
            for (var round = 1; round <= plan.Rounds; round++)
                rounds.Add(await Fast(side, $"{count} hosts, round {round} of {plan.Rounds}"));
            _broken.AddRange((await Aftermath.Broken(database.ConnectionString, side.Carried)).Select(x => $"{count} hosts: {x}"));
        }
        finally
        {
            await side.DisposeAsync();
        }

        return new HostsRound(count, rounds, side.Conflicts, side.Carried);
    }

    async Task WarmUp(Side side, string name, int hosts = 1)
    {
        say($"{name}: warming up with {plan.WarmUpSagas * hosts:N0} sagas");
        await side.AsFastAsPossible(plan.WarmUpSagas * hosts, plan.OutstandingMax);
    }

    async Task<Round> Fast(Side side, string name)
    {
        var round = await side.AsFastAsPossible(plan.RoundSagas, plan.OutstandingMax);
        Tell(name, round);
        return round;
    }

    void Tell(string name, Round x) => say(
        $"{name}: {x.SagasPerSecond:0}/s, p99 {x.Drive.Latencies.P99:0} ms, CPU {x.WorkerMs:0.00} + {x.BrokerMs:0.00} + {x.DatabaseMs:0.00} ms, "
        + $"{x.CommitsPerTransition:0.00} commits/transition");
}

/// <summary>What so many hosts did together.</summary>
/// <param name="Hosts">Host processes.</param>
/// <param name="Rounds">Their rounds; CPU is the sum of all hosts.</param>
/// <param name="Conflicts">Units of work that lost a race and were tried again, warm-up included.</param>
/// <param name="Carried">Sagas, warm-up included.</param>
sealed record HostsRound(int Hosts, IReadOnlyList<Round> Rounds, long Conflicts, long Carried);

/// <summary>What full tables and rings did to it.</summary>
/// <param name="Empty">Rounds on tables with nothing but what was carried.</param>
/// <param name="Full">Rounds on full ones.</param>
/// <param name="Ringing">Rounds on full ones while timeouts ring.</param>
/// <param name="Rings">How these rang.</param>
sealed record TablesRounds(List<Round> Empty, List<Round> Full, List<Round> Ringing, Ringing Rings);

/// <summary>Everything that was measured.</summary>
/// <param name="Tables">Null when only hosts were compared.</param>
/// <param name="Hosts">One, two and four of them.</param>
/// <param name="Broken">What was lost or repeated.</param>
sealed record ScaleResult(TablesRounds? Tables, IReadOnlyList<HostsRound> Hosts, IReadOnlyList<string> Broken);
