using SagaPlatform.Core.Invariants;
using SagaPlatform.Core.Persistence;
using SagaPlatform.Participants.Receiving;

namespace SagaPlatform.Participants.Suppliers;

/// <summary>What is true of suppliers and warehouse at every commit.</summary>
/// <remarks>
/// The tables are compared where they are: what comes back is what is broken, at most <see cref="InvariantFinding.BrokenMax"/> of
/// each law. Check one moment (<see cref="IRowSnapshots"/>) of a running platform.
/// </remarks>
public static class SupplyLaws
{
    /// <summary>Every broken rule as a sentence; none when all is well.</summary>
    /// <param name="rows">Where to look.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    public static async Task<IReadOnlyList<string>> Broken(IRowQueries rows, CancellationToken cancellation) =>
        [.. await Stock(rows, cancellation), .. await Counts(rows, cancellation)];

    /// <summary>The stock of each offer is what there was at first without what is bought and not given back.</summary>
    static async Task<IEnumerable<string>> Stock(IRowQueries rows, CancellationToken cancellation)
    {
        var wrong = await rows.ListAcross(x => x.Of<SupplierOffer>()
            .Select(o => new Sold { OfferId = o.OfferId, Offers = 1, Initial = o.Initial, Stock = o.Stock, Bought = 0 })
            .Concat(x.Of<Purchase>().Where(p => p.Status == PurchaseStatus.Confirmed)
                .Select(p => new Sold { OfferId = p.OfferId, Offers = 0, Initial = 0, Stock = 0, Bought = p.Quantity }))
            .GroupBy(s => s.OfferId)
            .Where(g => g.Sum(s => s.Offers) == 0 || g.Sum(s => s.Stock) < 0 || g.Sum(s => s.Initial) - g.Sum(s => s.Stock) != g.Sum(s => s.Bought))
            .Select(g => new Sold
            {
                OfferId = g.Key, Offers = g.Sum(s => s.Offers), Initial = g.Sum(s => s.Initial), Stock = g.Sum(s => s.Stock), Bought = g.Sum(s => s.Bought),
            })
            .Take(InvariantFinding.BrokenMax), cancellation);
        return wrong.Select(x => x.Offers == 0 ? $"Offer {x.OfferId} does not exist, and {x.Bought} are bought from it."
            : x.Stock == x.Initial ? $"Offer {x.OfferId} is untouched, and {x.Bought} are bought from it."
            : $"Offer {x.OfferId} has {x.Stock} of {x.Initial} in stock, and {x.Bought} are bought.");
    }

    /// <summary>What was counted is what was bought, or a discrepancy records the difference.</summary>
    static async Task<IEnumerable<string>> Counts(IRowQueries rows, CancellationToken cancellation)
    {
        var wrong = await rows.ListAcross(x => x.Of<GoodsReceipt>().Where(r => r.Counted != r.Purchased)
            .Select(r => new Count { ReceiptId = r.ReceiptId, Purchased = r.Purchased, Counted = r.Counted, Recorded = 0 })
            .Concat(x.Of<Discrepancy>()
                .Select(d => new Count { ReceiptId = d.DiscrepancyId, Purchased = 0, Counted = 0, Recorded = d.Difference }))
            .GroupBy(c => c.ReceiptId)
            // A discrepancy is never 0: so neither is a recorded difference.
            .Where(g => g.Sum(c => c.Recorded) == 0 || g.Sum(c => c.Counted) - g.Sum(c => c.Purchased) != g.Sum(c => c.Recorded))
            .Select(g => new Count { ReceiptId = g.Key, Purchased = g.Sum(c => c.Purchased), Counted = g.Sum(c => c.Counted), Recorded = g.Sum(c => c.Recorded) })
            .Take(InvariantFinding.BrokenMax), cancellation);
        return wrong.Select(x => x.Counted == x.Purchased
            ? $"Delivery {x.ReceiptId} has a discrepancy of {x.Recorded}, and its count is right."
            : $"Delivery {x.ReceiptId}: {x.Purchased} were bought and {x.Counted} counted, {x.Recorded} are recorded as the difference.");
    }

    /// <summary>What an offer says, beside what its purchases say; in pieces.</summary>
    sealed class Sold
    {
        public string OfferId { get; init; } = "";

        public long Offers { get; init; }

        public long Initial { get; init; }

        public long Stock { get; init; }

        public long Bought { get; init; }
    }

    /// <summary>A count that differs, beside the difference that is recorded; in pieces.</summary>
    sealed class Count
    {
        public string ReceiptId { get; init; } = "";

        public long Purchased { get; init; }

        public long Counted { get; init; }

        public long Recorded { get; init; }
    }
}
