using SagaPlatform.Contracts.Orders;
using SagaPlatform.Participants.Drivers;

namespace SagaPlatform.Orders.Tests.Ride;

/// <summary>Rides to ask for.</summary>
static class ExampleRide
{
    public static readonly GeoPoint Centre = DriverTestData.Centre;

    /// <summary>About a kilometre to the south: 100 seconds.</summary>
    public static readonly GeoPoint South = Centre with { LatitudeMicrodegrees = Centre.LatitudeMicrodegrees - 9_000 };

    public static RequestRide In(string zone, string token = "tok_visa_4242", Guid? id = null) =>
        new(id ?? Guid.NewGuid(), Guid.NewGuid(), zone, Centre, South, token);
}
