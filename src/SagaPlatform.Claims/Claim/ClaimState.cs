using Microsoft.EntityFrameworkCore;
using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Claims;
using SagaPlatform.Core.Persistence;
using SagaPlatform.Core.Sagas;

namespace SagaPlatform.Claims.Claim;

/// <summary>What is decided about a claim.</summary>
public enum ClaimDecision
{
    /// <summary>Nothing yet.</summary>
    Open,

    /// <summary>It is to be paid.</summary>
    Approved,

    /// <summary>It is not to be paid, unless an appeal is granted.</summary>
    Rejected,
}

/// <summary>How a claim stands to its deadline.</summary>
public enum DeadlineStatus
{
    /// <summary>There is time.</summary>
    OnTime,

    /// <summary>It is not decided, and there is little time.</summary>
    Near,

    /// <summary>It was not decided in time.</summary>
    Breached,

    /// <summary>It was decided in time.</summary>
    Met,
}

/// <summary>One claim: what is claimed, what was found out, who decided what.</summary>
public sealed class ClaimState : ProcessState
{
    const uint PaymentMark = 0xC1A1_3000;

    /// <summary>The payment of a claim; and of the payment's id, the claim's.</summary>
    public static Guid PaymentIdOf(Guid claimId) => PairedId.Of(claimId, PaymentMark);

    /// <summary>Who filed it; never decides about it.</summary>
    public string FiledBy { get; set; } = "";

    /// <summary>The policy.</summary>
    public string PolicyNumber { get; set; } = "";

    /// <summary>What happened, in a word.</summary>
    public string Peril { get; set; } = "";

    /// <summary>When it happened.</summary>
    public DateTimeOffset OccurredAt { get; set; }

    /// <summary>What is claimed, in minor units of <see cref="Currency"/>.</summary>
    public long ClaimedMinor { get; set; }

    /// <summary>ISO 4217.</summary>
    public string Currency { get; set; } = "";

    /// <summary>Who gets the money.</summary>
    public string PayoutAccount { get; set; } = "";

    /// <summary>References to the documents that came in.</summary>
    public List<ClaimDocument> Documents { get; set; } = [];

    /// <summary>The kinds of documents that are missing.</summary>
    public List<string> MissingDocuments { get; set; } = [];

    /// <summary>How likely it is a fraud, of 100; null while nobody knows.</summary>
    public int? FraudScore { get; set; }

    /// <summary>Whether a person has to look into it.</summary>
    public bool IsSuspicious { get; set; }

    /// <summary>What is to be paid, in minor units; 0 while nothing is assessed.</summary>
    public long PayableMinor { get; set; }

    /// <summary>How large the risk is; empty while nobody knows.</summary>
    public string Risk { get; set; } = "";

    /// <summary>Who decided about it so far.</summary>
    public List<string> DecidedBy { get; set; } = [];

    /// <summary>How many different people have approved the payment.</summary>
    public int Approvals { get; set; }

    /// <summary>What is decided.</summary>
    public ClaimDecision Decision { get; set; }

    /// <summary>Why it is rejected; empty when it is not.</summary>
    public string RejectedBecause { get; set; } = "";

    /// <summary>An appeal counts until then; null while there is no rejection.</summary>
    public DateTimeOffset? AppealUntil { get; set; }

    /// <summary>Why the claimant does not accept the rejection; empty without an appeal.</summary>
    public string AppealedBecause { get; set; } = "";

    /// <summary>Whether it has the longer deadline.</summary>
    public bool IsComplex { get; set; }

    /// <summary>It should be decided by then; null when nothing is left to decide.</summary>
    public DateTimeOffset? DeadlineAt { get; set; }

    /// <summary>An undecided claim gives warning then; null when nothing is left to decide.</summary>
    public DateTimeOffset? WarnAt { get; set; }

    /// <summary>How it stands to its deadline.</summary>
    public DeadlineStatus Deadline { get; set; }

    /// <summary>By what the payment is found; empty until it is paid.</summary>
    public string PaymentReference { get; set; } = "";

    /// <summary>What is claimed.</summary>
    public Money Claimed => new(ClaimedMinor, Currency);

    /// <summary>What is to be paid.</summary>
    public Money Payable => new(PayableMinor, Currency);

    internal bool IsOpen => Decision == ClaimDecision.Open;

    internal bool IsApproved => Decision == ClaimDecision.Approved;

    internal bool IsRejected => Decision == ClaimDecision.Rejected;

    internal bool IsAppealed => AppealedBecause.Length > 0;

    /// <summary>Whoever filed it, or decided before, does not decide.</summary>
    internal IReadOnlyList<string> MayNotDecide => [FiledBy, .. DecidedBy];
}

/// <summary>The table <c>saga.claim</c>.</summary>
public static class ClaimStateMapping
{
    /// <summary>Maps what a claim has beside what every saga has.</summary>
    public static void Map(ModelBuilder model)
    {
        var claim = model.MapProcess<ClaimState>("claim");
        claim.Property(x => x.FiledBy).HasMaxLength(128);
        claim.Property(x => x.PolicyNumber).HasMaxLength(64);
        claim.Property(x => x.Peril).HasMaxLength(64);
        claim.Property(x => x.Currency).HasMaxLength(3);
        claim.Property(x => x.PayoutAccount).HasMaxLength(64);
        claim.Property(x => x.Documents).HasJsonConversion();
        claim.Property(x => x.MissingDocuments).HasJsonConversion();
        claim.Property(x => x.Risk).HasMaxLength(16);
        claim.Property(x => x.DecidedBy).HasJsonConversion();
        claim.Property(x => x.Decision).HasConversion<string>().HasMaxLength(16);
        claim.Property(x => x.Deadline).HasConversion<string>().HasMaxLength(16);
        claim.Property(x => x.PaymentReference).HasMaxLength(64);
        // What is due next: open claims by their deadline.
        claim.HasIndex(x => x.DeadlineAt).HasFilter("deadline_at IS NOT NULL");
        foreach (var made in (string[])[nameof(ClaimState.Claimed), nameof(ClaimState.Payable), nameof(ClaimState.IsOpen), nameof(ClaimState.IsApproved),
            nameof(ClaimState.IsRejected), nameof(ClaimState.IsAppealed), nameof(ClaimState.MayNotDecide)])
            claim.Ignore(made);
    }
}
