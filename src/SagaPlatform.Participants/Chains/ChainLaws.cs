using System.Globalization;
using SagaPlatform.Core.Invariants;
using SagaPlatform.Core.Persistence;

namespace SagaPlatform.Participants.Chains;

/// <summary>What is true of both chains at every commit: money is moved, never made, and each transfer's is in one place.</summary>
/// <remarks>
/// The books are compared where they are: what comes back is what is broken, at most <see cref="InvariantFinding.BrokenMax"/> of
/// each law. Check one moment (<see cref="IRowSnapshots"/>) of a running platform: between two questions a transfer moves.
/// </remarks>
public static class ChainLaws
{
    static readonly string SourcePrefix = ChainAccount.IdOf(Chain.Source, "");

    /// <summary>Says which laws are broken, each in a sentence; none when all hold.</summary>
    /// <param name="rows">Where to look.</param>
    /// <param name="cancellation">Gives up.</param>
    public static async Task<IReadOnlyList<string>> Broken(IRowQueries rows, CancellationToken cancellation) =>
    [
        .. await Overdrawn(rows, cancellation),
        .. await Sums(rows, cancellation),
        .. await LockedFunds(rows, cancellation),
        .. await Transfers(rows, cancellation),
        .. await Strays(rows, cancellation),
        .. await Records(rows, cancellation),
    ];

    /// <summary>Nothing is negative.</summary>
    static async Task<IEnumerable<string>> Overdrawn(IRowQueries rows, CancellationToken cancellation)
    {
        var overdrawn = await rows.List<ChainAccount, ChainAccount>(x => x
            .Where(a => a.BalanceMinor < 0 || a.LockedMinor < 0).Take(InvariantFinding.BrokenMax), cancellation);
        return overdrawn.Select(x => $"Account {x.Id} is overdrawn: balance {x.BalanceMinor}, locked {x.LockedMinor}.");
    }

    /// <summary>Source balances, locked funds, target balances and fees sum to what there was at first.</summary>
    static async Task<IEnumerable<string>> Sums(IRowQueries rows, CancellationToken cancellation)
    {
        var differing = await rows.ListAcross(x => x.Of<ChainAccount>()
            .Select(a => new Held { Of = a.Currency, OpeningMinor = a.OpeningMinor, NowMinor = a.BalanceMinor + a.LockedMinor })
            .Concat(x.Of<ChainRelease>()
                .Select(r => new Held { Of = r.Currency, OpeningMinor = 0, NowMinor = r.FeeMinor }))
            .GroupBy(h => h.Of)
            .Where(g => g.Sum(h => h.OpeningMinor) != g.Sum(h => h.NowMinor))
            .Select(g => new Held { Of = g.Key, OpeningMinor = g.Sum(h => h.OpeningMinor), NowMinor = g.Sum(h => h.NowMinor) })
            .Take(InvariantFinding.BrokenMax), cancellation);
        return differing.Select(x => $"The accounts held {x.OpeningMinor} {x.Of} at first, and with the fees hold {x.NowMinor} now.");
    }

    /// <summary>An account has locked exactly what open transfers lock of it.</summary>
    static async Task<IEnumerable<string>> LockedFunds(IRowQueries rows, CancellationToken cancellation)
    {
        var differing = await rows.ListAcross(x => x.Of<ChainAccount>()
            .Select(a => new Locked { Account = a.Id, Accounts = 1, LockedMinor = a.LockedMinor, OpenMinor = 0 })
            .Concat(x.Of<LockEvent>().Where(l => l.Status == LockStatus.Locked)
                .Select(l => new Locked { Account = SourcePrefix + l.Account, Accounts = 0, LockedMinor = 0, OpenMinor = l.AmountMinor }))
            .GroupBy(l => l.Account)
            .Where(g => g.Sum(l => l.Accounts) == 0 || g.Sum(l => l.LockedMinor) != g.Sum(l => l.OpenMinor))
            .Select(g => new Locked
            {
                Account = g.Key, Accounts = g.Sum(l => l.Accounts), LockedMinor = g.Sum(l => l.LockedMinor), OpenMinor = g.Sum(l => l.OpenMinor),
            })
            .Take(InvariantFinding.BrokenMax), cancellation);
        return differing.Select(x => x.Accounts == 0
            ? $"Account {x.Account} has open transfers and does not exist."
            : $"Account {x.Account} has {x.LockedMinor} locked, its open transfers lock {x.OpenMinor}.");
    }

