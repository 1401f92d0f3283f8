namespace SagaPlatform.Participants.Ledger;

/// <summary>What is true of the ledger at every commit.</summary>
public static class LedgerLaws
{
    /// <summary>Money is moved, never made: per movement and currency the entries sum to zero.</summary>
    public static bool SumsToZero(IEnumerable<LedgerEntry> entries) => entries
        .GroupBy(x => (x.MovementId, x.Currency))
        .All(x => x.Sum(entry => entry.AmountMinor) == 0);

    /// <summary>Never overdrawn, and never more set aside than there is.</summary>
    public static bool Holds(LedgerAccount account) =>
        account.ReservedMinor >= 0 && account.ReservedMinor <= account.BalanceMinor;

    /// <summary>Every balance is the sum of its account's entries, in the account's currency; no entry is of an account that does not exist.</summary>
    /// <param name="accounts">All accounts with a balance.</param>
    /// <param name="entries">All entries.</param>
    public static bool BalancesEqualEntries(IReadOnlyCollection<LedgerAccount> accounts, IEnumerable<LedgerEntry> entries)
    {
        var sums = entries
            .Where(x => Accounts.HasBalance(x.Account))
            .GroupBy(x => (x.Account, x.Currency))
            .ToDictionary(x => x.Key, x => x.Sum(entry => entry.AmountMinor));
        return accounts.All(x => Holds(x) && sums.GetValueOrDefault((x.Id, x.Currency)) == x.BalanceMinor)
            && sums.Keys.All(key => accounts.Any(x => x.Id == key.Account && x.Currency == key.Currency));
    }
}
