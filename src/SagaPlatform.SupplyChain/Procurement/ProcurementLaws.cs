using SagaPlatform.Core.Persistence;
using SagaPlatform.Core.Sagas;

namespace SagaPlatform.SupplyChain.Procurement;

/// <summary>What is true of procurements at every moment, on a running platform too.</summary>
public static class ProcurementLaws
{
    /// <summary>Broken rules that are named at most.</summary>
    const int NamedMax = 20;

    /// <summary>Procurements looked at: the latest.</summary>
    const int ProcurementsMax = 10_000;

    /// <summary>Every broken rule of the latest procurements as a sentence; none when all is well.</summary>
    /// <param name="rows">Where to look.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    public static async Task<IReadOnlyList<string>> Broken(IRowQueries rows, CancellationToken cancellation)
    {
        var begun = await rows.List<ProcurementState, ProcurementState>(x => x
            .Where(o => o.CurrentState != ProcessStates.Cancelled).OrderByDescending(o => o.StartedAt).Take(ProcurementsMax), cancellation);
        return [.. begun.Where(x => x.Plan.Count > 0 && x.Ledger.Reason == null).SelectMany(Broken).Take(NamedMax)];
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
