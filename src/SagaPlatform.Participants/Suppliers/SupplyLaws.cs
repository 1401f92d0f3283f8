using SagaPlatform.Core.Persistence;
using SagaPlatform.Participants.Receiving;

namespace SagaPlatform.Participants.Suppliers;

/// <summary>What is true of suppliers and warehouse at every moment, on a running platform too.</summary>
public static class SupplyLaws
{
    /// <summary>Broken rules that are named at most, of each law.</summary>
    const int NamedMax = 20;

    /// <summary>Every broken rule as a sentence; none when all is well.</summary>
    /// <param name="rows">Where to look.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    public static async Task<IReadOnlyList<string>> Broken(IRowQueries rows, CancellationToken cancellation) =>
        [.. await Stock(rows, cancellation), .. await Counts(rows, cancellation)];

    /// <summary>The stock of each offer is what there was at first without what is bought and not given back.</summary>
    static async Task<IEnumerable<string>> Stock(IRowQueries rows, CancellationToken cancellation)
    {
        var sold = (await rows.List<Purchase, Sold>(x => x.Where(p => p.Status == PurchaseStatus.Confirmed)
            .GroupBy(p => p.OfferId).Select(p => new Sold(p.Key, p.Sum(one => (long)one.Quantity))), cancellation)).ToDictionary(x => x.OfferId, x => x.Pieces, StringComparer.Ordinal);
        var moved = await rows.List<SupplierOffer, SupplierOffer>(x => x.Where(o => o.Stock != o.Initial || o.Stock < 0), cancellation);
        var wrong = moved.Where(x => x.Stock < 0 || x.Initial - x.Stock != sold.GetValueOrDefault(x.OfferId))
            .Select(x => $"Offer {x.OfferId} has {x.Stock} of {x.Initial} in stock, and {sold.GetValueOrDefault(x.OfferId)} are bought.");
        var unmoved = sold.Keys.Except(moved.Select(x => x.OfferId), StringComparer.Ordinal)
            .Select(x => $"Offer {x} is untouched, and {sold[x]} are bought from it.");
        return wrong.Concat(unmoved).Take(NamedMax);
    }

    /// <summary>What was counted is what was bought, or a discrepancy records the difference.</summary>
    static async Task<IEnumerable<string>> Counts(IRowQueries rows, CancellationToken cancellation)
    {
        var differing = await rows.List<GoodsReceipt, GoodsReceipt>(x => x.Where(r => r.Counted != r.Purchased), cancellation);
        var discrepancies = (await rows.List<Discrepancy, Discrepancy>(x => x, cancellation)).ToDictionary(x => x.DiscrepancyId, x => x.Difference, StringComparer.Ordinal);
        var unrecorded = differing.Where(x => discrepancies.GetValueOrDefault(x.ReceiptId) != x.Counted - x.Purchased)
            .Select(x => $"Delivery {x.ReceiptId}: {x.Purchased} were bought and {x.Counted} counted, {discrepancies.GetValueOrDefault(x.ReceiptId)} are recorded as the difference.");
        var invented = discrepancies.Keys.Except(differing.Select(x => x.ReceiptId), StringComparer.Ordinal)
            .Select(x => $"Delivery {x} has a discrepancy of {discrepancies[x]}, and its count is right.");
        return unrecorded.Concat(invented).Take(NamedMax);
    }

    sealed record Sold(string OfferId, long Pieces);
}
