using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using SagaPlatform.Core.Persistence;

namespace SagaPlatform.Participants.RideMonitoring;

/// <summary>What the monitoring knows of one ride.</summary>
public sealed class RideWatch : IVersionedRow
{
    /// <summary>The ride.</summary>
    public Guid RideId { get; set; }

    /// <summary>When the driver set out.</summary>
    public DateTimeOffset SetOutAt { get; set; }

    /// <summary>When the driver is with the rider.</summary>
    public DateTimeOffset ArrivesAt { get; set; }

    /// <summary>When the ride was first looked at; null before.</summary>
    public DateTimeOffset? BegunAt { get; set; }

    /// <summary>When the ride is over; null before it began.</summary>
    public DateTimeOffset? EndsAt { get; set; }

    /// <summary>How often somebody looked.</summary>
    public int Looks { get; set; }

    /// <summary>Whether an alert was raised.</summary>
    public bool IsAlarmed { get; set; }

    /// <inheritdoc />
    public int Version { get; set; }
}

/// <summary>The table of <see cref="RideWatch"/>.</summary>
public sealed class RideWatchMapping : IEntityTypeConfiguration<RideWatch>
{
    /// <inheritdoc />
    public void Configure(EntityTypeBuilder<RideWatch> row)
    {
        row.ToTable("ride_watch", "participants");
        row.HasKey(x => x.RideId);
        row.Property(x => x.RideId).ValueGeneratedNever();
        row.Property(x => x.Version).IsConcurrencyToken();
    }
}
