using SagaPlatform.Core.Telemetry;
using SagaPlatform.Core.Tests.Hosting;

namespace SagaPlatform.Core.Tests.Telemetry;

public sealed class PlatformMeterTests
{
    [Fact]
    public async Task What_the_engine_does_is_counted_under_the_names_dashboards_know_and_never_by_saga()
    {
        await using var scenario = await EngineScenario.Started();
        using var listener = new Measured(scenario.Platform.Get<PlatformMeter>());
        var (id, other) = (Guid.NewGuid(), Guid.NewGuid());

        await scenario.Hears(new StartErrand(other));
        await scenario.Hears(new AbandonErrand(other));
        await scenario.Hears(new Nudge(scenario.Id), id);
        await scenario.Hears(new Nudge(scenario.Id), id);
        scenario.Script.OnNudge = _ => throw new InvalidOperationException("It broke.");
        await scenario.Hears(new Nudge(scenario.Id));
        await scenario.Hears(new FinishErrand(scenario.Id));

        var seen = listener.All;
        seen.Count(x => x == "saga.started type=errand").ShouldBe(1);
        seen.Count(x => x == "saga.completed type=errand").ShouldBe(1);
        seen.Count(x => x == "saga.compensated type=errand").ShouldBe(1);
        seen.Count(x => x == "saga.failed type=errand").ShouldBe(1);
        seen.Count(x => x == "saga.inbox.duplicates type=errand").ShouldBe(1);
        seen.Count(x => x == "saga.duration type=errand").ShouldBe(2);
        seen.ShouldContain("saga.transitions type=errand,from=Initial,to=Waiting");
        seen.ShouldContain("saga.transitions type=errand,from=Waiting,to=Completed");
        seen.ShouldContain("saga.outbox.dispatch.delay ");
        seen.ShouldNotContain(x => x.Contains(scenario.Id.ToString(), StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Rings_conflicts_and_stale_rings_are_counted_by_what_became_of_them()
    {
        await using var scenario = await EngineScenario.Started();
        using var listener = new Measured(scenario.Platform.Get<PlatformMeter>());

        await scenario.Hears(new Remind(scenario.Id));
        scenario.Platform.Post.Hold<Reminder>();
        await scenario.Platform.LetTimePass(TimeSpan.FromHours(1));
        await scenario.Hears(new ForgetIt(scenario.Id));
        await scenario.Platform.Post.Deliver(scenario.Platform.Post.Held.ShouldHaveSingleItem());
        await scenario.Platform.Quiet();

        listener.All.Count(x => x == "saga.timeouts outcome=fired").ShouldBe(1);
        listener.All.Count(x => x == "saga.timeouts type=errand,outcome=stale").ShouldBe(1);
    }
}
