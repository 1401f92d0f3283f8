using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using SagaPlatform.Contracts;
using SagaPlatform.Core.Persistence;
using SagaPlatform.Participants.Drivers;
using SagaPlatform.Participants.Seeding;

namespace SagaPlatform.Participants.Pricing;

/// <summary>The prices of one zone, in minor units of its currency.</summary>
public sealed class Tariff : IVersionedRow
{
    /// <summary>Where they count.</summary>
    public string Zone { get; set; } = "";

    /// <summary>What every ride costs.</summary>
    public long BaseMinor { get; set; }

    /// <summary>What each kilometre costs.</summary>
    public long KilometerMinor { get; set; }

    /// <summary>What it costs to cancel once the driver is on the way.</summary>
    public long CancellationMinor { get; set; }

    /// <summary>ISO 4217.</summary>
    public string Currency { get; set; } = "";

    /// <summary>The highest surge: 300 is three times the usual price.</summary>
    public int SurgePercentMax { get; set; }

    /// <inheritdoc />
    public int Version { get; set; }

    /// <summary>
    /// How much dearer it is now: the usual price while at most half of the zone's drivers are taken, then rising evenly to the
    /// highest when all are. In hundredths, rounded down.
    /// </summary>
    /// <param name="free">Drivers who are free.</param>
    /// <param name="taken">Drivers who are not.</param>
    public int SurgePercent(int free, int taken)
    {
        var all = free + taken;
        return all == 0 ? SurgePercentMax
            : taken * 2 <= all ? 100
            : 100 + ((SurgePercentMax - 100) * ((taken * 2) - all) / all);
    }

    /// <summary>What a ride costs; half a minor unit and more is rounded up.</summary>
    public Money Fare(int meters, int surgePercent) => new(checked(((BaseMinor * 1_000) + (KilometerMinor * meters)) * surgePercent + 50_000) / 100_000, Currency);
}

/// <summary>The price that a ride was told: asked again, the same is told.</summary>
public sealed class Quote : IVersionedRow
{
    /// <summary>The ride.</summary>
    public Guid RideId { get; set; }

    /// <summary>What it costs.</summary>
    public long FareMinor { get; set; }

    /// <summary>What cancelling costs.</summary>
    public long CancellationMinor { get; set; }

    /// <summary>ISO 4217.</summary>
    public string Currency { get; set; } = "";

    /// <summary>100 is the usual price.</summary>
    public int SurgePercent { get; set; }

    /// <summary>How long the way is.</summary>
    public int Meters { get; set; }

    /// <summary>Until when.</summary>
    public DateTimeOffset ValidUntil { get; set; }

    /// <inheritdoc />
    public int Version { get; set; }
}

/// <summary>The table of <see cref="Tariff"/>.</summary>
public sealed class TariffMapping : IEntityTypeConfiguration<Tariff>
{
    /// <inheritdoc />
    public void Configure(EntityTypeBuilder<Tariff> row)
    {
        row.ToTable("ride_tariff", "participants");
        row.HasKey(x => x.Zone);
        row.Property(x => x.Zone).HasMaxLength(32);
        row.Property(x => x.Currency).HasMaxLength(3);
        row.Property(x => x.Version).IsConcurrencyToken();
    }
}

/// <summary>The table of <see cref="Quote"/>.</summary>
public sealed class QuoteMapping : IEntityTypeConfiguration<Quote>
{
    /// <inheritdoc />
    public void Configure(EntityTypeBuilder<Quote> row)
    {
        row.ToTable("ride_quote", "participants");
        row.HasKey(x => x.RideId);
        row.Property(x => x.RideId).ValueGeneratedNever();
        row.Property(x => x.Currency).HasMaxLength(3);
        row.Property(x => x.Version).IsConcurrencyToken();
    }
}

/// <summary>The prices of the zones with test drivers.</summary>
public sealed class TariffSeed : ISeed
{
    /// <inheritdoc />
    public async Task<UnitOfWork> Missing(IPlatformStore store, CancellationToken cancellation)
    {
        var zones = DriverTestData.Zones.Concat(DriverTestData.Scripted.Keys).ToList();
        var known = await store.FindAll<Tariff>([.. zones], cancellation);
        var unit = new UnitOfWork();
        unit.Rows.AddRange(zones.Except(known.Select(x => x.Zone), StringComparer.Ordinal).Select(x => new RowChange(
            new Tariff { Zone = x, BaseMinor = 350, KilometerMinor = 180, CancellationMinor = 500, Currency = "EUR", SurgePercentMax = 300 }, ExpectedVersion: 0)));
        return unit;
    }
}
