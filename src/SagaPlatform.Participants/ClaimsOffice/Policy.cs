using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Claims;
using SagaPlatform.Core.Persistence;

namespace SagaPlatform.Participants.ClaimsOffice;

/// <summary>What an insurance covers, for how much, from when until when.</summary>
public sealed class Policy : IVersionedRow
{
    /// <summary>The policy's number.</summary>
    public string Number { get; set; } = "";

    /// <summary>The first moment it covers, in UTC.</summary>
    public DateTimeOffset InForceFrom { get; set; }

    /// <summary>The first moment it no longer covers, in UTC.</summary>
    public DateTimeOffset InForceUntil { get; set; }

    /// <summary>The perils it covers.</summary>
    public List<string> Perils { get; set; } = [];

    /// <summary>The kinds of documents that a claim needs.</summary>
    public List<string> RequiredDocuments { get; set; } = [];

    /// <summary>The most that is paid for one claim, in minor units; more than 0.</summary>
    public long InsuredMinor { get; set; }

    /// <summary>What the insured bears of each claim, in minor units; at least 0.</summary>
    public long DeductibleMinor { get; set; }

    /// <summary>Of which currency, ISO 4217.</summary>
    public string Currency { get; set; } = "";

    /// <summary>What earlier claims make of the fraud score of the next one; 0 to 100.</summary>
    public int RiskPoints { get; set; }

    /// <inheritdoc />
    public int Version { get; set; }

    /// <summary>Why the policy does not cover a claim; null when it does.</summary>
    public string? NotCovered(ValidateClaim claim) =>
        claim.OccurredAt < InForceFrom || claim.OccurredAt >= InForceUntil ? $"Policy {Number} was not in force at {claim.OccurredAt:u}."
        : !Perils.Contains(claim.Peril, StringComparer.OrdinalIgnoreCase) ? $"Policy {Number} does not cover {claim.Peril}."
        : claim.Amount.Currency != Currency ? $"Policy {Number} is in {Currency}, the claim in {claim.Amount.Currency}."
        : null;

    /// <summary>The kinds of documents that a claim lacks.</summary>
    public IReadOnlyList<string> Lacks(IEnumerable<ClaimDocument> documents) =>
        [.. RequiredDocuments.Except(documents.Select(x => x.Kind), StringComparer.OrdinalIgnoreCase)];

    /// <summary>What is paid for a claim: up to the sum insured, after the deductible; not more than 0 means nothing.</summary>
    public Money Payable(long claimedMinor) => new(Math.Min(claimedMinor, InsuredMinor) - DeductibleMinor, Currency);
}

/// <summary>The table of <see cref="Policy"/>.</summary>
public sealed class PolicyMapping : IEntityTypeConfiguration<Policy>
{
    /// <inheritdoc />
    public void Configure(EntityTypeBuilder<Policy> row)
    {
        row.ToTable("policy", "participants");
        row.HasKey(x => x.Number);
        row.Property(x => x.Perils).HasJsonConversion();
        row.Property(x => x.RequiredDocuments).HasJsonConversion();
        row.Property(x => x.Version).IsConcurrencyToken();
    }
}
