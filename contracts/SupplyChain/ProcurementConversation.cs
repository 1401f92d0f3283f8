using SagaPlatform.Contracts.SupplyChain;

namespace SagaPlatform.Contracts;

public static partial class Conversations
{
    /// <summary>Procurement, from a store's order to its cost.</summary>
    public static Conversation Procurement { get; } = new(
        "SupplyChain",
        "Procurement",
        typeof(IProcurementMessage),
        Queues.Procurement,
        [
            Command<StartProcurement>(Queues.Procurement),

            Command<SelectSuppliers>(Queues.Suppliers),
            Answer<SuppliersSelected>(to: typeof(SelectSuppliers)),
            Answer<SuppliersNotFound>(to: typeof(SelectSuppliers)),

            Command<PurchaseGoods>(Queues.Suppliers),
            Answer<GoodsPurchased>(to: typeof(PurchaseGoods)),
            Answer<PurchaseRefused>(to: typeof(PurchaseGoods)),
            Command<VoidPurchase>(Queues.Suppliers),
            Answer<PurchaseVoided>(to: typeof(VoidPurchase)),

            Command<ReceiveGoods>(Queues.Receiving),
            Answer<GoodsCounted>(to: typeof(ReceiveGoods)),
            Answer<GoodsNotReceived>(to: typeof(ReceiveGoods)),
            Command<SendGoodsBack>(Queues.Receiving),
            Answer<GoodsSentBack>(to: typeof(SendGoodsBack)),

            Command<OpenDiscrepancy>(Queues.Receiving),
            Answer<DiscrepancyAccepted>(to: typeof(OpenDiscrepancy)),
            Answer<DeliveryReturned>(to: typeof(OpenDiscrepancy)),
            Command<WithdrawDiscrepancy>(Queues.Receiving),
            Answer<DiscrepancyWithdrawn>(to: typeof(WithdrawDiscrepancy)),

            Command<ScheduleStoreDelivery>(Queues.StoreDelivery),
            Answer<StoreDeliveryScheduled>(to: typeof(ScheduleStoreDelivery)),
            Answer<StoreDeliveryRefused>(to: typeof(ScheduleStoreDelivery)),
            Command<CancelStoreDelivery>(Queues.StoreDelivery),
            Answer<StoreDeliveryCancelled>(to: typeof(CancelStoreDelivery)),

            Command<DeliverToStore>(Queues.StoreDelivery),
            Answer<DeliveredToStore>(to: typeof(DeliverToStore)),
            Answer<StoreTurnedAway>(to: typeof(DeliverToStore)),

            Command<CreditReturn>(Queues.Suppliers),
            Answer<ReturnCredited>(to: typeof(CreditReturn)),

            Command<CancelProcurement>(Queues.Procurement),
            Announcement<ProcurementCancellationRefused>(),
            Command<RuleProcurement>(Queues.Procurement),

            Announcement<ProcurementClosed>(),
            Announcement<ProcurementCancelled>(),
            Announcement<ProcurementNeedsAttention>(),
        ]);
}
