using SagaPlatform.Core.Outbox;
using SagaPlatform.Core.Sagas;
using SagaPlatform.Testing.Sagas;

namespace SagaPlatform.Simulation.Explorer;

/// <summary>How far an exploration goes.</summary>
/// <param name="Troubles">How many things may go wrong on one way: see the README of this folder.</param>
/// <param name="RemembersUndo">Whether participants refuse what comes after its undo, as they should, or do it and say so.</param>
sealed record Bounds(int Troubles, bool RemembersUndo)
{
    /// <summary>More moments than this are no small case any more: then fewer troubles have to do.</summary>
    public const int StatesMax = 3_000_000;
}

/// <summary>
/// Visits every moment that a saga can come to: whatever arrives first, whoever says no or nothing, whenever the clock rings.
/// In each one the laws hold, and from each one there is a way to an end.
/// </summary>
/// <remarks>On the rules, the table and the arrows of the machine (<see cref="WalkedSaga"/>); not safe for several threads.</remarks>
sealed class SagaExplorer
{
    readonly SagaScript _script;
    readonly WalkedSaga _walk;
    readonly Bounds _bounds;
    readonly Fingerprint _fingerprint;
    readonly Happenings _happenings;
    readonly Exploration _found = new();
    readonly Queue<(int Number, Moment Moment)> _open = new();
    readonly string _variant;

    SagaExplorer(SagaScript script, string variant, Bounds bounds)
    {
        (_script, _variant, _bounds) = (script, variant, bounds);
        _walk = script.Walk(variant, Id);
        _fingerprint = new Fingerprint(script);
        _happenings = new Happenings(script, variant, _walk, bounds);
    }

    static Guid Id { get; } = MessageIds.Derive(Guid.Empty, "explored saga");

    /// <summary>Explores one variant of a saga.</summary>
    /// <exception cref="CounterExampleException">A law is broken; it tells the sequence that leads there.</exception>
    public static Exploration Explore(SagaScript script, string variant, Bounds bounds) => new SagaExplorer(script, variant, bounds).Run();

    Exploration Run()
    {
        Begin();
        while (_open.TryDequeue(out var next))
            foreach (var happening in _happenings.In(next.Moment))
                Try(next.Number, next.Moment, happening);

        if (_found.DeadEnd() is { } dead)
            throw new CounterExampleException(_script, _variant, "from here it comes to no end", _found.Way(dead));
        return _found;
    }

    void Begin()
    {
        var moment = new Moment { Saga = _walk.Saga, UnderWay = [], Deeds = [], GivenBack = [], TroublesLeft = _bounds.Troubles };
        var started = new Happening("it is started", 0, x => _happenings.Hears(x, _script.Start(_variant, Id)));
        Try(-1, moment, started);
    }

    void Try(int from, Moment before, Happening happening)
    {
        var after = before.Copy();
        after.TroublesLeft -= happening.Trouble;
        try
        {
            happening.Happens(after);
            Check(after);
        }
        catch (Exception e) when (e is not CounterExampleException)
        {
            throw new CounterExampleException(_script, _variant, e.Message, $"{(from < 0 ? "" : _found.Way(from))}\n  => {happening.Told}");
        }

        var (number, isNew) = _found.Reached(from, () => $"{happening.Told}  [{after.Saga.CurrentState}]", _fingerprint.Of(after));
        if (!isNew)
            return;
        if (_found.States > Bounds.StatesMax)
            throw new InvalidOperationException($"{_script.GetType().Name}, {_variant}: more than {Bounds.StatesMax:N0} moments with {_bounds.Troubles} troubles.");
        _open.Enqueue((number, after));
        if (IsEnd(after))
            _found.Ended(number);
    }

    static bool IsEnd(Moment moment) => moment.UnderWay.Count == 0 && moment.Saga.Ledger.RingsAt == null && ProcessStates.IsEnd(moment.Saga.CurrentState);

    void Check(Moment moment)
    {
        var saga = moment.Saga;
        SagaLaws.LedgerLaws(_script, saga, saga.CurrentState);
        if (!IsEnd(moment))
            return;
        saga.EndedAt.ShouldNotBeNull("it came to its end, and the row does not say so");
        var held = moment.Deeds.Where(x => x.Value.Status == DeedStatus.Held && _script.Step(x.Key.Step).Undo != null).Select(x => x.Key).Order();
        var done = saga.Ledger.Lines.Where(x => x.Status == LineStatus.Done && _script.Step(x.Step).Undo != null).Select(x => (x.Step, x.Item)).Order();
        held.ShouldBe(done, "what the participants hold is not what the ledger says is done");
    }
}

/// <summary>A sequence of messages after which a law is broken.</summary>
sealed class CounterExampleException(SagaScript script, string variant, string law, string way)
    : Exception($"{script.GetType().Name}, {variant}: {law}\n{way}");
