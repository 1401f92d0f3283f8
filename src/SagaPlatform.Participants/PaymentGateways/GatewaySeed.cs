using SagaPlatform.Core.Persistence;
using SagaPlatform.Participants.ExchangeRates;
using SagaPlatform.Participants.Seeding;

namespace SagaPlatform.Participants.PaymentGateways;

/// <summary>The gateways of demonstrations and tests: each is the cheapest for somebody, and the last takes nearly everything for more.</summary>
public sealed class GatewaySeed : ISeed
{
    /// <summary>European cards in European currencies, cheaply.</summary>
    public const string Northbank = "northbank";

    /// <summary>Cards of both sides of the Atlantic.</summary>
    public const string Atlantic = "atlantic";

    /// <summary>Cards of the Pacific.</summary>
    public const string Pacific = "pacific";

    /// <summary>Every card and currency, large amounts too, for more.</summary>
    public const string Worldwide = "worldwide";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<PaymentGateway> Gateways() =>
    [
        new()
        {
            Name = Northbank, Number = 1, AmountMinorMax = 5_000_000, FeeBasisPoints = 120, FeeFixedMinor = 10,
            Currencies = ["EUR", "GBP", "CHF", "SEK", "PLN"], Regions = ["DE", "FR", "NL", "AT", "CH", "SE", "PL", "GB"],
        },
        new()
        {
            Name = Atlantic, Number = 2, AmountMinorMax = 20_000_000, FeeBasisPoints = 175, FeeFixedMinor = 30,
            Currencies = ["USD", "CAD", "EUR", "GBP"], Regions = ["US", "CA", "GB", "DE", "FR", "NL"],
        },
        new()
        {
            Name = Pacific, Number = 3, AmountMinorMax = 50_000_000, FeeBasisPoints = 160, FeeFixedMinor = 20,
            Currencies = ["JPY", "AUD", "INR", "KRW", "USD"], Regions = ["JP", "AU", "IN", "KR", "US"],
        },
        new()
        {
            Name = Worldwide, Number = 4, AmountMinorMax = 1_000_000_000, FeeBasisPoints = 290, FeeFixedMinor = 30,
            Currencies = [.. Currencies.All], Regions = [PaymentGateway.Everywhere],
        },
    ];

    /// <inheritdoc />
    public async Task<UnitOfWork> Missing(IPlatformStore store, CancellationToken cancellation)
    {
        var gateways = Gateways();
        var known = await store.FindAll<PaymentGateway>([.. gateways.Select(x => (object)x.Name)], cancellation);
        var unit = new UnitOfWork();
        unit.Rows.AddRange(gateways
            .ExceptBy(known.Select(x => x.Name), x => x.Name, StringComparer.Ordinal)
            .Select(x => new RowChange(x, ExpectedVersion: 0)));
        return unit;
    }
}
