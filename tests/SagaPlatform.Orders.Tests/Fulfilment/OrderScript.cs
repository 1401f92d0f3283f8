using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Orders;
using SagaPlatform.Orders.Fulfilment;
using SagaPlatform.Testing.Sagas;

namespace SagaPlatform.Orders.Tests.Fulfilment;

/// <summary>What the participants of an order say, for the tests that every saga has.</summary>
public sealed class OrderScript : SagaScript<OrderStateMachine, OrderState>
{
    public OrderScript() : base(OrderFamilies.Scripted, Queues.OrderFulfilment)
    {
        StartedBy(id => ExampleOrder.Good(id));

        When<ReserveInventory>(yes: c => new InventoryReserved(c.OrderId, "W1"), no: c => new InventoryRefused(c.OrderId, "sold out"));
        WhenUndone<ReleaseInventory>(c => new InventoryReleased(c.OrderId));
        When<ChargePayment>(yes: c => new PaymentCharged(c.OrderId, "R-1"), no: c => new PaymentDeclined(c.OrderId, "no funds"));
        WhenUndone<RefundPayment>(c => new PaymentRefunded(c.OrderId));
        When<CreateLabel>(yes: c => new LabelCreated(c.OrderId, "TRACK-1"), no: c => new LabelRefused(c.OrderId, "no carrier"));
        WhenUndone<VoidLabel>(c => new LabelVoided(c.OrderId));
        When<NotifyWarehouse>(yes: c => new WarehouseNotified(c.OrderId), no: c => new WarehouseRefused(c.OrderId, "closed"));
        WhenUndone<RecallWarehouse>(c => new WarehouseRecalled(c.OrderId));
        When<OpenTracking>(yes: c => new TrackingOpened(c.OrderId, "https://t.example/1"), no: c => new TrackingRefused(c.OrderId, "no page"));
        WhenUndone<CloseTracking>(c => new TrackingClosed(c.OrderId));
        When<HandOverParcel>(yes: c => new ParcelHandedOver(c.OrderId), no: c => new HandOverRefused(c.OrderId, "van is full"));
        When<SendConfirmation>(yes: c => new ConfirmationSent(c.OrderId), no: c => new ConfirmationRefused(c.OrderId, "mailbox is full"));

        CancelledBy(id => new CancelOrder(id, "Changed my mind."));
        RuledBy((id, step, _, ruling) => new RuleOrder(id, step, ruling, "warehouse clerk"));
    }
}

public sealed class OrderFaultsTests : EveryFault<OrderScript>;

public sealed class OrderUndosTests : EveryUndo<OrderScript>;

public sealed class OrderCancellationsTests : EveryCancellation<OrderScript>;

public sealed class OrderWalksTests : RandomWalks<OrderScript>;

public sealed class OrderSchedulesTests : RandomSchedules<OrderScript>;
