using SagaPlatform.Contracts.Orders;
using SagaPlatform.Orders.Ride;
using SagaPlatform.Testing.Embedded;
using SagaPlatform.Testing.Sagas;

namespace SagaPlatform.Orders.Tests.Ride;

/// <summary>The machine as a whole, its documents, and its row.</summary>
public sealed class RideStateMachineTests() : WholeMachine<RideStateMachine, RideState>(new RideScript(), "a ride")
{
    protected override RideState Filled() => new()
    {
        RiderId = Guid.NewGuid(), Zone = "mitte", From = ExampleRide.Centre, To = new GeoPoint(-90_000_000, 180_000_000), PaymentToken = "tok",
        Candidates = ["D-1", "D-2"], DriverId = "D-1", FareMinor = long.MaxValue, FeeMinor = 5, Currency = "EUR", SurgePercent = 120, Meters = 1_000,
        ValidUntil = VirtualTime.Dawn.AddMinutes(2), DriverIsOnTheWay = true, MetersLeft = 400, Receipt = "R-1",
        Alerts = [new RideAlert(Guid.NewGuid(), "Strange."), new RideAlert(Guid.NewGuid(), "Off the route.", "all is well", 2)],
    };
}
