using SagaPlatform.Contracts.SupplyChain;
using SagaPlatform.Core.Sagas;

namespace SagaPlatform.SupplyChain.Procurement;

/// <summary>Who is asked to deliver: first, and instead of somebody who does not. Decided from the plan and the ledger alone.</summary>
static class SupplierChoice
{
    /// <summary>How often one supplier is asked for pieces of one line: once, and once more when they confirmed.</summary>
    const int RoundsMax = 2;

    /// <summary>The purchases of the plan.</summary>
    public static IEnumerable<string> First(ProcurementState o) =>
        o.Plan.SelectMany(line => line.Chosen.Select(x => new PurchaseItem(line.Article, x.Supplier, x.Quantity).ToString()));

    /// <summary>
    /// The next best suppliers for a purchase that failed; several when it has to be split. Nobody when they could not
    /// deliver all of it and the order takes nothing less.
    /// </summary>
    public static IReadOnlyList<string> Instead(ProcurementState o, string failed)
    {
        var lost = PurchaseItem.Parse(failed);
        var asked = o.Purchases.Select(x => (Item: PurchaseItem.Parse(x.Item), x.Status)).Where(x => x.Item.Article == lost.Article).ToList();
        var missing = lost.Quantity;
        List<string> others = [];
        foreach (var offer in o.PlanOf(lost.Article).Offers)
        {
            var before = asked.Where(x => x.Item.Supplier == offer.Supplier).ToList();
            var share = Math.Min(missing, offer.Stock - before.Sum(x => x.Item.Quantity));
            if (share <= 0 || before.Count == RoundsMax || before.Exists(x => x.Status != LineStatus.Done))
                continue;
            others.Add(new PurchaseItem(lost.Article, offer.Supplier, share, before.Count + 1).ToString());
            missing -= share;
        }

        return missing > 0 && o.OnShortage == ShortagePolicy.CancelOrder ? [] : others;
    }

    /// <summary>Whether the order goes on without a purchase that nobody else can make: as long as the store gets anything at all.</summary>
    public static bool GoesOnWithoutPurchase(ProcurementState o, string failed) => o.OnShortage == ShortagePolicy.ShortShip
        && o.Purchases.Any(x => x.Item != failed && x.Status is (LineStatus.Done or LineStatus.Asked));

    /// <summary>Whether the order goes on without a delivery that went back.</summary>
    public static bool GoesOnWithoutDelivery(ProcurementState o, string sentBack) => o.OnShortage == ShortagePolicy.ShortShip
        && o.Deliveries.Any(x => x.Counted > 0 && x.Item.ToString() != sentBack);
}
