using SagaPlatform.Contracts.Payments;
using SagaPlatform.Payments.RoutedPayment;
using SagaPlatform.Testing.Sagas;

namespace SagaPlatform.Payments.Tests.RoutedPayment;

/// <summary>The machine as a whole, its documents, and its row.</summary>
public sealed class RoutedPaymentStateMachineTests() : WholeMachine<RoutedPaymentStateMachine, RoutedPaymentState>(new RoutedPaymentScript(), "a payment")
{
    protected override RoutedPaymentState Filled() => new()
    {
        PayerToken = "tok", Last4 = "4242", PayeeAccount = "merchant-1", AmountMinor = long.MaxValue, Currency = "EUR",
        SettlementCurrency = "USD", Region = "DE", Candidates = [new GatewayCandidate("north", 1), new GatewayCandidate("south", 2)],
        ConvertedMinor = 7, Rate = "1/2", RateSource = "central bank", Rounding = "half to even",
        Gateway = "north", Reference = "north-1", FeeMinor = 1,
    };
}
