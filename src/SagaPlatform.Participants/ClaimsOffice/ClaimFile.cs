using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using SagaPlatform.Contracts.Claims;
using SagaPlatform.Core.Persistence;

namespace SagaPlatform.Participants.ClaimsOffice;

/// <summary>What became of a file.</summary>
public enum ClaimFileStatus
{
    /// <summary>The claim is worked on.</summary>
    Open,

    /// <summary>The claim is paid or rejected.</summary>
    Recorded,

    /// <summary>The claim was withdrawn.</summary>
    Closed,
}

/// <summary>What the office knows of one claim.</summary>
public sealed class ClaimFile : IVersionedRow
{
    /// <summary>The claim.</summary>
    public Guid ClaimId { get; set; }

    /// <summary>The policy it is about.</summary>
    public string PolicyNumber { get; set; } = "";

    /// <summary>What happened, in a word.</summary>
    public string Peril { get; set; } = "";

    /// <summary>When it happened.</summary>
    public DateTimeOffset OccurredAt { get; set; }

    /// <summary>What is claimed, in minor units.</summary>
    public long ClaimedMinor { get; set; }

    /// <summary>Of which currency, ISO 4217.</summary>
    public string Currency { get; set; } = "";

    /// <summary>References to its documents.</summary>
    public List<ClaimDocument> Documents { get; set; } = [];

    /// <summary>How likely it is a fraud, of 100; null while nobody asked.</summary>
    public int? FraudScore { get; set; }

    /// <summary>What is to be paid, in minor units; null while nobody asked.</summary>
    public long? PayableMinor { get; set; }

    /// <summary>What became of it.</summary>
    public ClaimFileStatus Status { get; set; }

    /// <summary>When it was last written, in UTC.</summary>
    public DateTimeOffset At { get; set; }

    /// <inheritdoc />
    public int Version { get; set; }

    /// <summary>The score of the claim under its policy: its history, a claim soon after the policy began, a claim of nearly all that is insured.</summary>
    public int Score(Policy policy)
    {
        var young = OccurredAt - policy.InForceFrom < TimeSpan.FromDays(30) ? 20 : 0;
        var large = ClaimedMinor >= policy.InsuredMinor / 10 * 9 ? 15 : 0;
        return Math.Min(100, policy.RiskPoints + young + large);
    }

    /// <summary>In a word.</summary>
    public string Risk => FraudScore switch { >= 50 => "high", >= 25 => "medium", _ => "low" };
}

/// <summary>The table of <see cref="ClaimFile"/>.</summary>
public sealed class ClaimFileMapping : IEntityTypeConfiguration<ClaimFile>
{
    /// <inheritdoc />
    public void Configure(EntityTypeBuilder<ClaimFile> row)
    {
        row.ToTable("claim_file", "participants");
        row.HasKey(x => x.ClaimId);
        row.Property(x => x.ClaimId).ValueGeneratedNever();
        row.Property(x => x.Documents).HasJsonConversion();
        row.Property(x => x.Status).HasConversion<string>();
        row.Property(x => x.Version).IsConcurrencyToken();
        row.Ignore(x => x.Risk);
    }
}
