using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using SagaPlatform.Contracts;
using SagaPlatform.Core.Persistence;

namespace SagaPlatform.Participants.PaymentGateways;

/// <summary>One payment gateway: what it takes, and what it costs.</summary>
public sealed class PaymentGateway : IVersionedRow
{
    /// <summary>Stands in <see cref="Regions"/> for every region.</summary>
    public const string Everywhere = "*";

    /// <summary>Its name; 1 to 64 characters.</summary>
    public string Name { get; set; } = "";

    /// <summary>Its number, 1 to 99, one of its own: it keeps apart the ledger entries of several gateways under one payment.</summary>
    public int Number { get; set; }

    /// <summary>What it captures in, ISO 4217.</summary>
    public List<string> Currencies { get; set; } = [];

    /// <summary>Where the cards come from that it takes, ISO 3166-1, or <see cref="Everywhere"/>.</summary>
    public List<string> Regions { get; set; } = [];

    /// <summary>The largest capture, in minor units of any of its currencies.</summary>
    public long AmountMinorMax { get; set; }

    /// <summary>Its fee for each capture, in hundredths of a percent of the amount.</summary>
    public int FeeBasisPoints { get; set; }

    /// <summary>Its fee for each capture on top, in minor units of the captured currency.</summary>
    public long FeeFixedMinor { get; set; }

    /// <inheritdoc />
    public int Version { get; set; }

    /// <summary>Whether it takes this amount from a card of this region.</summary>
    public bool Takes(Money amount, string region) =>
        Currencies.Contains(amount.Currency) && amount.AmountMinor <= AmountMinorMax
        && (Regions.Contains(region) || Regions.Contains(Everywhere));

    /// <summary>What it costs, in minor units of the amount's currency: basis points rounded half to even, and the fixed part.</summary>
    public long FeeMinorFor(Money amount)
    {
        const int BasisPointsInOne = 10_000;
        var (whole, rest) = Int128.DivRem((Int128)amount.AmountMinor * FeeBasisPoints, BasisPointsInOne);
        var up = rest * 2 > BasisPointsInOne || (rest * 2 == BasisPointsInOne && Int128.IsOddInteger(whole));
        return checked((long)whole + (up ? 1 : 0) + FeeFixedMinor);
    }
}

/// <summary>The table of <see cref="PaymentGateway"/>.</summary>
public sealed class PaymentGatewayMapping : IEntityTypeConfiguration<PaymentGateway>
{
    /// <inheritdoc />
    public void Configure(EntityTypeBuilder<PaymentGateway> row)
    {
        row.ToTable("payment_gateway", "participants");
        row.HasKey(x => x.Name);
        row.Property(x => x.Currencies).HasJsonConversion();
        row.Property(x => x.Regions).HasJsonConversion();
        row.Property(x => x.Version).IsConcurrencyToken();
    }
}
