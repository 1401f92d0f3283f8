using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Claims;
using SagaPlatform.Core.Sagas;

namespace SagaPlatform.Claims.Claim;

/// <summary>A claim as its claimant sees it.</summary>
/// <param name="ClaimId">The claim.</param>
/// <param name="Status">
/// <c>Accepted</c>, <c>InReview</c>, <c>AwaitingDocuments</c>, <c>AwaitingDecision</c>, <c>Rejected</c>, <c>UnderAppeal</c>,
/// <c>Paying</c>, <c>Paid</c>, <c>RejectionUpheld</c>, <c>Withdrawing</c> or <c>Withdrawn</c>.
/// </param>
/// <param name="State">Where the process is, for operators; null while the claim is only accepted.</param>
/// <param name="Claimed">What is claimed.</param>
/// <param name="Payable">What is to be paid, once it is assessed.</param>
/// <param name="Documents">What came in.</param>
/// <param name="MissingDocuments">What is missing.</param>
/// <param name="Reason">Why it is rejected or withdrawn.</param>
/// <param name="AppealUntil">An appeal counts until then; null when none is waited for.</param>
/// <param name="DeadlineAt">It should be decided by then; null when nothing is left to decide.</param>
/// <param name="Deadline">How it stands to its deadline: <c>Near</c> and <c>Breached</c> are warnings.</param>
/// <param name="PaymentReference">By what the payment is found, once it is paid.</param>
/// <param name="Question">What a person has to find out, when the claim waits for one.</param>
/// <param name="FiledAt">When the process took it up.</param>
/// <param name="EndedAt">When it ended.</param>
public sealed record ClaimView(
    Guid ClaimId,
    string Status,
    string? State = null,
    Money? Claimed = null,
    Money? Payable = null,
    IReadOnlyList<ClaimDocument>? Documents = null,
    IReadOnlyList<string>? MissingDocuments = null,
    string? Reason = null,
    DateTimeOffset? AppealUntil = null,
    DateTimeOffset? DeadlineAt = null,
    DeadlineStatus? Deadline = null,
    string? PaymentReference = null,
    string? Question = null,
    DateTimeOffset? FiledAt = null,
    DateTimeOffset? EndedAt = null)
{
    /// <summary>A claim that is stored and on its way to its process.</summary>
    public static ClaimView Accepted(Guid claimId) => new(claimId, "Accepted");

    /// <summary>A claim that its process has taken up.</summary>
    public static ClaimView Of(ClaimState claim) => new(
        claim.CorrelationId, StatusOf(claim), claim.CurrentState, claim.Claimed, claim.PayableMinor > 0 ? claim.Payable : null,
        claim.Documents, claim.MissingDocuments, claim.Ledger.Reason ?? OrNull(claim.RejectedBecause),
        claim.CurrentState == "AwaitAppeal" ? claim.AppealUntil : null, claim.DeadlineAt, claim.Deadline,
        OrNull(claim.PaymentReference), claim.Question, claim.StartedAt, claim.EndedAt);

    static string StatusOf(ClaimState claim) => claim.CurrentState switch
    {
        ProcessStates.Completed => claim.Decision == ClaimDecision.Approved ? "Paid" : "RejectionUpheld",
        ProcessStates.Cancelled => "Withdrawn",
        _ when claim.Ledger.Reason != null => "Withdrawing",
        _ => AtWork(claim),
    };

    static string AtWork(ClaimState claim) => claim.Ledger.At switch
    {
        "AwaitDocuments" => "AwaitingDocuments",
        "InvestigateClaim" or "ApproveClaim" => "AwaitingDecision",
        "AwaitAppeal" => "Rejected",
        "ReviewAppeal" => "UnderAppeal",
        "PayClaim" or "RecordClaim" when claim.Decision == ClaimDecision.Approved => "Paying",
        "RecordClaim" => "Rejected",
        _ => "InReview",
    };

    static string? OrNull(string text) => text.Length == 0 ? null : text;
}
