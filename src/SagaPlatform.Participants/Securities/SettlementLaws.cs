using SagaPlatform.Core.Persistence;
using SagaPlatform.Participants.Ledger;

namespace SagaPlatform.Participants.Securities;

/// <summary>What stands in the books of securities, and of the money that is paid for them.</summary>
/// <param name="Positions">All positions.</param>
/// <param name="Entries">All movements of securities.</param>
/// <param name="Deliveries">All legs of securities.</param>
/// <param name="Payments">All legs of money.</param>
/// <param name="CashAccounts">All accounts of the ledger.</param>
/// <param name="CashEntries">All movements of money.</param>
public sealed record SettlementBooks(
    IReadOnlyList<SecurityPosition> Positions,
    IReadOnlyList<SecurityEntry> Entries,
    IReadOnlyList<DeliveryLeg> Deliveries,
    IReadOnlyList<CashLeg> Payments,
    IReadOnlyList<LedgerAccount> CashAccounts,
    IReadOnlyList<LedgerEntry> CashEntries)
{
    /// <summary>Reads all of them, one table after another.</summary>
    public static async Task<SettlementBooks> Read(IRowQueries queries, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(queries);
        return new(
            await queries.List<SecurityPosition, SecurityPosition>(x => x, cancellation),
            await queries.List<SecurityEntry, SecurityEntry>(x => x, cancellation),
            await queries.List<DeliveryLeg, DeliveryLeg>(x => x, cancellation),
            await queries.List<CashLeg, CashLeg>(x => x, cancellation),
            await queries.List<LedgerAccount, LedgerAccount>(x => x, cancellation),
            await queries.List<LedgerEntry, LedgerEntry>(x => x, cancellation));
    }
}

/// <summary>What is true of settlements at every moment: nothing is made or lost, and no leg is final without its counterpart.</summary>
public static class SettlementLaws
{
    /// <summary>Reads the books and says which laws they break, each in a sentence; none when all hold.</summary>
    /// <remarks>The tables are read one after another: while settlements run, look again before you believe it.</remarks>
    /// <param name="queries">The rows.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public static async Task<IReadOnlyList<string>> Broken(IRowQueries queries, CancellationToken cancellation) =>
        Broken(await SettlementBooks.Read(queries, cancellation));

    /// <summary>Says which laws the books break.</summary>
    public static IReadOnlyList<string> Broken(SettlementBooks books)
    {
        ArgumentNullException.ThrowIfNull(books);
        return [.. Movements(books), .. Positions(books), .. Blocked(books), .. Legs(books), .. Cash(books)];
    }

    static IEnumerable<string> Movements(SettlementBooks books) => books.Entries
        .GroupBy(x => (x.SettlementId, x.Instrument))
        .Where(x => x.Sum(entry => entry.Quantity) != 0)
        .Select(x => $"The entries of {x.Key.SettlementId} in {x.Key.Instrument} sum to {x.Sum(entry => entry.Quantity)}, not to zero.");

    static IEnumerable<string> Positions(SettlementBooks books)
    {
        var sums = books.Entries.GroupBy(x => SecurityPosition.IdOf(x.Account, x.Instrument), StringComparer.Ordinal)
            .ToDictionary(x => x.Key, x => x.Sum(entry => entry.Quantity), StringComparer.Ordinal);
        return books.Positions.Where(x => x.Quantity != sums.GetValueOrDefault(x.Id))
            .Select(x => $"Position {x.Id} has {x.Quantity} pieces, its entries sum to {sums.GetValueOrDefault(x.Id)}.");
    }

    /// <summary>Blocked is what came in by settlements that are not final, and nothing else.</summary>
    static IEnumerable<string> Blocked(SettlementBooks books)
    {
        var coming = books.Deliveries.Where(x => x.Status == LegStatus.Moved)
            .GroupBy(x => SecurityPosition.IdOf(x.ToAccount, x.Instrument), StringComparer.Ordinal)
            .ToDictionary(x => x.Key, x => x.Sum(leg => leg.Quantity), StringComparer.Ordinal);
        return books.Positions.Where(x => x.Blocked < 0 || x.Blocked > x.Quantity || x.Blocked != coming.GetValueOrDefault(x.Id))
            .Select(x => $"Position {x.Id} of {x.Quantity} pieces has {x.Blocked} blocked, its open settlements brought {coming.GetValueOrDefault(x.Id)}.");
    }

    /// <summary>Delivery versus payment: where one leg is final, the other is.</summary>
    static IEnumerable<string> Legs(SettlementBooks books)
    {
        var payments = books.Payments.ToDictionary(x => x.SettlementId);
        return books.Deliveries
            .Where(x => payments.TryGetValue(x.SettlementId, out var payment) && (x.Status == LegStatus.Final) != (payment.Status == LegStatus.Final))
            .Select(x => $"The delivery of settlement {x.SettlementId} is {x.Status}, its payment {payments[x.SettlementId].Status}.");
    }

    static IEnumerable<string> Cash(SettlementBooks books)
    {
        if (!LedgerLaws.SumsToZero(books.CashEntries))
            yield return "A movement of money does not sum to zero.";
        if (!LedgerLaws.BalancesEqualEntries(books.CashAccounts, books.CashEntries))
            yield return "A balance of the ledger is not the sum of its entries, or is overdrawn.";
    }
}
