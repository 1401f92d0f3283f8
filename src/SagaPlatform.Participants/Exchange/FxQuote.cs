using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using SagaPlatform.Contracts;
using SagaPlatform.Core.Persistence;
using SagaPlatform.Participants.ExchangeRates;

namespace SagaPlatform.Participants.Exchange;

/// <summary>What became of a quote.</summary>
public enum FxQuoteStatus
{
    /// <summary>The payer may say yes while it is valid.</summary>
    Offered,

    /// <summary>The payer said yes in time: the rate is fixed for this payment.</summary>
    Accepted,
}

/// <summary>The latest quote of a payment. When it expires unaccepted, the next one takes its place with the next number.</summary>
public sealed class FxQuote : IVersionedRow
{
    /// <summary>The payment.</summary>
    public Guid PaymentId { get; set; }

    /// <summary>The how-manieth quote of this payment it is, from 1.</summary>
    public int Round { get; set; }

    /// <summary>What the payer gives, in minor units of <see cref="Currency"/>.</summary>
    public long AmountMinor { get; set; }

    /// <summary>ISO 4217.</summary>
    public string Currency { get; set; } = "";

    /// <summary>What the payee gets, in minor units of <see cref="PayoutCurrency"/>.</summary>
    public long PayoutMinor { get; set; }

    /// <summary>ISO 4217.</summary>
    public string PayoutCurrency { get; set; } = "";

    /// <summary>Of the rate, exactly.</summary>
    public long RateNumerator { get; set; }

    /// <summary>Of the rate, exactly.</summary>
    public long RateDenominator { get; set; }

    /// <summary>Who says that this is the rate.</summary>
    public string RateSource { get; set; } = "";

    /// <summary>The first moment it is not valid any more, in UTC.</summary>
    public DateTimeOffset ValidUntil { get; set; }

    /// <summary>What became of it.</summary>
    public FxQuoteStatus Status { get; set; }

    /// <inheritdoc />
    public int Version { get; set; }

    /// <summary>What the payer gives.</summary>
    public Money Amount => new(AmountMinor, Currency);

    /// <summary>What the payee gets.</summary>
    public Money Payout => new(PayoutMinor, PayoutCurrency);

    /// <summary>The rate.</summary>
    public Rate Rate => new(RateNumerator, RateDenominator);

    /// <summary>Whether a yes still counts.</summary>
    public bool IsOpen(DateTimeOffset now) => Status == FxQuoteStatus.Offered && now < ValidUntil;

    /// <summary>Offers the next quote.</summary>
    public void Offer(Conversion conversion, DateTimeOffset validUntil)
    {
        (Round, Status, ValidUntil) = (Round + 1, FxQuoteStatus.Offered, validUntil);
        (AmountMinor, Currency) = (conversion.From.AmountMinor, conversion.From.Currency);
        (PayoutMinor, PayoutCurrency) = (conversion.To.AmountMinor, conversion.To.Currency);
        (RateNumerator, RateDenominator, RateSource) = (conversion.Rate.Numerator, conversion.Rate.Denominator, conversion.Source);
    }
}

/// <summary>The table of <see cref="FxQuote"/>.</summary>
public sealed class FxQuoteMapping : IEntityTypeConfiguration<FxQuote>
{
    /// <inheritdoc />
    public void Configure(EntityTypeBuilder<FxQuote> row)
    {
        row.ToTable("fx_quote", "participants");
        row.HasKey(x => x.PaymentId);
        row.Property(x => x.PaymentId).ValueGeneratedNever();
        row.Property(x => x.Status).HasConversion<string>();
        row.Property(x => x.Version).IsConcurrencyToken();
        row.Ignore(x => x.Amount);
        row.Ignore(x => x.Payout);
        row.Ignore(x => x.Rate);
    }
}
