using MassTransit;
using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Payments;

namespace SagaPlatform.Payments.Tests.CrossBorderPayment;

static class ExamplePayment
{
    /// <summary>100.00 EUR to the United States, at whatever rate.</summary>
    public static StartCrossBorderPayment Good(Guid? id = null) => new(
        id ?? NewId.NextGuid(),
        new PaymentParty("EUR-1001", "Ada Payer", "DE"),
        new PaymentParty("USD-1001", "Bea Payee", "US"),
        new Money(10_000, "EUR"), "USD", "invoice 17", PayoutMinorMin: 1);

    public static StartCrossBorderPayment From(string account) => Good() is var x ? x with { Payer = x.Payer with { Account = account } } : x;

    public static StartCrossBorderPayment To(string account) => Good() is var x ? x with { Payee = x.Payee with { Account = account } } : x;

    /// <summary>The payer wants to see each quote.</summary>
    public static StartCrossBorderPayment Asking() => Good() with { PayoutMinorMin = null };

    /// <summary>The payee is named like somebody on the sanctions list.</summary>
    public static StartCrossBorderPayment ToSomebodyListed() => Good() is var x ? x with { Payee = x.Payee with { Name = "jorg BEISPIEL Müller" } } : x;

    public static StartCrossBorderPayment Of(long amountMinor, string currency, string payoutCurrency) => Good() is var x
        ? x with
        {
            Amount = new Money(amountMinor, currency), PayoutCurrency = payoutCurrency,
            Payer = x.Payer with { Account = $"{currency}-1001" }, Payee = x.Payee with { Account = $"{payoutCurrency}-1001" },
        }
        : x;
}
