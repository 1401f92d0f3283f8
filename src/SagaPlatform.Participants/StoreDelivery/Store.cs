using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using SagaPlatform.Contracts.SupplyChain;
using SagaPlatform.Core.Persistence;

namespace SagaPlatform.Participants.StoreDelivery;

/// <summary>A store that orders goods.</summary>
public sealed class Store : IVersionedRow
{
    /// <summary>The store's number: <c>ST-00042</c>.</summary>
    public string StoreId { get; set; } = "";

    /// <summary>What people call it.</summary>
    public string Name { get; set; } = "";

    /// <summary>ISO 3166-1 alpha-2.</summary>
    public string Country { get; set; } = "";

    /// <summary>Docks where lorries are unloaded; at least 1.</summary>
    public int Docks { get; set; }

    /// <inheritdoc />
    public int Version { get; set; }
}

/// <summary>What became of a delivery to a store.</summary>
public enum StoreShipmentStatus
{
    /// <summary>The store expects it.</summary>
    Scheduled,

    /// <summary>The store has it.</summary>
    Delivered,

    /// <summary>The store turned it away: the goods are back in the warehouse.</summary>
    TurnedAway,

    /// <summary>It was called off.</summary>
    Cancelled,
}

/// <summary>The goods of one procurement on their way to its store.</summary>
public sealed class StoreShipment : IVersionedRow
{
    /// <summary>The procurement.</summary>
    public Guid ProcurementId { get; set; }

    /// <summary>Where to.</summary>
    public string StoreId { get; set; } = "";

    /// <summary>What.</summary>
    public List<StoreGoods> Goods { get; set; } = [];

    /// <summary>Where it is unloaded.</summary>
    public string Dock { get; set; } = "";

    /// <summary>What became of it.</summary>
    public StoreShipmentStatus Status { get; set; }

    /// <summary>When the status was last written, in UTC.</summary>
    public DateTimeOffset At { get; set; }

    /// <inheritdoc />
    public int Version { get; set; }

    /// <summary>Its status changes.</summary>
    public void Become(StoreShipmentStatus status, DateTimeOffset at) => (Status, At) = (status, at);
}

/// <summary>The table of <see cref="Store"/>.</summary>
public sealed class StoreMapping : IEntityTypeConfiguration<Store>
{
    /// <inheritdoc />
    public void Configure(EntityTypeBuilder<Store> row)
    {
        row.ToTable("store", "participants");
        row.HasKey(x => x.StoreId);
        row.Property(x => x.Version).IsConcurrencyToken();
    }
}

/// <summary>The table of <see cref="StoreShipment"/>.</summary>
public sealed class StoreShipmentMapping : IEntityTypeConfiguration<StoreShipment>
{
    /// <inheritdoc />
    public void Configure(EntityTypeBuilder<StoreShipment> row)
    {
        row.ToTable("store_shipment", "participants");
        row.HasKey(x => x.ProcurementId);
        row.Property(x => x.ProcurementId).ValueGeneratedNever();
        row.Property(x => x.Goods).HasJsonConversion();
        row.Property(x => x.Status).HasConversion<string>();
        row.Property(x => x.Version).IsConcurrencyToken();
    }
}
