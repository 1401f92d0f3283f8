using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Payments;

namespace SagaPlatform.Payments.Tests.CrossChainTransfer;

/// <summary>Transfers to initiate.</summary>
static class ExampleTransfer
{
    public const long AmountMinor = 100_000;

    /// <summary>25 basis points of the amount.</summary>
    public const long FeeMinor = 250;

    public static InitiateTransfer Good(Guid? id = null) => new(id ?? Guid.NewGuid(), "SRC-1001", "TGT-1001", new Money(AmountMinor, "BTC"));

    public static InitiateTransfer From(string account) => Good() with { SourceAccount = account };

    public static InitiateTransfer To(string account) => Good() with { TargetAccount = account };

    public static InitiateTransfer Of(long amountMinor, string currency = "BTC") => Good() with { Amount = new Money(amountMinor, currency) };
}
