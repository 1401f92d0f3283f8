using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Orders;
using SagaPlatform.Core.Sagas;

namespace SagaPlatform.Core.Tests.Sagas.Samples;

public sealed class SampleOrderState : ProcessState
{
    public PlaceOrder Placed { get; set; } = null!;
    public string Warehouse { get; set; } = "";
    public string Receipt { get; set; } = "";
    public string TrackingNumber { get; set; } = "";
    public string TrackingUrl { get; set; } = "";
}

/// <summary>Order fulfilment in the words of the vocabulary, with the messages of the real contracts.</summary>
public sealed class SampleOrder : ProcessStateMachine<SampleOrderState>
{
    public SampleOrder() : this(null)
    {
    }

    public SampleOrder(TimeProvider? time) : base(time)
    {
        Correlates<IOrderMessage>(m => m.OrderId);

        StartedBy<PlaceOrder>((o, m) => o.Placed = m, key: m => m.CustomerEmail);

        Step("ReserveInventory", s => s
            .Asks(Queues.Inventory, o => new ReserveInventory(o.CorrelationId, o.Placed.Lines))
            .AnsweredBy<InventoryReserved>((o, m) => o.Warehouse = m.Warehouse)
            .RefusedBy<InventoryRefused>(m => m.Reason)
            .Within(TimeSpan.FromSeconds(30))
            .UndoneBy(o => new ReleaseInventory(o.CorrelationId))
            .ConfirmedBy<InventoryReleased>());

        Step("ChargePayment", s => s
            .Asks(Queues.Payments, o => new ChargePayment(o.CorrelationId, o.Placed.CustomerId, o.Placed.Total, o.Placed.PaymentToken))
            .AnsweredBy<PaymentCharged>((o, m) => o.Receipt = m.Receipt)
            .RefusedBy<PaymentDeclined>(m => m.Reason)
            .Within(TimeSpan.FromMinutes(5))
            .UndoneBy(o => new RefundPayment(o.CorrelationId))
            .ConfirmedBy<PaymentRefunded>(attempts: 2));

        Together("Ship",
            Step("CreateLabel", s => s
                .Asks(Queues.Shipping, o => new CreateLabel(o.CorrelationId, o.Placed.DeliverTo))
                .AnsweredBy<LabelCreated>((o, m) => o.TrackingNumber = m.TrackingNumber)
                .RefusedBy<LabelRefused>(m => m.Reason)
                .Within(TimeSpan.FromMinutes(1), attempts: 2)
                .UndoneBy(o => new VoidLabel(o.CorrelationId))
                .ConfirmedBy<LabelVoided>()),
            Step("NotifyWarehouse", s => s
                .Asks(Queues.Shipping, o => new NotifyWarehouse(o.CorrelationId, o.Warehouse, o.Placed.Lines))
                .AnsweredBy<WarehouseNotified>()
                .RefusedBy<WarehouseRefused>(m => m.Reason)
                .Within(TimeSpan.FromHours(4))
                .UndoneBy(o => new RecallWarehouse(o.CorrelationId))
                .ConfirmedBy<WarehouseRecalled>()),
            Step("OpenTracking", s => s
                .Asks(Queues.Shipping, o => new OpenTracking(o.CorrelationId))
                .AnsweredBy<TrackingOpened>((o, m) => o.TrackingUrl = m.TrackingUrl)
                .RefusedBy<TrackingRefused>(m => m.Reason)
                .Within(TimeSpan.FromMinutes(2))
                .UndoneBy(o => new CloseTracking(o.CorrelationId))
                .ConfirmedBy<TrackingClosed>()));

        PointOfNoReturn("HandOverParcel", s => s
            .Asks(Queues.Shipping, o => new HandOverParcel(o.CorrelationId))
            .AnsweredBy<ParcelHandedOver>()
            .RefusedBy<HandOverRefused>(m => m.Reason)
            .Within(TimeSpan.FromHours(8))
            .NothingToUndo());

        Step("SendConfirmation", s => s
            .Asks(Queues.Notification, o => new SendConfirmation(o.CorrelationId, o.Placed.CustomerEmail, o.TrackingNumber))
            .AnsweredBy<ConfirmationSent>()
            .RefusedBy<ConfirmationRefused>(m => m.Reason)
            .Within(TimeSpan.FromMinutes(10), attempts: 2)
            .NothingToUndo()
            .BestEffort());

        CancellableBy<CancelOrder>(m => m.Reason, refusedWith: (o, why) => new CancellationRefused(o.CorrelationId, why));
        RuledBy<RuleOrder>(m => m.Step, m => m.Ruling);

        Ends(completed: o => new OrderCompleted(o.CorrelationId, o.TrackingNumber),
            cancelled: (o, why) => new OrderCancelled(o.CorrelationId, why),
            needsAttention: (o, question) => new OrderNeedsAttention(o.CorrelationId, question));
    }
}
