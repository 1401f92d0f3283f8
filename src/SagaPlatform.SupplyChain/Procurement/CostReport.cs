using SagaPlatform.Contracts;
using SagaPlatform.Contracts.SupplyChain;

namespace SagaPlatform.SupplyChain.Procurement;

/// <summary>What an order cost, against what the same pieces cost from the best single supplier of each line.</summary>
static class CostReport
{
    /// <summary>The report of a procurement whose goods are in the store.</summary>
    public static ProcurementCost Of(ProcurementState o)
    {
        var deliveries = o.Deliveries.ToLookup(x => x.Item.Article, StringComparer.Ordinal);
        return Of(o.Currency, o.Lines.Select(line => LineOf(line, o.PlanOf(line.Article), deliveries[line.Article])));
    }

    /// <summary>The sum of lines. One delivered line without a best single price leaves nothing to compare with.</summary>
    internal static ProcurementCost Of(string currency, IEnumerable<LineCost> of)
    {
        var lines = of.ToList();
        var cost = lines.Sum(x => x.CostMinor);
        long? single = lines.Exists(x => x is { Delivered: > 0, BestSinglePriceMinor: null }) ? null : lines.Sum(x => x.BestSinglePriceMinor ?? 0);
        return new ProcurementCost(new Money(cost, currency), single is { } minor ? new Money(minor, currency) : null, single - cost, lines);
    }

    /// <summary>One line: pieces times the price of whom they came from.</summary>
    internal static LineCost LineOf(ProcurementLine line, LinePlan plan, IEnumerable<Delivery> deliveries)
    {
        var (delivered, cost) = (0, 0L);
        foreach (var delivery in deliveries)
        {
            delivered += delivery.Counted;
            cost += delivery.Counted * plan.Offers.First(x => x.Supplier == delivery.Item.Supplier).UnitPriceMinor;
        }

        return new LineCost(line.Article, line.Quantity, delivered, Math.Max(0, line.Quantity - delivered), cost, delivered * plan.BestSingleUnitPriceMinor);
    }
}
