using System.Text.Json;
using SagaPlatform.Contracts;
using SagaPlatform.Core.Operations.Actions;
using SagaPlatform.Core.Operations.Audit;
using SagaPlatform.Core.Sagas;
using SagaPlatform.Core.Tests.Testing;
using SagaPlatform.Testing.Embedded;

namespace SagaPlatform.Core.Tests.Operations;

/// <summary>What operators do to a saga on the real bus and in virtual time.</summary>
public sealed class SagaActionsTests : IAsyncLifetime
{
    static readonly Actor Ann = new("ann", "Operator");

    readonly Guid _id = Guid.NewGuid();
    EmbeddedPlatform _platform = null!;

    SagaActions Actions => _platform.Get<SagaActions>();

    public async Task InitializeAsync()
    {
        _platform = await EmbeddedPlatform.Start(Trips.Family);
        await Hears(new PlanTrip(_id, Abroad: false, Signatures: 1));
    }

    public async Task DisposeAsync() => await _platform.DisposeAsync();

    [Fact]
    public async Task A_preview_says_what_a_cancellation_would_do_and_does_nothing()
    {
        await _platform.LetTimePass(TimeSpan.FromSeconds(30));

        var seen = await Actions.Preview(await Act(SagaVerb.Cancel), Ann, default);

        (seen.Status, seen.StateBefore, seen.StateAfter).ShouldBe((ActionStatus.Previewed, "Prepare", "Unwinding"));
        seen.Sends.ShouldHaveSingleItem().ShouldBe(new SentByAct("FreeBudget", "desk", "HoldBudget"));
        seen.Timeouts.ShouldHaveSingleItem().Change.ShouldBe("set");
        (await Trip()).CurrentState.ShouldBe("Prepare");
        (await Audit()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_cancelled_saga_gives_back_and_everything_is_on_record()
    {
        var done = await Actions.Do(await Act(SagaVerb.Cancel, "the customer called"), Ann, default);
        await _platform.Quiet();

        (done.Status, done.StateAfter, done.Version).ShouldBe((ActionStatus.Done, "Unwinding", 2));
        _platform.SentTo<FreeBudget>("desk").ShouldHaveSingleItem();
        await Hears(new BudgetFreed(_id));
        var trip = await Trip();
        (trip.CurrentState, trip.Ledger.Reason).ShouldBe(("Cancelled", "cancelled by ann: the customer called"));
        var entry = (await _platform.History(_id)).Single(x => x.Event == "Operator:cancel");
        (entry.From, entry.To, entry.Version, entry.Reason).ShouldBe(("Prepare", "Unwinding", 2, "ann: the customer called"));
        var rows = await Audit();
        rows.Select(x => (x.Number, x.Entry.Action, x.Entry.About)).ShouldBe([(1, "cancel", null), (2, "cancel", 1L)]);
        done.Audit.ShouldBe(1);
        rows[1].Entry.Detail.ShouldBe("done, version 2");
    }

    [Fact]
    public async Task Who_looked_at_an_older_version_is_told_the_one_of_now_and_nothing_is_noted()
    {
        var act = await Act(SagaVerb.Cancel);
        await Hears(new BudgetHeld(_id));

        var refused = await Actions.Do(act, Ann, default);

        (refused.Status, refused.Version, refused.StateBefore).ShouldBe((ActionStatus.Moved, 2, "AwaitSignatures"));
        (await Trip()).Ledger.Reason.ShouldBeNull();
        (await Audit()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Past_the_point_of_no_return_a_cancellation_is_not_possible()
    {
        await To("Board");

        (await Actions.Do(await Act(SagaVerb.Cancel), Ann, default)).Status.ShouldBe(ActionStatus.NotAllowed);

        (await Trip()).CurrentState.ShouldBe("Board");
        (await Audit()).ShouldBeEmpty();
        Actions.Possible((await _platform.Queries.Find(_id, default))!, _platform.Time.GetUtcNow()).Single(x => x.Verb == SagaVerb.Cancel).Possible.ShouldBeFalse();
    }

    [Fact]
    public async Task A_retry_asks_again_with_a_fresh_limit_and_the_late_answer_counts_once()
    {
        await _platform.LetTimePass(TimeSpan.FromSeconds(30));
        var before = (await Trip()).Ledger.RingsAt;

        (await Actions.Do(await Act(SagaVerb.Retry) with { Step = "HoldBudget" }, Ann, default)).Status.ShouldBe(ActionStatus.Done);
        await _platform.Quiet();

        _platform.SentTo<HoldBudget>("desk").Count.ShouldBe(2);
        (await Trip()).Ledger.RingsAt.ShouldBe(before + TimeSpan.FromSeconds(30));
        (await _platform.Timeouts(_id)).ShouldHaveSingleItem().Token.ShouldBe((await Trip()).ClockToken!.Value);
        await Hears(new BudgetHeld(_id));
        await Hears(new BudgetHeld(_id));
        (await Trip()).CurrentState.ShouldBe("AwaitSignatures");
    }

    [Fact]
    public async Task What_a_person_knows_of_a_silent_step_lets_the_saga_go_on()
    {
        (await Actions.Do(await Act(SagaVerb.Resolve) with { Step = "HoldBudget", Ruling = Ruling.Done }, Ann, default)).StateAfter.ShouldBe("AwaitSignatures");

        (await Trip()).Ledger.Line("HoldBudget")!.Status.ShouldBe(LineStatus.Done);
        (await Actions.Do(await Act(SagaVerb.Resolve) with { Step = "HoldBudget", Ruling = Ruling.Done }, Ann, default)).Status.ShouldBe(ActionStatus.NotAllowed);
        (await Actions.Do(await Act(SagaVerb.Resolve) with { Step = "AwaitSignatures", Ruling = Ruling.Done }, Ann, default)).Status.ShouldBe(ActionStatus.NotAllowed);
    }

    [Fact]
    public async Task A_held_saga_hears_nothing_and_is_told_all_of_it_when_it_is_released()
    {
        (await Actions.Do(await Act(SagaVerb.Hold, "under investigation"), Ann, default)).Status.ShouldBe(ActionStatus.Done);
        var answer = await _platform.Hears(TripStateMachine.Queue, new BudgetHeld(_id));
        await _platform.Hears(TripStateMachine.Queue, new BudgetHeld(_id), answer);
        await Hears(new Sign(_id, "boss"));

        var trip = await Trip();
        (trip.CurrentState, trip.Ledger.Held!.By).ShouldBe(("Prepare", "ann"));
        (await Actions.Do(await Act(SagaVerb.Cancel), Ann, default)).Status.ShouldBe(ActionStatus.NotAllowed);

        var released = await Actions.Do(await Act(SagaVerb.Release), Ann, default);
        await _platform.Quiet();

        released.Sends.Select(x => x.Type).ShouldBe(["BudgetHeld", "Sign"], ignoreOrder: true);
        trip = await Trip();
        trip.Ledger.Held.ShouldBeNull();
        trip.CurrentState.ShouldNotBe("Prepare");
        (await _platform.Timeouts(_id)).ShouldAllBe(x => !x.IsKept);
    }

    [Fact]
    public async Task A_ring_that_comes_while_a_saga_is_held_is_late_and_not_lost()
    {
        await Actions.Do(await Act(SagaVerb.Hold), Ann, default);
        await _platform.LetTimePass(TimeSpan.FromMinutes(5));
        _platform.SentTo<HoldBudget>("desk").ShouldHaveSingleItem();

        await Actions.Do(await Act(SagaVerb.Release), Ann, default);
        await _platform.Quiet();

        _platform.SentTo<HoldBudget>("desk").Count.ShouldBe(2, "the second attempt was due");
    }

    [Fact]
    public async Task An_event_is_sent_only_to_its_own_saga_and_only_where_it_is_planned()
    {
        (await Send("Boarded", new Boarded(_id))).Status.ShouldBe(ActionStatus.NotAllowed);
        (await Send("BudgetHeld", new BudgetHeld(Guid.NewGuid()))).Wrong!.Keys.ShouldBe(["message"]);
        (await Send("Nonsense", new BudgetHeld(_id))).Wrong!.Keys.ShouldBe(["event"]);

        var seen = await Send("BudgetHeld", new BudgetHeld(_id), preview: true);
        (seen.Status, seen.StateAfter).ShouldBe((ActionStatus.Previewed, "AwaitSignatures"));
        (await Send("BudgetHeld", new BudgetHeld(_id))).Status.ShouldBe(ActionStatus.Done);
        await _platform.Quiet();

        (await Trip()).CurrentState.ShouldBe("AwaitSignatures");
    }

    [Fact]
    public async Task A_timeout_rings_now()
    {
        var token = (await _platform.Timeouts(_id)).Single().Token;

        (await Actions.Do(await Act(SagaVerb.RingTimeout) with { Token = token }, Ann, default)).Status.ShouldBe(ActionStatus.Done);
        await _platform.Quiet();

        _platform.SentTo<HoldBudget>("desk").Count.ShouldBe(2, "its silence counts from now");
        (await Trip()).ChangedAt.ShouldBe(_platform.Time.GetUtcNow());
        (await Actions.Do(await Act(SagaVerb.RingTimeout) with { Token = token }, Ann, default)).Status.ShouldBe(ActionStatus.NotFound);
    }

    [Fact]
    public async Task A_postponed_timeout_rings_when_it_was_postponed_to()
    {
        var timeout = (await _platform.Timeouts(_id)).Single();
        var due = timeout.Due.AddMinutes(10);

        await Actions.Do(await Act(SagaVerb.PostponeTimeout) with { Token = timeout.Token, Due = due }, Ann, default);

        await _platform.LetTimePass(TimeSpan.FromMinutes(9));
        _platform.SentTo<HoldBudget>("desk").ShouldHaveSingleItem();
        await _platform.LetTimePass(TimeSpan.FromMinutes(3));
        _platform.SentTo<HoldBudget>("desk").Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_saga_whose_clock_was_cancelled_waits_without_one_until_its_next_message()
    {
        var token = (await _platform.Timeouts(_id)).Single().Token;

        await Actions.Do(await Act(SagaVerb.CancelTimeout) with { Token = token }, Ann, default);

        _platform.HasTimeouts.ShouldBeFalse();
        (await Trip()).Ledger.ClockCancelled.ShouldBeTrue();
        await Hears(new BudgetHeld(_id));
        var trip = await Trip();
        (trip.CurrentState, trip.Ledger.ClockCancelled, _platform.HasTimeouts).ShouldBe(("AwaitSignatures", false, true));
    }

    [Fact]
    public async Task Who_may_change_other_sagas_only_changes_nothing_here()
    {
        var other = Ann with { Scope = ["order"] };

        (await Actions.Do(await Act(SagaVerb.Cancel), other, default)).Status.ShouldBe(ActionStatus.Forbidden);

        (await Trip()).CurrentState.ShouldBe("Prepare");
    }

    [Fact]
    public async Task An_act_without_a_reason_is_none()
    {
        (await Actions.Do(await Act(SagaVerb.Cancel, " "), Ann, default)).Wrong!.Keys.ShouldBe(["reason"]);
        (await Actions.Do(new SagaAct(SagaVerb.Cancel, Guid.NewGuid(), 1, "so"), Ann, default)).Status.ShouldBe(ActionStatus.NotFound);
    }

    [Fact]
    public async Task Two_operators_and_an_answer_at_once_end_legally()
    {
        for (var round = 0; round < 40; round++)
        {
            var id = Guid.NewGuid();
            await Hears(new PlanTrip(id, Abroad: false, Signatures: 1));
            var (cancel, retry) = (new SagaAct(SagaVerb.Cancel, id, 1, "ann"), new SagaAct(SagaVerb.Retry, id, 1, "bob"));

            var acts = await Task.WhenAll(
                Task.Run(() => Actions.Do(cancel, Ann, default)),
                Task.Run(() => Actions.Do(retry, new Actor("bob", "Operator"), default)),
                Task.Run(async () =>
                {
                    await _platform.Sends(TripStateMachine.Queue, new BudgetHeld(id));
                    return new ActionResult(ActionStatus.Previewed, "");
                }));
            await _platform.Quiet();

            acts.Count(x => x.IsDone).ShouldBeLessThanOrEqualTo(1, "both had looked at version 1");
            acts.ShouldAllBe(x => x.Status == ActionStatus.Done || x.Status == ActionStatus.Moved || x.Status == ActionStatus.Previewed);
            var trip = (await _platform.Saga<TripState>(id))!;
            var written = (await _platform.History(id)).Where(x => x.Version > 0).Select(x => x.Version).ToList();
            written.ShouldBe(Enumerable.Range(1, trip.Version), "no write was lost");
            trip.CurrentState.ShouldBe(acts[0].IsDone ? "Unwinding" : "AwaitSignatures");
            (await _platform.Timeouts(id)).ShouldHaveSingleItem().Token.ShouldBe(trip.ClockToken!.Value);
        }
        (await _platform.Get<AuditVerification>().Verify(null, default)).Holds.ShouldBeTrue();
    }

    async Task To(string state)
    {
        await Hears(new BudgetHeld(_id));
        await Hears(new Sign(_id, "boss"));
        await Hears(new RoomBooked(_id, "Rome"));
        await Hears(new RoomBooked(_id, "Oslo"));
        await Hears(new TicketBought(_id));
        await Hears(new PlansPosted(_id));
        (await Trip()).CurrentState.ShouldBe(state);
    }

    async Task<ActionResult> Send(string name, object message, bool preview = false)
    {
        var act = await Act(SagaVerb.Send) with { Event = name, Message = JsonSerializer.SerializeToElement(message, JsonSerializerOptions.Web) };
        return preview ? await Actions.Preview(act, Ann, default) : await Actions.Do(act, Ann, default);
    }

    async Task<SagaAct> Act(SagaVerb verb, string reason = "so") => new(verb, _id, (await Trip()).Version, reason);

    Task Hears(object message) => _platform.Hears(TripStateMachine.Queue, message);

    async Task<TripState> Trip() => (await _platform.Saga<TripState>(_id))!;

    Task<IReadOnlyList<AuditRow>> Audit() => _platform.Get<IAuditStore>().Read(0, 100, default);
}
