using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using SagaPlatform.Core.Persistence;

namespace SagaPlatform.Participants.Shipping;

/// <summary>The carrier's signature: the parcel of an order left. Written once, never changed.</summary>
public sealed class HandOver : IVersionedRow
{
    /// <summary>The order.</summary>
    public Guid OrderId { get; set; }

    /// <summary>The parcel.</summary>
    public string TrackingNumber { get; set; } = "";

    /// <summary>Where it was handed over.</summary>
    public string Warehouse { get; set; } = "";

    /// <summary>When, in UTC.</summary>
    public DateTimeOffset At { get; set; }

    /// <inheritdoc />
    public int Version { get; set; }

    /// <summary>Why the parcel cannot leave; null when it can.</summary>
    public static string? Obstacle(Label? label, WarehouseJob? job) => (label?.Status, job?.Status) switch
    {
        (null, _) => "there is no label",
        (LabelStatus.Voided, _) => "the label was voided",
        (_, null) => "the warehouse was never notified",
        (_, WarehouseJobStatus.Recalled) => "the warehouse was called off",
        _ => null,
    };
}

/// <summary>The table of <see cref="HandOver"/>.</summary>
public sealed class HandOverMapping : IEntityTypeConfiguration<HandOver>
{
    /// <inheritdoc />
    public void Configure(EntityTypeBuilder<HandOver> row)
    {
        row.ToTable("hand_over", "participants");
        row.HasKey(x => x.OrderId);
        row.Property(x => x.OrderId).ValueGeneratedNever();
        row.Property(x => x.Version).IsConcurrencyToken();
    }
}
