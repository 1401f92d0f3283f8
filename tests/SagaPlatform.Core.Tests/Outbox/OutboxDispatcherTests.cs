using SagaPlatform.Core.Outbox;
using SagaPlatform.Core.Persistence.Memory;

namespace SagaPlatform.Core.Tests.Outbox;

public sealed class OutboxDispatcherTests
{
    [Fact]
    public async Task A_committed_message_is_published_confirmed_and_then_deleted()
    {
        await using var scenario = await new DispatcherScenario().Started();
        var confirm = new TaskCompletionSource();
        scenario.Broker.Answers = _ => confirm.Task;

        var id = (await scenario.Commit()).ShouldHaveSingleItem();
        (await scenario.Broker.Next()).MessageId.ShouldBe(id);
        (await scenario.Backlog()).Pending.ShouldBe(1, "it is not confirmed yet");

        confirm.SetResult();
        await scenario.Store.Next("deleted 1");
        (await scenario.Backlog()).Pending.ShouldBe(0);
        scenario.Broker.Published.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_failed_publish_is_tried_again_with_growing_and_jittered_waits_up_to_a_limit()
    {
        await using var scenario = await new DispatcherScenario(limits: x => x.BackOffMax = TimeSpan.FromSeconds(1)).Started();
        scenario.Broker.Answers = ScriptedBroker.Away;
        var id = (await scenario.Commit()).ShouldHaveSingleItem();

        List<double> waits = [];
        foreach (var nominal in new[] { 200, 400, 800, 1000, 1000, 1000, 1000, 1000 })
        {
            (await scenario.Broker.Next()).MessageId.ShouldBe(id);
            var wait = await scenario.Time.NextTimer(scenario.ConfirmTimeout);
            wait.TotalMilliseconds.ShouldBeInRange(nominal * 0.5, nominal * 1.5);
            waits.Add(wait.TotalMilliseconds / nominal);
            scenario.Time.Advance(wait);
        }

        waits.Distinct().Count().ShouldBeGreaterThan(1, "every wait has a jitter of its own");
    }

    [Fact]
    public async Task A_message_that_waits_for_its_next_attempt_does_not_hold_up_the_others()
    {
        await using var scenario = await new DispatcherScenario(limits: x => x.InFlightMax = 1).Started();
        scenario.Broker.Answers = ScriptedBroker.Refuses;
        await scenario.Commit();
        await scenario.Broker.Next();
        await scenario.Time.NextTimer(scenario.ConfirmTimeout);

        scenario.Broker.Answers = _ => Task.CompletedTask;
        var other = (await scenario.Commit()).ShouldHaveSingleItem();

        (await scenario.Broker.Next()).MessageId.ShouldBe(other);
    }

    [Fact]
    public async Task Hung_publishes_are_given_up_after_the_confirm_timeout_and_their_channel_is_replaced_once_for_all()
    {
        await using var scenario = await new DispatcherScenario().Started();
        scenario.Broker.Answers = scenario.Broker.Hangs;
        await scenario.Commit(50);
        for (var i = 0; i < 50; i++)
        {
            await scenario.Broker.Next();
            (await scenario.Time.NextTimer()).ShouldBe(scenario.ConfirmTimeout);
        }

        scenario.Broker.Answers = _ => Task.CompletedTask;
        scenario.Time.Advance(scenario.ConfirmTimeout - TimeSpan.FromMilliseconds(1));
        scenario.Broker.Replaced.ShouldBe(0, "a slow broker is no hung one");
        scenario.Time.Advance(TimeSpan.FromMilliseconds(1));
        for (var i = 0; i < 50; i++)
            await scenario.Time.NextTimer(scenario.ConfirmTimeout); // each waits for its next attempt
        scenario.Time.Advance(TimeSpan.FromSeconds(1));
        for (var i = 0; i < 50; i++)
            await scenario.Broker.Next();

        scenario.Broker.Replaced.ShouldBe(1);
        scenario.Broker.Published.GroupBy(x => x.MessageId).ShouldAllBe(x => x.Count() == 2);
        (await scenario.Backlog()).Parked.ShouldBe(0);
    }

    [Fact]
    public async Task A_message_the_broker_refuses_is_parked_after_its_attempts_with_the_reason()
    {
        await using var scenario = await new DispatcherScenario(limits: x => x.AttemptsMax = 3).Started();
        scenario.Broker.Answers = ScriptedBroker.Refuses;
        var id = (await scenario.Commit()).ShouldHaveSingleItem();

        await scenario.Store.Next("noted 1 406 too large");
        scenario.Time.Advance(await scenario.Time.NextTimer(scenario.ConfirmTimeout));
        await scenario.Store.Next("noted 2 406 too large");
        scenario.Time.Advance(await scenario.Time.NextTimer(scenario.ConfirmTimeout));
        await scenario.Store.Next("parked 3 406 too large");

        var parked = (await scenario.Store.Parked(10, CancellationToken.None)).ShouldHaveSingleItem();
        (parked.Message.MessageId, parked.Message.Attempts, parked.Error).ShouldBe((id, 3, "406 too large"));
        scenario.Broker.Published.Count.ShouldBe(3);
        await scenario.Sweeper.Sweep(CancellationToken.None);
        scenario.Broker.Published.Count.ShouldBe(3, "a parked message is nobody's to dispatch");
    }

    [Fact]
    public async Task A_released_message_is_dispatched_again_with_fresh_attempts()
    {
        await using var scenario = await new DispatcherScenario(limits: x => x.AttemptsMax = 1).Started();
        scenario.Broker.Answers = ScriptedBroker.Refuses;
        var id = (await scenario.Commit()).ShouldHaveSingleItem();
        await scenario.Broker.Next();
        await scenario.Store.Next("parked 1");

        scenario.Broker.Answers = _ => Task.CompletedTask;
        await Settled(scenario, held: 0);
        (await scenario.Store.Release(null, CancellationToken.None)).ShouldBe(1);

        var again = await scenario.Broker.Next();
        (again.MessageId, again.Attempts).ShouldBe((id, 0));
        await scenario.Store.Next("deleted 1");
        (await scenario.Backlog()).ShouldBe(new OutboxBacklog(0, null, 0));
    }

    [Fact]
    public async Task A_message_that_another_process_releases_is_dispatched_by_its_own_process()
    {
        var database = new MemoryDatabase();
        await using var owner = await new DispatcherScenario(database, x => x.AttemptsMax = 1).Started();
        await using var other = await new DispatcherScenario(database).Started();
        owner.Broker.Answers = ScriptedBroker.Refuses;
        var id = (await owner.Commit()).ShouldHaveSingleItem();
        await owner.Broker.Next();
        await owner.Store.Next("parked 1");
        await Settled(owner, held: 0);

        owner.Broker.Answers = _ => Task.CompletedTask;
        (await other.Store.Release(null, CancellationToken.None)).ShouldBe(1);
        owner.Time.Advance(owner.Options.ForgottenAfter);
        await other.Sweeper.Sweep(CancellationToken.None);
        await owner.Sweeper.Sweep(CancellationToken.None);

        (await owner.Broker.Next()).MessageId.ShouldBe(id);
        other.Broker.Published.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_outage_parks_nothing_however_long_it_lasts()
    {
        await using var scenario = await new DispatcherScenario(limits: x => x.AttemptsMax = 2).Started();
        scenario.Broker.Answers = ScriptedBroker.Away;
        await scenario.Commit();
        for (var attempt = 0; attempt < 30; attempt++)
            scenario.Time.Advance(await scenario.Time.NextTimer(scenario.ConfirmTimeout));

        // One refusal after the outage is one refusal, not the thirty-first.
        scenario.Broker.Answers = ScriptedBroker.Refuses;
        scenario.Time.Advance(await scenario.Time.NextTimer(scenario.ConfirmTimeout));
        await scenario.Store.Next("noted 1");
        (await scenario.Backlog()).Parked.ShouldBe(0);
    }

    [Fact]
    public async Task What_exceeds_the_hand_over_stays_in_the_table_until_the_sweeper_brings_it()
    {
        await using var scenario = await new DispatcherScenario(limits: x => x.HandoverMax = 100).Started();
        var confirm = new TaskCompletionSource();
        scenario.Broker.Answers = _ => confirm.Task;
        await scenario.Commit(100);
        await scenario.Commit(5);
        scenario.Dispatcher.Held.ShouldBe(100);

        scenario.Time.Advance(scenario.Options.ForgottenAfter - TimeSpan.FromMilliseconds(1));
        await scenario.Sweeper.Sweep(CancellationToken.None);
        scenario.Dispatcher.Held.ShouldBe(100, "there is no room");

        scenario.Broker.Answers = _ => Task.CompletedTask;
        confirm.SetResult();
        await Settled(scenario, held: 0);
        await scenario.Sweeper.Sweep(CancellationToken.None);
        scenario.Dispatcher.Held.ShouldBe(0, "they might still be on their way to the dispatcher");

        scenario.Time.Advance(TimeSpan.FromMilliseconds(1));
        await scenario.Sweeper.Sweep(CancellationToken.None);
        await Settled(scenario, held: 0);
        scenario.Broker.Published.Select(x => x.MessageId).Distinct().Count().ShouldBe(105);
        scenario.Broker.Published.Count.ShouldBe(105);
        (await scenario.Backlog()).Pending.ShouldBe(0);
    }

    [Fact]
    public async Task A_row_is_not_dispatched_twice_while_it_is_held()
    {
        await using var scenario = await new DispatcherScenario().Started();
        var confirm = new TaskCompletionSource();
        scenario.Broker.Answers = _ => confirm.Task;
        await scenario.Commit();
        var held = await scenario.Broker.Next();

        scenario.Dispatcher.Take([held]);
        scenario.Time.Advance(scenario.Options.ForgottenAfter / 2);
        await scenario.Sweeper.Sweep(CancellationToken.None);
        confirm.SetResult();
        await scenario.Store.Next("deleted 1");

        scenario.Broker.Published.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Confirmed_rows_whose_delete_failed_are_deleted_later_and_not_published_meanwhile()
    {
        await using var scenario = await new DispatcherScenario().Started();
        scenario.Store.IsAway = true;
        await scenario.Commit(3);
        await scenario.Store.Next("away: deleted");
        var wait = await scenario.Time.NextTimer(scenario.ConfirmTimeout);

        scenario.Store.IsAway = false;
        scenario.Time.Advance(scenario.Options.ForgottenAfter - wait);
        await scenario.Sweeper.Sweep(CancellationToken.None);
        scenario.Time.Advance(wait);
        await Settled(scenario, held: 0);

        (await scenario.Backlog()).Pending.ShouldBe(0);
        scenario.Broker.Published.Count.ShouldBe(3);
    }

    [Fact]
    public async Task A_stop_leaves_what_is_not_confirmed_in_the_table_for_the_next_process()
    {
        var database = new MemoryDatabase();
        await using var first = await new DispatcherScenario(database).Started();
        first.Broker.Answers = first.Broker.Hangs;
        var ids = await first.Commit(3);
        for (var i = 0; i < 3; i++)
            await first.Broker.Next();

        await first.Stop();
        (await first.Backlog()).Pending.ShouldBe(3);

        await using var next = await new DispatcherScenario(database).Started();
        await next.Sweeper.Sweep(CancellationToken.None);
        await Settled(next, held: 0);
        next.Broker.Published.Select(x => x.MessageId).ShouldBe(ids, ignoreOrder: true);
        (await next.Backlog()).Pending.ShouldBe(0);
    }

    [Fact]
    public async Task What_is_confirmed_is_deleted_before_the_process_stops()
    {
        await using var scenario = await new DispatcherScenario(limits: x => x.DeleteLinger = TimeSpan.FromSeconds(10)).Started();
        await scenario.Commit(3);
        for (var i = 0; i < 3; i++)
            await scenario.Broker.Next();

        await scenario.Stop();

        (await scenario.Backlog()).Pending.ShouldBe(0);
    }

    static async Task Settled(DispatcherScenario scenario, int held)
    {
        for (var until = DateTime.UtcNow + Patience.Limit; scenario.Dispatcher.Held != held && DateTime.UtcNow < until;)
            await Task.Yield();
        scenario.Dispatcher.Held.ShouldBe(held);
    }
}
