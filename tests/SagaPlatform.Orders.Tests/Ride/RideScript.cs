using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Orders;
using SagaPlatform.Orders.Ride;
using SagaPlatform.Testing.Embedded;
using SagaPlatform.Testing.Sagas;

namespace SagaPlatform.Orders.Tests.Ride;

/// <summary>What the participants of a ride say, for the tests that every saga has.</summary>
public sealed class RideScript : SagaScript<RideStateMachine, RideState>
{
    static readonly Money Fare = new(530, "EUR");

    public RideScript() : base(RideScenario.Scripted, Queues.Ride)
    {
        StartedBy(id => ExampleRide.In("mitte", id: id) with { RiderId = id });

        When<SearchDrivers>(yes: c => new DriversFound(c.RideId, ["D-1", "D-2", "D-3"]), no: c => new NoDriverFound(c.RideId, "all asleep"));
        When<OfferRide>(yes: c => new DriverAccepted(c.RideId, c.DriverId), no: c => new DriverDeclined(c.RideId, c.DriverId, "tired"));
        WhenUndone<ReleaseDriver>(c => new DriverReleased(c.RideId, c.DriverId));
        When<QuoteRide>(yes: c => new RideQuoted(c.RideId, Fare, new Money(500, "EUR"), 100, 1_000, VirtualTime.Dawn.AddMinutes(2)),
            no: c => new QuoteRefused(c.RideId, "no prices"));
        InPause("ConfirmQuote", goesOn: r => new ConfirmRide(r.CorrelationId, r.Fare));
        When<DispatchDriver>(yes: c => new DriverOnTheWay(c.RideId), no: c => new DispatchRefused(c.RideId, "out of fuel"));
        WhenUndone<SettleCancellation>(c => new CancellationSettled(c.RideId, c.Fee));
        InPause("AwaitPickUp", goesOn: r => new RiderPickedUp(r.CorrelationId), givesBack: r => new DriverCannotCome(r.CorrelationId, "flat tyre"));
        InPause("UnderWay", goesOn: r => new RideFinished(r.CorrelationId));
        When<ChargeFare>(yes: c => new FareCharged(c.RideId, "F-1"), no: c => new FareDeclined(c.RideId, "no funds"));
        When<FreeDriver>(yes: c => new DriverFreed(c.RideId));

        CancelledBy(id => new CancelRide(id, "Changed my mind."));
        RuledBy((id, step, item, ruling) => new RuleRide(id, step, item, ruling, "clerk"));
    }
}

public sealed class RideFaultsTests : EveryFault<RideScript>;

public sealed class RideUndosTests : EveryUndo<RideScript>;

public sealed class RideCancellationsTests : EveryCancellation<RideScript>;

public sealed class RideWalksTests : RandomWalks<RideScript>;

public sealed class RideSchedulesTests : RandomSchedules<RideScript>;
