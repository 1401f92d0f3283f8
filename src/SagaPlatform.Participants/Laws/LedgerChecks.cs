using SagaPlatform.Contracts.Payments;
using SagaPlatform.Core.Invariants;
using SagaPlatform.Core.Persistence;
using SagaPlatform.Participants.Banking;
using SagaPlatform.Participants.Ledger;
using SagaPlatform.Participants.Payments;
using SagaPlatform.Participants.Securities;

namespace SagaPlatform.Participants.Laws;

/// <summary>The laws of the ledger, summed where the rows are: what comes back is what breaks them.</summary>
static class LedgerChecks
{
    public static async Task<InvariantFinding> SumsToZero(IRowQueries rows, CancellationToken cancellation)
    {
        var movements = await rows.List<LedgerEntry, Moved>(x => x
            .GroupBy(e => new { e.MovementId, e.Currency })
            .Where(g => g.Sum(e => e.AmountMinor) != 0)
            .Select(g => new Moved(g.Key.MovementId, g.Key.Currency, g.Sum(e => e.AmountMinor)))
            .Take(InvariantFinding.BrokenMax), cancellation);
        return new InvariantFinding(await rows.Count<LedgerEntry>(cancellation),
            [.. movements.Select(x => $"Movement {x.Movement} sums to {x.Sum} in {x.Currency}.")]);
    }

    public static async Task<InvariantFinding> Balances(IRowQueries rows, CancellationToken cancellation) => new(
        await rows.Count<LedgerAccount>(cancellation),
        [.. await Overdrawn(rows, cancellation), .. await BalancesAreEntries(rows, cancellation), .. await ReservedIsHeld(rows, cancellation)]);

    /// <summary>As <see cref="LedgerLaws.Holds"/>.</summary>
    static async Task<IEnumerable<string>> Overdrawn(IRowQueries rows, CancellationToken cancellation)
    {
        var overdrawn = await rows.List<LedgerAccount, LedgerAccount>(x => x
            .Where(a => a.ReservedMinor < 0 || a.ReservedMinor > a.BalanceMinor).Take(InvariantFinding.BrokenMax), cancellation);
        return overdrawn.Select(x => $"{x.Id} has a balance of {x.BalanceMinor} {x.Currency}, and {x.ReservedMinor} are reserved.");
    }

    static async Task<IEnumerable<string>> BalancesAreEntries(IRowQueries rows, CancellationToken cancellation)
    {
        var prefix = Accounts.Held("");
        var differing = await rows.ListAcross(x => x.Of<LedgerAccount>()
            .Select(a => new Standing { Account = a.Id, Currency = a.Currency, Accounts = 1, Minor = a.BalanceMinor, SumMinor = 0 })
#pragma warning disable MA0074 // EF Core translates this overload only; the platform runs without cultures, so it is ordinal
            .Concat(x.Of<LedgerEntry>().Where(e => e.Account.StartsWith(prefix))
#pragma warning restore MA0074
                .Select(e => new Standing { Account = e.Account, Currency = e.Currency, Accounts = 0, Minor = 0, SumMinor = e.AmountMinor }))
            .GroupBy(s => new { s.Account, s.Currency })
            .Where(g => g.Sum(s => s.Accounts) == 0 || g.Sum(s => s.Minor) != g.Sum(s => s.SumMinor))
            .Select(g => new Standing
            {
                Account = g.Key.Account, Currency = g.Key.Currency, Accounts = g.Sum(s => s.Accounts), Minor = g.Sum(s => s.Minor), SumMinor = g.Sum(s => s.SumMinor),
            })
            .Take(InvariantFinding.BrokenMax), cancellation);
        return differing.Select(x => x.Accounts == 0
            ? $"{x.Account} does not exist in {x.Currency}, and its entries sum to {x.SumMinor}."
            : $"{x.Account} has a balance of {x.Minor} {x.Currency}, and its entries sum to {x.SumMinor}.");
    }

    /// <summary>
    /// Reserved is what is credited and not settled, and what came in by settlements that are not final. A held credit is in its
    /// account's currency, and does not say which: the account does.
    /// </summary>
    static async Task<IEnumerable<string>> ReservedIsHeld(IRowQueries rows, CancellationToken cancellation)
    {
        var prefix = Accounts.Held("");
        var differing = await rows.ListAcross(x => x.Of<LedgerAccount>()
            .Select(a => new Standing { Account = a.Id, Currency = a.Currency, Minor = a.ReservedMinor, SumMinor = 0 })
            .Concat(x.Of<HeldCredit>().Where(h => h.Status == HeldCreditStatus.Held)
                .Select(h => new Standing { Account = h.Account, Currency = "", Minor = 0, SumMinor = h.AmountMinor }))
            .Concat(x.Of<CashLeg>().Where(l => l.Status == LegStatus.Moved && l.ToAccount != ClearingHouse.Account)
                .Select(l => new Standing { Account = prefix + l.ToAccount + "/" + l.Currency, Currency = "", Minor = 0, SumMinor = l.AmountMinor }))
            .GroupBy(s => s.Account)
            .Where(g => g.Sum(s => s.Minor) != g.Sum(s => s.SumMinor))
            .Select(g => new Standing { Account = g.Key, Currency = g.Max(s => s.Currency)!, Minor = g.Sum(s => s.Minor), SumMinor = g.Sum(s => s.SumMinor) })
            .Take(InvariantFinding.BrokenMax), cancellation);
        return differing.Select(x => $"{x.Account} has {x.Minor} {x.Currency} reserved, and {x.SumMinor} are held for payments.");
    }

    public static async Task<InvariantFinding> Charges(IRowQueries rows, CancellationToken cancellation)
    {
        // In each currency: the sum of what is charged is the sum of what the merchant has of orders. Single charges are keyed by their order.
        var charged = (await rows.List<Charge, Sum>(x => x
            .Where(c => c.Status == ChargeStatus.Charged)
            .GroupBy(c => c.Currency)
            .Select(g => new Sum(g.Key, g.Sum(c => c.AmountMinor))), cancellation)).ToDictionary(x => x.Currency, x => x.Minor, StringComparer.Ordinal);
        var merchant = (await rows.List<LedgerEntry, Sum>(x => x
            .Where(e => e.Account == Accounts.MerchantClearing)
            .GroupBy(e => e.Currency)
            .Select(g => new Sum(g.Key, g.Sum(e => e.AmountMinor))), cancellation)).ToDictionary(x => x.Currency, x => x.Minor, StringComparer.Ordinal);
        return new InvariantFinding(await rows.Count<Charge>(cancellation),
        [
            .. charged.Keys.Union(merchant.Keys, StringComparer.Ordinal)
                .Where(x => charged.GetValueOrDefault(x) != merchant.GetValueOrDefault(x))
                .Select(x => $"{charged.GetValueOrDefault(x)} {x} are charged, and the merchant has {merchant.GetValueOrDefault(x)}."),
        ]);
    }

    sealed record Moved(Guid Movement, string Currency, long Sum);

    sealed record Sum(string Currency, long Minor);

    /// <summary>What an account says, beside what others say of it.</summary>
    sealed class Standing
    {
        public string Account { get; init; } = "";

        public string Currency { get; init; } = "";

        public long Accounts { get; init; }

        public long Minor { get; init; }

        public long SumMinor { get; init; }
    }
}
