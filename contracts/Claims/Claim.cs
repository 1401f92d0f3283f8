using System.Text.Json.Serialization;
using MassTransit;

namespace SagaPlatform.Contracts.Claims;

// Every message of the claim conversation, in the order of the process.
// Documents are named by reference only: their content never travels.

/// <summary>Every message of this conversation names its claim; the saga is found by it.</summary>
[ExcludeFromTopology]
public interface IClaimMessage
{
    /// <summary>The claim's id, made by whoever files it. The payment of the claim has the same id.</summary>
    Guid ClaimId { get; }
}

/// <summary>Names a document that lies somewhere else.</summary>
/// <param name="Kind">What it is, for example <c>photo</c> or <c>police-report</c>; 1 to 64 characters.</param>
/// <param name="Reference">Where it lies; 1 to 256 characters.</param>
public sealed record ClaimDocument(string Kind, string Reference);

/// <summary>Kinds of work that people have with claims.</summary>
public static class ClaimWork
{
    /// <summary>Whether a suspicious claim is honest.</summary>
    public const string Investigation = "claim-investigation";

    /// <summary>Whether a claim is paid.</summary>
    public const string Approval = "claim-approval";

    /// <summary>Whether a rejection was wrong.</summary>
    public const string Appeal = "claim-appeal";
}

/// <summary>How a claim ended.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ClaimOutcome>))]
public enum ClaimOutcome
{
    /// <summary>It was approved and paid.</summary>
    Paid,

    /// <summary>It was rejected.</summary>
    Rejected,

    /// <summary>Whoever filed it does not want it any more.</summary>
    Withdrawn,
}

// What starts it.

/// <summary>Files a claim. Safe to repeat: the same id with the same content is the same claim.</summary>
/// <param name="ClaimId">Made by the sender.</param>
/// <param name="FiledBy">Who files it; may never decide about it; 1 to 128 characters.</param>
/// <param name="PolicyNumber">The policy it is about; 1 to 64 characters.</param>
/// <param name="Peril">What happened, in a word: <c>glass</c>, <c>theft</c>, <c>water</c>; 1 to 64 characters.</param>
/// <param name="OccurredAt">When it happened.</param>
/// <param name="Description">What happened, in words; 1 to 2,000 characters.</param>
/// <param name="Amount">What is claimed; more than 0.</param>
/// <param name="PayoutAccount">Who gets the money; 1 to 64 characters.</param>
/// <param name="Documents">What comes with it; at most 50 lines.</param>
public sealed record FileClaim(
    Guid ClaimId,
    string FiledBy,
    string PolicyNumber,
    string Peril,
    DateTimeOffset OccurredAt,
    string Description,
    Money Amount,
    string PayoutAccount,
    IReadOnlyList<ClaimDocument> Documents) : IClaimMessage;

// 1. Validate: policy in force, covered, complete. Opens the file of the claim.

/// <summary>Asks whether the policy is in force and covers the claim, and whether it is complete.</summary>
public sealed record ValidateClaim(
    Guid ClaimId, string PolicyNumber, string Peril, DateTimeOffset OccurredAt, Money Amount, IReadOnlyList<ClaimDocument> Documents) : IClaimMessage;

/// <summary>In force, covered, complete.</summary>
public sealed record ClaimValidated(Guid ClaimId) : IClaimMessage;

/// <summary>In force and covered, but documents are missing.</summary>
/// <param name="ClaimId">The claim.</param>
/// <param name="Missing">The kinds of documents that are missing; 1 to 50 lines.</param>
public sealed record ClaimDocumentsMissing(Guid ClaimId, IReadOnlyList<string> Missing) : IClaimMessage;

/// <summary>The policy is not in force or does not cover it: the claim is rejected.</summary>
public sealed record ClaimNotCovered(Guid ClaimId, string Reason) : IClaimMessage;

/// <summary>No file was opened, and none will be.</summary>
public sealed record ClaimFileRefused(Guid ClaimId, string Reason) : IClaimMessage;

/// <summary>Closes the file of a claim that is withdrawn, with the record of it.</summary>
public sealed record CloseClaimFile(Guid ClaimId, string Reason) : IClaimMessage;

/// <summary>The file is closed and recorded; none will be opened any more.</summary>
public sealed record ClaimFileClosed(Guid ClaimId) : IClaimMessage;

// 2. Documents that are missing are waited for.

/// <summary>Asks the claimant for documents; repeated until they are there.</summary>
/// <param name="ClaimId">The claim.</param>
/// <param name="Missing">The kinds that are missing.</param>
/// <param name="Reminder">0 for the first time; at least 0.</param>
public sealed record ClaimDocumentsRequested(Guid ClaimId, IReadOnlyList<string> Missing, int Reminder) : IClaimMessage;

