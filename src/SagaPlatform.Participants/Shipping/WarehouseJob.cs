using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using SagaPlatform.Contracts.Orders;
using SagaPlatform.Core.Persistence;

namespace SagaPlatform.Participants.Shipping;

/// <summary>What became of a warehouse job.</summary>
public enum WarehouseJobStatus
{
    /// <summary>The order is packed, or being packed.</summary>
    Packing,

    /// <summary>The parcel left.</summary>
    HandedOver,

    /// <summary>Everything was put back.</summary>
    Recalled,
}

/// <summary>What the warehouse packs for an order.</summary>
public sealed class WarehouseJob : IVersionedRow
{
    /// <summary>The order.</summary>
    public Guid OrderId { get; set; }

    /// <summary>Which warehouse.</summary>
    public string Warehouse { get; set; } = "";

    /// <summary>What is packed.</summary>
    public List<OrderLine> Lines { get; set; } = [];

    /// <summary>What became of it.</summary>
    public WarehouseJobStatus Status { get; set; }

    /// <summary>When the status was last written, in UTC.</summary>
    public DateTimeOffset At { get; set; }

    /// <inheritdoc />
    public int Version { get; set; }

    /// <summary>The parcel leaves.</summary>
    public void HandOver(DateTimeOffset at) => Become(WarehouseJobStatus.HandedOver, at);

    /// <summary>Everything is put back; a parcel that had left is put back when the carrier returns it.</summary>
    public void Recall(DateTimeOffset at) => Become(WarehouseJobStatus.Recalled, at);

    void Become(WarehouseJobStatus status, DateTimeOffset at)
    {
        Status = status;
        At = at;
    }
}

/// <summary>The table of <see cref="WarehouseJob"/>.</summary>
public sealed class WarehouseJobMapping : IEntityTypeConfiguration<WarehouseJob>
{
    /// <inheritdoc />
    public void Configure(EntityTypeBuilder<WarehouseJob> row)
    {
        row.ToTable("warehouse_job", "participants");
        row.HasKey(x => x.OrderId);
        row.Property(x => x.OrderId).ValueGeneratedNever();
        row.Property(x => x.Lines).HasJsonConversion();
        row.Property(x => x.Status).HasConversion<string>();
        row.Property(x => x.Version).IsConcurrencyToken();
    }
}
