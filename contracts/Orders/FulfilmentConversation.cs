using SagaPlatform.Contracts.Orders;

namespace SagaPlatform.Contracts;

public static partial class Conversations
{
    /// <summary>Order fulfilment, from placing the order to its last word.</summary>
    public static Conversation OrderFulfilment { get; } = new(
        "Orders",
        "Order fulfilment",
        typeof(IOrderMessage),
        Queues.OrderFulfilment,
        [
            Command<PlaceOrder>(Queues.OrderFulfilment),

            Command<ReserveInventory>(Queues.Inventory),
            Answer<InventoryReserved>(to: typeof(ReserveInventory)),
            Answer<InventoryRefused>(to: typeof(ReserveInventory)),
            Command<ReleaseInventory>(Queues.Inventory),
            Answer<InventoryReleased>(to: typeof(ReleaseInventory)),

            Command<ChargePayment>(Queues.Payments),
            Answer<PaymentCharged>(to: typeof(ChargePayment)),
            Answer<PaymentDeclined>(to: typeof(ChargePayment)),
            Command<RefundPayment>(Queues.Payments),
            Answer<PaymentRefunded>(to: typeof(RefundPayment)),

            Command<CreateLabel>(Queues.Shipping),
            Answer<LabelCreated>(to: typeof(CreateLabel)),
            Answer<LabelRefused>(to: typeof(CreateLabel)),
            Command<VoidLabel>(Queues.Shipping),
            Answer<LabelVoided>(to: typeof(VoidLabel)),

            Command<NotifyWarehouse>(Queues.Shipping),
            Answer<WarehouseNotified>(to: typeof(NotifyWarehouse)),
            Answer<WarehouseRefused>(to: typeof(NotifyWarehouse)),
            Command<RecallWarehouse>(Queues.Shipping),
            Answer<WarehouseRecalled>(to: typeof(RecallWarehouse)),

            Command<OpenTracking>(Queues.Shipping),
            Answer<TrackingOpened>(to: typeof(OpenTracking)),
            Answer<TrackingRefused>(to: typeof(OpenTracking)),
            Command<CloseTracking>(Queues.Shipping),
            Answer<TrackingClosed>(to: typeof(CloseTracking)),

            Command<HandOverParcel>(Queues.Shipping),
            Answer<ParcelHandedOver>(to: typeof(HandOverParcel)),
            Answer<HandOverRefused>(to: typeof(HandOverParcel)),

            Command<SendConfirmation>(Queues.Notification),
            Answer<ConfirmationSent>(to: typeof(SendConfirmation)),
            Answer<ConfirmationRefused>(to: typeof(SendConfirmation)),

            Command<CancelOrder>(Queues.OrderFulfilment),
            // Published, not answered: whoever cancels may be a page that is long gone when the saga refuses.
            Announcement<CancellationRefused>(),
            Command<RuleOrder>(Queues.OrderFulfilment),

            Announcement<OrderCompleted>(),
            Announcement<OrderCancelled>(),
            Announcement<OrderNeedsAttention>(),
        ]);
}
