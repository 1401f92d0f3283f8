using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Payments;
using SagaPlatform.Payments.CrossChainTransfer;
using SagaPlatform.Testing.Sagas;

namespace SagaPlatform.Payments.Tests.CrossChainTransfer;

/// <summary>What the chains say to a transfer, for the tests that every saga has.</summary>
public sealed class TransferScript : SagaScript<TransferStateMachine, TransferState>
{
    public TransferScript() : base(TransferFamilies.Scripted, Queues.CrossChainTransfer)
    {
        StartedBy(id => ExampleTransfer.Good(id));

        When<ValidateSourceAccount>(
            yes: c => new SourceAccountValidated(c.TransferId, ExampleTransfer.FeeMinor), no: c => new SourceAccountRefused(c.TransferId, "frozen"));
        When<LockFunds>(yes: c => new FundsLocked(c.TransferId), no: c => new LockRefused(c.TransferId, "too little"));
        WhenUndone<UnlockFunds>(c => new FundsUnlocked(c.TransferId));
        When<MonitorTransfer>(yes: c => new TransferMonitored(c.TransferId), no: c => new MonitoringRefused(c.TransferId, "unknown account"));
        When<AskConfirmation>(yes: c => new TransferConfirmed(c.TransferId), no: c => new TransferRejected(c.TransferId, "forked away"));
        When<ReleaseFunds>(yes: c => new FundsReleased(c.TransferId), no: c => new ReleaseRefused(c.TransferId, "account closed"));
        When<RecordTransfer>(yes: c => new TransferRecorded(c.TransferId), no: c => new RecordRefused(c.TransferId, "archive closed"));

        CancelledBy(id => new CancelTransfer(id, "Changed my mind."));
        RuledBy((id, step, _, ruling) => new RuleTransfer(id, step, ruling, "treasury clerk"));
    }
}

public sealed class TransferFaultsTests : EveryFault<TransferScript>;

public sealed class TransferUndosTests : EveryUndo<TransferScript>;

public sealed class TransferCancellationsTests : EveryCancellation<TransferScript>;

public sealed class TransferWalksTests : RandomWalks<TransferScript>;

public sealed class TransferSchedulesTests : RandomSchedules<TransferScript>;
