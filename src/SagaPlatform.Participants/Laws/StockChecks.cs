using SagaPlatform.Core.Invariants;
using SagaPlatform.Core.Persistence;
using SagaPlatform.Participants.Inventory;

namespace SagaPlatform.Participants.Laws;

/// <summary>The laws of the stock.</summary>
static class StockChecks
{
    const int PageRows = 5_000;

    /// <summary>A reservation's lines are JSON, which no database query of ours can sum: they are read in pages, and only the sums are kept.</summary>
    public static async Task<InvariantFinding> Conserved(IRowQueries rows, CancellationToken cancellation)
    {
        var lines = await rows.List<StockLine, StockLine>(x => x, cancellation);
        Dictionary<string, long> held = new(StringComparer.Ordinal), shipped = new(StringComparer.Ordinal);
        var read = 0L;
        for (IReadOnlyList<Reservation>? page = null; page is null or { Count: PageRows }; read += page.Count)
        {
            page = await Page(rows, page?[^1].OrderId ?? Guid.Empty, cancellation);
            foreach (var reservation in page)
                foreach (var line in reservation.Lines)
                    Add(reservation.Status == ReservationStatus.Reserved ? held : shipped, line.Sku, line.Quantity);
        }

        return new InvariantFinding(lines.Count + read, [.. Wrong(lines, held, shipped)]);
    }

    static Task<IReadOnlyList<Reservation>> Page(IRowQueries rows, Guid after, CancellationToken cancellation) =>
        rows.List<Reservation, Reservation>(x => x
            .Where(r => r.OrderId.CompareTo(after) > 0 && (r.Status == ReservationStatus.Reserved || r.Status == ReservationStatus.Shipped))
            .OrderBy(r => r.OrderId).Take(PageRows), cancellation);

    static void Add(Dictionary<string, long> sums, string sku, int pieces) => sums[sku] = sums.GetValueOrDefault(sku) + pieces;

    static IEnumerable<string> Wrong(IReadOnlyList<StockLine> lines, Dictionary<string, long> held, Dictionary<string, long> shipped)
    {
        foreach (var x in lines)
        {
            if (!StockLaws.Holds(x))
                yield return $"{x.Sku} is oversold: {x.OnHand} on hand, {x.Reserved} reserved, {x.Shipped} shipped.";
            if (x.Reserved != held.GetValueOrDefault(x.Sku))
                yield return $"{x.Sku} has {x.Reserved} pieces reserved, and reservations hold {held.GetValueOrDefault(x.Sku)}.";
            if (x.Shipped != shipped.GetValueOrDefault(x.Sku))
                yield return $"{x.Sku} has {x.Shipped} pieces shipped, and reservations shipped {shipped.GetValueOrDefault(x.Sku)}.";
        }
        foreach (var sku in held.Keys.Union(shipped.Keys, StringComparer.Ordinal).Except(lines.Select(x => x.Sku), StringComparer.Ordinal))
            yield return $"{sku} is reserved, and is not in stock.";
    }
}
