using SagaPlatform.Contracts.Orders;
using SagaPlatform.Core.Sagas;

namespace SagaPlatform.Orders.Tests.Fulfilment;

/// <summary>A participant refuses, keeps silent, or cannot handle its command, before the point of no return.</summary>
public sealed class RefusedAndSilentTests
{
    [Theory]
    [MemberData(nameof(OrderSteps.UndoableNames), MemberType = typeof(OrderSteps))]
    public async Task A_refused_step_cancels_the_order_and_gives_back_all_that_was_taken_and_nothing_else(string name)
    {
        var step = OrderSteps.Of(name);
        await using var order = await OrderScenario.WaitingFor(step);

        await order.Hears(step.Refusal(order.Id));
        await order.ConfirmsEveryUndo();

        await order.IsIn("Cancelled");
        order.Announced<OrderCancelled>();
        order.NeverAnnounced<OrderCompleted>();
        order.Asked(step.Command);
        order.Asked(step.Undo!, times: 0);
        foreach (var other in OrderSteps.Undoable.Where(x => x != step))
            order.Asked(other.Undo!, OrderSteps.UpTo(step).Contains(other) ? 1 : 0);
        order.NeverAsked<HandOverParcel>();
        (await order.Platform.Timeouts(order.Id)).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_reason_of_a_refusal_is_the_reason_of_the_cancellation()
    {
        await using var order = await OrderScenario.CancelledBecauseOf(OrderSteps.Charge);

        order.Platform.Published<OrderCancelled>().Single().As<OrderCancelled>().ShouldBe(new OrderCancelled(order.Id, "no funds"));
        (await order.State()).Ledger.Reason.ShouldBe("no funds");
    }

    [Fact]
    public async Task What_was_taken_last_is_given_back_first()
    {
        await using var order = await OrderScenario.WaitingFor(OrderSteps.Label);
        await order.Hears(new LabelRefused(order.Id, "no carrier"));
        await order.IsIn("Unwinding");
        order.Asked<RecallWarehouse>();
        order.Asked<CloseTracking>();

        await order.Hears(new WarehouseRecalled(order.Id));
        order.NeverAsked<RefundPayment>();
        await order.Hears(new TrackingClosed(order.Id));
        order.Asked<RefundPayment>();
        order.NeverAsked<ReleaseInventory>();
        await order.Hears(new PaymentRefunded(order.Id));
        order.Asked<ReleaseInventory>();
        order.NeverAnnounced<OrderCancelled>();

        await order.Hears(new InventoryReleased(order.Id));
        order.Announced<OrderCancelled>();
    }

    [Theory]
    [MemberData(nameof(OrderSteps.UndoableNames), MemberType = typeof(OrderSteps))]
    public async Task A_silent_step_is_asked_twice_and_then_given_back_too_because_it_may_have_happened(string name)
    {
        var step = OrderSteps.Of(name);
        await using var order = await OrderScenario.WaitingFor(step);

        await order.FallsSilent();
        await order.IsIn(step.State);
        order.Asked(step.Command, times: 2);
        await order.FallsSilent();

        (await order.State()).Ledger.Reason.ShouldBe($"{step.Name} was not answered in time.");
        (await order.Line(step)).Status.ShouldBe(LineStatus.Undoing);
        order.Asked(step.Undo!);
        await order.ConfirmsEveryUndo();
        await order.IsIn("Cancelled");
        order.Asked(step.Command, times: 2);
        foreach (var other in OrderSteps.UpTo(step))
            order.Asked(other.Undo!);
    }

    [Theory]
    [MemberData(nameof(OrderSteps.UndoableNames), MemberType = typeof(OrderSteps))]
    public async Task A_step_that_answers_the_second_asking_carries_on_as_if_nothing_had_been(string name)
    {
        var step = OrderSteps.Of(name);
        await using var order = await OrderScenario.WaitingFor(step);
        await order.FallsSilent();

        await order.Hears(step.Answer(order.Id));

        (await order.Line(step)).Status.ShouldBe(LineStatus.Done);
        (await order.State()).Ledger.Reason.ShouldBeNull();
        order.Asked(step.Undo!, times: 0);
    }

    [Theory]
    [MemberData(nameof(OrderSteps.UndoableNames), MemberType = typeof(OrderSteps))]
    public async Task A_command_that_faults_is_asked_again_at_once_and_a_second_fault_gives_all_back(string name)
    {
        var step = OrderSteps.Of(name);
        await using var order = await OrderScenario.WaitingFor(step);
        var before = order.Platform.Time.GetUtcNow();

        await order.Faults(step.Command);
        order.Asked(step.Command, times: 2);
        await order.IsIn(step.State);
        await order.Faults(step.Command);

        order.Platform.Time.GetUtcNow().ShouldBe(before, "nobody waited for a limit");
        (await order.State()).Ledger.Reason.ShouldBe($"{step.Name} could not be handled.");
        order.Asked(step.Undo!);
        await order.ConfirmsEveryUndo();
        await order.IsIn("Cancelled");
        order.NothingWentWrong();
    }

    [Fact]
    public async Task A_fault_of_an_asking_that_was_overtaken_is_stale_and_changes_nothing()
    {
        await using var order = await OrderScenario.Begun();
        var first = order.Commands<ReserveInventory>()[0];
        await order.FallsSilent();

        await order.Hears(new Faulted<ReserveInventory>(first.As<ReserveInventory>(), first.MessageId));

        (await order.LastNote()).Kind.ShouldBe(Core.History.HistoryKind.Stale);
        order.Asked<ReserveInventory>(times: 2);
        await order.IsIn("ReserveInventory");
    }

    [Theory]
    [MemberData(nameof(OrderSteps.UndoableNames), MemberType = typeof(OrderSteps))]
    public async Task An_answer_that_comes_after_the_cancellation_is_undone_once_more_and_not_announced_again(string name)
    {
        var step = OrderSteps.Of(name);
        await using var order = await OrderScenario.WaitingFor(step);
        await order.FallsSilent(times: 2);
        await order.ConfirmsEveryUndo();
        await order.IsIn("Cancelled");

        await order.Hears(step.Answer(order.Id));
        await order.IsIn("Unwinding");
        (await order.State()).EndedAt.ShouldBeNull("something is held again");
        (await order.Platform.Timeouts(order.Id)).Count.ShouldBe(1);
        order.Asked(step.Undo!, times: 2);

        await order.ConfirmsEveryUndo();
        await order.IsIn("Cancelled");
        order.Announced<OrderCancelled>();
        (await order.State()).EndedAt.ShouldNotBeNull();
        (await order.Platform.Timeouts(order.Id)).ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(OrderSteps.UndoableNames), MemberType = typeof(OrderSteps))]
    public async Task An_answer_that_crosses_its_undo_is_undone_twice_because_the_confirmation_may_be_older(string name)
    {
        var step = OrderSteps.Of(name);
        await using var order = await OrderScenario.WaitingFor(step);
        await order.FallsSilent(times: 2);

        await order.Hears(step.Answer(order.Id));
        await order.Hears(step.Confirmation!(order.Id));
        (await order.Line(step)).Status.ShouldBe(LineStatus.Undoing);
        order.Asked(step.Undo!, times: 2);

        await order.Hears(step.Confirmation!(order.Id));
        (await order.Line(step)).Status.ShouldBe(LineStatus.Undone);
        order.Asked(step.Undo!, times: 2);
    }
}
