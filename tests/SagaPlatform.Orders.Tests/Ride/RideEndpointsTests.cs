using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Orders;
using SagaPlatform.Testing.Http;

namespace SagaPlatform.Orders.Tests.Ride;

/// <summary>Rides by HTTP.</summary>
public sealed class RideEndpointsTests() : SagaEndpoints<RequestRide>(RideScenario.WithHttp, "/rides", Queues.Ride)
{
    static readonly object Fare = new { fare = new Money(530, "EUR") };

    protected override IReadOnlyList<Word> Words { get; } =
    [
        new("confirm", Fare, "fare"), Word.WithReason("cancel"), Word.WithReason("driver-cannot-come"), Word.Ruling("ChargeFare"),
        new("alerts", new { alertId = Guid.NewGuid(), what = "Strange." }, "alertId", "what"),
    ];

    protected override RequestRide Good(Guid id) => ExampleRide.In("mitte", id: id) with { RiderId = id };

    protected override RequestRide Other(RequestRide start) => start with { Zone = "nord" };

    protected override (RequestRide Start, string[] Fields) Wrong(Guid id) => (
        new RequestRide(id, Guid.Empty, "", new GeoPoint(91_000_000, 0), new GeoPoint(91_000_000, 0), "4111111111111111"),
        ["paymentToken", "riderId", "zone", "from.latitudeMicrodegrees", "to.latitudeMicrodegrees", "to"]);

    [Fact]
    public async Task A_ride_is_asked_for_confirmed_and_followed_to_its_end()
    {
        var ride = ExampleRide.In("mitte");

        await Accepts(ride);
        var offered = await StatusIs(ride.RideId, "Offered");
        offered.GetProperty("driverId").GetString().ShouldBe("D-mitte-01");
        offered.ToString().ShouldNotContain(ride.PaymentToken, Case.Insensitive, "the token is nobody's business");

        await Accepts(ride.RideId, "confirm", new { fare = offered.GetProperty("fare") });
        await StatusIs(ride.RideId, "DriverComing");
        await Platform.Until(ride.RideId, "UnderWay");
        await StatusIs(ride.RideId, "Riding");
        await Platform.Until(ride.RideId, "Completed");

        var view = await StatusIs(ride.RideId, "Completed");
        view.GetProperty("receipt").GetString().ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public async Task What_does_not_fit_the_ride_is_told_at_once()
    {
        var ride = await Offered();

        await Refused(ride, "confirm", new { fare = new Money(1, "EUR") }, "Another price");
        await Refused(ride, "alerts", new { alertId = Guid.NewGuid(), what = "Strange." }, "Nobody rides");
        await Refused(ride, "driver-cannot-come", new { reason = "Flat tyre." }, "Not on the way");

        await Accepts(ride, "confirm", Fare);
        await Platform.Until(ride, "UnderWay");
        await Refused(ride, "cancel", new { reason = "Changed my mind." }, "Too late to cancel");
    }

    [Fact]
    public async Task Calling_off_on_the_way_shows_the_fee()
    {
        var ride = await Offered();
        await Accepts(ride, "confirm", Fare);

        await Accepts(ride, "cancel", new { reason = "Changed my mind." });

        (await StatusIs(ride, "Cancelled")).GetProperty("fee").GetProperty("amountMinor").GetInt64().ShouldBe(500);
    }

    [Fact]
    public async Task Danger_is_reported_by_http_and_seen_with_the_ride()
    {
        var ride = await Offered();
        await Accepts(ride, "confirm", Fare);

        await Accepts(ride, "alerts", new { alertId = Guid.NewGuid(), what = "Strange." });

        (await Shown(ride)).GetProperty("alerts")[0].GetProperty("what").GetString().ShouldBe("Strange.");
    }

    async Task<Guid> Offered()
    {
        var ride = ExampleRide.In("mitte");
        await Accepts(ride);
        return ride.RideId;
    }

    async Task Refused(Guid ride, string word, object body, string title) =>
        (await Conflicts(ride, word, body)).GetProperty("title").GetString().ShouldBe(title);
}
