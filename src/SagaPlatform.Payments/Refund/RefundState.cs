using Microsoft.EntityFrameworkCore;
using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Payments;
using SagaPlatform.Core.Persistence;
using SagaPlatform.Core.Sagas;

namespace SagaPlatform.Payments.Refund;

/// <summary>One refund: of which payment, how much, and what came of it.</summary>
public sealed class RefundState : ProcessState
{
    /// <summary>The payment that was captured.</summary>
    public Guid PaymentId { get; set; }

    /// <summary>What the payer gets back, in minor units of <see cref="Currency"/>.</summary>
    public long AmountMinor { get; set; }

    /// <summary>ISO 4217.</summary>
    public string Currency { get; set; } = "";

    /// <summary>Where the notice goes.</summary>
    public string PayerEmail { get; set; } = "";

    /// <summary>Why it was asked for.</summary>
    public string RequestedBecause { get; set; } = "";

    /// <summary>The gateway that captured; empty until the payment is frozen.</summary>
    public string Gateway { get; set; } = "";

    /// <summary>What the payee gives back, in minor units of <see cref="PayeeCurrency"/>; 0 until the payment is frozen.</summary>
    public long PayeeShareMinor { get; set; }

    /// <summary>What the payee was paid in; empty until the payment is frozen.</summary>
    public string PayeeCurrency { get; set; } = "";

    /// <summary>The gateway's number for the refund; empty until it is executed.</summary>
    public string Reference { get; set; } = "";

    /// <summary>What the payer gets back.</summary>
    public Money Amount => new(AmountMinor, Currency);

    /// <summary>What the payee gives back.</summary>
    public Money PayeeShare => new(PayeeShareMinor, PayeeCurrency);

    /// <summary>Keeps what was asked for.</summary>
    internal void Remember(RequestRefund request)
    {
        (PaymentId, AmountMinor, Currency) = (request.PaymentId, request.Amount.AmountMinor, request.Amount.Currency);
        (PayerEmail, RequestedBecause) = (request.PayerEmail, request.Reason);
    }

    /// <summary>Keeps who captured, and what the payee gives back.</summary>
    internal void Remember(PaymentFrozen frozen) =>
        (Gateway, PayeeShareMinor, PayeeCurrency) = (frozen.Gateway, frozen.PayeeShare.AmountMinor, frozen.PayeeShare.Currency);
}

/// <summary>The table <c>saga.refund</c>.</summary>
public static class RefundStateMapping
{
    /// <summary>Maps what a refund has beside what every saga has.</summary>
    public static void Map(ModelBuilder model)
    {
        var refund = model.MapProcess<RefundState>("refund");
        refund.Property(x => x.Currency).HasMaxLength(3);
        refund.Property(x => x.PayerEmail).HasMaxLength(254);
        refund.Property(x => x.RequestedBecause).HasMaxLength(256);
        refund.Property(x => x.Gateway).HasMaxLength(64);
        refund.Property(x => x.PayeeCurrency).HasMaxLength(3);
        refund.Property(x => x.Reference).HasMaxLength(64);
        refund.Ignore(x => x.Amount);
        refund.Ignore(x => x.PayeeShare);
    }
}
