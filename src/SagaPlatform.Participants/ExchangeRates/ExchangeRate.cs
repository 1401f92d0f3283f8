using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using SagaPlatform.Core.Persistence;

namespace SagaPlatform.Participants.ExchangeRates;

/// <summary>What one unit of a currency is worth in another, from a moment on and perhaps until another.</summary>
public sealed class ExchangeRate : IVersionedRow
{
    /// <summary><c>EUR/USD/n</c>: the pair and a running number; a rate is not changed but followed by another.</summary>
    public string Id { get; set; } = "";

    /// <summary>The currency of which one unit is meant, ISO 4217.</summary>
    public string FromCurrency { get; set; } = "";

    /// <summary>The currency in which its worth is said, ISO 4217.</summary>
    public string ToCurrency { get; set; } = "";

    /// <summary>Of <see cref="Rate"/>.</summary>
    public long Numerator { get; set; }

    /// <summary>Of <see cref="Rate"/>.</summary>
    public long Denominator { get; set; }

    /// <summary>Who says so: a central bank, a market, the test data.</summary>
    public string Source { get; set; } = "";

    /// <summary>The first moment it is used, in UTC.</summary>
    public DateTimeOffset ValidFrom { get; set; }

    /// <summary>The first moment it is not used any more, in UTC; null while it has no end.</summary>
    public DateTimeOffset? ValidUntil { get; set; }

    /// <inheritdoc />
    public int Version { get; set; }

    /// <summary>Units of the one currency per unit of the other.</summary>
    public Rate Rate => new(Numerator, Denominator);
}

/// <summary>The table of <see cref="ExchangeRate"/>.</summary>
public sealed class ExchangeRateMapping : IEntityTypeConfiguration<ExchangeRate>
{
    /// <inheritdoc />
    public void Configure(EntityTypeBuilder<ExchangeRate> row)
    {
        row.ToTable("exchange_rate", "participants");
        row.HasKey(x => x.Id);
        row.Property(x => x.Version).IsConcurrencyToken();
        row.Ignore(x => x.Rate);
    }
}
