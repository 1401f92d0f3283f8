using MassTransit;
using Microsoft.EntityFrameworkCore;
using SagaPlatform.Contracts;
using SagaPlatform.Core.Hosting;
using SagaPlatform.Core.Persistence;
using SagaPlatform.Core.Sagas;
using SagaPlatform.Testing.Embedded;

namespace SagaPlatform.Core.Tests.Testing;

[ExcludeFromTopology]
public interface ITrip
{
    Guid Id { get; }
}

public sealed record PlanTrip(Guid Id, bool Abroad, int Signatures) : ITrip;
public sealed record HoldBudget(Guid Id) : ITrip;
public sealed record BudgetHeld(Guid Id) : ITrip;
public sealed record BudgetRefused(Guid Id) : ITrip;
public sealed record FreeBudget(Guid Id) : ITrip;
public sealed record BudgetFreed(Guid Id) : ITrip;
public sealed record AskVisa(Guid Id) : ITrip;
public sealed record VisaGranted(Guid Id) : ITrip;
public sealed record VisaRefused(Guid Id) : ITrip;
public sealed record ReturnVisa(Guid Id) : ITrip;
public sealed record VisaReturned(Guid Id) : ITrip;
public sealed record Sign(Guid Id, string By) : ITrip;
public sealed record Veto(Guid Id) : ITrip;
public sealed record BookRoom(Guid Id, string City) : ITrip;
public sealed record RoomBooked(Guid Id, string City) : ITrip;
public sealed record RoomFull(Guid Id, string City) : ITrip;
public sealed record CancelRoom(Guid Id, string City) : ITrip;
public sealed record RoomCancelled(Guid Id, string City) : ITrip;
public sealed record PostPlans(Guid Id) : ITrip;
public sealed record PlansPosted(Guid Id) : ITrip;
public sealed record PostRefused(Guid Id) : ITrip;
public sealed record BuyTicket(Guid Id) : ITrip;
public sealed record TicketBought(Guid Id) : ITrip;
public sealed record TicketRefused(Guid Id) : ITrip;
public sealed record Board(Guid Id) : ITrip;
public sealed record Boarded(Guid Id) : ITrip;
public sealed record CancelTrip(Guid Id) : ITrip;
public sealed record RuleTrip(Guid Id, string Step, string Item, Ruling Ruling) : ITrip;
public sealed record TripDone(Guid Id, int Signatures) : ITrip;
public sealed record TripCancelled(Guid Id, string Why) : ITrip;
public sealed record TripAsks(Guid Id, string Question) : ITrip;

public sealed class TripState : ProcessState
{
    public bool Abroad { get; set; }
    public int Needed { get; set; }
    public int Signed { get; set; }

    public static void Map(ModelBuilder model) => model.MapProcess<TripState>("trips");
}

/// <summary>An embedded platform with trips on it, and nobody who answers them.</summary>
static class Trips
{
    public static readonly EmbeddedFamily Family = new()
    {
        Services = (services, _) => services.AddRows(TripState.Map),
        Bus = bus => bus.AddSaga<TripStateMachine, TripState>(TripStateMachine.Queue),
        Queues = [TripStateMachine.Queue],
    };
}

/// <summary>Every word of the vocabulary that a script has to know of: conditions, items, substitutes, pauses, a pivot.</summary>
public sealed class TripStateMachine : ProcessStateMachine<TripState>
{
    public const string Queue = "trip", Desk = "desk";

    public TripStateMachine(TimeProvider? time = null) : base(time)
    {
        var minute = TimeSpan.FromMinutes(1);
        Correlates<ITrip>(m => m.Id);
        var sign = Hears<Sign>();
        var veto = Hears<Veto>();
        StartedBy<PlanTrip>((o, m) => (o.Abroad, o.Needed) = (m.Abroad, m.Signatures));

        Together("Prepare",
            Step("HoldBudget", s => s.Asks(Desk, o => new HoldBudget(o.CorrelationId)).AnsweredBy<BudgetHeld>().RefusedBy<BudgetRefused>(_ => "No money.")
                .Within(minute, attempts: 2).UndoneBy(o => new FreeBudget(o.CorrelationId)).ConfirmedBy<BudgetFreed>()),
            Step("AskVisa", s => s.Asks(Desk, o => new AskVisa(o.CorrelationId)).AnsweredBy<VisaGranted>().RefusedBy<VisaRefused>(_ => "No visa.")
                .OnlyIf(o => o.Abroad).Within(minute).AsksAPersonWhenSilent().UndoneBy(o => new ReturnVisa(o.CorrelationId)).ConfirmedBy<VisaReturned>(attempts: 1)));

        During(Pause("AwaitSignatures", rings: TimeSpan.FromDays(1)),
            When(sign).Then(x => x.Saga.Signed++).If(x => x.Saga.Signed == x.Saga.Needed, enough => enough.GoesOn(this)),
            When(veto).GivesBack(this, _ => "Vetoed."));

        ForEach("BookRooms", _ => ["Rome", "Oslo"], s => s.Asks(Desk, (o, city) => new BookRoom(o.CorrelationId, city))
            .AnsweredBy<RoomBooked>(m => m.City).RefusedBy<RoomFull>(m => m.City, _ => "Full.").Within(minute, attempts: 2)
            .OrElse((_, city) => city == "Rome" ? "Ostia" : null)
            .UndoneBy((o, city) => new CancelRoom(o.CorrelationId, city)).ConfirmedBy<RoomCancelled>(m => m.City));

        During(Pause("CoolOff", rings: TimeSpan.FromHours(1), onlyIf: o => o.Abroad), WhenItRings().GoesOn(this));

        PointOfNoReturn("BuyTicket", s => s.Asks(Desk, o => new BuyTicket(o.CorrelationId)).AnsweredBy<TicketBought>().RefusedBy<TicketRefused>(_ => "Sold out.")
            .Within(minute, attempts: 2).NothingToUndo());
        Step("PostPlans", s => s.Asks(Desk, o => new PostPlans(o.CorrelationId)).AnsweredBy<PlansPosted>().RefusedBy<PostRefused>(_ => "No.")
            .Within(minute).NothingToUndo().BestEffort());
        Step("Board", s => s.Asks(Desk, o => new Board(o.CorrelationId)).AnsweredBy<Boarded>().Within(minute).NothingToUndo());

        CancellableBy<CancelTrip>(_ => "Changed my mind.");
        RuledBy<RuleTrip>(m => m.Step, m => m.Ruling, m => m.Item);
        Ends(o => new TripDone(o.CorrelationId, o.Signed), (o, why) => new TripCancelled(o.CorrelationId, why), (o, question) => new TripAsks(o.CorrelationId, question));
    }
}
