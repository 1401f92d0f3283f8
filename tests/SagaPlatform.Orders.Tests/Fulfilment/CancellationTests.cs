using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Orders;
using SagaPlatform.Core.History;

namespace SagaPlatform.Orders.Tests.Fulfilment;

/// <summary>The customer's change of mind.</summary>
public sealed class CancellationTests
{
    [Theory]
    [MemberData(nameof(OrderSteps.UndoableNames), MemberType = typeof(OrderSteps))]
    public async Task Until_the_parcel_is_handed_over_a_customer_may_cancel_and_owes_nothing(string name)
    {
        var step = OrderSteps.Of(name);
        await using var order = await OrderScenario.WaitingFor(step);

        await order.Cancels("Found it cheaper.");
        await order.IsIn("Unwinding");
        await order.ConfirmsEveryUndo();

        await order.IsIn("Cancelled");
        order.Platform.Published<OrderCancelled>().Single().As<OrderCancelled>().Reason.ShouldBe("Found it cheaper.");
        order.Asked(step.Undo!);
        foreach (var other in OrderSteps.UpTo(step))
            order.Asked(other.Undo!);
        order.NeverAsked<HandOverParcel>();
        order.NeverAnnounced<CancellationRefused>();
    }

    [Theory]
    [InlineData("HandOverParcel")]
    [InlineData("SendConfirmation")]
    public async Task Once_the_parcel_is_on_its_way_out_it_is_too_late(string name)
    {
        await using var order = await OrderScenario.WaitingFor(OrderSteps.Of(name));

        await order.Cancels();

        await order.IsIn(name);
        order.Platform.Published<CancellationRefused>().Single().As<CancellationRefused>()
            .ShouldBe(new CancellationRefused(order.Id, $"{name} is past the point of no return."));
        (await order.LastNote()).Kind.ShouldBe(HistoryKind.Refused);
        foreach (var step in OrderSteps.Undoable)
            order.Asked(step.Undo!, times: 0);
    }

    [Fact]
    public async Task While_a_person_looks_for_the_parcel_it_is_too_late()
    {
        await using var order = await OrderScenario.WaitingFor(OrderSteps.HandOver);
        await order.FallsSilent(times: 2);

        await order.Cancels();

        await order.IsIn("NeedsAttention");
        order.Announced<CancellationRefused>();
        order.NeverAsked<VoidLabel>();
    }

    [Fact]
    public async Task A_completed_order_is_not_cancelled_any_more()
    {
        await using var order = await OrderScenario.Completed();

        await order.Cancels();

        await order.IsIn("Completed");
        order.Platform.Published<CancellationRefused>().Single().As<CancellationRefused>().Reason.ShouldBe("It is completed.");
        order.NeverAsked<RefundPayment>();
    }

    [Fact]
    public async Task Cancelling_an_order_that_nobody_placed_ends_in_the_error_queue_and_its_history_says_so()
    {
        await using var order = await OrderScenario.NotYetPlaced();

        await order.Cancels();

        order.Platform.Errors(Queues.OrderFulfilment).Single().Reason.ShouldContain("has no process");
        var note = (await order.History()).Single();
        (note.Kind, note.Event).ShouldBe((HistoryKind.NotFound, "CancelOrder"));
        (await order.Platform.StateOf(order.Id)).ShouldBeNull();

        await order.Hears(order.Placed);
        await order.IsIn("ReserveInventory");
    }

    [Fact]
    public async Task A_refusal_that_the_cancellation_overtook_is_as_good_as_an_undo()
    {
        await using var order = await OrderScenario.WaitingFor(OrderSteps.Charge);
        await order.Cancels();

        await order.Hears(new PaymentDeclined(order.Id, "no funds"));
        await order.ConfirmsEveryUndo();

        await order.IsIn("Cancelled");
        (await order.State()).Ledger.Reason.ShouldBe("Changed my mind.");
    }
}
