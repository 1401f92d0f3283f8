using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using SagaPlatform.Core.Persistence;

namespace SagaPlatform.Participants.Ledger;

/// <summary>One side of a movement of money. Written once, never changed: a mistake is corrected by another movement.</summary>
public sealed class LedgerEntry : IVersionedRow
{
    /// <summary><c>movement/n</c>: the movement and a running number, so that the same entry cannot be written twice.</summary>
    public string Id { get; set; } = "";

    /// <summary>What moved it: an order, a payment, a claim. Its entries sum to zero in each currency.</summary>
    public Guid MovementId { get; set; }

    /// <summary>Whose side this is; see <see cref="Accounts"/>.</summary>
    public string Account { get; set; } = "";

    /// <summary>Minor units: negative leaves the account, positive comes in; never 0.</summary>
    public long AmountMinor { get; set; }

    /// <summary>Of which currency, ISO 4217.</summary>
    public string Currency { get; set; } = "";

    /// <summary>When, in UTC.</summary>
    public DateTimeOffset At { get; set; }

    /// <inheritdoc />
    public int Version { get; set; }

    /// <summary>The key of an entry.</summary>
    /// <param name="movement">What moved it.</param>
    /// <param name="number">Its running number, from 1.</param>
    public static string IdOf(Guid movement, int number) => string.Create(CultureInfo.InvariantCulture, $"{movement:D}/{number}");
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
