using SagaPlatform.Core.Persistence;

namespace SagaPlatform.Participants.Chains;

/// <summary>What stands in the books of both chains.</summary>
/// <param name="Accounts">All accounts.</param>
/// <param name="Locks">All locks.</param>
/// <param name="Releases">All releases.</param>
/// <param name="Compensations">The compensation log.</param>
/// <param name="Transactions">The recorded transactions.</param>
public sealed record ChainBooks(
    IReadOnlyList<ChainAccount> Accounts,
    IReadOnlyList<LockEvent> Locks,
    IReadOnlyList<ChainRelease> Releases,
    IReadOnlyList<Compensation> Compensations,
    IReadOnlyList<ChainTransaction> Transactions)
{
    /// <summary>Reads all of them, one table after another.</summary>
    public static async Task<ChainBooks> Read(IRowQueries queries, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(queries);
        return new(
            await queries.List<ChainAccount, ChainAccount>(x => x, cancellation),
            await queries.List<LockEvent, LockEvent>(x => x, cancellation),
            await queries.List<ChainRelease, ChainRelease>(x => x, cancellation),
            await queries.List<Compensation, Compensation>(x => x, cancellation),
            await queries.List<ChainTransaction, ChainTransaction>(x => x, cancellation));
    }
}

/// <summary>What is true of both chains at every moment: money is moved, never made, and each transfer's is in one place.</summary>
public static class ChainLaws
{
    /// <summary>Reads the books and says which laws they break, each in a sentence; none when all hold.</summary>
    /// <remarks>
    /// The tables are read one after another: while transfers run, what is broken once may be a transfer that moved between two
    /// reads, so look again. The sum of all accounts and fees is the one exception that needs rest.
    /// </remarks>
    /// <param name="queries">The rows.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public static async Task<IReadOnlyList<string>> Broken(IRowQueries queries, CancellationToken cancellation) =>
        Broken(await ChainBooks.Read(queries, cancellation));

    /// <summary>Says which laws the books break.</summary>
    public static IReadOnlyList<string> Broken(ChainBooks books)
    {
        ArgumentNullException.ThrowIfNull(books);
        return [.. Overdrawn(books), .. Sums(books), .. LockedFunds(books), .. Transfers(books)];
    }

    /// <summary>Nothing is negative.</summary>
    static IEnumerable<string> Overdrawn(ChainBooks books) => books.Accounts
        .Where(x => x.BalanceMinor < 0 || x.LockedMinor < 0)
        .Select(x => $"Account {x.Id} is overdrawn: balance {x.BalanceMinor}, locked {x.LockedMinor}.");

    /// <summary>Source balances, locked funds, target balances and fees sum to what there was at first.</summary>
    static IEnumerable<string> Sums(ChainBooks books)
    {
        foreach (var currency in books.Accounts.GroupBy(x => x.Currency, StringComparer.Ordinal))
        {
            var fees = books.Releases.Where(x => x.Currency == currency.Key).Sum(x => x.FeeMinor);
            var now = currency.Sum(x => x.BalanceMinor + x.LockedMinor) + fees;
            var opening = currency.Sum(x => x.OpeningMinor);
            if (now != opening)
                yield return $"The accounts held {opening} {currency.Key} at first, and with the fees hold {now} now.";
        }
    }

    /// <summary>An account has locked exactly what open transfers lock of it.</summary>
    static IEnumerable<string> LockedFunds(ChainBooks books)
    {
        var open = books.Locks.Where(x => x.Status == LockStatus.Locked)
            .GroupBy(x => ChainAccount.IdOf(Chain.Source, x.Account), StringComparer.Ordinal)
            .ToDictionary(x => x.Key, x => x.Sum(locked => locked.AmountMinor), StringComparer.Ordinal);
        return
        [
            .. books.Accounts.Where(x => x.LockedMinor != open.GetValueOrDefault(x.Id))
                .Select(x => $"Account {x.Id} has {x.LockedMinor} locked, its open transfers lock {open.GetValueOrDefault(x.Id)}."),
            .. open.Keys.Except(books.Accounts.Select(x => x.Id), StringComparer.Ordinal).Select(x => $"Account {x} has open transfers and does not exist."),
        ];
    }

    /// <summary>Each transfer's money is locked, or back and logged, or paid out: source + target + fee = amount.</summary>
    static IEnumerable<string> Transfers(ChainBooks books)
    {
        var releases = books.Releases.ToDictionary(x => x.TransferId);
        var compensations = books.Compensations.ToDictionary(x => x.TransferId);
        var locks = books.Locks.ToDictionary(x => x.TransferId);
        foreach (var transfer in books.Locks)
        {
            var (release, compensation) = (releases.GetValueOrDefault(transfer.TransferId), compensations.GetValueOrDefault(transfer.TransferId));
            var source = transfer.Status == LockStatus.Released ? 0 : transfer.AmountMinor;
            if (source + (release?.PaidMinor ?? 0) + (release?.FeeMinor ?? 0) != transfer.AmountMinor)
                yield return $"Transfer {transfer.TransferId} of {transfer.AmountMinor} is {transfer.Status}, with {release?.PaidMinor ?? 0} paid and {release?.FeeMinor ?? 0} fee.";
            if (transfer.Status == LockStatus.Unlocked != (compensation?.AmountMinor == transfer.AmountMinor))
                yield return $"Transfer {transfer.TransferId} is {transfer.Status}, and the compensation log says {compensation?.AmountMinor.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "nothing"}.";
        }
        foreach (var stray in releases.Keys.Concat(compensations.Keys).Where(x => !locks.ContainsKey(x)))
            yield return $"Transfer {stray} was paid out or unlocked, and was never locked.";
        foreach (var record in books.Transactions.Where(x => !Matches(x, releases.GetValueOrDefault(x.TransferId))))
            yield return $"Transfer {record.TransferId} is recorded otherwise than it was paid out.";
    }

    static bool Matches(ChainTransaction record, ChainRelease? release) => release != null
        && (record.TargetAccount, record.AmountMinor, record.FeeMinor, record.Currency) == (release.Account, release.AmountMinor, release.FeeMinor, release.Currency);
}
