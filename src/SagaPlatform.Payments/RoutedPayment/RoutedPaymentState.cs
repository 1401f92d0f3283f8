using Microsoft.EntityFrameworkCore;
using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Payments;
using SagaPlatform.Core.Persistence;
using SagaPlatform.Core.Sagas;

namespace SagaPlatform.Payments.RoutedPayment;

/// <summary>One payment: what was asked for, and which gateway carried it. Of the card it knows a token and the last four digits.</summary>
public sealed class RoutedPaymentState : ProcessState
{
    /// <summary>The token vault's name for the payer's card.</summary>
    public string PayerToken { get; set; } = "";

    /// <summary>The last four digits of the card.</summary>
    public string Last4 { get; set; } = "";

    /// <summary>Who gets the money.</summary>
    public string PayeeAccount { get; set; } = "";

    /// <summary>What the payer pays, in minor units of <see cref="Currency"/>.</summary>
    public long AmountMinor { get; set; }

    /// <summary>What the payer pays in, ISO 4217.</summary>
    public string Currency { get; set; } = "";

    /// <summary>What the payee is paid in, ISO 4217.</summary>
    public string SettlementCurrency { get; set; } = "";

    /// <summary>Where the card was issued, ISO 3166-1.</summary>
    public string Region { get; set; } = "";

    /// <summary>The gateways that can carry it, best first; empty until it is analysed.</summary>
    public List<GatewayCandidate> Candidates { get; set; } = [];

    /// <summary>What the payee gets, in minor units of <see cref="SettlementCurrency"/>; null until it is converted, and when nothing is to convert.</summary>
    public long? ConvertedMinor { get; set; }

    /// <summary>The rate of the conversion, as a fraction; empty without one.</summary>
    public string Rate { get; set; } = "";

    /// <summary>Where the rate comes from; empty without one.</summary>
    public string RateSource { get; set; } = "";

    /// <summary>How the conversion was rounded; empty without one.</summary>
    public string Rounding { get; set; } = "";

    /// <summary>The gateway that has the money; empty until one has.</summary>
    public string Gateway { get; set; } = "";

    /// <summary>That gateway's number for the capture; empty until there is one.</summary>
    public string Reference { get; set; } = "";

    /// <summary>That gateway's fee, in minor units of <see cref="Currency"/>.</summary>
    public long FeeMinor { get; set; }

    /// <summary>What the payer pays.</summary>
    public Money Amount => new(AmountMinor, Currency);

    /// <summary>What the payee gets.</summary>
    public Money Settlement => new(ConvertedMinor ?? AmountMinor, SettlementCurrency);

    /// <summary>Keeps what was asked for.</summary>
    internal void Remember(RequestPayment request)
    {
        (PayerToken, Last4, PayeeAccount) = (request.PayerToken, request.Last4, request.PayeeAccount);
        (AmountMinor, Currency) = (request.Amount.AmountMinor, request.Amount.Currency);
        (SettlementCurrency, Region) = (request.SettlementCurrency, request.Region);
    }

    /// <summary>Keeps the conversion.</summary>
    internal void Remember(PaymentConverted converted) =>
        (ConvertedMinor, Rate, RateSource, Rounding) = (converted.Settlement.AmountMinor, converted.Rate, converted.Source, converted.Rounding);

    /// <summary>Keeps who has the money.</summary>
    internal void Remember(PaymentCaptured captured) =>
        (Gateway, Reference, FeeMinor) = (captured.Gateway, captured.Reference, captured.Fee.AmountMinor);

    /// <summary>The best gateway that was not asked yet; null when all were.</summary>
    internal string? NextGateway() => Candidates.Find(x => !WasAsked(x))?.Gateway;

    /// <summary>The reason of the last gateway says too little when it was the last of several.</summary>
    internal string WhyCancelled(string why) =>
        Gateway.Length == 0 && Candidates.Count > 0 && Candidates.TrueForAll(HasFailed) ? $"Declined, no gateway is left: {why}" : why;

    bool WasAsked(GatewayCandidate candidate) => LineOf(candidate) != null;

    // The last one of all has nobody to replace it; its line is refused, or was silent and is undone by the time this is asked.
    bool HasFailed(GatewayCandidate candidate) => LineOf(candidate)?.Status is LineStatus.Refused or LineStatus.Undone;

    LedgerLine? LineOf(GatewayCandidate candidate) => Ledger.Line(RoutedPaymentStateMachine.Capture, candidate.Gateway);
}

/// <summary>The table <c>saga.routed_payment</c>.</summary>
public static class RoutedPaymentStateMapping
{
    /// <summary>Maps what a payment has beside what every saga has.</summary>
    public static void Map(ModelBuilder model)
    {
        var payment = model.MapProcess<RoutedPaymentState>("routed_payment");
        payment.Property(x => x.PayerToken).HasMaxLength(128);
        payment.Property(x => x.Last4).HasMaxLength(4);
        payment.Property(x => x.PayeeAccount).HasMaxLength(64);
        payment.Property(x => x.Currency).HasMaxLength(3);
        payment.Property(x => x.SettlementCurrency).HasMaxLength(3);
        payment.Property(x => x.Region).HasMaxLength(2);
        payment.Property(x => x.Candidates).HasJsonConversion();
        payment.Property(x => x.Rate).HasMaxLength(64);
        payment.Property(x => x.RateSource).HasMaxLength(64);
        payment.Property(x => x.Rounding).HasMaxLength(64);
        payment.Property(x => x.Gateway).HasMaxLength(64);
        payment.Property(x => x.Reference).HasMaxLength(64);
        payment.Ignore(x => x.Amount);
        payment.Ignore(x => x.Settlement);
    }
}
