using SagaPlatform.Contracts.Claims;

namespace SagaPlatform.Contracts;

public static partial class Conversations
{
    /// <summary>A claim, from filing it to its last word.</summary>
    public static Conversation Claim { get; } = new(
        "Claims",
        "Claim",
        typeof(IClaimMessage),
        Queues.Claim,
        [
            Command<FileClaim>(Queues.Claim),

            Command<ValidateClaim>(Queues.ClaimsOffice),
            Answer<ClaimValidated>(to: typeof(ValidateClaim)),
            Answer<ClaimDocumentsMissing>(to: typeof(ValidateClaim)),
            Answer<ClaimNotCovered>(to: typeof(ValidateClaim)),
            Answer<ClaimFileRefused>(to: typeof(ValidateClaim)),
            Command<CloseClaimFile>(Queues.ClaimsOffice),
            Answer<ClaimFileClosed>(to: typeof(CloseClaimFile)),

            Announcement<ClaimDocumentsRequested>(),
            Command<ProvideDocuments>(Queues.Claim),

            Command<ScoreClaim>(Queues.ClaimsOffice),
            Answer<ClaimScored>(to: typeof(ScoreClaim)),
            Answer<ClaimScoringRefused>(to: typeof(ScoreClaim)),

            Command<InvestigateClaim>(Queues.ClaimsDesk),
            Answer<ClaimCleared>(to: typeof(InvestigateClaim)),
            Answer<FraudConfirmed>(to: typeof(InvestigateClaim)),
            Answer<InvestigationRefused>(to: typeof(InvestigateClaim)),
            Command<WithdrawInvestigation>(Queues.ClaimsDesk),
            Answer<InvestigationWithdrawn>(to: typeof(WithdrawInvestigation)),

            Command<AssessClaim>(Queues.ClaimsOffice),
            Answer<ClaimAssessed>(to: typeof(AssessClaim)),
            Answer<ClaimNotPayable>(to: typeof(AssessClaim)),
            Answer<AssessmentRefused>(to: typeof(AssessClaim)),

            Command<RequestClaimApproval>(Queues.ClaimsDesk),
            Answer<ClaimApproved>(to: typeof(RequestClaimApproval)),
            Answer<ClaimApprovalDenied>(to: typeof(RequestClaimApproval)),
            Answer<ClaimApprovalRefused>(to: typeof(RequestClaimApproval)),
            Command<WithdrawClaimApproval>(Queues.ClaimsDesk),
            Answer<ClaimApprovalWithdrawn>(to: typeof(WithdrawClaimApproval)),

            Announcement<ClaimRejected>(),
            Command<AppealClaim>(Queues.Claim),
            Command<ReviewAppeal>(Queues.ClaimsDesk),
            Answer<AppealGranted>(to: typeof(ReviewAppeal)),
            Answer<AppealDenied>(to: typeof(ReviewAppeal)),
            Answer<AppealReviewRefused>(to: typeof(ReviewAppeal)),
            Command<WithdrawAppealReview>(Queues.ClaimsDesk),
            Answer<AppealReviewWithdrawn>(to: typeof(WithdrawAppealReview)),

            Command<RecordClaim>(Queues.ClaimsOffice),
            Answer<ClaimRecorded>(to: typeof(RecordClaim)),
            Answer<ClaimRecordRefused>(to: typeof(RecordClaim)),

            Command<WithdrawClaim>(Queues.Claim),
            Announcement<ClaimWithdrawalRefused>(),
            Command<RuleClaim>(Queues.Claim),

            Announcement<ClaimDeadlineNear>(),
            Announcement<ClaimDeadlineBreached>(),

            Announcement<ClaimPaid>(),
            Announcement<ClaimRejectionUpheld>(),
            Announcement<ClaimWithdrawn>(),
            Announcement<ClaimNeedsAttention>(),
        ]);
}
