using MassTransit;

namespace SagaPlatform.Contracts.Orders;

// Every message of the ride conversation, in the order of the process.

/// <summary>Every message of this conversation names its ride; the saga is found by it.</summary>
[ExcludeFromTopology]
public interface IRideMessage
{
    /// <summary>The ride's id, made by whoever wants it.</summary>
    Guid RideId { get; }
}

/// <summary>A place on earth in WGS 84, in millionths of a degree: a tenth of a metre.</summary>
/// <param name="LatitudeMicrodegrees">North is positive; from -90,000,000 to 90,000,000.</param>
/// <param name="LongitudeMicrodegrees">East is positive; from -180,000,000 to 180,000,000.</param>
public sealed record GeoPoint(int LatitudeMicrodegrees, int LongitudeMicrodegrees);

/// <summary>Kinds of work that people have with rides.</summary>
public static class RideWork
{
    /// <summary>A safety alert that somebody has to look at.</summary>
    public const string Safety = "ride-safety";
}

// What starts it.

/// <summary>Asks for a ride. Safe to repeat: the same id with the same content is the same ride.</summary>
/// <param name="RideId">Made by the sender.</param>
/// <param name="RiderId">Who wants to ride.</param>
/// <param name="Zone">The zone of the pick-up: its drivers and its prices; 1 to 32 characters.</param>
/// <param name="From">Where the rider waits.</param>
/// <param name="To">Where the rider wants to go.</param>
/// <param name="PaymentToken">The payment provider's token, never a card number; 1 to 128 characters.</param>
public sealed record RequestRide(Guid RideId, Guid RiderId, string Zone, GeoPoint From, GeoPoint To, string PaymentToken) : IRideMessage;

// 1. Who could come: the nearest free drivers, best first.

/// <summary>Asks which drivers could come. Nobody is claimed by it.</summary>
public sealed record SearchDrivers(Guid RideId, string Zone, GeoPoint From) : IRideMessage;

/// <summary>These could come.</summary>
/// <param name="RideId">The ride.</param>
/// <param name="DriverIds">The drivers, best first; 1 to 10 lines.</param>
public sealed record DriversFound(Guid RideId, IReadOnlyList<string> DriverIds) : IRideMessage;

/// <summary>Nobody could come.</summary>
public sealed record NoDriverFound(Guid RideId, string Reason) : IRideMessage;

// 2. Who comes: one after the other is offered the ride.

/// <summary>Offers the ride to one driver, who is then offered no other.</summary>
/// <param name="RideId">The ride.</param>
/// <param name="DriverId">The driver; 1 to 64 characters.</param>
/// <param name="From">Where the rider waits.</param>
/// <param name="To">Where the rider wants to go.</param>
public sealed record OfferRide(Guid RideId, string DriverId, GeoPoint From, GeoPoint To) : IRideMessage;

/// <summary>The driver takes the ride.</summary>
public sealed record DriverAccepted(Guid RideId, string DriverId) : IRideMessage;

/// <summary>The driver does not take it, or cannot.</summary>
public sealed record DriverDeclined(Guid RideId, string DriverId, string Reason) : IRideMessage;

/// <summary>The driver is free again; answered even when they never had the ride.</summary>
public sealed record ReleaseDriver(Guid RideId, string DriverId) : IRideMessage;

/// <summary>The driver does not have the ride, and will not get it.</summary>
public sealed record DriverReleased(Guid RideId, string DriverId) : IRideMessage;

// 3. What it costs.

/// <summary>Asks for the price of the ride.</summary>
/// <param name="RideId">The ride.</param>
/// <param name="Zone">Whose prices count; 1 to 32 characters.</param>
/// <param name="From">Where the rider waits.</param>
/// <param name="To">Where the rider wants to go.</param>
/// <param name="ValidForSeconds">How long the price is kept; more than 0.</param>
public sealed record QuoteRide(Guid RideId, string Zone, GeoPoint From, GeoPoint To, int ValidForSeconds) : IRideMessage;

