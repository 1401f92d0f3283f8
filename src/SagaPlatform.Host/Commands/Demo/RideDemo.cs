using System.Text.Json;
using SagaPlatform.Contracts.Orders;

namespace SagaPlatform.Host.Commands.Demo;

/// <summary>Rides: drivers who decline or are silent, a fee, an alert, a card that does not pay.</summary>
static class RideDemo
{
    static readonly GeoPoint Centre = new(52_520_000, 13_405_000);

    public static IReadOnlyList<DemoCase> Cases() =>
    [
        Of("nothing goes wrong", "mitte", "Completed", Confirms),
        Of("two drivers decline", "test-declines", "Completed", Confirms),
        Of("the first driver is silent", "test-silent", "Completed", Confirms),
        Of("nobody comes", "test-nobody", "Cancelled"),
        Of("no driver in the zone", "nowhere", "Cancelled"),
        Of("called off before the driver is on the way", "nord", "Cancelled",
            DemoAct.InState("ConfirmQuote", "cancel", new { reason = "Too dear." }, "the rider cancels: free")),
        Of("called off with the driver on the way", "sued", "Cancelled", Confirms,
            DemoAct.InState("AwaitPickUp", "cancel", new { reason = "Found a bus." }, "the rider cancels: a fee")),
        Of("the driver cannot come", "ost", "Cancelled", Confirms,
            DemoAct.InState("AwaitPickUp", "driver-cannot-come", new { reason = "A flat tyre." }, "the driver gives up")),
        Of("an alert on the way: the ride goes on", "test-danger", "Completed", Confirms),
        Of("the card does not pay the fare", "west", "Completed", Confirms,
            DemoAct.Rules("ChargeFare", "Done", "somebody collected the fare")).PaidWith("tok_declined"),
    ];

    /// <summary>The rider agrees to the price that is shown.</summary>
    static DemoAct Confirms => new("the rider confirms the price", x => x.State == "ConfirmQuote", async (http, demo) =>
        await http.Get<JsonElement>($"{demo.Path}/{demo.Id}") is var ride && ride.TryGetProperty("fare", out var fare)
            && await http.Post($"{demo.Path}/{demo.Id}/confirm", new { fare }));

    static DemoCase Of(string name, string zone, string end, params DemoAct[] meanwhile)
    {
        var id = Guid.NewGuid();
        return new DemoCase("ride", name, "/rides", id, Request(zone, id, "tok_visa_4242"), end) { Meanwhile = meanwhile };
    }

    static DemoCase PaidWith(this DemoCase ride, string token) => ride with { Start = ((RequestRide)ride.Start) with { PaymentToken = token } };

    /// <summary>Two hundred metres: twenty seconds.</summary>
    static RequestRide Request(string zone, Guid id, string token) =>
        new(id, Guid.NewGuid(), zone, Centre, Centre with { LatitudeMicrodegrees = Centre.LatitudeMicrodegrees - 1_800 }, token);
}
