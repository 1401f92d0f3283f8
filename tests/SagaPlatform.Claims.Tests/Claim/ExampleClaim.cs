using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Claims;
using SagaPlatform.Participants.ClaimsOffice;

namespace SagaPlatform.Claims.Tests.Claim;

/// <summary>Claims to file. Amounts are chosen by how many people must approve them.</summary>
static class ExampleClaim
{
    public const string Claimant = "Clara Claimant";

    public static readonly ClaimDocument Photo = new("photo", "files/photo-1");

    public static readonly ClaimDocument Report = new("police-report", "files/report-1");

    static readonly DateTimeOffset Stormy = new(2025, 6, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>Nobody needs to approve it: 300.00 are paid of 400.00.</summary>
    public static FileClaim Small(Guid? id = null) => new(
        id ?? Guid.NewGuid(), Claimant, PolicySeed.Good, "glass", Stormy, "A branch fell on the greenhouse.", new Money(40_000, "EUR"), "acc_clara", [Photo]);

    /// <summary>One person approves it: 1,400.00 of 1,500.00. Still simple.</summary>
    public static FileClaim Middling(Guid? id = null) => Small(id) with { Amount = new Money(150_000, "EUR") };

    /// <summary>Two different people approve it: 19,900.00 of 20,000.00. Not simple.</summary>
    public static FileClaim Large(Guid? id = null) => Small(id) with { Amount = new Money(2_000_000, "EUR") };

    /// <summary>The police report is missing.</summary>
    public static FileClaim Incomplete(Guid? id = null) => Small(id) with { PolicyNumber = PolicySeed.NeedsReport };

    /// <summary>A person has to look into it.</summary>
    public static FileClaim Suspicious(Guid? id = null) => Small(id) with { PolicyNumber = PolicySeed.Suspicious };

    /// <summary>The fraud check rejects it.</summary>
    public static FileClaim Fraud(Guid? id = null) => Small(id) with { PolicyNumber = PolicySeed.Fraud };
}
