using SagaPlatform.Core.Persistence;
using SagaPlatform.Participants.Seeding;

namespace SagaPlatform.Participants.ExchangeRates;

/// <summary>The rates of demonstrations and tests: twelve currencies against the euro, fixed for ever, so that results can be checked by hand.</summary>
public sealed class RateSeed : ISeed
{
    /// <summary>Who says so.</summary>
    public const string Source = "reference rates";

    /// <summary>Before anything that is ever converted.</summary>
    static readonly DateTimeOffset Always = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Every rate: how much one euro is worth.</summary>
    public static IReadOnlyList<ExchangeRate> Rates() =>
    [
        Euro("USD", 10_850, 10_000), Euro("GBP", 8_550, 10_000), Euro("CHF", 9_525, 10_000), Euro("SEK", 114_375, 10_000),
        Euro("PLN", 43_125, 10_000), Euro("CAD", 14_750, 10_000), Euro("AUD", 16_425, 10_000), Euro("INR", 905_000, 10_000),
        Euro("JPY", 1_625_000, 10_000), Euro("KRW", 14_750_000, 10_000), Euro("KWD", 3_340, 10_000), Euro("BHD", 4_090, 10_000),
    ];

    /// <inheritdoc />
    public async Task<UnitOfWork> Missing(IPlatformStore store, CancellationToken cancellation)
    {
        var rates = Rates();
        var known = await store.FindAll<ExchangeRate>([.. rates.Select(x => (object)x.Id)], cancellation);
        var unit = new UnitOfWork();
        unit.Rows.AddRange(rates
            .ExceptBy(known.Select(x => x.Id), x => x.Id, StringComparer.Ordinal)
            .Select(x => new RowChange(x, ExpectedVersion: 0)));
        return unit;
    }

    static ExchangeRate Euro(string currency, long numerator, long denominator) => new()
    {
        Id = $"{RateTable.Pivot}/{currency}/1",
        FromCurrency = RateTable.Pivot,
        ToCurrency = currency,
        Numerator = numerator,
        Denominator = denominator,
        Source = Source,
        ValidFrom = Always,
    };
}
