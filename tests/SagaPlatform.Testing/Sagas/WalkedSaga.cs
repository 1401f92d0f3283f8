using SagaPlatform.Core.Sagas;
using SagaPlatform.Testing.Embedded;

namespace SagaPlatform.Testing.Sagas;

/// <summary>One saga on the pure rules: no bus, no store, no clock. Every move is held against the machine's table and arrows.</summary>
abstract class WalkedSaga
{
    /// <summary>The saga as it is now.</summary>
    public abstract ProcessState Saga { get; }

    /// <summary>The name of its state.</summary>
    public string State { get; protected set; } = ProcessStates.Initial;

    /// <summary>What became of the latest event.</summary>
    public OutcomeKind Outcome { get; protected set; }

    /// <summary>Goes on from a moment of this saga; what is handed in is changed from then on.</summary>
    public abstract void Resume(ProcessState saga);

    /// <summary>What the machine hears of messages.</summary>
    /// <returns>The commands it then sends.</returns>
    public abstract IReadOnlyList<Command> Hears(object message);

    /// <inheritdoc cref="Conduct{TState}.Faulted"/>
    public abstract IReadOnlyList<Command> Faulted(Type command, Guid messageId);

    /// <inheritdoc cref="Conduct{TState}.Rang"/>
    public abstract IReadOnlyList<Command> Rings(DateTimeOffset due);

    /// <summary>The pause it is in is over.</summary>
    public abstract IReadOnlyList<Command> GoesOn();

    /// <summary>The pause it is in gives all back.</summary>
    public abstract IReadOnlyList<Command> TurnsBack();
}

sealed class WalkedSaga<TMachine, TState> : WalkedSaga
    where TMachine : ProcessStateMachine<TState>
    where TState : ProcessState, new()
{
    readonly TMachine _machine;
    readonly Speech<TState> _speech;
    readonly Map _map;
    readonly HashSet<Guid> _messageIds = [];
    TState _saga;

    public WalkedSaga(SagaScript<TMachine, TState> script, string variant, Guid id)
    {
        (_machine, _speech, _map) = (script.Machine, script.SpeechOf(variant), Map.Of(script.Machine));
        _saga = new TState { CorrelationId = id };
    }

    public override ProcessState Saga => _saga;

    public override void Resume(ProcessState saga)
    {
        _saga = (TState)saga;
        State = _saga.CurrentState == "" ? ProcessStates.Initial : _saga.CurrentState;
        _messageIds.Clear();
    }

    public override IReadOnlyList<Command> Hears(object message) =>
        Let(message.GetType().Name, x => _machine.Hear(_saga, x, message), isVoice: true);

    public override IReadOnlyList<Command> Faulted(Type command, Guid messageId) => Let($"{command.Name}Faulted", x => x.Faulted(messageId));

    public override IReadOnlyList<Command> Rings(DateTimeOffset due) => Let("ClockRang", x => x.Rang(due));

    public override IReadOnlyList<Command> GoesOn()
    {
        _speech.Pause(State)?.Remembers?.Invoke(_saga);
        return Moves(x => x.GoOn(), _machine.AfterPause(State), "a pause's end");
    }

    public override IReadOnlyList<Command> TurnsBack() => Moves(x => x.TurnBack("Turned back."), _machine.BackFromPause(State), "a pause's turning back");

    IReadOnlyList<Command> Let(string on, Action<Conduct<TState>> act, bool isVoice = false)
    {
        var reaction = _map.Reaction(State, on);
        if (reaction == EventReaction.Faults)
            throw new InvalidOperationException($"{on} in {State} is not planned");
        if (reaction == EventReaction.Ignored && isVoice)
        {
            Outcome = OutcomeKind.Ignored; // a harmless message does not come to the rules
            return [];
        }

        var before = State;
        var commands = Move(act);
        if (reaction != EventReaction.Handled && Outcome == OutcomeKind.Consumed)
            throw new InvalidOperationException($"{on} in {before} is {reaction}, and was consumed");
        if (before != State && !_map.HasArrow(before, on, State))
            throw new InvalidOperationException($"no arrow {before} --{on}--> {State}");
        return commands;
    }

    IReadOnlyList<Command> Moves(Action<Conduct<TState>> act, IEnumerable<string> mayLeadTo, string how)
    {
        var (before, allowed) = (State, mayLeadTo.ToList());
        var commands = Move(act);
        if (before != State && !allowed.Contains(State))
            throw new InvalidOperationException($"no arrow {before} --{how}--> {State}");
        return commands;
    }

    IReadOnlyList<Command> Move(Action<Conduct<TState>> act)
    {
        var conduct = _machine.Conduct(_saga, VirtualTime.Dawn);
        act(conduct);
        _saga.CurrentState = State = conduct.Proceed();
        Outcome = conduct.Outcome.Kind;
        if (_saga.Ledger.RingsAt != _saga.Ledger.EarliestDue)
            throw new InvalidOperationException("the clock is not set to the earliest limit");
        var commands = conduct.Effects.OfType<Command>().ToList();
        if (!commands.TrueForAll(x => _messageIds.Add(x.MessageId)))
            throw new InvalidOperationException("a message id was used twice");
        return commands;
    }

    /// <summary>The machine's table and arrows, looked up a million times.</summary>
    sealed class Map
    {
        static Map? _latest;

        readonly TMachine _machine;
        readonly HashSet<MachineTransition> _arrows;
        readonly Dictionary<(string State, string Event), EventReaction> _reactions;

        Map(TMachine machine)
        {
            _machine = machine;
            _arrows = [.. MachineTransitions.Of(machine)];
            _reactions = machine.StateNames.SelectMany(state => machine.Events, (state, on) => (state, on))
                .ToDictionary(x => (x.state, x.on.Name), x => machine.Reaction(x.state, x.on));
        }

        public static Map Of(TMachine machine) => _latest?._machine == machine ? _latest : _latest = new Map(machine);

        public EventReaction Reaction(string state, string on) => _reactions[(state, on)];

        public bool HasArrow(string from, string on, string to) => _arrows.Contains(new MachineTransition(from, on, to));
    }
}
