using SagaPlatform.Payments.Clearing;
using SagaPlatform.Testing.Sagas;

namespace SagaPlatform.Payments.Tests.Clearing;

/// <summary>The machine as a whole, its documents, and its row.</summary>
public sealed class SettlementStateMachineTests() : WholeMachine<SettlementStateMachine, SettlementState>(new SettlementScript(), "a settlement", diagram: "settlement")
{
    protected override SettlementState Filled() => new()
    {
        ClearingId = Guid.NewGuid(), Instruction = "BRK-01/ACME/USD", Account = "BRK-01", Instrument = "ACME", Currency = "USD",
        Quantity = long.MaxValue, CashMinor = -1_000,
    };
}
