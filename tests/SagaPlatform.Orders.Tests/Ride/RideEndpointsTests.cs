using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Orders;

namespace SagaPlatform.Orders.Tests.Ride;

/// <summary>Rides by HTTP.</summary>
public sealed class RideEndpointsTests
{
    [Fact]
    public async Task A_ride_is_asked_for_confirmed_and_followed_to_its_end()
    {
        await using var ride = await RideScenario.OverHttp();
        var request = ExampleRide.In("mitte");

        using var answer = await ride.Http.PostAsJsonAsync("/rides", request);
        (answer.StatusCode, answer.Headers.Location!.ToString()).ShouldBe((HttpStatusCode.Accepted, $"/rides/{request.RideId}"));
        await ride.Platform.Quiet();
        var offered = await ride.Shown(request.RideId);
        (offered.GetProperty("status").GetString(), offered.GetProperty("driverId").GetString()).ShouldBe(("Offered", "D-mitte-01"));
        offered.ToString().ShouldNotContain(request.PaymentToken, Case.Insensitive, "the token is nobody's business");

        using var confirmed = await ride.Http.PostAsJsonAsync($"/rides/{request.RideId}/confirm", new { fare = offered.GetProperty("fare") });
        confirmed.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        await ride.Platform.Quiet();
        await StatusIs(ride, request, "DriverComing");
        await ride.Platform.Until(request.RideId, "UnderWay");
        await StatusIs(ride, request, "Riding");
        await ride.Platform.Until(request.RideId, "Completed");

        var view = await StatusIs(ride, request, "Completed");
        view.GetProperty("receipt").GetString().ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public async Task What_does_not_fit_the_ride_is_told_at_once()
    {
        await using var ride = await RideScenario.OverHttp();
        var request = ExampleRide.In("mitte");
        using var _ = await ride.Http.PostAsJsonAsync("/rides", request);
        await ride.Platform.Quiet();

        await Refused(ride, request, "confirm", new { fare = new Money(1, "EUR") }, "Another price");
        await Refused(ride, request, "alerts", new { alertId = Guid.NewGuid(), what = "Strange." }, "Nobody rides");
        await Refused(ride, request, "driver-cannot-come", new { reason = "Flat tyre." }, "Not on the way");
        await Refused(ride, request, "rulings", new { step = "ChargeFare", ruling = "Done", decidedBy = "clerk" }, "Nothing to rule on");

        using var confirmed = await ride.Http.PostAsJsonAsync($"/rides/{request.RideId}/confirm", new { fare = new Money(530, "EUR") });
        confirmed.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        await ride.Platform.Until(request.RideId, "UnderWay");
        await Refused(ride, request, "cancel", new { reason = "Changed my mind." }, "Too late to cancel");
    }

    [Fact]
    public async Task Calling_off_on_the_way_shows_the_fee()
    {
        await using var ride = await RideScenario.OverHttp();
        var request = ExampleRide.In("mitte");
        using var asked = await ride.Http.PostAsJsonAsync("/rides", request);
        await ride.Platform.Quiet();
        using var confirmed = await ride.Http.PostAsJsonAsync($"/rides/{request.RideId}/confirm", new { fare = new Money(530, "EUR") });
        await ride.Platform.Quiet();

        using var cancelled = await ride.Http.PostAsJsonAsync($"/rides/{request.RideId}/cancel", new { reason = "Changed my mind." });

        cancelled.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        await ride.Platform.Quiet();
        (await StatusIs(ride, request, "Cancelled")).GetProperty("fee").GetProperty("amountMinor").GetInt64().ShouldBe(500);
    }

    [Fact]
    public async Task Danger_is_reported_by_http_and_seen_with_the_ride()
    {
        await using var ride = await RideScenario.OverHttp();
        var request = ExampleRide.In("mitte");
        using var asked = await ride.Http.PostAsJsonAsync("/rides", request);
        await ride.Platform.Quiet();
        using var confirmed = await ride.Http.PostAsJsonAsync($"/rides/{request.RideId}/confirm", new { fare = new Money(530, "EUR") });
        await ride.Platform.Quiet();

        using var reported = await ride.Http.PostAsJsonAsync($"/rides/{request.RideId}/alerts", new { alertId = Guid.NewGuid(), what = "Strange." });

        reported.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        await ride.Platform.Quiet();
        (await ride.Shown(request.RideId)).GetProperty("alerts")[0].GetProperty("what").GetString().ShouldBe("Strange.");
    }

    [Fact]
    public async Task Every_wrong_field_is_named_and_nothing_is_stored()
    {
        await using var ride = await RideScenario.OverHttp();
        var request = ExampleRide.In("") with { RiderId = Guid.Empty, From = new GeoPoint(91_000_000, 0), To = new GeoPoint(91_000_000, 0), PaymentToken = "4111111111111111" };

        using var answer = await ride.Http.PostAsJsonAsync("/rides", request);

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var errors = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("errors").EnumerateObject().Select(x => x.Name);
        errors.ShouldBe(["paymentToken", "riderId", "zone", "from.latitudeMicrodegrees", "to.latitudeMicrodegrees", "to"], ignoreOrder: true);
        (await ride.Platform.History(request.RideId)).ShouldBeEmpty();
    }

    static async Task Refused(RideScenario ride, RequestRide request, string word, object body, string title)
    {
        using var answer = await ride.Http.PostAsJsonAsync($"/rides/{request.RideId}/{word}", body);
        answer.StatusCode.ShouldBe(HttpStatusCode.Conflict, word);
        (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("title").GetString().ShouldBe(title);
    }

    static async Task<JsonElement> StatusIs(RideScenario ride, RequestRide request, string status)
    {
        var view = await ride.Shown(request.RideId);
        view.GetProperty("status").GetString().ShouldBe(status);
        return view;
    }
}
