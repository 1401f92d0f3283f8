using SagaPlatform.Contracts.SupplyChain;

namespace SagaPlatform.Participants.Suppliers;

/// <summary>Who is to supply a line: decided from its offers alone.</summary>
public static class SupplierRanking
{
    /// <summary>
    /// The plan of a line. Best is who is cheapest; of equals who is faster, then who is more reliable. The line is split where
    /// the best has too little. When the best few together have too little, the few with the largest stock are taken instead.
    /// </summary>
    /// <param name="line">What is wanted.</param>
    /// <param name="offers">Everything that may be bought for it.</param>
    /// <param name="suppliersMax">How many suppliers a line may have, alternatives included.</param>
    public static LinePlan PlanOf(ProcurementLine line, IEnumerable<SupplierOffer> offers, int suppliersMax)
    {
        var ranked = Ranked(offers).ToList();
        var single = ranked.Find(x => x.Stock >= line.Quantity)?.UnitPriceMinor;
        var best = ranked.Take(suppliersMax).ToList();
        if (best.Sum(x => (long)x.Stock) < line.Quantity)
            best = [.. Ranked(ranked.OrderByDescending(x => x.Stock).Take(suppliersMax))];
        return new LinePlan(line.Article, [.. Shares(best, line.Quantity)],
            [.. best.Select(x => new RankedOffer(x.SupplierId, x.UnitPriceMinor, x.Stock, x.LeadTimeHours))], single);
    }

    /// <summary>Pieces of the line that the plan leaves open.</summary>
    public static int MissingOf(ProcurementLine line, LinePlan plan) => line.Quantity - plan.Chosen.Sum(x => x.Quantity);

    static IEnumerable<SupplierOffer> Ranked(IEnumerable<SupplierOffer> offers) => offers
        .OrderBy(x => x.UnitPriceMinor).ThenBy(x => x.LeadTimeHours).ThenByDescending(x => x.ReliabilityPermille)
        .ThenBy(x => x.SupplierId, StringComparer.Ordinal);

    static IEnumerable<SupplierShare> Shares(IEnumerable<SupplierOffer> best, int wanted)
    {
        foreach (var offer in best)
        {
            if (wanted == 0)
                yield break;
            var share = Math.Min(wanted, offer.Stock);
            wanted -= share;
            yield return new SupplierShare(offer.SupplierId, share);
        }
    }
}
