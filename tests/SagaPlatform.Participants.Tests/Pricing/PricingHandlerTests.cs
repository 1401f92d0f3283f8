using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Orders;
using SagaPlatform.Participants.Drivers;
using SagaPlatform.Participants.Pricing;

namespace SagaPlatform.Participants.Tests.Pricing;

/// <summary>A ride is told one price, by the way and by how many drivers are free.</summary>
public sealed class PricingHandlerTests : IAsyncLifetime
{
    static readonly Guid Ride = Guid.NewGuid();

    /// <summary>1,001 m north of the centre.</summary>
    static readonly GeoPoint North = DriverTestData.Centre with { LatitudeMicrodegrees = DriverTestData.Centre.LatitudeMicrodegrees + 9_000 };

    readonly Shop _shop = new();

    public Task InitializeAsync() => _shop.SeedTestData();

    public Task DisposeAsync()
    {
        _shop.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task A_ride_costs_the_base_and_its_way_and_is_valid_for_as_long_as_was_asked()
    {
        (await Quote("mitte")).ShouldBe(new RideQuoted(Ride, new Money(530, "EUR"), new Money(500, "EUR"), 100, 1_001, _shop.Now.AddSeconds(120)));
    }

    [Fact]
    public async Task Asked_again_the_same_is_told_whatever_has_changed_meanwhile()
    {
        var first = await Quote("test-one");
        await Take("D-ONLY-1");
        _shop.LetTimePass(TimeSpan.FromHours(1));

        (await Quote("test-one")).ShouldBe(first);
        (await _shop.All<Quote>()).Count.ShouldBe(1);
    }

    [Fact]
    public async Task When_all_drivers_are_taken_it_costs_the_tariffs_highest()
    {
        await Take("D-ONLY-1");

        var quoted = (await Quote("test-one")).ShouldBeOfType<RideQuoted>();

        (quoted.SurgePercent, quoted.Fare).ShouldBe((300, new Money(1_591, "EUR")));
    }

    [Theory]
    [InlineData("nowhere", 120, "There are no prices for zone nowhere.")]
    [InlineData("mitte", 0, "ValidForSeconds is 0, allowed is 1 to 3600")]
    [InlineData("mitte", 3_601, "ValidForSeconds is 3601, allowed is 1 to 3600")]
    public async Task What_has_no_price_is_refused_with_its_reason_and_nothing_is_kept(string zone, int seconds, string reason)
    {
        (await Quote(zone, seconds)).ShouldBe(new QuoteRefused(Ride, reason));
        (await Quote(zone, seconds)).ShouldBe(new QuoteRefused(Ride, reason));
        (await _shop.All<Quote>()).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(10, 0, 100)]
    [InlineData(5, 5, 100)]
    [InlineData(4, 6, 140)]
    [InlineData(2, 8, 220)]
    [InlineData(0, 10, 300)]
    [InlineData(0, 0, 300)]
    [InlineData(1, 2, 166)]
    public void The_surge_rises_evenly_from_half_of_the_drivers_taken_to_all(int free, int taken, int percent) =>
        new Tariff { SurgePercentMax = 300 }.SurgePercent(free, taken).ShouldBe(percent);

    [Theory]
    [InlineData(0, 350)]
    [InlineData(2, 350)]
    [InlineData(3, 351)]
    public void Half_a_minor_unit_and_more_is_rounded_up(int meters, long fare) =>
        new Tariff { BaseMinor = 350, KilometerMinor = 180, Currency = "EUR" }.Fare(meters, 100).ShouldBe(new Money(fare, "EUR"));

    Task<object?> Quote(string zone, int seconds = 120) => _shop.Ask(new QuoteRide(Ride, zone, DriverTestData.Centre, North, seconds));

    async Task Take(string driver) =>
        (await _shop.Ask(new OfferRide(Guid.NewGuid(), driver, DriverTestData.Centre, North))).ShouldBeOfType<DriverAccepted>();
}
