using MassTransit;
using SagaPlatform.Core.History;
using SagaPlatform.Core.Tests.Hosting;

namespace SagaPlatform.Core.Tests.Timeouts;

/// <summary>Schedule and Unschedule of plain MassTransit, on timeouts.</summary>
public sealed class PlainScheduleTests
{
    static readonly TimeSpan Delay = TimeSpan.FromHours(1);

    [Fact]
    public async Task What_is_scheduled_is_a_timeout_of_the_saga_and_rings_when_it_is_due()
    {
        await using var scenario = await EngineScenario.Started();

        await scenario.Hears(new Remind(scenario.Id));
        var timeout = (await scenario.Platform.Timeouts(scenario.Id)).Where(x => x.Name == nameof(Reminder)).ShouldHaveSingleItem();
        timeout.Due.ShouldBe(scenario.Platform.Time.GetUtcNow() + Delay);
        (await scenario.LastLine()).Timeouts.ShouldHaveSingleItem().ShouldBe(new TimeoutChange("set", timeout.Token, timeout.Due));

        await scenario.Platform.LetTimePass(Delay - TimeSpan.FromMilliseconds(1));
        (await scenario.Saga()).Reminders.ShouldBe(0);
        await scenario.Platform.LetTimePass(TimeSpan.FromMilliseconds(1));
        var saga = await scenario.Saga();
        (saga.Reminders, saga.ReminderToken).ShouldBe((1, null));
        (await scenario.LastLine()).Kind.ShouldBe(HistoryKind.Consumed);
    }

    [Fact]
    public async Task What_is_unscheduled_does_not_ring()
    {
        await using var scenario = await EngineScenario.Started();
        await scenario.Hears(new Remind(scenario.Id));
        await scenario.Hears(new ForgetIt(scenario.Id));

        (await scenario.LastLine()).Timeouts.ShouldHaveSingleItem().Change.ShouldBe("cancelled");
        (await scenario.Platform.Timeouts(scenario.Id)).ShouldNotContain(x => x.Name == nameof(Reminder));
        await scenario.Platform.LetTimePass(Delay * 2);
        scenario.Platform.SentTo<Reminder>(EngineScenario.Errands).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_is_scheduled_and_unscheduled_by_one_message_is_never_written()
    {
        await using var scenario = await EngineScenario.Started();
        await scenario.Hears(new RemindAndForget(scenario.Id));

        (await scenario.LastLine()).Timeouts.ShouldBeEmpty();
        (await scenario.Platform.Timeouts(scenario.Id)).ShouldNotContain(x => x.Name == nameof(Reminder));
    }

    [Fact]
    public async Task A_ring_that_was_overtaken_changes_nothing_and_is_written_down_as_stale()
    {
        await using var scenario = await EngineScenario.Started();
        await scenario.Hears(new Remind(scenario.Id));
        scenario.Platform.Post.Hold<Reminder>();
        await scenario.Platform.LetTimePass(Delay);
        var ring = scenario.Platform.Post.Held.ShouldHaveSingleItem();

        await scenario.Hears(new ForgetIt(scenario.Id)); // it has rung, and has not arrived
        var version = (await scenario.Saga()).Version;
        await scenario.Platform.Post.Deliver(ring);
        await scenario.Platform.Quiet();

        var saga = await scenario.Saga();
        (saga.Reminders, saga.Version).ShouldBe((0, version));
        var line = await scenario.LastLine();
        (line.Kind, line.Version).ShouldBe((HistoryKind.Stale, 0), line.Reason);
        line.Reason.ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public async Task A_ring_that_outlives_its_saga_is_stale_not_poison()
    {
        await using var scenario = await EngineScenario.Started();
        await scenario.Hears(new Remind(scenario.Id));
        await scenario.Hears(new FinishErrand(scenario.Id));

        await scenario.Platform.LetTimePass(Delay);

        (await scenario.LastLine()).Kind.ShouldBe(HistoryKind.Stale);
        scenario.Platform.Errors(EngineScenario.Errands).ShouldBeEmpty();
        (await scenario.Saga()).Reminders.ShouldBe(0);
    }

    [Fact]
    public async Task A_consumer_may_schedule_and_cancel_too()
    {
        await using var scenario = await EngineScenario.Started();
        scenario.Script.OnConsume = async (context, _) =>
        {
            var (queue, due) = (new Uri("queue:nobody"), scenario.Platform.Time.GetUtcNow().UtcDateTime + Delay);
            await context.ScheduleSend(queue, due, new ErrandWord(scenario.Id, "kept"));
            var dropped = await context.ScheduleSend(queue, due, new ErrandWord(scenario.Id, "dropped"));
            await context.GetPayload<MessageSchedulerContext>().CancelScheduledSend(queue, dropped.TokenId);
        };

        await scenario.PorterHears(new Nudge(scenario.Id));
        scenario.Platform.Errors(EngineScenario.Porters).ShouldBeEmpty();
        await scenario.Platform.LetTimePass(TimeSpan.FromHours(1));

        scenario.Platform.SentTo<ErrandWord>("nobody").ShouldHaveSingleItem().As<ErrandWord>().Text.ShouldBe("kept");
    }
}
