using MassTransit;
using Microsoft.Extensions.Options;
using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Claims;
using SagaPlatform.Contracts.Payments;
using SagaPlatform.Core.Sagas;

namespace SagaPlatform.Claims.Claim;

/// <summary>One claim, from the moment it is filed until it is paid, rejected for good, or withdrawn; always with a record of it.</summary>
/// <remarks>
/// A rejection, whoever says it, is a decision about the claim: the appeal and the record come after it. Only a withdrawal
/// gives back, which here means: nobody works on it any more. Silence never decides about a claim; it asks a person. From the
/// payment on it only goes forward.
/// </remarks>
public sealed class ClaimStateMachine : ProcessStateMachine<ClaimState>
{
    /// <summary>The process.</summary>
    public ClaimStateMachine(IOptions<ClaimOptions> options, TimeProvider? time = null) : base(time)
    {
        var limits = options.Value;
        var clock = time ?? TimeProvider.System;
        Correlates<IClaimMessage>(m => m.ClaimId);
        Correlates<IRoutedPaymentMessage>(m => ClaimState.PaymentIdOf(m.PaymentId));
        var documents = Hears<ProvideDocuments>();
        var appeal = Hears<AppealClaim>();

        StartedBy<FileClaim>((c, m) => c.File(m, limits, clock.GetUtcNow()));

        Step("ValidateClaim", s => s
            .Asks(Queues.ClaimsOffice, c => new ValidateClaim(c.CorrelationId, c.PolicyNumber, c.Peril, c.OccurredAt, c.Claimed, c.Documents))
            .AnsweredBy<ClaimValidated>()
            .AnsweredBy<ClaimDocumentsMissing>((c, m) => c.Misses(m.Missing))
            .AnsweredBy<ClaimNotCovered>((c, m) => c.Reject(m.Reason))
            .RefusedBy<ClaimFileRefused>(m => m.Reason)
            .Within(limits.AnswerWithin, attempts: 3)
            .AsksAPersonWhenSilent()
            .UndoneBy(c => new CloseClaimFile(c.CorrelationId, c.Ledger.Reason ?? ""))
            .ConfirmedBy<ClaimFileClosed>(within: limits.UndoWithin));

        var awaitDocuments = Pause("AwaitDocuments", rings: limits.DocumentsReminderEvery,
            announces: c => new ClaimDocumentsRequested(c.CorrelationId, c.MissingDocuments, Reminder: 0),
            onlyIf: c => c.IsOpen && c.MissingDocuments.Count > 0);
        During(State("ValidateClaim"),
            When(documents).Then(x => x.Saga.Receive(x.Message.Documents)));
        During(State(ProcessStates.NeedsAttention),
            When(documents).Then(x => x.Saga.Receive(x.Message.Documents)));
        During(awaitDocuments,
            When(documents)
                .Then(x => x.Saga.Receive(x.Message.Documents))
                .If(x => x.Saga.MissingDocuments.Count == 0, complete => complete.GoesOn(this)),
            WhenItRings()
                .IfElse(x => Reminders(x.Saga) <= limits.DocumentsRemindersMax,
                    wait => wait.Publish(x => new ClaimDocumentsRequested(x.Saga.CorrelationId, x.Saga.MissingDocuments, Reminders(x.Saga))),
                    enough => enough
                        .Then(x => x.Saga.Reject($"These documents never came: {string.Join(", ", x.Saga.MissingDocuments)}."))
                        .GoesOn(this)));

        Step("CheckFraud", s => s
            .OnlyIf(c => c.IsOpen)
            .Asks(Queues.ClaimsOffice, c => new ScoreClaim(c.CorrelationId, c.Documents))
            .AnsweredBy<ClaimScored>((c, m) => c.Score(m.Score, limits))
            .RefusedBy<ClaimScoringRefused>(m => m.Reason)
            .Within(limits.AnswerWithin, attempts: 3)
            .AsksAPersonWhenSilent()
            .NothingToUndo());

        Step("InvestigateClaim", s => s
            .OnlyIf(c => c is { IsOpen: true, IsSuspicious: true })
            .Asks(Queues.ClaimsDesk, c => new InvestigateClaim(c.CorrelationId, c.PolicyNumber, c.Peril, c.Claimed, c.FraudScore ?? 0, c.MayNotDecide))
            .AnsweredBy<ClaimCleared>((c, m) => c.DecidedBy.Add(m.By))
            .AnsweredBy<FraudConfirmed>((c, m) => c.Reject(m.Reason, m.By))
            .RefusedBy<InvestigationRefused>(m => m.Reason)
            .Within(limits.DecisionReminderEvery, attempts: limits.DecisionAskedTimes)
            .AsksAPersonWhenSilent()
            .UndoneBy(c => new WithdrawInvestigation(c.CorrelationId))
            .ConfirmedBy<InvestigationWithdrawn>(within: limits.UndoWithin));

        Step("AssessClaim", s => s
            .OnlyIf(c => c.IsOpen)
            .Asks(Queues.ClaimsOffice, c => new AssessClaim(c.CorrelationId))
            .AnsweredBy<ClaimAssessed>((c, m) => c.Assess(m, limits))
            .AnsweredBy<ClaimNotPayable>((c, m) => c.Reject(m.Reason))
            .RefusedBy<AssessmentRefused>(m => m.Reason)
            .Within(limits.AnswerWithin, attempts: 3)
            .AsksAPersonWhenSilent()
            .NothingToUndo());

        Step("ApproveClaim", s => s
            .OnlyIf(c => c is { IsOpen: true, PayableMinor: > 0 })
            .Asks(Queues.ClaimsDesk, c => new RequestClaimApproval(c.CorrelationId, c.Payable, c.Risk, limits.ApproversOf(c.PayableMinor), c.MayNotDecide))
            .AnsweredBy<ClaimApproved>((c, m) => c.Approve(m.By))
            .AnsweredBy<ClaimApprovalDenied>((c, m) => c.Reject(m.Reason, m.By))
            .RefusedBy<ClaimApprovalRefused>(m => m.Reason)
            .Within(limits.DecisionReminderEvery, attempts: limits.DecisionAskedTimes)
            .AsksAPersonWhenSilent()
            .UndoneBy(c => new WithdrawClaimApproval(c.CorrelationId))
            .ConfirmedBy<ClaimApprovalWithdrawn>(within: limits.UndoWithin));

        // Once, and within its period: the ring of this pause is the end of the period.
        var awaitAppeal = Pause("AwaitAppeal", rings: limits.AppealPeriod,
            announces: c => Rejection(c, clock.GetUtcNow() + limits.AppealPeriod), onlyIf: c => !c.IsApproved);
        During(awaitAppeal,
            When(appeal)
                .Then(x => x.Saga.Appeal(x.Message.Reason, limits, clock.GetUtcNow()))
                .GoesOn(this),
            WhenItRings()
                .GoesOn(this));

        Step("ReviewAppeal", s => s
            .OnlyIf(c => c.IsAppealed)
            .Asks(Queues.ClaimsDesk, c => new ReviewAppeal(c.CorrelationId, c.RejectedBecause, c.AppealedBecause, c.Payable,
                Math.Max(1, limits.ApproversOf(c.PayableMinor)), c.MayNotDecide))
            .AnsweredBy<AppealGranted>((c, m) => c.Grant(m.By))
            .AnsweredBy<AppealDenied>((c, m) => c.Reject(m.Reason, m.By))
            .RefusedBy<AppealReviewRefused>(m => m.Reason)
            .Within(limits.DecisionReminderEvery, attempts: limits.DecisionAskedTimes)
            .AsksAPersonWhenSilent()
            .UndoneBy(c => new WithdrawAppealReview(c.CorrelationId))
            .ConfirmedBy<AppealReviewWithdrawn>(within: limits.UndoWithin));

        PointOfNoReturn();

        Step("PayClaim", s => s
            .OnlyIf(c => c.IsApproved)
            .Asks(Queues.RoutedPayment, c => new RequestPayment(ClaimState.PaymentIdOf(c.CorrelationId), limits.PayoutToken, limits.PayoutLast4, c.PayoutAccount,
                c.Payable, c.Currency, limits.PayoutRegion))
            .AnsweredBy<PaymentCompleted>((c, m) => c.Pay(m.Reference))
            .RefusedBy<PaymentCancelled>(m => m.Reason)
            .Within(limits.PayWithin, attempts: 2)
            .NothingToUndo());

        Step("RecordClaim", s => s
            .Asks(Queues.ClaimsOffice, c => c.IsApproved
                ? new RecordClaim(c.CorrelationId, ClaimOutcome.Paid, "", c.Payable, c.PaymentReference, c.DecidedBy)
                : new RecordClaim(c.CorrelationId, ClaimOutcome.Rejected, c.RejectedBecause, null, "", c.DecidedBy))
            .AnsweredBy<ClaimRecorded>((c, _) => c.NothingIsLeftToDecide())
            .RefusedBy<ClaimRecordRefused>(m => m.Reason)
            .Within(limits.AnswerWithin, attempts: 3)
            .NothingToUndo());

        Deadline("Near", at: c => c.WarnAt, c => c.Deadline = DeadlineStatus.Near,
            announces: c => new ClaimDeadlineNear(c.CorrelationId, c.DeadlineAt!.Value));
        Deadline("Breached", at: c => c.DeadlineAt, c => c.Deadline = DeadlineStatus.Breached,
            announces: c => new ClaimDeadlineBreached(c.CorrelationId, c.DeadlineAt!.Value));

        CancellableBy<WithdrawClaim>(m => m.Reason,
            refusedWith: (c, why) => new ClaimWithdrawalRefused(c.CorrelationId, why));
        RuledBy<RuleClaim>(m => m.Step, m => m.Ruling);

        Ends(completed: c => c.IsApproved
                ? new ClaimPaid(c.CorrelationId, c.Payable, c.PaymentReference)
                : new ClaimRejectionUpheld(c.CorrelationId, c.RejectedBecause),
            cancelled: (c, why) => new ClaimWithdrawn(c.CorrelationId, why),
            needsAttention: (c, question) => new ClaimNeedsAttention(c.CorrelationId, question),
            askingAgainEvery: limits.AskPersonAgainEvery);
    }

    static ClaimRejected Rejection(ClaimState claim, DateTimeOffset appealUntil)
    {
        if (claim.IsOpen)
            claim.Reject("Nobody decided about it."); // an operator ruled a silent step done: that approves nothing
        claim.AppealUntil = appealUntil;
        return new ClaimRejected(claim.CorrelationId, claim.RejectedBecause, appealUntil);
    }

    static int Reminders(ClaimState claim) => claim.Ledger.Line("AwaitDocuments")!.Attempts;
}