/// <summary>Documents have come in.</summary>
/// <param name="ClaimId">The claim.</param>
/// <param name="Documents">References to them; 1 to 50 lines.</param>
public sealed record ProvideDocuments(Guid ClaimId, IReadOnlyList<ClaimDocument> Documents) : IClaimMessage;

// 3. Fraud check.

/// <summary>Asks how likely the claim is a fraud.</summary>
/// <param name="ClaimId">The claim.</param>
/// <param name="Documents">All documents of the claim.</param>
public sealed record ScoreClaim(Guid ClaimId, IReadOnlyList<ClaimDocument> Documents) : IClaimMessage;

/// <summary>How likely it is a fraud.</summary>
/// <param name="ClaimId">The claim.</param>
/// <param name="Score">0 is not at all, 100 is certain; at least 0.</param>
public sealed record ClaimScored(Guid ClaimId, int Score) : IClaimMessage;

/// <summary>There is no score, and there will be none.</summary>
public sealed record ClaimScoringRefused(Guid ClaimId, string Reason) : IClaimMessage;

/// <summary>Asks an investigator to look into a suspicious claim. Each repeat is a reminder.</summary>
public sealed record InvestigateClaim(
    Guid ClaimId, string PolicyNumber, string Peril, Money Amount, int Score, IReadOnlyList<string> MayNotDecide) : IClaimMessage;

/// <summary>The investigator found nothing wrong.</summary>
public sealed record ClaimCleared(Guid ClaimId, string By) : IClaimMessage;

/// <summary>The investigator found a fraud: the claim is rejected.</summary>
public sealed record FraudConfirmed(Guid ClaimId, string By, string Reason) : IClaimMessage;

/// <summary>Nobody investigates, and nobody will.</summary>
public sealed record InvestigationRefused(Guid ClaimId, string Reason) : IClaimMessage;

/// <summary>Nobody needs to investigate any more.</summary>
public sealed record WithdrawInvestigation(Guid ClaimId) : IClaimMessage;

/// <summary>Nobody investigates any more.</summary>
public sealed record InvestigationWithdrawn(Guid ClaimId) : IClaimMessage;

// 4. Assess the risk and the amount.

/// <summary>Asks what is to be paid, and how large the risk is.</summary>
public sealed record AssessClaim(Guid ClaimId) : IClaimMessage;

/// <summary>What is to be paid.</summary>
/// <param name="ClaimId">The claim.</param>
/// <param name="Payable">After the deductible and up to the sum insured.</param>
/// <param name="Risk">For people: <c>low</c>, <c>medium</c> or <c>high</c>; 1 to 16 characters.</param>
public sealed record ClaimAssessed(Guid ClaimId, Money Payable, string Risk) : IClaimMessage;

/// <summary>Nothing is to be paid: the claim is rejected.</summary>
public sealed record ClaimNotPayable(Guid ClaimId, string Reason) : IClaimMessage;

/// <summary>There is no assessment, and there will be none.</summary>
public sealed record AssessmentRefused(Guid ClaimId, string Reason) : IClaimMessage;

// 5. Approve: nobody under a limit, one person, or two different people.

/// <summary>Asks people to approve the payment. Each repeat is a reminder.</summary>
/// <param name="ClaimId">The claim.</param>
/// <param name="Payable">What would be paid.</param>
/// <param name="Risk">How large the risk is.</param>
/// <param name="Approvers">How many different people must approve; more than 0.</param>
/// <param name="MayNotDecide">Who may not: whoever filed it, or decided about it before.</param>
public sealed record RequestClaimApproval(
    Guid ClaimId, Money Payable, string Risk, int Approvers, IReadOnlyList<string> MayNotDecide) : IClaimMessage;

/// <summary>As many different people as were needed have approved.</summary>
public sealed record ClaimApproved(Guid ClaimId, IReadOnlyList<string> By) : IClaimMessage;

/// <summary>Somebody said no: the claim is rejected.</summary>
public sealed record ClaimApprovalDenied(Guid ClaimId, string By, string Reason) : IClaimMessage;

/// <summary>Nobody is asked for approval, and nobody will be.</summary>
public sealed record ClaimApprovalRefused(Guid ClaimId, string Reason) : IClaimMessage;

/// <summary>Nobody needs to approve any more.</summary>
public sealed record WithdrawClaimApproval(Guid ClaimId) : IClaimMessage;

/// <summary>Nobody is asked for approval any more.</summary>
public sealed record ClaimApprovalWithdrawn(Guid ClaimId) : IClaimMessage;

// 6. A rejection can be appealed, once, within a period.