    /// <summary>Each transfer's money is locked, or back and logged, or paid out: source + target + fee = amount.</summary>
    static async Task<IEnumerable<string>> Transfers(IRowQueries rows, CancellationToken cancellation)
    {
        var misplaced = await rows.ListAcross(x => x.Of<LockEvent>()
            .LeftJoin(x.Of<ChainRelease>(), l => l.TransferId, r => r.TransferId, (l, r) => new { Lock = l, Release = r })
            .Where(t => (t.Lock.Status == LockStatus.Released ? 0 : t.Lock.AmountMinor)
                + (t.Release == null ? 0 : t.Release.PaidMinor + t.Release.FeeMinor) != t.Lock.AmountMinor)
            .Select(t => new
            {
                t.Lock.TransferId, t.Lock.AmountMinor, t.Lock.Status,
                PaidMinor = t.Release == null ? 0 : t.Release.PaidMinor, FeeMinor = t.Release == null ? 0 : t.Release.FeeMinor,
            })
            .Take(InvariantFinding.BrokenMax), cancellation);
        var unlogged = await rows.ListAcross(x => x.Of<LockEvent>()
            .LeftJoin(x.Of<Compensation>(), l => l.TransferId, c => c.TransferId, (l, c) => new { Lock = l, Compensation = c })
            .Where(t => t.Lock.Status == LockStatus.Unlocked != (t.Compensation != null && t.Compensation.AmountMinor == t.Lock.AmountMinor))
            .Select(t => new { t.Lock.TransferId, t.Lock.Status, LoggedMinor = t.Compensation == null ? null : (long?)t.Compensation.AmountMinor })
            .Take(InvariantFinding.BrokenMax), cancellation);
        return
        [
            .. misplaced.Select(x => $"Transfer {x.TransferId} of {x.AmountMinor} is {x.Status}, with {x.PaidMinor} paid and {x.FeeMinor} fee."),
            .. unlogged.Select(x => $"Transfer {x.TransferId} is {x.Status}, and the compensation log says {x.LoggedMinor?.ToString(CultureInfo.InvariantCulture) ?? "nothing"}."),
        ];
    }

    /// <summary>What was never locked is neither paid out nor unlocked.</summary>
    static async Task<IEnumerable<string>> Strays(IRowQueries rows, CancellationToken cancellation)
    {
        var released = await rows.ListAcross(x => x.Of<ChainRelease>()
            .LeftJoin(x.Of<LockEvent>(), r => r.TransferId, l => l.TransferId, (r, l) => new { r.TransferId, Lock = l })
            .Where(t => t.Lock == null)
            .Select(t => t.TransferId).Take(InvariantFinding.BrokenMax), cancellation);
        var unlocked = await rows.ListAcross(x => x.Of<Compensation>()
            .LeftJoin(x.Of<LockEvent>(), c => c.TransferId, l => l.TransferId, (c, l) => new { c.TransferId, Lock = l })
            .Where(t => t.Lock == null)
            .Select(t => t.TransferId).Take(InvariantFinding.BrokenMax), cancellation);
        return released.Concat(unlocked).Select(x => $"Transfer {x} was paid out or unlocked, and was never locked.");
    }

    /// <summary>What is recorded is what was paid out.</summary>
    static async Task<IEnumerable<string>> Records(IRowQueries rows, CancellationToken cancellation)
    {
        var wrong = await rows.ListAcross(x => x.Of<ChainTransaction>()
            .LeftJoin(x.Of<ChainRelease>(), t => t.TransferId, r => r.TransferId, (t, r) => new { Record = t, Release = r })
            .Where(t => t.Release == null || t.Record.TargetAccount != t.Release.Account || t.Record.AmountMinor != t.Release.AmountMinor
                || t.Record.FeeMinor != t.Release.FeeMinor || t.Record.Currency != t.Release.Currency)
            .Select(t => t.Record.TransferId).Take(InvariantFinding.BrokenMax), cancellation);
        return wrong.Select(x => $"Transfer {x} is recorded otherwise than it was paid out.");
    }

    /// <summary>What there was at first of a currency, beside what there is now.</summary>
    sealed class Held
    {
        public string Of { get; init; } = "";

        public long OpeningMinor { get; init; }

        public long NowMinor { get; init; }
    }

    /// <summary>What an account says is locked of it, beside what open transfers say.</summary>
    sealed class Locked
    {
        public string Account { get; init; } = "";

        public long Accounts { get; init; }

        public long LockedMinor { get; init; }

        public long OpenMinor { get; init; }
    }
}
