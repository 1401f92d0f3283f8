using SagaPlatform.Core.Sagas;

namespace SagaPlatform.Core.Tests.Sagas.Samples;

public interface IEvery
{
    Guid Id { get; }
}

public sealed record Begin(Guid Id, bool WithOptions, bool WithPause = false) : IEvery;
public sealed record Do<T>(Guid Id, string Item = "") : IEvery;
public sealed record Yes<T>(Guid Id, string Item = "") : IEvery;
public sealed record No<T>(Guid Id, string Item = "") : IEvery;
public sealed record TakeBack<T>(Guid Id, string Item = "") : IEvery;
public sealed record Gone<T>(Guid Id, string Item = "") : IEvery;
public sealed record Cannot<T>(Guid Id, string Item = "") : IEvery;
public sealed record GoAhead(Guid Id) : IEvery;
public sealed record TurnBack(Guid Id) : IEvery;
public sealed record Stop(Guid Id) : IEvery;
public sealed record Rule(Guid Id, string Step, string Item, Contracts.Ruling Ruling) : IEvery;
public sealed record AllDone(Guid Id) : IEvery;
public sealed record AllBack(Guid Id, string Reason) : IEvery;
public sealed record Asking(Guid Id, string Question) : IEvery;

// What the steps are about; only their names matter.
public sealed class A;
public sealed class B;
public sealed class C;
public sealed class D;
public sealed class N;
public sealed class O;
public sealed class H;
public sealed class I;
public sealed class J;
public sealed class K;
public sealed class P;
public sealed class Q;
public sealed class E;

public sealed class EveryState : ProcessState
{
    public bool WithOptions { get; set; }
    public bool WithPause { get; set; }
}

/// <summary>Every word of the vocabulary that the rules know, in one process.</summary>
public sealed class Every : ProcessStateMachine<EveryState>
{
    public const string Queue = "every";

    public Every()
    {
        Correlates<IEvery>(m => m.Id);
        var (goAhead, turnBack) = (Hears<GoAhead>(), Hears<TurnBack>());
        StartedBy<Begin>((o, m) => (o.WithOptions, o.WithPause) = (m.WithOptions, m.WithPause));

        Step("A", s => Undoable<A>(s));
        Together("BC",
            Step("B", s => Undoable<B>(s)),
            Step("C", s => Undoable<C>(s)),
            Step("N", Trying<N>));
        Together("HI",
            Step("H", s => Undoable<H>(s).AsksAPersonWhenSilent()),
            Step("I", s => Undoable<I>(s)));
        Step("J", s => Forward<J>(s).AsksAPersonWhenSilent());
        Step("K", s => s
            .Asks(Queue, o => new Do<K>(o.CorrelationId))
            .AnsweredBy<Yes<K>>()
            .RefusedBy<No<K>>(_ => "No.")
            .Within(TimeSpan.FromMinutes(1), attempts: 2)
            .UndoneBy(o => new TakeBack<K>(o.CorrelationId))
            .ConfirmedBy<No<K>>()
            .UndoRefusedBy<Cannot<K>>(_ => "Done."));
        Step("O", s => Undoable<O>(s).OnlyIf(o => o.WithOptions));
        ForEach("D", _ => ["1", "2", "3", "4"], s => s
            .Asks(Queue, (o, item) => new Do<D>(o.CorrelationId, item))
            .AnsweredBy<Yes<D>>(m => m.Item)
            .RefusedBy<No<D>>(m => m.Item, _ => "No.")
            .Within(TimeSpan.FromMinutes(1))
            .OrElse((_, item) => item is "2" ? ["2x", "2y"] : item is "1" or "3" ? [item + "x"] : Array.Empty<string>())
            .OrWithout((_, item) => item == "4")
            .UndoneBy((o, item) => new TakeBack<D>(o.CorrelationId, item))
            .ConfirmedBy<Gone<D>>(m => m.Item));
        During(Pause("W", TimeSpan.FromMinutes(1), onlyIf: o => o.WithPause),
            When(goAhead).GoesOn(this),
            When(turnBack).GivesBack(this, _ => "Turned back."),
            WhenItRings());
        PointOfNoReturn("P", s => Forward<P>(s));
        Step("Q", Trying<Q>);
        Step("E", s => Forward<E>(s));

        CancellableBy<Stop>(_ => "Changed my mind.");
        RuledBy<Rule>(m => m.Step, m => m.Ruling, m => m.Item);
        Ends(o => new AllDone(o.CorrelationId), (o, why) => new AllBack(o.CorrelationId, why), (o, question) => new Asking(o.CorrelationId, question));
    }

    static Step<EveryState> Undoable<T>(Step<EveryState> s) => s
        .Asks(Queue, o => new Do<T>(o.CorrelationId))
        .AnsweredBy<Yes<T>>()
        .RefusedBy<No<T>>(_ => "No.")
        .Within(TimeSpan.FromMinutes(1), attempts: 2)
        .UndoneBy(o => new TakeBack<T>(o.CorrelationId))
        .ConfirmedBy<Gone<T>>();

    static Step<EveryState> Forward<T>(Step<EveryState> s) => s
        .Asks(Queue, o => new Do<T>(o.CorrelationId))
        .AnsweredBy<Yes<T>>()
        .RefusedBy<No<T>>(_ => "No.")
        .Within(TimeSpan.FromMinutes(1))
        .NothingToUndo();

    static void Trying<T>(Step<EveryState> s) => Forward<T>(s).BestEffort();
}
