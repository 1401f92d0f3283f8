using SagaPlatform.Payments.CrossChainTransfer;
using SagaPlatform.Testing.Sagas;

namespace SagaPlatform.Payments.Tests.CrossChainTransfer;

/// <summary>The machine as a whole, its documents, and its row.</summary>
public sealed class TransferStateMachineTests() : WholeMachine<TransferStateMachine, TransferState>(new TransferScript(), "a transfer")
{
    protected override TransferState Filled() =>
        new() { SourceAccount = "SRC-1", TargetAccount = "TGT-1", AmountMinor = long.MaxValue, Currency = "BTC", FeeMinor = 7 };
}
