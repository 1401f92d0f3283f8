using SagaPlatform.Contracts.Payments;
using SagaPlatform.Payments.Clearing;
using SagaPlatform.Testing.Sagas;

namespace SagaPlatform.Payments.Tests.Clearing;

/// <summary>The machine as a whole, its documents, and its row.</summary>
public sealed class ClearingStateMachineTests() : WholeMachine<ClearingStateMachine, ClearingState>(new ClearingScript(), "a clearing", diagram: "clearing")
{
    protected override ClearingState Filled() => new()
    {
        TradingDay = ExampleClearing.Day, TradeCount = 3, Failures = [new UnsettledInstruction("BRK-02/ACME/USD", "no funds")],
        Instructions = [new SettlementInstruction("BRK-01/ACME/USD", "BRK-01", "ACME", "USD", long.MaxValue, long.MinValue)],
    };
}
