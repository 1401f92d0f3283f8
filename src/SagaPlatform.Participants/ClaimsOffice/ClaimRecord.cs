using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using SagaPlatform.Contracts.Claims;
using SagaPlatform.Core.Persistence;

namespace SagaPlatform.Participants.ClaimsOffice;

/// <summary>The compliance record of a claim that is over: what was decided, by whom, and what was paid. Written once, never changed.</summary>
public sealed class ClaimRecord : IVersionedRow
{
    /// <summary>The claim.</summary>
    public Guid ClaimId { get; set; }

    /// <summary>How it ended.</summary>
    public ClaimOutcome Outcome { get; set; }

    /// <summary>Why it was rejected or withdrawn; empty when it was paid.</summary>
    public string Reason { get; set; } = "";

    /// <summary>What was paid, in minor units; 0 when nothing was.</summary>
    public long PaidMinor { get; set; }

    /// <summary>Of which currency, ISO 4217; empty when nothing was paid.</summary>
    public string Currency { get; set; } = "";

    /// <summary>By what the payment is found; empty when nothing was paid.</summary>
    public string PaymentReference { get; set; } = "";

    /// <summary>Every person who decided about it.</summary>
    public List<string> DecidedBy { get; set; } = [];

    /// <summary>When it was written, in UTC.</summary>
    public DateTimeOffset At { get; set; }

    /// <inheritdoc />
    public int Version { get; set; }
}

/// <summary>The table of <see cref="ClaimRecord"/>.</summary>
public sealed class ClaimRecordMapping : IEntityTypeConfiguration<ClaimRecord>
{
    /// <inheritdoc />
    public void Configure(EntityTypeBuilder<ClaimRecord> row)
    {
        row.ToTable("claim_record", "participants");
        row.HasKey(x => x.ClaimId);
        row.Property(x => x.ClaimId).ValueGeneratedNever();
        row.Property(x => x.Outcome).HasConversion<string>();
        row.Property(x => x.DecidedBy).HasJsonConversion();
        row.Property(x => x.Version).IsConcurrencyToken();
    }
}
