using SagaPlatform.Testing.Sagas;

namespace SagaPlatform.Core.Tests.Testing;

/// <summary>The kit that every saga is tested with, on a saga that has every word of the vocabulary.</summary>
public sealed class TripScript : SagaScript<TripStateMachine, TripState>
{
    public TripScript() : base(Trips.Family, TripStateMachine.Queue)
    {
        StartedBy(id => new PlanTrip(id, Abroad: false, Signatures: 1));
        Variant("abroad, with two signatures", id => new PlanTrip(id, Abroad: true, Signatures: 2));

        When<HoldBudget>(yes: c => new BudgetHeld(c.Id), no: c => new BudgetRefused(c.Id));
        WhenUndone<FreeBudget>(c => new BudgetFreed(c.Id));
        When<AskVisa>(yes: c => new VisaGranted(c.Id), no: c => new VisaRefused(c.Id));
        WhenUndone<ReturnVisa>(c => new VisaReturned(c.Id));
        InPause("AwaitSignatures", trip => new Sign(trip.CorrelationId, $"signer {trip.Signed}"), givesBack: trip => new Veto(trip.CorrelationId));
        When<BookRoom>(yes: c => new RoomBooked(c.Id, c.City), no: c => new RoomFull(c.Id, c.City));
        WhenUndone<CancelRoom>(c => new RoomCancelled(c.Id, c.City));
        When<BuyTicket>(yes: c => new TicketBought(c.Id), no: c => new TicketRefused(c.Id));
        When<PostPlans>(yes: c => new PlansPosted(c.Id), no: c => new PostRefused(c.Id));
        When<Board>(yes: c => new Boarded(c.Id));

        CancelledBy(id => new CancelTrip(id));
        RuledBy((id, step, item, ruling) => new RuleTrip(id, step, item, ruling));
    }
}

public sealed class TripFaultsTests : EveryFault<TripScript>;

public sealed class TripUndosTests : EveryUndo<TripScript>;

public sealed class TripCancellationsTests : EveryCancellation<TripScript>;

public sealed class TripWalksTests : RandomWalks<TripScript>;

public sealed class TripSchedulesTests : RandomSchedules<TripScript>;
