using SagaPlatform.Contracts.Claims;

namespace SagaPlatform.Claims.Claim;

/// <summary>What happens to a claim, in the words of the business. A rejection is a decision about the claim, not the end of the process.</summary>
static class ClaimVerbs
{
    public static void File(this ClaimState claim, FileClaim filed, ClaimOptions limits, DateTimeOffset now)
    {
        (claim.FiledBy, claim.PolicyNumber, claim.Peril, claim.OccurredAt) = (filed.FiledBy, filed.PolicyNumber, filed.Peril, filed.OccurredAt);
        (claim.ClaimedMinor, claim.Currency, claim.PayoutAccount) = (filed.Amount.AmountMinor, filed.Amount.Currency, filed.PayoutAccount);
        claim.Documents = [.. filed.Documents];
        claim.IsComplex = filed.Amount.AmountMinor > limits.SimpleUpToMinor;
        claim.DecideBy(now, limits);
    }

    /// <summary>Documents may come in while nobody knows yet which ones are missing.</summary>
    public static void Receive(this ClaimState claim, IReadOnlyList<ClaimDocument> documents)
    {
        claim.Documents = [.. claim.Documents.Union(documents)];
        claim.Misses(claim.MissingDocuments);
    }

    public static void Misses(this ClaimState claim, IEnumerable<string> kinds) =>
        claim.MissingDocuments = [.. kinds.Except(claim.Documents.Select(x => x.Kind), StringComparer.OrdinalIgnoreCase)];

    public static void Score(this ClaimState claim, int score, ClaimOptions limits)
    {
        claim.FraudScore = score;
        if (score >= limits.RejectFromScore)
            claim.Reject($"The fraud check gave {score} of 100.");
        else if (score >= limits.InvestigateFromScore)
            claim.Suspect(limits);
    }

    /// <summary>What has to be investigated has the longer deadline, from the day it was filed.</summary>
    static void Suspect(this ClaimState claim, ClaimOptions limits)
    {
        (claim.IsSuspicious, claim.IsComplex) = (true, true);
        claim.DecideBy(claim.StartedAt, limits);
    }

    public static void Assess(this ClaimState claim, ClaimAssessed assessed, ClaimOptions limits)
    {
        (claim.PayableMinor, claim.Risk) = (assessed.Payable.AmountMinor, assessed.Risk);
        if (limits.ApproversOf(claim.PayableMinor) == 0)
            claim.Decision = ClaimDecision.Approved;
    }

    public static void Approve(this ClaimState claim, IReadOnlyList<string> by)
    {
        claim.Decision = ClaimDecision.Approved;
        claim.Approvals = by.Count;
        claim.DecidedBy.AddRange(by);
    }

    public static void Reject(this ClaimState claim, string reason, string? by = null)
    {
        (claim.Decision, claim.RejectedBecause) = (ClaimDecision.Rejected, reason);
        if (by != null)
            claim.DecidedBy.Add(by);
        claim.NothingIsLeftToDecide();
    }

    /// <summary>The time to decide begins anew, and longer: the matter is not simple any more.</summary>
    public static void Appeal(this ClaimState claim, string reason, ClaimOptions limits, DateTimeOffset now)
    {
        (claim.AppealedBecause, claim.IsComplex) = (reason, true);
        if (claim.PayableMinor == 0)
            claim.PayableMinor = claim.ClaimedMinor; // rejected before anybody assessed it
        claim.DecideBy(now, limits);
    }

    public static void Grant(this ClaimState claim, IReadOnlyList<string> by)
    {
        claim.RejectedBecause = "";
        claim.Approve(by);
    }

    public static void Pay(this ClaimState claim, string reference)
    {
        claim.PaymentReference = reference;
        claim.NothingIsLeftToDecide();
    }

    static void DecideBy(this ClaimState claim, DateTimeOffset from, ClaimOptions limits)
    {
        var within = claim.IsComplex ? limits.ComplexWithin : limits.SimpleWithin;
        claim.DeadlineAt = from + within;
        claim.WarnAt = claim.DeadlineAt - (within * (limits.WarnBeforePercent / 100d));
        claim.Deadline = DeadlineStatus.OnTime;
    }

    /// <summary>A breach stays a breach.</summary>
    public static void NothingIsLeftToDecide(this ClaimState claim)
    {
        (claim.DeadlineAt, claim.WarnAt) = (null, null);
        if (claim.Deadline != DeadlineStatus.Breached)
            claim.Deadline = DeadlineStatus.Met;
    }
}
