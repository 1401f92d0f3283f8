using Microsoft.Extensions.Options;
using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Payments;
using SagaPlatform.Core.Sagas;

namespace SagaPlatform.Payments.CrossChainTransfer;

/// <summary>One transfer between two chains, from its initiation until the money is there, or unlocked and back.</summary>
/// <remarks>
/// Until the release, whatever fails unlocks the funds, once. The release on the target chain is the point of no return:
/// refused, the funds are unlocked; done, it only goes forward; silent, a person finds out. The wait for the confirmation is
/// a row in the timeout table: no thread waits, and the target chain is asked again when the row is due.
/// </remarks>
public sealed class TransferStateMachine : ProcessStateMachine<TransferState>
{
    /// <summary>The process.</summary>
    public TransferStateMachine(IOptions<TransferOptions> options, TimeProvider? time = null) : base(time)
    {
        var limits = options.Value;
        Correlates<ITransferMessage>(m => m.TransferId);

        StartedBy<InitiateTransfer>((transfer, m) => transfer.Remember(m));

        Step("ValidateAccount", s => s
            .Asks(Queues.SourceChain, t => new ValidateSourceAccount(t.CorrelationId, t.SourceAccount, t.Amount))
            .AnsweredBy<SourceAccountValidated>((t, m) => t.FeeMinor = m.FeeMinor)
            .RefusedBy<SourceAccountRefused>(m => m.Reason)
            .Within(limits.ValidateWithin, attempts: 2)
            .NothingToUndo());

        Step("LockFunds", s => s
            .Asks(Queues.SourceChain, t => new LockFunds(t.CorrelationId, t.SourceAccount, t.Amount))
            .AnsweredBy<FundsLocked>()
            .RefusedBy<LockRefused>(m => m.Reason)
            .Within(limits.LockWithin, attempts: 2)
            .UndoneBy(t => new UnlockFunds(t.CorrelationId, t.Ledger.Reason ?? ""))
            .ConfirmedBy<FundsUnlocked>(within: limits.UndoWithin));

        Step("MonitorTransfer", s => s
            .Asks(Queues.TargetChain, t => new MonitorTransfer(
                t.CorrelationId, t.TargetAccount, t.Amount, t.StartedAt + limits.MonitoringWithin))
            .AnsweredBy<TransferMonitored>()
            .RefusedBy<MonitoringRefused>(m => m.Reason)
            .Within(limits.MonitorWithin, attempts: 2)
            .NothingToUndo());

        Step("AwaitConfirmation", s => s
            .Asks(Queues.TargetChain, t => new AskConfirmation(t.CorrelationId))
            .AnsweredBy<TransferConfirmed>()
            .RefusedBy<TransferRejected>(m => m.Reason)
            .Within(limits.ConfirmationAskedEvery, attempts: limits.ConfirmationAttempts)
            .NothingToUndo());

        PointOfNoReturn("ReleaseFunds", s => s
            .Asks(Queues.TargetChain, t => new ReleaseFunds(t.CorrelationId, t.TargetAccount, t.Amount, t.FeeMinor))
            .AnsweredBy<FundsReleased>()
            .RefusedBy<ReleaseRefused>(m => m.Reason)
            .Within(limits.ReleaseWithin, attempts: 2)
            .NothingToUndo());

        Step("RecordTransfer", s => s
            .Asks(Queues.SourceChain, t => new RecordTransfer(t.CorrelationId, t.SourceAccount, t.TargetAccount, t.Amount, t.FeeMinor))
            .AnsweredBy<TransferRecorded>()
            .RefusedBy<RecordRefused>(m => m.Reason)
            .Within(limits.RecordWithin, attempts: 3)
            .NothingToUndo());

        CancellableBy<CancelTransfer>(m => m.Reason,
            refusedWith: (t, why) => new TransferCancellationRefused(t.CorrelationId, why));
        RuledBy<RuleTransfer>(m => m.Step, m => m.Ruling);

        Ends(completed: t => new TransferCompleted(t.CorrelationId, t.Amount, t.FeeMinor),
            cancelled: (t, why) => new TransferCompensated(t.CorrelationId, why),
            needsAttention: (t, question) => new TransferNeedsAttention(t.CorrelationId, question),
            askingAgainEvery: limits.AskPersonAgainEvery);
    }
}
