namespace SagaPlatform.Participants.Ledger;

/// <summary>
/// The names of the accounts. Those of <see cref="Held"/> have a <see cref="LedgerAccount"/> with a balance that is never
/// overdrawn. All others are only names: they stand for the world outside or the house itself, may be negative, and their
/// balance is the sum of their entries, so that no row is waited for by everybody.
/// </summary>
public static class Accounts
{
    const string HeldPrefix = "account:";

    /// <summary>Where the merchant's takings are until they are settled.</summary>
    public const string MerchantClearing = "merchant:clearing";

    /// <summary>Where money comes from and goes to that enters or leaves the books, as opening balances do.</summary>
    public const string Outside = "outside";

    /// <summary>The money of a customer who pays from outside: a card, a bank elsewhere.</summary>
    public static string Customer(Guid customerId) => $"customer:{customerId:D}";

    /// <summary>An account that somebody holds with us, in one currency: it has a balance and no overdraft.</summary>
    /// <param name="number">The account's number, 1 to 64 characters.</param>
    public static string Held(string number) => HeldPrefix + number;

    /// <summary>The currency position: what the house has, or lacks, of a currency because it converted.</summary>
    public static string Position(string currency) => $"position:{currency}";

    /// <summary>Money on its way: taken from one side, not yet given to the other.</summary>
    /// <param name="what">Whose way: <c>cross-border</c>.</param>
    public static string InTransit(string what) => $"transit:{what}";

    /// <summary>Whether the account has a row with a balance.</summary>
    public static bool HasBalance(string account) => account.StartsWith(HeldPrefix, StringComparison.Ordinal);
}
