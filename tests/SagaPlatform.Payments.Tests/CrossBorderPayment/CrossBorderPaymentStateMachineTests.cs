using SagaPlatform.Contracts.Payments;
using SagaPlatform.Payments.CrossBorderPayment;
using SagaPlatform.Testing.Embedded;
using SagaPlatform.Testing.Sagas;

namespace SagaPlatform.Payments.Tests.CrossBorderPayment;

/// <summary>The machine as a whole, its documents, and its row.</summary>
public sealed class CrossBorderPaymentStateMachineTests() : WholeMachine<CrossBorderPaymentStateMachine, CrossBorderPaymentState>(new CrossBorderScript(), "a cross-border payment")
{
    protected override CrossBorderPaymentState Filled() => new()
    {
        Payer = new PaymentParty("EUR-1", "Ada", "DE"), Payee = new PaymentParty("USD-1", "Bea", "US"), AmountMinor = long.MaxValue, Currency = "EUR",
        Purpose = "invoice", PayoutMinorMin = 7, Hits = ["one", "two"], ClearedBy = "Olga", QuoteRound = 3, PayoutMinor = 8, PayoutCurrency = "USD",
        Rate = "217/200 (1.085)", RateSource = "market", QuoteValidUntil = VirtualTime.Dawn.AddMinutes(10),
    };
}
