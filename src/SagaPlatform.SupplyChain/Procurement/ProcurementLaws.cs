using SagaPlatform.Core.Invariants;
using SagaPlatform.Core.Persistence;
using SagaPlatform.Core.Sagas;

namespace SagaPlatform.SupplyChain.Procurement;

/// <summary>What is true of procurements at every commit.</summary>
public static class ProcurementLaws
{
    /// <summary>Procurements looked at: the latest.</summary>
    const int ProcurementsMax = 10_000;

    /// <summary>Procurements read at once: what was planned and bought is JSON, which no database query of ours can sum.</summary>
    const int PageRows = 500;

    /// <summary>Every broken rule of the latest procurements as a sentence; none when all is well.</summary>
    /// <param name="rows">Where to look.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    public static async Task<IReadOnlyList<string>> Broken(IRowQueries rows, CancellationToken cancellation)
    {
        var broken = new List<string>();
        for (var skip = 0; skip < ProcurementsMax && broken.Count < InvariantFinding.BrokenMax; skip += PageRows)
        {
            var from = skip;
            var page = await rows.List<ProcurementState, ProcurementState>(x => x.Where(o => o.CurrentState != ProcessStates.Cancelled)
                .OrderByDescending(o => o.StartedAt).ThenBy(o => o.CorrelationId).Skip(from).Take(PageRows), cancellation);
            broken.AddRange(page.Where(x => x.Plan.Count > 0 && x.Ledger.Reason == null).SelectMany(Broken));
            if (page.Count < PageRows)
                break;
        }
        return [.. broken.Take(InvariantFinding.BrokenMax)];
    }

    /// <summary>
    /// What is bought of a line, being bought, or reported short is exactly what was ordered: nothing is bought twice in place
    /// of somebody who failed, and nothing is forgotten.
    /// </summary>
    internal static IEnumerable<string> Broken(ProcurementState o)
    {
        foreach (var line in o.Lines)
        {
            var items = o.Purchases.Where(x => PurchaseItem.Parse(x.Item).Article == line.Article).ToList();
            var covered = items.Where(x => x.Status is LineStatus.Asked or LineStatus.Done).Sum(x => PurchaseItem.Parse(x.Item).Quantity);
            var unplanned = line.Quantity - o.PlanOf(line.Article).Chosen.Sum(x => x.Quantity);
            var lost = items.Where(x => x.ReplacedBy != null).Sum(x => PurchaseItem.Parse(x.Item).Quantity - Replacement(x.ReplacedBy!));
            if (covered + unplanned + lost != line.Quantity)
                yield return $"Procurement {o.CorrelationId}: {line.Quantity} of {line.Article} were ordered, {covered} are bought or asked for and {unplanned + lost} short.";
        }

        if (o.CurrentState == ProcessStates.Completed)
            foreach (var line in CostReport.Of(o).Lines.Where(x => x.Short != Math.Max(0, x.Ordered - x.Delivered)))
                yield return $"Procurement {o.CorrelationId}: {line.Ordered} of {line.Article} were ordered and {line.Delivered} delivered, {line.Short} are reported short.";
    }

    /// <summary>Pieces that others took over.</summary>
    static int Replacement(string replacedBy) => replacedBy == LedgerLine.Nobody ? 0 : replacedBy.Split(", ").Sum(x => PurchaseItem.Parse(x).Quantity);
}
