using SagaPlatform.Core.Invariants;
using SagaPlatform.Core.Persistence;
using SagaPlatform.Participants.Banking;
using SagaPlatform.Participants.Ledger;
using SagaPlatform.Participants.Payments;

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

    public static async Task<InvariantFinding> Balances(IRowQueries rows, CancellationToken cancellation)
    {
        var accounts = await rows.List<LedgerAccount, LedgerAccount>(x => x, cancellation);
        var prefix = Accounts.Held("");
        var sums = (await rows.List<LedgerEntry, Sum>(x => x
#pragma warning disable MA0074 // EF Core translates this overload only; the platform runs without cultures, so it is ordinal
            .Where(e => e.Account.StartsWith(prefix))
#pragma warning restore MA0074
            .GroupBy(e => new { e.Account, e.Currency })
            .Select(g => new Sum(g.Key.Account, g.Key.Currency, g.Sum(e => e.AmountMinor))), cancellation))
            .ToDictionary(x => (x.Account, x.Currency), x => x.Minor);
        var held = (await rows.List<HeldCredit, Sum>(x => x
            .Where(h => h.Status == HeldCreditStatus.Held)
            .GroupBy(h => h.Account)
            .Select(g => new Sum(g.Key, "", g.Sum(h => h.AmountMinor))), cancellation))
            .ToDictionary(x => x.Account, x => x.Minor, StringComparer.Ordinal);
        return new InvariantFinding(accounts.Count, [.. Wrong(accounts, sums, held)]);
    }

    static IEnumerable<string> Wrong(IReadOnlyList<LedgerAccount> accounts, Dictionary<(string, string), long> sums, Dictionary<string, long> held)
    {
        foreach (var x in accounts)
        {
            if (!LedgerLaws.Holds(x))
                yield return $"{x.Id} has a balance of {x.BalanceMinor} {x.Currency}, and {x.ReservedMinor} are reserved.";
            if (sums.GetValueOrDefault((x.Id, x.Currency)) is var sum && sum != x.BalanceMinor)
                yield return $"{x.Id} has a balance of {x.BalanceMinor} {x.Currency}, and its entries sum to {sum}.";
            if (held.GetValueOrDefault(x.Id) is var credit && credit != x.ReservedMinor)
                yield return $"{x.Id} has {x.ReservedMinor} {x.Currency} reserved, and {credit} are held for payments.";
        }
        var known = accounts.Select(x => (x.Id, x.Currency)).ToHashSet();
        foreach (var (key, sum) in sums.Where(x => !known.Contains(x.Key)))
            yield return $"{key.Item1} does not exist in {key.Item2}, and its entries sum to {sum}.";
    }

    public static async Task<InvariantFinding> Charges(IRowQueries rows, CancellationToken cancellation)
    {
        // In each currency: the sum of what is charged is the sum of what the merchant has of orders. Single charges are keyed by their order.
        var charged = (await rows.List<Charge, Sum>(x => x
            .Where(c => c.Status == ChargeStatus.Charged)
            .GroupBy(c => c.Currency)
            .Select(g => new Sum("", g.Key, g.Sum(c => c.AmountMinor))), cancellation)).ToDictionary(x => x.Currency, x => x.Minor, StringComparer.Ordinal);
        var merchant = (await rows.List<LedgerEntry, Sum>(x => x
            .Where(e => e.Account == Accounts.MerchantClearing)
            .GroupBy(e => e.Currency)
            .Select(g => new Sum("", g.Key, g.Sum(e => e.AmountMinor))), cancellation)).ToDictionary(x => x.Currency, x => x.Minor, StringComparer.Ordinal);
        return new InvariantFinding(await rows.Count<Charge>(cancellation),
        [
            .. charged.Keys.Union(merchant.Keys, StringComparer.Ordinal)
                .Where(x => charged.GetValueOrDefault(x) != merchant.GetValueOrDefault(x))
                .Select(x => $"{charged.GetValueOrDefault(x)} {x} are charged, and the merchant has {merchant.GetValueOrDefault(x)}."),
        ]);
    }

    sealed record Moved(Guid Movement, string Currency, long Sum);

    sealed record Sum(string Account, string Currency, long Minor);
}