/// <summary>The price, for a limited time.</summary>
/// <param name="RideId">The ride.</param>
/// <param name="Fare">What the ride costs, surge included.</param>
/// <param name="CancellationFee">What it costs to cancel once the driver is on the way.</param>
/// <param name="SurgePercent">100 is the usual price; 250 is two and a half times that.</param>
/// <param name="Meters">How long the way is; at least 0.</param>
/// <param name="ValidUntil">Until when.</param>
public sealed record RideQuoted(
    Guid RideId, Money Fare, Money CancellationFee, int SurgePercent, int Meters, DateTimeOffset ValidUntil) : IRideMessage;

/// <summary>There is no price for this ride.</summary>
public sealed record QuoteRefused(Guid RideId, string Reason) : IRideMessage;

// 4. The rider confirms the price in time, or the driver is released.

/// <summary>A driver and a price: the rider is asked.</summary>
/// <param name="RideId">The ride.</param>
/// <param name="DriverId">Who would come.</param>
/// <param name="Fare">What it would cost.</param>
/// <param name="SurgePercent">100 is the usual price.</param>
/// <param name="ValidUntil">Afterwards the driver is released.</param>
public sealed record RideOffered(Guid RideId, string DriverId, Money Fare, int SurgePercent, DateTimeOffset ValidUntil) : IRideMessage;

/// <summary>The rider agrees to the price.</summary>
/// <param name="RideId">The ride.</param>
/// <param name="Fare">The price that the rider saw.</param>
public sealed record ConfirmRide(Guid RideId, Money Fare) : IRideMessage;

// 5. The driver comes. From here on the rider's change of mind costs a fee.

/// <summary>Sends the driver to the rider.</summary>
public sealed record DispatchDriver(Guid RideId, string DriverId) : IRideMessage;

/// <summary>The driver is on the way.</summary>
public sealed record DriverOnTheWay(Guid RideId) : IRideMessage;

/// <summary>The driver cannot be sent.</summary>
public sealed record DispatchRefused(Guid RideId, string Reason) : IRideMessage;

/// <summary>A ride ends whose driver was sent: the fee is charged, once, or nothing is owed.</summary>
/// <param name="RideId">The ride.</param>
/// <param name="RiderId">Who pays.</param>
/// <param name="DriverId">Who came for nothing.</param>
/// <param name="Fee">What is charged; an amount of 0 where the rider owes nothing.</param>
/// <param name="PaymentToken">The payment provider's token; 1 to 128 characters.</param>
public sealed record SettleCancellation(Guid RideId, Guid RiderId, string DriverId, Money Fee, string PaymentToken) : IRideMessage;

/// <summary>The cancellation is settled.</summary>
public sealed record CancellationSettled(Guid RideId, Money Fee) : IRideMessage;

/// <summary>Asks where the driver is.</summary>
/// <param name="RideId">The ride.</param>
/// <param name="DriverId">The driver.</param>
/// <param name="From">Where the rider waits.</param>
public sealed record CheckPickUp(Guid RideId, string DriverId, GeoPoint From) : IRideMessage;

/// <summary>The driver is still on the way.</summary>
/// <param name="RideId">The ride.</param>
/// <param name="ArrivesInSeconds">How long it takes, as far as anybody knows; at least 0.</param>
public sealed record PickUpAhead(Guid RideId, int ArrivesInSeconds) : IRideMessage;

/// <summary>The rider is in the car: the ride has begun.</summary>
public sealed record RiderPickedUp(Guid RideId) : IRideMessage;

/// <summary>The driver gives up on the way.</summary>
/// <param name="RideId">The ride.</param>
/// <param name="Reason">1 to 256 characters.</param>
public sealed record DriverCannotCome(Guid RideId, string Reason) : IRideMessage;

// 6. The ride. It is looked after every few seconds until it ends.

/// <summary>Asks how the ride goes.</summary>
/// <param name="RideId">The ride.</param>
/// <param name="DriverId">The driver.</param>
/// <param name="From">Where it began.</param>
/// <param name="To">Where it goes.</param>
public sealed record CheckRide(Guid RideId, string DriverId, GeoPoint From, GeoPoint To) : IRideMessage;

/// <summary>The ride goes on.</summary>
/// <param name="RideId">The ride.</param>
/// <param name="MetersLeft">How far it is; at least 0.</param>
public sealed record RideProgressed(Guid RideId, int MetersLeft) : IRideMessage;

