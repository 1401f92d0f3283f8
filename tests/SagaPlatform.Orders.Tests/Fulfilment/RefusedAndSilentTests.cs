using SagaPlatform.Contracts.Orders;
using SagaPlatform.Core.History;
using SagaPlatform.Testing.Sagas;

namespace SagaPlatform.Orders.Tests.Fulfilment;

/// <summary>What an order makes of refusals and faults, beyond what every saga does.</summary>
public sealed class RefusedAndSilentTests
{
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

    [Fact]
    public async Task A_fault_of_an_asking_that_was_overtaken_is_stale_and_changes_nothing()
    {
        await using var order = await OrderScenario.Begun();
        var first = order.Commands<ReserveInventory>()[0];
        await order.FallsSilent();

        await order.Hears(new Faulted<ReserveInventory>(first.As<ReserveInventory>(), first.MessageId));

        (await order.LastNote()).Kind.ShouldBe(HistoryKind.Stale);
        order.Asked<ReserveInventory>(times: 2);
        await order.IsIn("ReserveInventory");
    }
}
