using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using SagaPlatform.Core.Persistence;

namespace SagaPlatform.Participants.Receiving;

/// <summary>What became of a delivery in the warehouse.</summary>
public enum ReceiptStatus
{
    /// <summary>It was taken in.</summary>
    Received,

    /// <summary>It went back to its supplier.</summary>
    SentBack,
}

/// <summary>A delivery that the warehouse took in and counted. A count that differs makes a <see cref="Discrepancy"/> with it.</summary>
public sealed class GoodsReceipt : IVersionedRow
{
    /// <summary><c>procurement/item</c>.</summary>
    public string ReceiptId { get; set; } = "";

    /// <summary>For which procurement.</summary>
    public Guid ProcurementId { get; set; }

    /// <summary>The article.</summary>
    public string Article { get; set; } = "";

    /// <summary>From whom it came.</summary>
    public string SupplierId { get; set; } = "";

    /// <summary>Pieces bought.</summary>
    public int Purchased { get; set; }

    /// <summary>Pieces counted.</summary>
    public int Counted { get; set; }

    /// <summary>What became of it.</summary>
    public ReceiptStatus Status { get; set; }

    /// <summary>When the status was last written, in UTC.</summary>
    public DateTimeOffset At { get; set; }

    /// <inheritdoc />
    public int Version { get; set; }

    /// <summary>The key of a delivery and of its discrepancy.</summary>
    public static string KeyOf(Guid procurementId, string item) => $"{procurementId:D}/{item}";
}

/// <summary>A count that is not what was bought. What a person decided about it is in its work item.</summary>
public sealed class Discrepancy : IVersionedRow
{
    /// <summary>The delivery.</summary>
    public string DiscrepancyId { get; set; } = "";

    /// <summary>For which procurement.</summary>
    public Guid ProcurementId { get; set; }

    /// <summary>Pieces counted less pieces bought; never 0.</summary>
    public int Difference { get; set; }

    /// <summary>When it was counted, in UTC.</summary>
    public DateTimeOffset At { get; set; }

    /// <inheritdoc />
    public int Version { get; set; }
}

/// <summary>The table of <see cref="GoodsReceipt"/>.</summary>
public sealed class GoodsReceiptMapping : IEntityTypeConfiguration<GoodsReceipt>
{
    /// <inheritdoc />
    public void Configure(EntityTypeBuilder<GoodsReceipt> row)
    {
        row.ToTable("goods_receipt", "participants");
        row.HasKey(x => x.ReceiptId);
        row.Property(x => x.Status).HasConversion<string>();
        row.Property(x => x.Version).IsConcurrencyToken();
        row.HasIndex(x => x.ProcurementId);
    }
}

/// <summary>The table of <see cref="Discrepancy"/>.</summary>
public sealed class DiscrepancyMapping : IEntityTypeConfiguration<Discrepancy>
{
    /// <inheritdoc />
    public void Configure(EntityTypeBuilder<Discrepancy> row)
    {
        row.ToTable("discrepancy", "participants");
        row.HasKey(x => x.DiscrepancyId);
        row.Property(x => x.Version).IsConcurrencyToken();
        row.HasIndex(x => x.ProcurementId);
    }
}
