using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using SagaPlatform.Core.Persistence;

namespace SagaPlatform.Participants.Suppliers;

/// <summary>What became of a purchase.</summary>
public enum PurchaseStatus
{
    /// <summary>The supplier delivers.</summary>
    Confirmed,

    /// <summary>It was called off: its pieces are in stock again.</summary>
    Voided,

    /// <summary>It was delivered and came back: its pieces are in stock again, and nothing is owed for them.</summary>
    Credited,
}

/// <summary>Pieces of one offer that somebody bought.</summary>
public sealed class Purchase : IVersionedRow
{
    /// <summary><c>procurement/item</c>; see <see cref="KeyOf"/>.</summary>
    public string PurchaseId { get; set; } = "";

    /// <summary>For which procurement.</summary>
    public Guid ProcurementId { get; set; }

    /// <summary>Which purchase of it.</summary>
    public string Item { get; set; } = "";

    /// <summary>From which offer.</summary>
    public string OfferId { get; set; } = "";

    /// <summary>Pieces.</summary>
    public int Quantity { get; set; }

    /// <summary>Minor units per piece.</summary>
    public long UnitPriceMinor { get; set; }

    /// <summary>ISO 4217.</summary>
    public string Currency { get; set; } = "";

    /// <summary>What became of it.</summary>
    public PurchaseStatus Status { get; set; }

    /// <summary>When the status was last written, in UTC.</summary>
    public DateTimeOffset At { get; set; }

    /// <inheritdoc />
    public int Version { get; set; }

    /// <summary>The key of a purchase.</summary>
    public static string KeyOf(Guid procurementId, string item) => $"{procurementId:D}/{item}";

    /// <summary>Ends it, and says whether its pieces are to be put back: only a confirmed purchase holds any.</summary>
    public bool End(PurchaseStatus how, DateTimeOffset at)
    {
        if (Status != PurchaseStatus.Confirmed)
            return false;
        (Status, At) = (how, at);
        return true;
    }
}

/// <summary>The table of <see cref="Purchase"/>.</summary>
public sealed class PurchaseMapping : IEntityTypeConfiguration<Purchase>
{
    /// <inheritdoc />
    public void Configure(EntityTypeBuilder<Purchase> row)
    {
        row.ToTable("purchase", "participants");
        row.HasKey(x => x.PurchaseId);
        row.Property(x => x.Status).HasConversion<string>();
        row.Property(x => x.Version).IsConcurrencyToken();
        row.HasIndex(x => x.ProcurementId);
        row.HasIndex(x => x.OfferId);
    }
}
