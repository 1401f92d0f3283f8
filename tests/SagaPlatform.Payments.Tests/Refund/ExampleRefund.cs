using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Payments;

namespace SagaPlatform.Payments.Tests.Refund;

/// <summary>Refunds to ask for.</summary>
static class ExampleRefund
{
    public static RequestRefund Of(Guid payment, long minor, string currency = "EUR", Guid? id = null) =>
        new(id ?? Guid.NewGuid(), payment, new Money(minor, currency), "ada@example.com", "The parcel came empty.");
}
