using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Payments;

namespace SagaPlatform.Payments.Tests.RoutedPayment;

/// <summary>Payments to ask for.</summary>
static class ExamplePayment
{
    /// <summary>100.00 EUR from a German card: northbank takes it for 1.30, atlantic for 2.05, worldwide for 3.20.</summary>
    public static RequestPayment Good(Guid? id = null) => new(
        id ?? Guid.NewGuid(), "tok_visa", "4242", "merchant-1", new Money(100_00, "EUR"), "EUR", "DE");

    /// <summary>A German card, a payee in the United States.</summary>
    public static RequestPayment Converted(Guid? id = null) => Good(id) with { SettlementCurrency = "USD" };

    public static RequestPayment PaidWith(string token) => Good() with { PayerToken = token };
}
