using SagaPlatform.Contracts;
using SagaPlatform.Contracts.SupplyChain;
using SagaPlatform.SupplyChain.Procurement;
using SagaPlatform.Testing.Sagas;

namespace SagaPlatform.SupplyChain.Tests.Procurement;

/// <summary>What the participants of a procurement say, for the tests that every saga has.</summary>
public sealed class ProcurementScript : SagaScript<ProcurementStateMachine, ProcurementState>
{
    public ProcurementScript() : base(ProcurementFamilies.Scripted, Queues.Procurement)
    {
        StartedBy(id => Order(id, ShortagePolicy.CancelOrder));
        Variant("nobody else sells it", id => Order(id, ShortagePolicy.CancelOrder), OneSupplier);
        Variant("nobody else sells it, short-shipped", id => Order(id, ShortagePolicy.ShortShip), OneSupplier);
        Variant("counts differ", id => Order(id, ShortagePolicy.CancelOrder), CountsDiffer);
        Variant("counts differ, short-shipped", id => Order(id, ShortagePolicy.ShortShip), CountsDiffer);

        When<SelectSuppliers>(yes: c => Selected(c, "SUP-A", "SUP-B", "SUP-C"), no: c => new SuppliersNotFound(c.ProcurementId, "sold out"));
        When<PurchaseGoods>(yes: c => new GoodsPurchased(c.ProcurementId, c.Item, "PO-1"), no: c => new PurchaseRefused(c.ProcurementId, c.Item, "sold out"));
        WhenUndone<VoidPurchase>(c => new PurchaseVoided(c.ProcurementId, c.Item));
        When<ReceiveGoods>(yes: c => new GoodsCounted(c.ProcurementId, c.Item, c.Quantity), no: c => new GoodsNotReceived(c.ProcurementId, c.Item, "no room"));
        WhenUndone<SendGoodsBack>(c => new GoodsSentBack(c.ProcurementId, c.Item));
        When<OpenDiscrepancy>(yes: Accepted, no: Returned);
        WhenUndone<WithdrawDiscrepancy>(c => new DiscrepancyWithdrawn(c.ProcurementId, c.Item));
        When<ScheduleStoreDelivery>(yes: c => new StoreDeliveryScheduled(c.ProcurementId, "D1"), no: c => new StoreDeliveryRefused(c.ProcurementId, "closed"));
        WhenUndone<CancelStoreDelivery>(c => new StoreDeliveryCancelled(c.ProcurementId));
        When<DeliverToStore>(yes: c => new DeliveredToStore(c.ProcurementId), no: c => new StoreTurnedAway(c.ProcurementId, "no dock"));
        AskedAfterTroubleOnly("CreditReturns");
        When<CreditReturn>(yes: c => new ReturnCredited(c.ProcurementId, c.Item));

        CancelledBy(id => new CancelProcurement(id, "Changed my mind."));
        RuledBy((id, step, item, ruling) => new RuleProcurement(id, step, item, ruling, "buyer"));
    }

    static StartProcurement Order(Guid id, ShortagePolicy onShortage) => ExampleProcurement.Of(onShortage, ("ART-1", 60), ("ART-2", 40)) with { ProcurementId = id };

    static void OneSupplier(Speech<ProcurementState> says) =>
        says.When<SelectSuppliers>(yes: c => Selected(c, "SUP-A"), no: c => new SuppliersNotFound(c.ProcurementId, "sold out"));

    static void CountsDiffer(Speech<ProcurementState> says) => says.When<ReceiveGoods>(
        yes: c => new GoodsCounted(c.ProcurementId, c.Item, c.Quantity - 1), no: c => new GoodsNotReceived(c.ProcurementId, c.Item, "no room"));

    static SuppliersSelected Selected(SelectSuppliers c, params string[] suppliers) => new(c.ProcurementId,
        [.. c.Lines.Select(x => new LinePlan(x.Article, [new SupplierShare(suppliers[0], x.Quantity)],
            [.. suppliers.Select((s, i) => new RankedOffer(s, 100 + i, 1_000, 6))], 100))]);

    static object Accepted(OpenDiscrepancy c) => new DiscrepancyAccepted(c.ProcurementId, c.Item, "warehouse clerk");

    static object Returned(OpenDiscrepancy c) => new DeliveryReturned(c.ProcurementId, c.Item, "not what we bought", "warehouse clerk");
}

public sealed class ProcurementFaultsTests : EveryFault<ProcurementScript>;

public sealed class ProcurementUndosTests : EveryUndo<ProcurementScript>;

public sealed class ProcurementCancellationsTests : EveryCancellation<ProcurementScript>;

public sealed class ProcurementWalksTests : RandomWalks<ProcurementScript>;

public sealed class ProcurementSchedulesTests : RandomSchedules<ProcurementScript>;
