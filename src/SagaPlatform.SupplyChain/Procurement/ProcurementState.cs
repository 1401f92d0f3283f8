using Microsoft.EntityFrameworkCore;
using SagaPlatform.Contracts;
using SagaPlatform.Contracts.SupplyChain;
using SagaPlatform.Core.Persistence;
using SagaPlatform.Core.Sagas;

namespace SagaPlatform.SupplyChain.Procurement;

/// <summary>One procurement: what the store ordered, who was to supply it, and what was counted.</summary>
public sealed class ProcurementState : ProcessState
{
    /// <summary>Whose order it is.</summary>
    public string StoreId { get; set; } = "";

    /// <summary>What was ordered.</summary>
    public List<ProcurementLine> Lines { get; set; } = [];

    /// <summary>ISO 4217.</summary>
    public string Currency { get; set; } = "";

    /// <summary>The longest lead time a supplier may have, in hours.</summary>
    public int LeadTimeHoursMax { get; set; }

    /// <summary>What happens to a line that nobody can deliver in full.</summary>
    public ShortagePolicy OnShortage { get; set; }

    /// <summary>Who supplies what, and who could instead; empty until suppliers are selected.</summary>
    public List<LinePlan> Plan { get; set; } = [];

    /// <summary>Pieces that the warehouse counted, by purchase.</summary>
    public Dictionary<string, int> Counts { get; set; } = [];

    /// <summary>Where the store takes the delivery; empty until it is scheduled.</summary>
    public string Dock { get; set; } = "";

    /// <summary>Every purchase that was asked for, whatever became of it, in the order asked.</summary>
    internal IEnumerable<LedgerLine> Purchases => Ledger.Lines.Where(x => x.Step == ProcurementSteps.Purchase);

    /// <summary>What is bought: the items that their suppliers confirmed.</summary>
    internal IEnumerable<string> Bought => Purchases.Where(x => x.Status == LineStatus.Done).Select(x => x.Item);

    /// <summary>The deliveries whose count is not what was bought.</summary>
    internal IEnumerable<string> Differing => Bought.Where(x => Counts[x] != PurchaseItem.Parse(x).Quantity);

    /// <summary>The deliveries that a person sent back to their suppliers.</summary>
    internal IEnumerable<string> SentBack => Ledger.Lines.Where(x => x is { Step: ProcurementSteps.Settle, ReplacedBy: not null }).Select(x => x.Item);

    /// <summary>What the store gets: what was counted and not sent back.</summary>
    internal IEnumerable<Delivery> Deliveries =>
        Bought.Except(SentBack, StringComparer.Ordinal).Select(x => new Delivery(PurchaseItem.Parse(x), Counts[x]));

    /// <summary>The same by article, as the store sees it.</summary>
    internal IReadOnlyList<StoreGoods> Goods =>
        [.. Deliveries.GroupBy(x => x.Item.Article, StringComparer.Ordinal).Select(x => new StoreGoods(x.Key, x.Sum(d => d.Counted))).Where(x => x.Quantity > 0)];

    /// <summary>Keeps what the store asked for.</summary>
    internal void Remember(StartProcurement order)
    {
        (StoreId, Lines, Currency) = (order.StoreId, [.. order.Lines], order.Currency);
        (LeadTimeHoursMax, OnShortage) = (order.LeadTimeHoursMax, order.OnShortage);
    }

    /// <summary>What a piece of an item costs.</summary>
    internal Money UnitPrice(PurchaseItem item) =>
        new(PlanOf(item.Article).Offers.First(x => x.Supplier == item.Supplier).UnitPriceMinor, Currency);

    internal LinePlan PlanOf(string article) => Plan.First(x => x.Article == article);
}

/// <summary>A purchase as it came.</summary>
/// <param name="Item">The purchase.</param>
/// <param name="Counted">Pieces counted in the warehouse.</param>
public sealed record Delivery(PurchaseItem Item, int Counted);

/// <summary>The names of the steps that the state looks up in its ledger.</summary>
static class ProcurementSteps
{
    public const string Purchase = "Purchase";
    public const string Settle = "SettleDiscrepancy";
    public const string Deliver = "DeliverToStore";
}

/// <summary>The table <c>saga.procurement</c>.</summary>
public static class ProcurementStateMapping
{
    /// <summary>Maps what a procurement has beside what every saga has.</summary>
    public static void Map(ModelBuilder model)
    {
        var row = model.MapProcess<ProcurementState>("procurement");
        row.Property(x => x.StoreId).HasMaxLength(32);
        row.Property(x => x.Lines).HasJsonConversion();
        row.Property(x => x.Currency).HasMaxLength(3);
        row.Property(x => x.OnShortage).HasConversion<string>().HasMaxLength(16);
        row.Property(x => x.Plan).HasJsonConversion();
        row.Property(x => x.Counts).HasJsonConversion();
        row.Property(x => x.Dock).HasMaxLength(64);
    }
}
