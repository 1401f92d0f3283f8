using Microsoft.AspNetCore.Routing;
using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Orders;
using SagaPlatform.Core.Http;

namespace SagaPlatform.Orders.Ride;

/// <summary>The price that the rider saw.</summary>
/// <param name="Fare">The price.</param>
public sealed record ConfirmRequest(Money Fare);

/// <summary>What is wrong.</summary>
/// <param name="AlertId">Made by the sender; the same one again is the same alert.</param>
/// <param name="What">What is wrong; 1 to 512 characters.</param>
public sealed record DangerRequest(Guid AlertId, string What);

/// <summary>Rides by HTTP.</summary>
public static class RideEndpoints
{
    /// <summary>Maps <c>/rides</c>.</summary>
    public static void MapRides(this IEndpointRouteBuilder routes) => routes
        .MapSaga<RideState, RideView>("/rides", "ride", Queues.Ride, RideView.Of, RideView.Accepted)
        .Starts<RequestRide>(x => x.RideId, "Asks for a ride.")
        .Hears<ConfirmRide, ConfirmRequest>("confirm", (x, id) => x with { RideId = id },
            "Agrees to the price, while it is kept.", (ride, confirm) => InTheWay(ride, confirm))
        .Hears<CancelRide, CancelRequest>("cancel", (x, id) => x with { RideId = id },
            "Calls a ride off: for nothing until the driver is on the way, then for a fee, and not any more once you ride.",
            (ride, _) => ride != null && RideView.Of(ride) is { Status: "Riding" or "Closing" or "Completed" }
                ? new Conflict("Too late to cancel", $"Ride {ride.CorrelationId} has begun.")
                : null)
        .Hears<DriverCannotCome, CancelRequest>("driver-cannot-come", (x, id) => x with { RideId = id },
            "The driver gives up on the way.", (ride, _) => ride?.CurrentState == "AwaitPickUp" ? null
                : new Conflict("Not on the way", "The driver of this ride is not on the way."))
        .Hears<ReportDanger, DangerRequest>("alerts", (x, id) => x with { RideId = id },
            "Something is wrong: a person looks at it, while the ride goes on.", (ride, _) => ride?.CurrentState is "AwaitPickUp" or "UnderWay" ? null
                : new Conflict("Nobody rides", "The driver of this ride is not on the way, or has arrived."))
        .Rules<RuleRide>((x, id) => x with { RideId = id }, x => x.Step);

    static Conflict? InTheWay(RideState? ride, ConfirmRide confirm) => ride switch
    {
        null or { CurrentState: not "ConfirmQuote", ValidUntil: null } => new Conflict("No price yet", "There is no price to agree to yet."),
        _ when ride.Fare != confirm.Fare => new Conflict("Another price", $"The price is {ride.FareMinor} minor units of {ride.Currency}."),
        { Ledger.Reason: not null } => new Conflict("Cancelled", "The ride is cancelled."),
        _ => null,
    };
}
