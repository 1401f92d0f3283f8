using SagaPlatform.Payments.Refund;
using SagaPlatform.Testing.Sagas;

namespace SagaPlatform.Payments.Tests.Refund;

/// <summary>The machine as a whole, its documents, and its row.</summary>
public sealed class RefundStateMachineTests() : WholeMachine<RefundStateMachine, RefundState>(new RefundScript(), "a refund")
{
    protected override RefundState Filled() => new()
    {
        PaymentId = Guid.NewGuid(), AmountMinor = long.MaxValue, Currency = "EUR", PayerEmail = "ada@example.com", RequestedBecause = "why",
        Gateway = "north", PayeeShareMinor = 7, PayeeCurrency = "USD", Reference = "north-R-1",
    };
}