/// <summary>The claim is rejected.</summary>
/// <param name="ClaimId">The claim.</param>
/// <param name="Reason">Why.</param>
/// <param name="AppealUntil">An appeal counts until this moment.</param>
public sealed record ClaimRejected(Guid ClaimId, string Reason, DateTimeOffset AppealUntil) : IClaimMessage;

/// <summary>The claimant does not accept the rejection.</summary>
/// <param name="ClaimId">The claim.</param>
/// <param name="Reason">Why not; 1 to 512 characters.</param>
public sealed record AppealClaim(Guid ClaimId, string Reason) : IClaimMessage;

/// <summary>Asks other people to review the rejection. Each repeat is a reminder.</summary>
public sealed record ReviewAppeal(
    Guid ClaimId, string RejectedBecause, string AppealedBecause, Money Payable, int Approvers, IReadOnlyList<string> MayNotDecide) : IClaimMessage;

/// <summary>The rejection was wrong: the claim is approved.</summary>
public sealed record AppealGranted(Guid ClaimId, IReadOnlyList<string> By) : IClaimMessage;

/// <summary>The rejection stands.</summary>
public sealed record AppealDenied(Guid ClaimId, string By, string Reason) : IClaimMessage;

/// <summary>Nobody reviews it, and nobody will.</summary>
public sealed record AppealReviewRefused(Guid ClaimId, string Reason) : IClaimMessage;

/// <summary>Nobody needs to review it any more.</summary>
public sealed record WithdrawAppealReview(Guid ClaimId) : IClaimMessage;

/// <summary>Nobody reviews it any more.</summary>
public sealed record AppealReviewWithdrawn(Guid ClaimId) : IClaimMessage;

// 7. Pay: the routed payment with the claim's id (RequestPayment, PaymentCompleted, PaymentCancelled). Then the compliance record.

/// <summary>Asks for the compliance record of a decided claim.</summary>
/// <param name="ClaimId">The claim.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="Reason">Why it was rejected; empty when it was paid.</param>
/// <param name="Paid">What was paid; null when nothing was.</param>
/// <param name="PaymentReference">By what the payment is found; empty when nothing was paid.</param>
/// <param name="DecidedBy">Every person who decided about it.</param>
public sealed record RecordClaim(
    Guid ClaimId, ClaimOutcome Outcome, string Reason, Money? Paid, string PaymentReference, IReadOnlyList<string> DecidedBy) : IClaimMessage;

/// <summary>The record is there.</summary>
public sealed record ClaimRecorded(Guid ClaimId) : IClaimMessage;

/// <summary>There is no record, and there will be none.</summary>
public sealed record ClaimRecordRefused(Guid ClaimId, string Reason) : IClaimMessage;

// From people.

/// <summary>Whoever filed the claim does not want it any more.</summary>
/// <param name="ClaimId">The claim.</param>
/// <param name="Reason">1 to 256 characters.</param>
public sealed record WithdrawClaim(Guid ClaimId, string Reason) : IClaimMessage;

/// <summary>It is too late to withdraw.</summary>
public sealed record ClaimWithdrawalRefused(Guid ClaimId, string Reason) : IClaimMessage;

/// <summary>A person's answer to the question of a claim that needs attention.</summary>
/// <param name="ClaimId">The claim.</param>
/// <param name="Step">The step the question is about; 1 to 64 characters.</param>
/// <param name="Ruling">What the person found out.</param>
/// <param name="DecidedBy">Who says so; 1 to 128 characters.</param>
public sealed record RuleClaim(Guid ClaimId, string Step, Ruling Ruling, string DecidedBy) : IClaimMessage;

// The deadline, visible before it is missed.

/// <summary>The claim is not decided, and its deadline is near.</summary>
public sealed record ClaimDeadlineNear(Guid ClaimId, DateTimeOffset DeadlineAt) : IClaimMessage;

/// <summary>The claim was not decided by its deadline.</summary>
public sealed record ClaimDeadlineBreached(Guid ClaimId, DateTimeOffset DeadlineAt) : IClaimMessage;

// How it ends.

/// <summary>Approved, paid once, recorded.</summary>
public sealed record ClaimPaid(Guid ClaimId, Money Paid, string PaymentReference) : IClaimMessage;

/// <summary>Rejected for good, and recorded.</summary>
public sealed record ClaimRejectionUpheld(Guid ClaimId, string Reason) : IClaimMessage;

/// <summary>Withdrawn, and nobody works on it any more.</summary>
public sealed record ClaimWithdrawn(Guid ClaimId, string Reason) : IClaimMessage;

/// <summary>A person must find something out; repeated until somebody rules.</summary>
public sealed record ClaimNeedsAttention(Guid ClaimId, string Question) : IClaimMessage;
