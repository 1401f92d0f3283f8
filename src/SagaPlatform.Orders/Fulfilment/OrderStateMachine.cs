using Microsoft.Extensions.Options;
using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Orders;
using SagaPlatform.Core.Sagas;

namespace SagaPlatform.Orders.Fulfilment;

/// <summary>One order, from the moment it is placed until it is on its way, or cancelled with nothing owed to anyone.</summary>
/// <remarks>
/// Until the parcel is handed over, whatever fails gives everything back, last taken first, and the customer may change
/// their mind. From the hand-over on it only goes forward: silence there is a question for a person, and the confirmation
/// letter never undoes an order.
/// </remarks>
public sealed class OrderStateMachine : ProcessStateMachine<OrderState>
{
    /// <summary>The process.</summary>
    public OrderStateMachine(IOptions<OrderFulfilmentOptions> options, TimeProvider? time = null) : base(time)
    {
        var limits = options.Value;
        Correlates<IOrderMessage>(m => m.OrderId);

        StartedBy<PlaceOrder>((order, m) => order.Remember(m));

        Step("ReserveInventory", s => s
            .Asks(Queues.Inventory, o => new ReserveInventory(o.CorrelationId, o.Lines))
            .AnsweredBy<InventoryReserved>((o, m) => o.Warehouse = m.Warehouse)
            .RefusedBy<InventoryRefused>(m => m.Reason)
            .Within(limits.ReserveWithin, attempts: 2)
            .UndoneBy(o => new ReleaseInventory(o.CorrelationId))
            .ConfirmedBy<InventoryReleased>(within: limits.UndoWithin));

        Step("ChargePayment", s => s
            .Asks(Queues.Payments, o => new ChargePayment(o.CorrelationId, o.CustomerId, o.Total, o.PaymentToken))
            .AnsweredBy<PaymentCharged>((o, m) => o.Receipt = m.Receipt)
            .RefusedBy<PaymentDeclined>(m => m.Reason)
            .Within(limits.ChargeWithin, attempts: 2)
            .UndoneBy(o => new RefundPayment(o.CorrelationId))
            .ConfirmedBy<PaymentRefunded>(within: limits.UndoWithin));

        Together("Ship",
            Step("CreateLabel", s => s
                .Asks(Queues.Shipping, o => new CreateLabel(o.CorrelationId, o.DeliverTo))
                .AnsweredBy<LabelCreated>((o, m) => o.TrackingNumber = m.TrackingNumber)
                .RefusedBy<LabelRefused>(m => m.Reason)
                .Within(limits.ShipWithin, attempts: 2)
                .UndoneBy(o => new VoidLabel(o.CorrelationId))
                .ConfirmedBy<LabelVoided>(within: limits.UndoWithin)),
            Step("NotifyWarehouse", s => s
                .Asks(Queues.Shipping, o => new NotifyWarehouse(o.CorrelationId, o.Warehouse, o.Lines))
                .AnsweredBy<WarehouseNotified>()
                .RefusedBy<WarehouseRefused>(m => m.Reason)
                .Within(limits.ShipWithin, attempts: 2)
                .UndoneBy(o => new RecallWarehouse(o.CorrelationId))
                .ConfirmedBy<WarehouseRecalled>(within: limits.UndoWithin)),
            Step("OpenTracking", s => s
                .Asks(Queues.Shipping, o => new OpenTracking(o.CorrelationId))
                .AnsweredBy<TrackingOpened>((o, m) => o.TrackingUrl = m.TrackingUrl)
                .RefusedBy<TrackingRefused>(m => m.Reason)
                .Within(limits.ShipWithin, attempts: 2)
                .UndoneBy(o => new CloseTracking(o.CorrelationId))
                .ConfirmedBy<TrackingClosed>(within: limits.UndoWithin)));

        PointOfNoReturn("HandOverParcel", s => s
            .Asks(Queues.Shipping, o => new HandOverParcel(o.CorrelationId))
            .AnsweredBy<ParcelHandedOver>()
            .RefusedBy<HandOverRefused>(m => m.Reason)
            .Within(limits.HandOverWithin, attempts: 2)
            .NothingToUndo());

        Step("SendConfirmation", s => s
            .Asks(Queues.Notification, o => new SendConfirmation(o.CorrelationId, o.CustomerEmail, o.TrackingNumber))
            .AnsweredBy<ConfirmationSent>()
            .RefusedBy<ConfirmationRefused>(m => m.Reason)
            .Within(limits.ConfirmWithin, attempts: 2)
            .NothingToUndo()
            .BestEffort());

        CancellableBy<CancelOrder>(m => m.Reason,
            refusedWith: (o, why) => new CancellationRefused(o.CorrelationId, why));
        RuledBy<RuleOrder>(m => m.Step, m => m.Ruling);

        Ends(completed: o => new OrderCompleted(o.CorrelationId, o.TrackingNumber),
            cancelled: (o, why) => new OrderCancelled(o.CorrelationId, why),
            needsAttention: (o, question) => new OrderNeedsAttention(o.CorrelationId, question),
            askingAgainEvery: limits.AskPersonAgainEvery);
    }
}
