using Microsoft.Extensions.Options;
using SagaPlatform.Contracts;
using SagaPlatform.Contracts.SupplyChain;
using SagaPlatform.Core.Sagas;

namespace SagaPlatform.SupplyChain.Procurement;

/// <summary>One order of a store, from the selection of its suppliers until the goods are in the store, or nothing is bought.</summary>
/// <remarks>
/// A supplier who fails is replaced by the next best ones while everybody else goes on; what nobody delivers is reported short
/// or cancels the order, as the order says. Until the goods leave for the store, everything can be given back.
/// </remarks>
public sealed class ProcurementStateMachine : ProcessStateMachine<ProcurementState>
{
    /// <summary>The process.</summary>
    public ProcurementStateMachine(IOptions<ProcurementOptions> options, TimeProvider? time = null) : base(time)
    {
        var limits = options.Value;
        Correlates<IProcurementMessage>(m => m.ProcurementId);

        StartedBy<StartProcurement>((order, m) => order.Remember(m));

        Step("SelectSuppliers", s => s
            .Asks(Queues.Suppliers, o => new SelectSuppliers(o.CorrelationId, o.Lines, o.Currency, o.LeadTimeHoursMax, o.OnShortage))
            .AnsweredBy<SuppliersSelected>((o, m) => o.Plan = [.. m.Plan])
            .RefusedBy<SuppliersNotFound>(m => m.Reason)
            .Within(limits.SelectWithin, attempts: ProcurementOptions.Attempts)
            .NothingToUndo());

        ForEach(ProcurementSteps.Purchase, SupplierChoice.First, s => s
            .Asks(Queues.Suppliers, Purchase)
            .AnsweredBy<GoodsPurchased>(m => m.Item)
            .RefusedBy<PurchaseRefused>(m => m.Item, m => m.Reason)
            .Within(limits.PurchaseWithin, attempts: ProcurementOptions.Attempts)
            .OrElse(SupplierChoice.Instead)
            .OrWithout(SupplierChoice.GoesOnWithoutPurchase)
            .UndoneBy((o, item) => new VoidPurchase(o.CorrelationId, item))
            .ConfirmedBy<PurchaseVoided>(m => m.Item, within: limits.UndoWithin));

        ForEach("Receive", o => o.Bought, s => s
            .Asks(Queues.Receiving, Receive)
            .AnsweredBy<GoodsCounted>(m => m.Item, (o, m) => o.Counts[m.Item] = m.Counted)
            .RefusedBy<GoodsNotReceived>(m => m.Item, m => m.Reason)
            .Within(limits.ReceiveWithin, attempts: ProcurementOptions.Attempts)
            .UndoneBy((o, item) => new SendGoodsBack(o.CorrelationId, item))
            .ConfirmedBy<GoodsSentBack>(m => m.Item, within: limits.UndoWithin));

        ForEach(ProcurementSteps.Settle, o => o.Differing, s => s
            .Asks(Queues.Receiving, Differs)
            .AnsweredBy<DiscrepancyAccepted>(m => m.Item)
            .RefusedBy<DeliveryReturned>(m => m.Item, m => m.Reason)
            .Within(limits.DecideWithin, attempts: ProcurementOptions.Attempts)
            .AsksAPersonWhenSilent()
            .OrWithout(SupplierChoice.GoesOnWithoutDelivery)
            .UndoneBy((o, item) => new WithdrawDiscrepancy(o.CorrelationId, item))
            .ConfirmedBy<DiscrepancyWithdrawn>(m => m.Item, within: limits.UndoWithin));

        Step("ScheduleDelivery", s => s
            .Asks(Queues.StoreDelivery, o => new ScheduleStoreDelivery(o.CorrelationId, o.StoreId, o.Goods))
            .AnsweredBy<StoreDeliveryScheduled>((o, m) => o.Dock = m.Dock)
            .RefusedBy<StoreDeliveryRefused>(m => m.Reason)
            .Within(limits.ScheduleWithin, attempts: ProcurementOptions.Attempts)
            .UndoneBy(o => new CancelStoreDelivery(o.CorrelationId))
            .ConfirmedBy<StoreDeliveryCancelled>(within: limits.UndoWithin));

        PointOfNoReturn(ProcurementSteps.Deliver, s => s
            .Asks(Queues.StoreDelivery, o => new DeliverToStore(o.CorrelationId))
            .AnsweredBy<DeliveredToStore>()
            .RefusedBy<StoreTurnedAway>(m => m.Reason)
            .Within(limits.DeliverWithin, attempts: ProcurementOptions.Attempts)
            .NothingToUndo());

        ForEach("CreditReturns", o => o.SentBack, s => s
            .Asks(Queues.Suppliers, (o, item) => new CreditReturn(o.CorrelationId, item))
            .AnsweredBy<ReturnCredited>(m => m.Item)
            .Within(limits.CreditWithin, attempts: ProcurementOptions.Attempts)
            .NothingToUndo());

        CancellableBy<CancelProcurement>(m => m.Reason,
            refusedWith: (o, why) => new ProcurementCancellationRefused(o.CorrelationId, why));
        RuledBy<RuleProcurement>(m => m.Step, m => m.Ruling, m => m.Item);

        Ends(completed: o => new ProcurementClosed(o.CorrelationId, CostReport.Of(o)),
            cancelled: (o, why) => new ProcurementCancelled(o.CorrelationId, why),
            needsAttention: (o, question) => new ProcurementNeedsAttention(o.CorrelationId, question),
            askingAgainEvery: limits.AskPersonAgainEvery);
    }

    static PurchaseGoods Purchase(ProcurementState o, string item)
    {
        var what = PurchaseItem.Parse(item);
        return new PurchaseGoods(o.CorrelationId, item, what.Supplier, what.Article, what.Quantity, o.UnitPrice(what));
    }

    static ReceiveGoods Receive(ProcurementState o, string item)
    {
        var what = PurchaseItem.Parse(item);
        return new ReceiveGoods(o.CorrelationId, item, what.Supplier, what.Article, what.Quantity);
    }

    static OpenDiscrepancy Differs(ProcurementState o, string item)
    {
        var what = PurchaseItem.Parse(item);
        return new OpenDiscrepancy(o.CorrelationId, item, what.Supplier, what.Article, what.Quantity, o.Counts[item]);
    }
}
