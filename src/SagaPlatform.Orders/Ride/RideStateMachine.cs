using MassTransit;
using Microsoft.Extensions.Options;
using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Orders;
using SagaPlatform.Core.Sagas;

namespace SagaPlatform.Orders.Ride;

/// <summary>One ride, from asking for it until it is paid, or cancelled with the driver free and at most a fee paid.</summary>
/// <remarks>
/// Until the rider sits in the car, whatever fails frees the driver, and the rider may change their mind: for nothing before the
/// driver is on the way, then for a fee, which is the way back of having sent the driver. Once they ride it only goes forward.
/// </remarks>
public sealed class RideStateMachine : ProcessStateMachine<RideState>
{
    /// <summary>The process.</summary>
    public RideStateMachine(IOptions<RideOptions> options, TimeProvider? time = null) : base(time)
    {
        var limits = options.Value;
        Correlates<IRideMessage>(m => m.RideId);
        var confirmed = Hears<ConfirmRide>();
        var ahead = Hears<PickUpAhead>();
        var pickedUp = Hears<RiderPickedUp>();
        var cannotCome = Hears<DriverCannotCome>();
        var progressed = Hears<RideProgressed>();
        var alarmed = Hears<SafetyAlertRaised>();
        var reported = Hears<ReportDanger>();
        var settled = Hears<SafetyAlertClosed>();
        var finished = Hears<RideFinished>();

        StartedBy<RequestRide>((ride, m) => ride.Remember(m));

        Step("SearchDrivers", s => s
            .Asks(Queues.Drivers, r => new SearchDrivers(r.CorrelationId, r.Zone, r.From))
            .AnsweredBy<DriversFound>((r, m) => r.Candidates = [.. m.DriverIds.Take(limits.CandidatesMax)])
            .RefusedBy<NoDriverFound>(_ => RideState.NoDriver)
            .Within(limits.SearchWithin, attempts: 2)
            .NothingToUndo());

        // The best one first; who declines or is silent is released, and the next one is asked.
        ForEach("OfferRide", r => r.Candidates.Take(1), s => s
            .Asks(Queues.Drivers, (r, driver) => new OfferRide(r.CorrelationId, driver, r.From, r.To))
            .AnsweredBy<DriverAccepted>(m => m.DriverId, (r, m) => r.DriverId = m.DriverId)
            .RefusedBy<DriverDeclined>(m => m.DriverId, _ => RideState.NoDriver)
            .Within(limits.OfferWithin)
            .OrElse((r, driver) => r.NextAfter(driver))
            .UndoneBy((r, driver) => new ReleaseDriver(r.CorrelationId, driver))
            .ConfirmedBy<DriverReleased>(m => m.DriverId, within: limits.UndoWithin));

        Step("QuoteRide", s => s
            .Asks(Queues.Pricing, r => new QuoteRide(r.CorrelationId, r.Zone, r.From, r.To, (int)limits.QuoteValidFor.TotalSeconds))
            .AnsweredBy<RideQuoted>((r, m) => r.Remember(m))
            .RefusedBy<QuoteRefused>(m => m.Reason)
            .Within(limits.QuoteWithin, attempts: 2)
            .NothingToUndo());

        var confirming = Pause("ConfirmQuote", rings: limits.QuoteValidFor,
            announces: r => new RideOffered(r.CorrelationId, r.DriverId, r.Fare, r.SurgePercent, r.ValidUntil!.Value));
        During(confirming,
            When(confirmed)
                .If(x => x.Message.Fare == x.Saga.Fare, agreed => agreed.GoesOn(this)),
            WhenItRings()
                .GivesBack(this, _ => "The quote was not confirmed in time."));

        // Its way back is the fee: nothing is charged unless it was the rider who cancelled, and knew that the driver was coming.
        Step("DispatchDriver", s => s
            .Asks(Queues.Drivers, r => new DispatchDriver(r.CorrelationId, r.DriverId))
            .AnsweredBy<DriverOnTheWay>((r, _) => r.DriverIsOnTheWay = true)
            .RefusedBy<DispatchRefused>(m => m.Reason)
            .Within(limits.DispatchWithin, attempts: 2)
            .UndoneBy(Queues.Payments, r => new SettleCancellation(r.CorrelationId, r.RiderId, r.DriverId, r.FeeDue, r.PaymentToken))
            .ConfirmedBy<CancellationSettled>(within: limits.UndoWithin));

        var pickUp = Pause("AwaitPickUp", limits.MonitorEvery, Queues.RideMonitoring, r => new CheckPickUp(r.CorrelationId, r.DriverId, r.From));
        During(pickUp,
            When(ahead),
            When(pickedUp)
                .GoesOn(this),
            When(cannotCome)
                .GivesBack(this, m => $"The driver cannot come: {m.Reason}"),
            When(reported)
                .Alarms(m => m.AlertId, m => m.What),
            When(settled)
                .Then(x => x.Saga.IsSettled(x.Message)),
            WhenItRings()
                .RemindsOfAlerts(limits.AlertReminderLooks)
                .IfElse(x => RideVerbs.Looks(x.Saga, "AwaitPickUp") < limits.PickUpLooksMax,
                    wait => wait.LooksAgain(r => new CheckPickUp(r.CorrelationId, r.DriverId, r.From)),
                    enough => enough.GivesBack(this, _ => "The driver did not come.")));

        PointOfNoReturn();

        // No thread waits: the saga's clock rings, and the ride is looked at again.
        var riding = Pause("UnderWay", limits.MonitorEvery, Queues.RideMonitoring, r => new CheckRide(r.CorrelationId, r.DriverId, r.From, r.To));
        During(riding,
            When(progressed)
                .Then(x => x.Saga.MetersLeft = x.Message.MetersLeft),
            When(alarmed)
                .Alarms(m => m.AlertId, m => m.What),
            When(reported)
                .Alarms(m => m.AlertId, m => m.What),
            When(settled)
                .Then(x => x.Saga.IsSettled(x.Message)),
            When(finished)
                .Then(x => x.Saga.MetersLeft = 0)
                .GoesOn(this),
            WhenItRings()
                .RemindsOfAlerts(limits.AlertReminderLooks)
                .AlarmsWhenOverdue("UnderWay", limits.RideLooksMax, limits.RideWithin)
                .LooksAgain(r => new CheckRide(r.CorrelationId, r.DriverId, r.From, r.To)));

        Together("CloseRide",
            Step("ChargeFare", s => s
                .Asks(Queues.Payments, r => new ChargeFare(r.CorrelationId, r.RiderId, r.DriverId, r.Fare, r.PaymentToken))
                .AnsweredBy<FareCharged>((r, m) => r.Receipt = m.Receipt)
                .RefusedBy<FareDeclined>(m => m.Reason)
                .Within(limits.CloseWithin, attempts: 3)
                .NothingToUndo()),
            Step("FreeDriver", s => s
                .Asks(Queues.Drivers, r => new FreeDriver(r.CorrelationId, r.DriverId, r.To))
                .AnsweredBy<DriverFreed>()
                .Within(limits.CloseWithin, attempts: 3)
                .NothingToUndo()));

        CancellableBy<CancelRide>(m => RideState.CancelledByRider(m.Reason),
            refusedWith: (r, why) => new RideCancellationRefused(r.CorrelationId, why));
        RuledBy<RuleRide>(m => m.Step, m => m.Ruling, m => m.Item ?? "");

        Ends(completed: r => new RideCompleted(r.CorrelationId, r.DriverId, r.Fare),
            cancelled: (r, why) => new RideCancelled(r.CorrelationId, r.TellsRider(why), r.FeeDue.AmountMinor > 0 ? r.FeeDue : null),
            needsAttention: (r, question) => new RideNeedsAttention(r.CorrelationId, question),
            askingAgainEvery: limits.AskPersonAgainEvery);
    }
}
