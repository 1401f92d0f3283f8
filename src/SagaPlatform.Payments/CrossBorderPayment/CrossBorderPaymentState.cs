using Microsoft.EntityFrameworkCore;
using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Payments;
using SagaPlatform.Core.Persistence;
using SagaPlatform.Core.Sagas;

namespace SagaPlatform.Payments.CrossBorderPayment;

/// <summary>One payment into another currency: what was ordered, and what came of it.</summary>
public sealed class CrossBorderPaymentState : ProcessState
{
    /// <summary>Whose account is debited.</summary>
    public PaymentParty Payer { get; set; } = new("", "", "");

    /// <summary>Whose account is credited.</summary>
    public PaymentParty Payee { get; set; } = new("", "", "");

    /// <summary>What the payer gives, in minor units of <see cref="Currency"/>.</summary>
    public long AmountMinor { get; set; }

    /// <summary>ISO 4217.</summary>
    public string Currency { get; set; } = "";

    /// <summary>What it is for.</summary>
    public string Purpose { get; set; } = "";

    /// <summary>A quote of so much or more is taken without asking the payer, in minor units of <see cref="PayoutCurrency"/>; null to ask.</summary>
    public long? PayoutMinorMin { get; set; }

    /// <summary>Whom the parties look like on the sanctions list; empty when nobody.</summary>
    public List<string> Hits { get; set; } = [];

    /// <summary>Who of compliance said that it is somebody else; empty until somebody did.</summary>
    public string ClearedBy { get; set; } = "";

    /// <summary>The latest quote's number; 0 until one was offered.</summary>
    public int QuoteRound { get; set; }

    /// <summary>What the payee gets by the latest quote, in minor units of <see cref="PayoutCurrency"/>; 0 until one was offered.</summary>
    public long PayoutMinor { get; set; }

    /// <summary>ISO 4217.</summary>
    public string PayoutCurrency { get; set; } = "";

    /// <summary>The latest quote's rate, as people read it; empty until one was offered.</summary>
    public string Rate { get; set; } = "";

    /// <summary>Who says that this is the rate; empty until a quote was offered.</summary>
    public string RateSource { get; set; } = "";

    /// <summary>The first moment the latest quote is not valid any more, in UTC; null until one was offered.</summary>
    public DateTimeOffset? QuoteValidUntil { get; set; }

    /// <summary>What the payer gives.</summary>
    public Money Amount => new(AmountMinor, Currency);

    /// <summary>What the payee gets.</summary>
    public Money Payout => new(PayoutMinor, PayoutCurrency);

    /// <summary>Whether the latest quote is so good that the payer need not be asked.</summary>
    internal bool IsGoodEnough => PayoutMinorMin <= PayoutMinor;

    /// <summary>Keeps what the payer asked for.</summary>
    internal void Remember(StartCrossBorderPayment payment)
    {
        (Payer, Payee, Purpose) = (payment.Payer, payment.Payee, payment.Purpose);
        (AmountMinor, Currency) = (payment.Amount.AmountMinor, payment.Amount.Currency);
        (PayoutCurrency, PayoutMinorMin) = (payment.PayoutCurrency, payment.PayoutMinorMin);
    }

    /// <summary>Keeps a quote, unless a later one is known.</summary>
    internal void Remember(QuoteOffered quote)
    {
        if (quote.Round < QuoteRound)
            return;
        (QuoteRound, PayoutMinor, QuoteValidUntil) = (quote.Round, quote.Payout.AmountMinor, quote.ValidUntil);
        (Rate, RateSource) = (quote.Rate, quote.Source);
    }
}

/// <summary>The table <c>saga.cross_border_payment</c>.</summary>
public static class CrossBorderPaymentStateMapping
{
    /// <summary>Maps what a payment has beside what every saga has.</summary>
    public static void Map(ModelBuilder model)
    {
        var payment = model.MapProcess<CrossBorderPaymentState>("cross_border_payment");
        payment.Property(x => x.Payer).HasJsonConversion();
        payment.Property(x => x.Payee).HasJsonConversion();
        payment.Property(x => x.Hits).HasJsonConversion();
        payment.Property(x => x.Currency).HasMaxLength(3);
        payment.Property(x => x.PayoutCurrency).HasMaxLength(3);
        payment.Property(x => x.Purpose).HasMaxLength(140);
        payment.Property(x => x.ClearedBy).HasMaxLength(128);
        payment.Property(x => x.Rate).HasMaxLength(128);
        payment.Property(x => x.RateSource).HasMaxLength(128);
        payment.Ignore(x => x.Amount);
        payment.Ignore(x => x.Payout);
        payment.Ignore(x => x.IsGoodEnough);
    }
}
