using SagaPlatform.Contracts.Orders;
using SagaPlatform.Core.Invariants;
using SagaPlatform.Core.Persistence;
using SagaPlatform.Participants.Inventory;

namespace SagaPlatform.Participants.Laws;

/// <summary>The laws of the stock.</summary>
static class StockChecks
{
    const int PageRows = 5_000;

    /// <summary>Articles whose pieces are summed at once: some 20 MB.</summary>
    const int ArticlesMax = 100_000;

    /// <summary>
    /// A reservation's lines are JSON, which no database query of ours can sum: they are read in pages, and only the sums are kept.
    /// Of more articles than fit, each share is summed in a pass of its own.
    /// </summary>
    public static Task<InvariantFinding> Conserved(IRowQueries rows, CancellationToken cancellation) => Conserved(rows, ArticlesMax, cancellation);

    internal static async Task<InvariantFinding> Conserved(IRowQueries rows, int articlesMax, CancellationToken cancellation)
    {
        var articles = await rows.Count<StockLine>(cancellation);
        var passes = (int)(articles / articlesMax) + 1;
        List<string> broken = [];
        for (var pass = 0; pass < passes && broken.Count < InvariantFinding.BrokenMax; pass++)
        {
            Dictionary<string, Pieces> pieces = new(StringComparer.Ordinal);
            await Sum(rows, sku => StringComparer.Ordinal.GetHashCode(sku) is var hash && (uint)hash % passes == pass, pieces, cancellation);
            broken.AddRange(pieces.SelectMany(x => Wrong(x.Key, x.Value)).Take(InvariantFinding.BrokenMax));
        }

        return new InvariantFinding(articles + await rows.Count<Reservation>(cancellation), broken);
    }

    static async Task Sum(IRowQueries rows, Func<string, bool> isInPass, Dictionary<string, Pieces> pieces, CancellationToken cancellation)
    {
        for (IReadOnlyList<StockLine>? page = null; page is null or { Count: PageRows };)
        {
            page = await Lines(rows, page?[^1].Sku ?? "", cancellation);
            foreach (var line in page.Where(x => isInPass(x.Sku)))
                pieces.Add(line.Sku, new Pieces { Line = line });
        }

        for (IReadOnlyList<Reservation>? page = null; page is null or { Count: PageRows };)
        {
            page = await Reservations(rows, page?[^1].OrderId ?? Guid.Empty, cancellation);
            foreach (var reservation in page)
                foreach (var line in reservation.Lines.Where(x => isInPass(x.Sku)))
                    Add(pieces, reservation.Status, line);
        }
    }

    static Task<IReadOnlyList<StockLine>> Lines(IRowQueries rows, string after, CancellationToken cancellation) =>
        rows.List<StockLine, StockLine>(x => x.Where(l => l.Sku.CompareTo(after) > 0).OrderBy(l => l.Sku).Take(PageRows), cancellation);

    static Task<IReadOnlyList<Reservation>> Reservations(IRowQueries rows, Guid after, CancellationToken cancellation) =>
        rows.List<Reservation, Reservation>(x => x
            .Where(r => r.OrderId.CompareTo(after) > 0 && (r.Status == ReservationStatus.Reserved || r.Status == ReservationStatus.Shipped))
            .OrderBy(r => r.OrderId).Take(PageRows), cancellation);

    static void Add(Dictionary<string, Pieces> pieces, ReservationStatus status, OrderLine line)
    {
        if (!pieces.TryGetValue(line.Sku, out var of))
            pieces.Add(line.Sku, of = new Pieces());
        if (status == ReservationStatus.Reserved)
            of.Held += line.Quantity;
        else
            of.Shipped += line.Quantity;
    }

    static IEnumerable<string> Wrong(string sku, Pieces of)
    {
        if (of.Line is not { } x)
        {
            yield return $"{sku} is reserved, and is not in stock.";
            yield break;
        }
        if (!StockLaws.Holds(x))
            yield return $"{sku} is oversold: {x.OnHand} on hand, {x.Reserved} reserved, {x.Shipped} shipped.";
        if (x.Reserved != of.Held)
            yield return $"{sku} has {x.Reserved} pieces reserved, and reservations hold {of.Held}.";
        if (x.Shipped != of.Shipped)
            yield return $"{sku} has {x.Shipped} pieces shipped, and reservations shipped {of.Shipped}.";
    }

    /// <summary>What the stock says of an article, beside what the reservations say.</summary>
    sealed class Pieces
    {
        public StockLine? Line { get; init; }

        public long Held { get; set; }

        public long Shipped { get; set; }
    }
}
