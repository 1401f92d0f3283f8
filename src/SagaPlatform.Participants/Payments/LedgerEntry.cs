using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using SagaPlatform.Contracts;
using SagaPlatform.Core.Persistence;

namespace SagaPlatform.Participants.Payments;

/// <summary>One side of a movement of money. Written once, never changed: a mistake is corrected by another movement.</summary>
public sealed class LedgerEntry : IVersionedRow
{
    /// <summary><c>charge/n</c>: the charge and a running number, so that the same entry cannot be written twice.</summary>
    public string Id { get; set; } = "";

    /// <summary>The charge that moved it: its order's id.</summary>
    public Guid ChargeId { get; set; }

    /// <summary>Whose side this is; see <see cref="Accounts"/>.</summary>
    public string Account { get; set; } = "";

    /// <summary>Minor units: negative leaves the account, positive comes in.</summary>
    public long AmountMinor { get; set; }

    /// <summary>Of which currency, ISO 4217.</summary>
    public string Currency { get; set; } = "";

    /// <summary>When, in UTC.</summary>
    public DateTimeOffset At { get; set; }

    /// <inheritdoc />
    public int Version { get; set; }

    /// <summary>Both sides of a movement; they sum to zero.</summary>
    /// <param name="charge">The charge that moves it.</param>
    /// <param name="first">The running number of the first side; the second side has the next one.</param>
    /// <param name="from">The account it leaves.</param>
    /// <param name="to">The account it comes into.</param>
    /// <param name="amount">How much; more than 0.</param>
    /// <param name="at">When.</param>
    internal static IReadOnlyList<LedgerEntry> Transfer(
        Guid charge, int first, string from, string to, Money amount, DateTimeOffset at) =>
    [
        Side(charge, first, from, -amount.AmountMinor, amount.Currency, at),
        Side(charge, first + 1, to, amount.AmountMinor, amount.Currency, at),
    ];

    static LedgerEntry Side(Guid charge, int number, string account, long amountMinor, string currency, DateTimeOffset at) => new()
    {
        Id = $"{charge:D}/{number}",
        ChargeId = charge,
        Account = account,
        AmountMinor = amountMinor,
        Currency = currency,
        At = at,
    };
}

/// <summary>What is true of the ledger at every moment.</summary>
public static class LedgerLaws
{
    /// <summary>Money is moved, never made: per charge and currency the entries sum to zero.</summary>
    public static bool SumsToZero(IEnumerable<LedgerEntry> entries) => entries
        .GroupBy(x => (x.ChargeId, x.Currency))
        .All(x => x.Sum(entry => entry.AmountMinor) == 0);

    /// <summary>
    /// The ledger says what the charges say: what is charged and not refunded is with the merchant, to the minor unit,
    /// and was taken from the customer of the charge.
    /// </summary>
    public static bool Agree(IReadOnlyCollection<Charge> charges, IReadOnlyCollection<LedgerEntry> entries)
    {
        var moved = entries
            .GroupBy(x => (x.ChargeId, x.Account, x.Currency))
            .ToDictionary(x => x.Key, x => x.Sum(entry => entry.AmountMinor));
        return charges.All(x =>
            {
                var kept = x.Status == ChargeStatus.Charged ? x.AmountMinor : 0;
                return moved.GetValueOrDefault((x.OrderId, Accounts.MerchantClearing, x.Currency)) == kept
                    && moved.GetValueOrDefault((x.OrderId, Accounts.Customer(x.CustomerId), x.Currency)) == -kept;
            })
            && moved.Keys.All(key => charges.Any(x => x.OrderId == key.ChargeId && x.Currency == key.Currency));
    }
}

/// <summary>The table of <see cref="LedgerEntry"/>.</summary>
public sealed class LedgerEntryMapping : IEntityTypeConfiguration<LedgerEntry>
{
    /// <inheritdoc />
    public void Configure(EntityTypeBuilder<LedgerEntry> row)
    {
        row.ToTable("ledger_entry", "participants");
        row.HasKey(x => x.Id);
        row.Property(x => x.Version).IsConcurrencyToken();
    }
}
