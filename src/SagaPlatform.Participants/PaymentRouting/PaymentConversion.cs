using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using SagaPlatform.Core.Persistence;

namespace SagaPlatform.Participants.PaymentRouting;

/// <summary>The rate that was fixed for a payment. Written once; money moves only with the capture.</summary>
public sealed class PaymentConversion : IVersionedRow
{
    /// <summary>How amounts are rounded to minor units: like a banker, so that many conversions win and lose alike.</summary>
    public const string HalfToEven = "half to even";

    /// <summary>The payment.</summary>
    public Guid PaymentId { get; set; }

    /// <summary>What the payer pays, in minor units.</summary>
    public long FromMinor { get; set; }

    /// <summary>Of which currency, ISO 4217.</summary>
    public string FromCurrency { get; set; } = "";

    /// <summary>What the payee gets, in minor units.</summary>
    public long ToMinor { get; set; }

    /// <summary>Of which currency, ISO 4217.</summary>
    public string ToCurrency { get; set; } = "";

    /// <summary>Of the exact rate.</summary>
    public long RateNumerator { get; set; }

    /// <summary>Of the exact rate.</summary>
    public long RateDenominator { get; set; }

    /// <summary>Where the rate comes from.</summary>
    public string Source { get; set; } = "";

    /// <summary>How <see cref="ToMinor"/> was rounded.</summary>
    public string Rounding { get; set; } = "";

    /// <summary>When the rate was fixed, in UTC.</summary>
    public DateTimeOffset At { get; set; }

    /// <inheritdoc />
    public int Version { get; set; }
}

/// <summary>The table of <see cref="PaymentConversion"/>.</summary>
public sealed class PaymentConversionMapping : IEntityTypeConfiguration<PaymentConversion>
{
    /// <inheritdoc />
    public void Configure(EntityTypeBuilder<PaymentConversion> row)
    {
        row.ToTable("payment_conversion", "participants");
        row.HasKey(x => x.PaymentId);
        row.Property(x => x.PaymentId).ValueGeneratedNever();
        row.Property(x => x.Version).IsConcurrencyToken();
    }
}
