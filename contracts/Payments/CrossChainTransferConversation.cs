using SagaPlatform.Contracts.Payments;

namespace SagaPlatform.Contracts;

public static partial class Conversations
{
    /// <summary>Cross-chain transfer, from its initiation to its last word.</summary>
    public static Conversation CrossChainTransfer { get; } = new(
        "Payments",
        "Cross-chain transfer",
        typeof(ITransferMessage),
        Queues.CrossChainTransfer,
        [
            Command<InitiateTransfer>(Queues.CrossChainTransfer),

            Command<ValidateSourceAccount>(Queues.SourceChain),
            Answer<SourceAccountValidated>(to: typeof(ValidateSourceAccount)),
            Answer<SourceAccountRefused>(to: typeof(ValidateSourceAccount)),

            Command<LockFunds>(Queues.SourceChain),
            Answer<FundsLocked>(to: typeof(LockFunds)),
            Answer<LockRefused>(to: typeof(LockFunds)),
            Command<UnlockFunds>(Queues.SourceChain),
            Answer<FundsUnlocked>(to: typeof(UnlockFunds)),

            Command<MonitorTransfer>(Queues.TargetChain),
            Answer<TransferMonitored>(to: typeof(MonitorTransfer)),
            Answer<MonitoringRefused>(to: typeof(MonitorTransfer)),

            Command<AskConfirmation>(Queues.TargetChain),
            Answer<TransferConfirmed>(to: typeof(AskConfirmation)),
            Answer<TransferRejected>(to: typeof(AskConfirmation)),

            Command<ReleaseFunds>(Queues.TargetChain),
            Answer<FundsReleased>(to: typeof(ReleaseFunds)),
            Answer<ReleaseRefused>(to: typeof(ReleaseFunds)),

            Command<RecordTransfer>(Queues.SourceChain),
            Answer<TransferRecorded>(to: typeof(RecordTransfer)),
            Answer<RecordRefused>(to: typeof(RecordTransfer)),

            Command<CancelTransfer>(Queues.CrossChainTransfer),
            // Published, not answered: whoever cancels may be a page that is long gone when the saga refuses.
            Announcement<TransferCancellationRefused>(),
            Command<RuleTransfer>(Queues.CrossChainTransfer),

            Announcement<TransferCompleted>(),
            Announcement<TransferCompensated>(),
            Announcement<TransferNeedsAttention>(),
        ]);
}