/// <summary>Something is wrong: a person must look at it, while the ride goes on.</summary>
/// <param name="RideId">The ride.</param>
/// <param name="AlertId">The alert; the same one again is the same alert.</param>
/// <param name="What">What was noticed; 1 to 512 characters.</param>
public sealed record SafetyAlertRaised(Guid RideId, Guid AlertId, string What) : IRideMessage;

/// <summary>The rider has arrived.</summary>
public sealed record RideFinished(Guid RideId) : IRideMessage;

/// <summary>Brings an alert before a person. Repeated while the ride goes on and nobody has looked: that reminds, and in the end escalates.</summary>
/// <param name="RideId">The ride.</param>
/// <param name="AlertId">The alert.</param>
/// <param name="DriverId">Who drives.</param>
/// <param name="What">What was noticed; 1 to 512 characters.</param>
public sealed record EscalateAlert(Guid RideId, Guid AlertId, string DriverId, string What) : IRideMessage;

/// <summary>A person has looked at an alert.</summary>
/// <param name="RideId">The ride.</param>
/// <param name="AlertId">The alert.</param>
/// <param name="Finding">What they found and did.</param>
public sealed record SafetyAlertClosed(Guid RideId, Guid AlertId, string Finding) : IRideMessage;

/// <summary>The rider, the driver or somebody who watches is worried.</summary>
/// <param name="RideId">The ride.</param>
/// <param name="AlertId">Made by the sender; the same one again is the same alert.</param>
/// <param name="What">What is wrong; 1 to 512 characters.</param>
public sealed record ReportDanger(Guid RideId, Guid AlertId, string What) : IRideMessage;

// 7. At once: the fare, and the driver's next ride.

/// <summary>Takes the fare, once.</summary>
public sealed record ChargeFare(Guid RideId, Guid RiderId, string DriverId, Money Fare, string PaymentToken) : IRideMessage;

/// <summary>The fare is taken.</summary>
public sealed record FareCharged(Guid RideId, string Receipt) : IRideMessage;

/// <summary>The fare is not taken.</summary>
public sealed record FareDeclined(Guid RideId, string Reason) : IRideMessage;

/// <summary>The ride is over: the driver is free, where it ended.</summary>
public sealed record FreeDriver(Guid RideId, string DriverId, GeoPoint At) : IRideMessage;

/// <summary>The driver is free.</summary>
public sealed record DriverFreed(Guid RideId) : IRideMessage;

// From people.

/// <summary>The rider's change of mind: free until the driver is on the way, then for a fee, and refused once they ride.</summary>
/// <param name="RideId">The ride.</param>
/// <param name="Reason">1 to 200 characters.</param>
public sealed record CancelRide(Guid RideId, string Reason) : IRideMessage;

/// <summary>It is too late to cancel.</summary>
public sealed record RideCancellationRefused(Guid RideId, string Reason) : IRideMessage;

/// <summary>A person's answer to the question of a ride that needs attention.</summary>
/// <param name="RideId">The ride.</param>
/// <param name="Step">The step the question is about.</param>
/// <param name="Item">The driver, where the question is about one; at most 64 characters.</param>
/// <param name="Ruling">What the person found out.</param>
/// <param name="DecidedBy">Who says so; 1 to 128 characters.</param>
public sealed record RuleRide(Guid RideId, string Step, string? Item, Ruling Ruling, string DecidedBy) : IRideMessage;

// How it ends.

/// <summary>Arrived and paid.</summary>
public sealed record RideCompleted(Guid RideId, string DriverId, Money Fare) : IRideMessage;

/// <summary>There was no ride, and nobody holds a driver for it.</summary>
/// <param name="RideId">The ride.</param>
/// <param name="Reason">Why; <c>no driver available</c> when nobody came.</param>
/// <param name="Fee">What the rider paid for it; null when nothing.</param>
public sealed record RideCancelled(Guid RideId, string Reason, Money? Fee = null) : IRideMessage;

/// <summary>A person must find something out; repeated until somebody rules.</summary>
public sealed record RideNeedsAttention(Guid RideId, string Question) : IRideMessage;
