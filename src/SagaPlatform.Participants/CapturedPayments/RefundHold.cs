using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using SagaPlatform.Core.Persistence;

namespace SagaPlatform.Participants.CapturedPayments;

/// <summary>What became of what a refund has set aside.</summary>
public enum RefundHoldStatus
{
    /// <summary>It is set aside.</summary>
    Frozen,

    /// <summary>It can be refunded again.</summary>
    Unfrozen,

    /// <summary>The payer has it.</summary>
    Booked,
}

/// <summary>What one refund has set aside of a payment.</summary>
public sealed class RefundHold : IVersionedRow
{
    /// <summary>The refund.</summary>
    public Guid RefundId { get; set; }

    /// <summary>The payment.</summary>
    public Guid PaymentId { get; set; }

    /// <summary>How much, in minor units of the payer's currency.</summary>
    public long AmountMinor { get; set; }

    /// <summary>The payee's share of it, in minor units of the payee's currency.</summary>
    public long ShareMinor { get; set; }

    /// <summary>What became of it.</summary>
    public RefundHoldStatus Status { get; set; }

    /// <summary>When the status was last written, in UTC.</summary>
    public DateTimeOffset At { get; set; }

    /// <inheritdoc />
    public int Version { get; set; }
}

/// <summary>The table of <see cref="RefundHold"/>.</summary>
public sealed class RefundHoldMapping : IEntityTypeConfiguration<RefundHold>
{
    /// <inheritdoc />
    public void Configure(EntityTypeBuilder<RefundHold> row)
    {
        row.ToTable("refund_hold", "participants");
        row.HasKey(x => x.RefundId);
        row.Property(x => x.RefundId).ValueGeneratedNever();
        row.Property(x => x.Status).HasConversion<string>();
        row.Property(x => x.Version).IsConcurrencyToken();
    }
}
