namespace SagaPlatform.Participants.Inventory;

/// <summary>What is true of the stock at every moment.</summary>
public static class StockLaws
{
    /// <summary>Never oversold, never negative.</summary>
    public static bool Holds(StockLine line) =>
        line is { Reserved: >= 0, Shipped: >= 0 } && line.Reserved <= line.OnHand;

    /// <summary>
    /// What was ever reserved is still reserved, released or shipped: the lines show exactly the pieces that the
    /// reservations hold and shipped, for every article.
    /// </summary>
    /// <param name="lines">All stock lines.</param>
    /// <param name="reservations">All reservations.</param>
    public static bool Agree(IReadOnlyCollection<StockLine> lines, IReadOnlyCollection<Reservation> reservations)
    {
        var held = Pieces(reservations, ReservationStatus.Reserved);
        var shipped = Pieces(reservations, ReservationStatus.Shipped);
        return lines.All(x => x.Reserved == held.GetValueOrDefault(x.Sku) && x.Shipped == shipped.GetValueOrDefault(x.Sku))
            && held.Keys.Concat(shipped.Keys).All(sku => lines.Any(x => x.Sku == sku));
    }

    static Dictionary<string, long> Pieces(IEnumerable<Reservation> reservations, ReservationStatus status) => reservations
        .Where(x => x.Status == status)
        .SelectMany(x => x.Lines)
        .GroupBy(x => x.Sku, StringComparer.Ordinal)
        .ToDictionary(x => x.Key, x => x.Sum(line => (long)line.Quantity), StringComparer.Ordinal);
}
