using Microsoft.Extensions.DependencyInjection;
using SagaPlatform.Contracts;
using SagaPlatform.Core.Persistence;
using SagaPlatform.Participants.ExchangeRates;

namespace SagaPlatform.Participants.Tests.ExchangeRates;

public sealed class RateTableTests : IAsyncLifetime, IDisposable
{
    static readonly DateTimeOffset Now = new(2026, 11, 20, 9, 0, 0, TimeSpan.Zero);

    readonly Shop _shop = new();

    public Task InitializeAsync() => _shop.SeedTestData();

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _shop.Dispose();

    [Theory]
    [InlineData("EUR", "USD", 10_850)] // as noted
    [InlineData("USD", "EUR", 9_217)] // the other way round: 92.1658...
    [InlineData("USD", "JPY", 14_977)] // over the euro: 14,976.95... yen
    [InlineData("JPY", "KWD", 20_554)] // over the euro: 20.5538... dinar for 10,000 yen
    public async Task A_pair_is_found_directly_the_other_way_round_or_over_the_euro(string from, string to, long got)
    {
        var conversion = await Convert(new Money(10_000, from), to, Now);

        conversion!.To.ShouldBe(new Money(got, to));
        conversion.Source.ShouldBe(RateSeed.Source);
    }

    [Fact]
    public async Task The_latest_rate_that_is_valid_is_used_and_an_expired_one_is_not()
    {
        await Note("EUR/USD/2", 2, Now.AddHours(-2), Now.AddHours(-1));
        await Note("EUR/USD/3", 3, Now.AddHours(-1), Now.AddHours(1));
        await Note("EUR/USD/4", 4, Now.AddHours(1), null);

        (await Convert(new Money(100, "EUR"), "USD", Now.AddHours(-3)))!.To.AmountMinor.ShouldBe(108);
        (await Convert(new Money(100, "EUR"), "USD", Now.AddMinutes(-90)))!.To.AmountMinor.ShouldBe(200);
        (await Convert(new Money(100, "EUR"), "USD", Now))!.To.AmountMinor.ShouldBe(300);
        (await Convert(new Money(100, "EUR"), "USD", Now.AddHours(1)))!.To.AmountMinor.ShouldBe(400);
    }

    [Fact]
    public async Task Without_a_rate_nothing_is_converted()
    {
        (await Convert(new Money(100, "EUR"), "USD", new DateTimeOffset(2019, 1, 1, 0, 0, 0, TimeSpan.Zero))).ShouldBeNull();
        (await Convert(new Money(100, "EUR"), "XXX", Now)).ShouldBeNull();
        (await Convert(new Money(100, "XXX"), "EUR", Now)).ShouldBeNull();
    }

    [Fact]
    public async Task Every_seeded_currency_can_be_converted_into_every_other()
    {
        foreach (var from in Currencies.All)
            foreach (var to in Currencies.All)
                (await Convert(new Money(1_000_000, from), to, Now))!.To.AmountMinor.ShouldBeGreaterThan(0, $"{from} to {to}");
    }

    Task<Conversion?> Convert(Money from, string to, DateTimeOffset at) =>
        _shop.Services.GetRequiredService<RateTable>().Convert(from, to, at, CancellationToken.None);

    async Task Note(string id, long rate, DateTimeOffset from, DateTimeOffset? until)
    {
        var unit = new UnitOfWork();
        unit.Rows.Add(new RowChange(new ExchangeRate
        {
            Id = id, FromCurrency = "EUR", ToCurrency = "USD", Numerator = rate, Denominator = 1, Source = "the market", ValidFrom = from, ValidUntil = until,
        }, 0));
        (await _shop.Store.Commit(unit, CancellationToken.None)).ShouldBe(CommitOutcome.Committed);
    }
}
