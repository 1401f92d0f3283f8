using SagaPlatform.Contracts.Orders;

namespace SagaPlatform.Contracts;

public static partial class Conversations
{
    /// <summary>A ride, from asking for it to its last word.</summary>
    public static Conversation Ride { get; } = new(
        "Orders",
        "Ride",
        typeof(IRideMessage),
        Queues.Ride,
        [
            Command<RequestRide>(Queues.Ride),

            Command<SearchDrivers>(Queues.Drivers),
            Answer<DriversFound>(to: typeof(SearchDrivers)),
            Answer<NoDriverFound>(to: typeof(SearchDrivers)),

            Command<OfferRide>(Queues.Drivers),
            Answer<DriverAccepted>(to: typeof(OfferRide)),
            Answer<DriverDeclined>(to: typeof(OfferRide)),
            Command<ReleaseDriver>(Queues.Drivers),
            Answer<DriverReleased>(to: typeof(ReleaseDriver)),

            Command<QuoteRide>(Queues.Pricing),
            Answer<RideQuoted>(to: typeof(QuoteRide)),
            Answer<QuoteRefused>(to: typeof(QuoteRide)),

            Announcement<RideOffered>(),
            Command<ConfirmRide>(Queues.Ride),

            Command<DispatchDriver>(Queues.Drivers),
            Answer<DriverOnTheWay>(to: typeof(DispatchDriver)),
            Answer<DispatchRefused>(to: typeof(DispatchDriver)),
            Command<SettleCancellation>(Queues.Payments),
            Answer<CancellationSettled>(to: typeof(SettleCancellation)),

            Command<CheckPickUp>(Queues.RideMonitoring),
            Answer<PickUpAhead>(to: typeof(CheckPickUp)),
            Answer<RiderPickedUp>(to: typeof(CheckPickUp)),
            Command<DriverCannotCome>(Queues.Ride),

            Command<CheckRide>(Queues.RideMonitoring),
            Answer<RideProgressed>(to: typeof(CheckRide)),
            Answer<SafetyAlertRaised>(to: typeof(CheckRide)),
            Answer<RideFinished>(to: typeof(CheckRide)),
            Command<EscalateAlert>(Queues.RideMonitoring),
            Answer<SafetyAlertClosed>(to: typeof(EscalateAlert)),
            Command<ReportDanger>(Queues.Ride),

            Command<ChargeFare>(Queues.Payments),
            Answer<FareCharged>(to: typeof(ChargeFare)),
            Answer<FareDeclined>(to: typeof(ChargeFare)),
            Command<FreeDriver>(Queues.Drivers),
            Answer<DriverFreed>(to: typeof(FreeDriver)),

            Command<CancelRide>(Queues.Ride),
            Announcement<RideCancellationRefused>(),
            Command<RuleRide>(Queues.Ride),

            Announcement<RideCompleted>(),
            Announcement<RideCancelled>(),
            Announcement<RideNeedsAttention>(),
        ]);
}
