using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using SagaPlatform.Core.Persistence;

namespace SagaPlatform.Participants.Notification;

/// <summary>The confirmation that was sent for an order.</summary>
public sealed class Letter : IVersionedRow
{
    /// <summary>The order.</summary>
    public Guid OrderId { get; set; }

    /// <summary>Where it went.</summary>
    public string CustomerEmail { get; set; } = "";

    /// <summary>The parcel it tells of.</summary>
    public string TrackingNumber { get; set; } = "";

    /// <summary>When, in UTC.</summary>
    public DateTimeOffset At { get; set; }

    /// <inheritdoc />
    public int Version { get; set; }
}

/// <summary>The table of <see cref="Letter"/>.</summary>
public sealed class LetterMapping : IEntityTypeConfiguration<Letter>
{
    /// <inheritdoc />
    public void Configure(EntityTypeBuilder<Letter> row)
    {
        row.ToTable("letter", "participants");
        row.HasKey(x => x.OrderId);
        row.Property(x => x.OrderId).ValueGeneratedNever();
        row.Property(x => x.Version).IsConcurrencyToken();
    }
}
