using Microsoft.Extensions.DependencyInjection;
using SagaPlatform.Contracts.Orders;
using SagaPlatform.Core.Participants;
using SagaPlatform.Core.Persistence;
using SagaPlatform.Participants.Drivers;

namespace SagaPlatform.Participants.Tests.Drivers;

/// <summary>A driver has one ride at most, and is free as soon as nobody wants them any more.</summary>
public sealed class DriversHandlerTests : IAsyncLifetime
{
    const string Willing = "D-mitte-01";

    static readonly Guid Ride = Guid.NewGuid();

    static readonly GeoPoint Destination = new(52_500_000, 13_400_000);

    readonly Shop _shop = new(("Participants:Drivers:DriversNamedMax", "3"));

    public Task InitializeAsync() => _shop.SeedTestData();

    public Task DisposeAsync()
    {
        _shop.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task The_nearest_free_drivers_of_a_zone_are_named_and_nobody_is_claimed()
    {
        await Offer(Willing, Guid.NewGuid());

        (await Search("mitte")).ShouldBeOfType<DriversFound>().DriverIds.ShouldBe(["D-mitte-02", "D-mitte-03", "D-mitte-04"]);
        (await Search("mitte")).ShouldBeOfType<DriversFound>().DriverIds.ShouldBe(["D-mitte-02", "D-mitte-03", "D-mitte-04"]);
        (await Driver("D-mitte-02")).Status.ShouldBe(DriverStatus.Free);
    }

    [Fact]
    public async Task A_zone_in_which_everybody_has_a_ride_has_no_driver()
    {
        await Offer("D-ONLY-1", Guid.NewGuid());

        (await Search("test-one")).ShouldBe(new NoDriverFound(Ride, "There is no free driver in test-one."));
        (await Search("nowhere")).ShouldBe(new NoDriverFound(Ride, "There is no free driver in nowhere."));
    }

    [Fact]
    public async Task A_willing_driver_takes_a_ride_once_however_often_they_are_asked()
    {
        (await Offer(Willing)).ShouldBe(new DriverAccepted(Ride, Willing));
        (await Offer(Willing)).ShouldBe(new DriverAccepted(Ride, Willing));

        await Is(Willing, DriverStatus.Taken, Ride);
        (await Driver(Willing)).Version.ShouldBe(2, "seeded, and taken once");
    }

    [Theory]
    [InlineData("D-NONE", "There is no such driver.")]
    [InlineData("D-DECLINES-1", "The driver does not want to.")]
    public async Task Who_does_not_come_says_why_each_time(string driver, string reason)
    {
        (await Offer(driver)).ShouldBe(new DriverDeclined(Ride, driver, reason));
        (await Offer(driver)).ShouldBe(new DriverDeclined(Ride, driver, reason));
        await NobodyHasTheRide();
    }

    [Fact]
    public async Task A_driver_with_another_ride_declines_and_keeps_it()
    {
        var other = Guid.NewGuid();
        await Offer(Willing, other);

        (await Offer(Willing)).ShouldBe(new DriverDeclined(Ride, Willing, "The driver has another ride."));

        await Is(Willing, DriverStatus.Taken, other);
    }

    [Fact]
    public async Task Two_rides_that_want_one_driver_do_not_both_get_them()
    {
        var other = Guid.NewGuid();
        using var mine = await _shop.Begin(new OfferRide(Ride, Willing, DriverTestData.Centre, Destination));
        using var theirs = await _shop.Begin(new OfferRide(other, Willing, DriverTestData.Centre, Destination));

        (await theirs.Commit()).ShouldBeTrue();
        (await mine.Commit()).ShouldBeFalse();

        (await Offer(Willing)).ShouldBe(new DriverDeclined(Ride, Willing, "The driver has another ride."));
        await Is(Willing, DriverStatus.Taken, other);
    }

    [Fact]
    public async Task A_silent_driver_is_kept_until_they_are_released()
    {
        (await Offer("D-SILENT-1")).ShouldBeNull();
        (await Offer("D-SILENT-1")).ShouldBeNull();
        await Is("D-SILENT-1", DriverStatus.Offered, Ride);

        (await Release("D-SILENT-1")).ShouldBe(new DriverReleased(Ride, "D-SILENT-1"));

        await Is("D-SILENT-1", DriverStatus.Free, null);
    }

    [Fact]
    public async Task An_offer_that_breaks_down_takes_nobody()
    {
        await Should.ThrowAsync<InvalidOperationException>(() => Offer("D-BREAKS-1"));
        await Is("D-BREAKS-1", DriverStatus.Free, null);
    }

    [Fact]
    public async Task A_released_driver_is_free_once_and_not_taken_by_the_same_offer_again()
    {
        var other = Guid.NewGuid();
        await Offer(Willing);

        (await Release(Willing)).ShouldBe(new DriverReleased(Ride, Willing));
        await Is(Willing, DriverStatus.Free, null);
        await Offer(Willing, other);
        (await Release(Willing)).ShouldBe(new DriverReleased(Ride, Willing));

        await Is(Willing, DriverStatus.Taken, other);
        (await Offer(Willing)).ShouldBe(new DriverDeclined(Ride, Willing, Engagements.UndoneFirst));
    }

    [Fact]
    public async Task A_release_that_comes_first_is_answered_and_the_late_offer_declined()
    {
        (await Release(Willing)).ShouldBe(new DriverReleased(Ride, Willing));
        (await Offer(Willing)).ShouldBe(new DriverDeclined(Ride, Willing, Engagements.UndoneFirst));
        await Is(Willing, DriverStatus.Free, null);
    }

    [Fact]
    public async Task Only_a_driver_who_has_the_ride_is_sent_and_once()
    {
        (await Dispatch()).ShouldBe(new DispatchRefused(Ride, "The driver does not have this ride."));
        await Offer(Willing);

        (await Dispatch()).ShouldBe(new DriverOnTheWay(Ride));
        (await Dispatch()).ShouldBe(new DriverOnTheWay(Ride));

        await Is(Willing, DriverStatus.OnTheWay, Ride);
        (await Driver(Willing)).Version.ShouldBe(3, "seeded, taken and sent once");
    }

    [Fact]
    public async Task After_the_ride_the_driver_is_free_where_it_ended_and_stays_with_the_next_one_when_told_again()
    {
        await Offer(Willing);
        await Dispatch();

        (await Free()).ShouldBe(new DriverFreed(Ride));
        await Is(Willing, DriverStatus.Free, null);
        (await Driver(Willing)).Position.ShouldBe(Destination);

        var next = Guid.NewGuid();
        await Offer(Willing, next);
        (await Free()).ShouldBe(new DriverFreed(Ride));
        await Is(Willing, DriverStatus.Taken, next);
    }

    [Fact]
    public async Task Freeing_a_driver_who_never_had_the_ride_is_answered_and_moves_nobody()
    {
        var before = (await Driver(Willing)).Position;

        (await Free()).ShouldBe(new DriverFreed(Ride));

        (await Driver(Willing)).Position.ShouldBe(before);
    }

    Task<object?> Search(string zone) => _shop.Ask(new SearchDrivers(Ride, zone, DriverTestData.Centre));

    Task<object?> Offer(string driver, Guid? ride = null) => _shop.Ask(new OfferRide(ride ?? Ride, driver, DriverTestData.Centre, Destination));

    Task<object?> Release(string driver) => _shop.Ask(new ReleaseDriver(Ride, driver));

    Task<object?> Dispatch() => _shop.Ask(new DispatchDriver(Ride, Willing));

    Task<object?> Free() => _shop.Ask(new FreeDriver(Ride, Willing, Destination));

    async Task<Driver> Driver(string id) => (await _shop.Row<Driver>(id)).ShouldNotBeNull(id);

    async Task Is(string id, DriverStatus status, Guid? ride)
    {
        var driver = await Driver(id);
        (driver.Status, driver.RideId).ShouldBe((status, ride));
        (await DriverLaws.Broken(_shop.Services.GetRequiredService<IRowQueries>(), CancellationToken.None)).ShouldBeEmpty();
    }

    async Task NobodyHasTheRide() => (await _shop.All<Driver>()).ShouldAllBe(x => x.RideId == null);
}
