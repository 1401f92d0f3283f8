using System.Diagnostics;
using SagaPlatform.Core.Sagas;
using SagaPlatform.Testing.Sagas;
using Xunit.Abstractions;

namespace SagaPlatform.Simulation.Simulator;

/// <summary>
/// Schedules of a saga that nobody thought of, with everything going wrong that can, on the real engine without a bus:
/// <c>public sealed class OrderSimulationTests(ITestOutputHelper output) : Simulated&lt;OrderScript&gt;(output);</c>
/// </summary>
/// <remarks>
/// <c>SAGA_SEED=17</c> runs one schedule alone; <c>SAGA_SIMULATED=100000</c> runs so many of each saga instead of those that
/// fit into a few seconds, and tells how many there were in a minute.
/// </remarks>
/// <typeparam name="TScript">The saga's script.</typeparam>
/// <param name="output">Where counts and failing schedules are told.</param>
public abstract class Simulated<TScript>(ITestOutputHelper output) where TScript : SagaScript, new()
{
    /// <summary>All sagas together take about a minute of two cores.</summary>
    static readonly TimeSpan TimeByDefault = TimeSpan.FromSeconds(10);

    /// <summary>So many at least, however slow the machine is.</summary>
    const int SchedulesMin = 100;

    /// <summary>Schedules that are run once more.</summary>
    const int SchedulesTwice = 20;

    [Fact]
    public async Task Whatever_goes_wrong_the_laws_hold()
    {
        var script = new TScript();
        if (!Wanted.Saga(script.Queue))
            return;
        var parts = Wanted.OneSaga && Wanted.Seed == null ? Environment.ProcessorCount : 1; // else the other sagas have the other cores
        var platforms = Enumerable.Range(0, parts).Select(_ => new SimulatedPlatform(script.Family)).ToList(); // one by one: they share a row model
        var began = Stopwatch.GetTimestamp();
        var counts = await Task.WhenAll(platforms.Select((platform, part) => Task.Run(() => Part(new TScript(), platform, part, parts, began))));
        foreach (var platform in platforms)
            await platform.DisposeAsync();
        var (count, took) = (counts.Sum(), Stopwatch.GetElapsedTime(began));
        output.WriteLine($"{script.Queue}: {count:N0} schedules in {took.TotalSeconds:F1} s, {count / took.TotalMinutes:N0} a minute on {parts} core(s)");
    }

    [Fact]
    public async Task A_seed_tells_the_same_story_again()
    {
        var script = new TScript();
        await using var platform = new SimulatedPlatform(script.Family);
        async Task<string> Story(int seed)
        {
            var run = new ScheduleRun(script, platform, Schedule.Of(seed, script.Variants), tells: true);
            await run.Run();
            return run.Told;
        }

        var stories = new List<string>();
        for (var seed = 0; seed < SchedulesTwice; seed++)
            stories.Add(await Story(seed));

        for (var seed = SchedulesTwice - 1; seed >= 0; seed--) // another order: nothing is left of the one before
            (await Story(seed)).ShouldBe(stories[seed]);
    }

    async Task<int> Part(TScript script, SimulatedPlatform platform, int part, int parts, long began)
    {
        var (count, seen) = (0, new HashSet<string>(StringComparer.Ordinal));
        foreach (var seed in Wanted.Seed is { } only ? [only] : Enumerable.Range(0, Wanted.Schedules ?? int.MaxValue).Where(x => x % parts == part))
        {
            if (Wanted.Seed == null && Wanted.Schedules == null && count >= SchedulesMin && Stopwatch.GetElapsedTime(began) > TimeByDefault)
                break;
            await Simulate(script, platform, Schedule.Of(seed, script.Variants));
            count++;
            foreach (var entry in platform.History(ScheduleRun.Id))
                seen.UnionWith([entry.Kind.ToString(), entry.To!]);
        }

        if (count >= SchedulesMin)
            EveryTrouble(script).Except(seen).ShouldBeEmpty("the schedules come past every kind of trouble");
        return count;
    }

    static IEnumerable<string> EveryTrouble(SagaScript script)
    {
        var hasUndo = script.Definition.Steps.Any(x => x.Undo != null);
        return ["Consumed", "Ignored", "Stale", ProcessStates.Completed, .. hasUndo ? [ProcessStates.Unwinding, ProcessStates.Cancelled] : Array.Empty<string>()];
    }

    async Task Simulate(SagaScript script, SimulatedPlatform platform, Schedule schedule)
    {
        if (await Broken(script, platform, schedule) is not { } broken)
            return;
        var shrunk = await Shrinking.Of(schedule, async x => await Broken(script, platform, x) != null);
        var last = await Broken(script, platform, shrunk, tells: true) ?? broken;
        Assert.Fail($"""
            make simulate SAGA={script.Queue} SEED={schedule.Seed} breaks a law: {broken.Law}
            Shrunk from {schedule.Steps.Count} steps to {shrunk.Steps.Count}, {schedule.Variant}, {last.Law}
            {string.Join('\n', shrunk.Steps)}
            {last.Told}
            """);
    }

    static async Task<BrokenLaw?> Broken(SagaScript script, SimulatedPlatform platform, Schedule schedule, bool tells = false)
    {
        var run = new ScheduleRun(script, platform, schedule, tells);
        try
        {
            await run.Run();
            return null;
        }
        catch (Exception e)
        {
            return new BrokenLaw(e.Message, run.Told);
        }
    }

    sealed record BrokenLaw(string Law, string Told);
}
