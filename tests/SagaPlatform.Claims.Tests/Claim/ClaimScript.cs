using SagaPlatform.Claims.Claim;
using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Claims;
using SagaPlatform.Contracts.Payments;
using SagaPlatform.Testing.Sagas;

namespace SagaPlatform.Claims.Tests.Claim;

/// <summary>What everybody around a claim says, for the tests that every saga has.</summary>
public sealed class ClaimScript : SagaScript<ClaimStateMachine, ClaimState>
{
    public ClaimScript() : base(ClaimFamilies.Scripted, Queues.Claim)
    {
        StartedBy(id => ExampleClaim.Small(id));
        Variant("incomplete, approved by a person", id => ExampleClaim.Middling(id), x => x
            .When<ValidateClaim>(yes: c => new ClaimDocumentsMissing(c.ClaimId, ["police-report"]), no: c => new ClaimFileRefused(c.ClaimId, "no such office")));
        Variant("suspicious, rejected, appealed", id => ExampleClaim.Large(id), x => x
            .When<ScoreClaim>(yes: c => new ClaimScored(c.ClaimId, 60), no: c => new ClaimScoringRefused(c.ClaimId, "no file"))
            .When<RequestClaimApproval>(yes: c => new ClaimApprovalDenied(c.ClaimId, "Anna", "too dear"), no: c => new ClaimApprovalRefused(c.ClaimId, "closed")));
        Variant("not covered, the rejection stands", id => ExampleClaim.Small(id), x => x
            .When<ValidateClaim>(yes: c => new ClaimNotCovered(c.ClaimId, "expired"), no: c => new ClaimFileRefused(c.ClaimId, "no such office"))
            .When<ReviewAppeal>(yes: c => new AppealDenied(c.ClaimId, "Rosa", "it stands"), no: c => new AppealReviewRefused(c.ClaimId, "closed")));

        When<ValidateClaim>(yes: c => new ClaimValidated(c.ClaimId), no: c => new ClaimFileRefused(c.ClaimId, "no such office"));
        WhenUndone<CloseClaimFile>(c => new ClaimFileClosed(c.ClaimId));
        InPause("AwaitDocuments", goesOn: c => new ProvideDocuments(c.CorrelationId, [ExampleClaim.Report]));
        When<ScoreClaim>(yes: c => new ClaimScored(c.ClaimId, 10), no: c => new ClaimScoringRefused(c.ClaimId, "no file"));
        When<InvestigateClaim>(yes: c => new ClaimCleared(c.ClaimId, "Ines"), no: c => new InvestigationRefused(c.ClaimId, "closed"));
        WhenUndone<WithdrawInvestigation>(c => new InvestigationWithdrawn(c.ClaimId));
        When<AssessClaim>(yes: c => new ClaimAssessed(c.ClaimId, new Money(90_000, "EUR"), "low"), no: c => new AssessmentRefused(c.ClaimId, "no file"));
        When<RequestClaimApproval>(yes: c => new ClaimApproved(c.ClaimId, ["Anna"]), no: c => new ClaimApprovalRefused(c.ClaimId, "closed"));
        WhenUndone<WithdrawClaimApproval>(c => new ClaimApprovalWithdrawn(c.ClaimId));
        InPause("AwaitAppeal", goesOn: c => new AppealClaim(c.CorrelationId, "It was not my fault."), remembers: c => c.AppealedBecause = "It was not my fault.");
        When<ReviewAppeal>(yes: c => new AppealGranted(c.ClaimId, ["Rosa"]), no: c => new AppealReviewRefused(c.ClaimId, "closed"));
        WhenUndone<WithdrawAppealReview>(c => new AppealReviewWithdrawn(c.ClaimId));
        When<RequestPayment>(yes: c => new PaymentCompleted(c.PaymentId, "gateway", "PAY-1", c.Amount, c.Amount), no: c => new PaymentCancelled(c.PaymentId, "no gateway"));
        When<RecordClaim>(yes: c => new ClaimRecorded(c.ClaimId), no: c => new ClaimRecordRefused(c.ClaimId, "no archive"));

        CancelledBy(id => new WithdrawClaim(id, "found it"));
        RuledBy((id, step, _, ruling) => new RuleClaim(id, step, ruling, "operator"));
    }
}

public sealed class ClaimFaultsTests : EveryFault<ClaimScript>;

public sealed class ClaimUndosTests : EveryUndo<ClaimScript>;

public sealed class ClaimCancellationsTests : EveryCancellation<ClaimScript>;

public sealed class ClaimWalksTests : RandomWalks<ClaimScript>;

public sealed class ClaimSchedulesTests : RandomSchedules<ClaimScript>;
