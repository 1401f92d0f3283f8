using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using SagaPlatform.Core.Persistence;

namespace SagaPlatform.Participants.Shipping;

/// <summary>What became of a tracking page.</summary>
public enum TrackingPageStatus
{
    /// <summary>The customer can see it.</summary>
    Open,

    /// <summary>It is gone.</summary>
    Closed,
}

/// <summary>The page on which the customer follows the parcel.</summary>
public sealed class TrackingPage : IVersionedRow
{
    /// <summary>The order.</summary>
    public Guid OrderId { get; set; }

    /// <summary>Where it is.</summary>
    public string Url { get; set; } = "";

    /// <summary>What became of it.</summary>
    public TrackingPageStatus Status { get; set; }

    /// <summary>When the status was last written, in UTC.</summary>
    public DateTimeOffset At { get; set; }

    /// <inheritdoc />
    public int Version { get; set; }

    /// <summary>Takes it down.</summary>
    public void Close(DateTimeOffset at)
    {
        Status = TrackingPageStatus.Closed;
        At = at;
    }
}

/// <summary>The table of <see cref="TrackingPage"/>.</summary>
public sealed class TrackingPageMapping : IEntityTypeConfiguration<TrackingPage>
{
    /// <inheritdoc />
    public void Configure(EntityTypeBuilder<TrackingPage> row)
    {
        row.ToTable("tracking_page", "participants");
        row.HasKey(x => x.OrderId);
        row.Property(x => x.OrderId).ValueGeneratedNever();
        row.Property(x => x.Status).HasConversion<string>();
        row.Property(x => x.Version).IsConcurrencyToken();
    }
}
