using System.Collections.Concurrent;
using MassTransit;

namespace SagaPlatform.Core.Sagas;

// Turns the description into states, events, and one activity per event that means something in a state. What is harmless is
// bound to an activity that notes it; what was never asked stays unbound, and faults.
public abstract partial class ProcessStateMachine<TState>
{
    readonly List<Voice> _voices = [];
    readonly List<FaultVoice> _faults = [];
    readonly List<Again> _raw = [];
    readonly List<Event> _order = [];
    readonly List<HeardMessage> _messages = [];
    readonly Dictionary<Type, Action<TState, Conduct<TState>, object>> _rules = [];
    readonly Dictionary<(string State, string Event), EventReaction> _reactions = [];
    readonly ConcurrentDictionary<(Type Message, string State), bool> _waitsFor = [];
    Func<IEnumerable<string>, EventActivities<TState>>? _start;
    Again? _startAgain;
    Word? _cancel, _rule;

    internal void Hear<T>(Step<TState> step, Hearing kind, Action<Conduct<TState>, T> then) where T : class
    {
        var heard = Correlated<T>(subscribes: false);
        _rules[typeof(T)] = (_, conduct, m) => then(conduct, (T)m);
        _voices.Add(new Voice(step, kind, typeof(T), new Word(heard, to => Drive(When(heard), then, to)), reason => Harmless(heard, reason)));
    }

    /// <summary>A fault names the faulted message, so one event per type of command serves every step and item that sends it.</summary>
    internal void HearFault<TCommand>() where TCommand : class
    {
        if (_faults.Exists(x => x.CommandType == typeof(TCommand)))
            return;
        var id = _families.IdOf<TCommand>(ProcessName);
        var faulted = Event<Fault<TCommand>>($"{NameOf(typeof(TCommand))}Faulted", x =>
        {
            x.CorrelateById(m => id(m.Message.Message));
            x.OnMissingInstance(m => m.Discard());
        });
        _order.Add(faulted);
        _messages.Add(new HeardMessage<Fault<TCommand>>(faulted, m => id(m.Message)));
        _faults.Add(new FaultVoice(typeof(TCommand),
            new Word(faulted, to => Drive(When(faulted), (conduct, m) => conduct.Faulted(m.FaultedMessageId), to))));
    }

    /// <summary>What a message of a step, the start, a cancellation or a ruling means to the rules: for walks without a bus.</summary>
    internal void Hear(TState saga, Conduct<TState> conduct, object message) => _rules[message.GetType()](saga, conduct, message);

    /// <summary>Whether the rules know a message without a bus; what a During of one's own does with it, only the bus knows.</summary>
    internal bool RulesKnow(object message) => _rules.ContainsKey(message.GetType());

    /// <summary>Every message that finds this process by its id: what it is called, and how it names the process.</summary>
    internal IReadOnlyList<HeardMessage> Messages => _messages;

    /// <summary>How each bound event is met in each state: the table that operators and approved files show.</summary>
    internal EventReaction Reaction(string state, Event on) =>
        _reactions.TryGetValue((state, on.Name), out var reaction) ? reaction
        : NextEvents(GetState(state)).Contains(on) ? EventReaction.Handled : EventReaction.Faults;

    /// <summary>Whether a process in this state acts on such a message. What is not in the table (a schedule of its own) counts as waited for.</summary>
    internal bool WaitsFor(Type message, string state) => _waitsFor.GetOrAdd((message, state), static (asked, machine) =>
        machine._messages.Find(x => x.Type == asked.Message) is not { } heard || machine.Reaction(asked.State, heard.On) == EventReaction.Handled, this);

    /// <summary>Every event of this process, in the order of the description.</summary>
    internal IEnumerable<Event> Heard =>
    [
        _startAgain!.On,
        .. _order.Where(x => x != _startAgain.On),
        _rang,
    ];

    internal bool HearsClock(string state) => NextEvents(GetState(state)).Contains(_rang);

    internal IEnumerable<string> AfterPause(string state) => Routes.AfterPause(state);

    internal IEnumerable<string> BackFromPause(string state) => Routes.BackFromPause(state);

    /// <summary>The states in the order of the process: its stages, what every process has, and states of its own making.</summary>
    internal IReadOnlyList<string> StateNames =>
        [.. Declared.Concat(States.Select(x => x.Name)).Where(x => x != Final.Name).Distinct(StringComparer.Ordinal)];

    IEnumerable<string> Declared => _ended
        ? [ProcessStates.Initial, .. _plan.Stages.Select(x => x.Name), .. Routes.Common]
        : [ProcessStates.Initial];

    ProcessRoutes<TState> Routes => _routes ??= new ProcessRoutes<TState>(_plan);

    ProcessRoutes<TState>? _routes;

    void Wire()
    {
        foreach (var name in Declared.Skip(1))
            State(name);

        Bind([ProcessStates.Initial], _startAgain!.On, _start!(Routes.Entered(0)), EventReaction.Handled);
        Bind(StateNames.Skip(1), _startAgain.On, _startAgain.Activities, EventReaction.Ignored);

        for (var i = 0; i < _plan.Stages.Count; i++)
            WireStage(i, _plan.Stages[i].Name);
        foreach (var voice in _voices)
            WireCommon(voice);
        WireClock();
        WirePeople();
        WireRaw();
        _rings.ForEach(x => x());
    }

    void WireStage(int i, string here)
    {
        Bind([here], Clock(Routes.Silence(i)), EventReaction.Handled);
        if (_cancel != null)
            Bind([here], _cancel, _plan.Stages[i].ForwardOnly ? [] : Routes.Back(i),
                _plan.Stages[i].ForwardOnly ? EventReaction.Refused : EventReaction.Handled);
        foreach (var fault in _faults)
            Bind([here], fault.Word, Routes.Fault(i, fault.CommandType), Awaited(Routes.MayWaitFor(i, fault.CommandType)));

        foreach (var voice in _voices)
        {
            var at = Routes.IndexOf(voice.Step);
            if (voice.IsOfUndo ? voice.IsReplaceable && at <= i : at == i || (voice.IsReplaceable && at < i))
                Bind([here], voice.Word, voice.Kinds.SelectMany(kind => Routes.Heard(i, voice.Step, kind)));
            else if (!voice.IsOfUndo && at < i)
                Harmless(here, voice, $"{voice.Step.Name} is behind.");
        }
    }

    /// <summary>What a step's messages mean in the states that every process has.</summary>
    void WireCommon(Voice voice)
    {
        var (forwardOnly, undoable) = (_plan.StageOf(voice.Step.Name).ForwardOnly, voice.Step.Undo != null);
        Bind([ProcessStates.NeedsAttention], voice.Word, voice.Kinds.SelectMany(kind => Routes.FromAttention(voice.Step, kind)));

        if (voice.IsReplaceable)
            Bind([ProcessStates.Completed], voice.Word, voice.Kind == Hearing.UndoRefusal ? Routes.AfterCompletion : []);
        else if (!voice.IsOfUndo)
            Harmless(ProcessStates.Completed, voice, "It is completed.");

        if (!forwardOnly)
        {
            if (undoable) Bind([ProcessStates.Unwinding], voice.Word, voice.Kinds.SelectMany(Routes.FromUnwinding));
            else Harmless(ProcessStates.Unwinding, voice, "It is being given back, and there is nothing to undo.");

            if (undoable && voice.Kind == Hearing.Answer) Bind([ProcessStates.Cancelled], voice.Word, [ProcessStates.Unwinding]);
            else Harmless(ProcessStates.Cancelled, voice, "It is cancelled, and nothing is held.");
        }
        else if (voice.Step.IsPivot && voice.Kind == Hearing.Refusal)
        {
            Harmless(ProcessStates.Unwinding, voice, "It is being given back.");
            Harmless(ProcessStates.Cancelled, voice, "It is cancelled.");
        }
    }

    void WireClock()
    {
        Bind([ProcessStates.Unwinding], Clock([ProcessStates.NeedsAttention]), EventReaction.Handled);
        Bind([ProcessStates.NeedsAttention], Clock(Routes.SilenceInAttention()), EventReaction.Handled);
        Bind([ProcessStates.Cancelled], Clock([]), EventReaction.Ignored);
        Bind([ProcessStates.Completed], Clock(Routes.AfterCompletion), Routes.MayWaitWhenCompleted ? EventReaction.Handled : EventReaction.Ignored);

        foreach (var fault in _faults)
        {
            var undoes = Routes.Undoes(fault.CommandType);
            var undoesReplaced = Routes.UndoesReplaced(fault.CommandType);
            Bind([ProcessStates.Unwinding], fault.Word, undoes ? [ProcessStates.NeedsAttention] : [], Awaited(undoes));
            Bind([ProcessStates.NeedsAttention], fault.Word, Routes.SilenceInAttention(fault.CommandType),
                Awaited(undoes || Routes.IsAskedInAttention(fault.CommandType)));
            Bind([ProcessStates.Completed], fault.Word, undoesReplaced ? Routes.AfterCompletion : [], Awaited(undoesReplaced));
            Bind([ProcessStates.Cancelled], fault.Word, undoes ? [ProcessStates.Unwinding] : [], Awaited(undoes));
        }
    }

    /// <summary>A fault is always heard by the rules; where nothing can be waited for, it can only be stale.</summary>
    static EventReaction Awaited(bool mayBe) => mayBe ? EventReaction.Handled : EventReaction.Ignored;

    void WirePeople()
    {
        if (_cancel != null)
        {
            Bind([ProcessStates.NeedsAttention], _cancel, Routes.CancelInAttention,
                Routes.MayGiveBackFromAttention ? EventReaction.Handled : EventReaction.Refused);
            Bind([ProcessStates.Completed], _cancel, [], EventReaction.Refused);
            Bind([ProcessStates.Unwinding, ProcessStates.Cancelled], _cancel, [], EventReaction.Ignored);
        }

        if (_rule == null)
            return;
        Bind([ProcessStates.NeedsAttention], _rule, Routes.AfterRuling);
        Bind([.. _plan.Stages.Select(x => x.Name), ProcessStates.Unwinding, ProcessStates.Completed], _rule, [],
            Routes.MayWaitWhenCompleted ? EventReaction.Handled : EventReaction.Refused);
        Bind([ProcessStates.Cancelled], _rule, [], EventReaction.Refused);
    }

    /// <summary>An event of a During of one's own is harmless once the last such During is behind.</summary>
    void WireRaw()
    {
        string[] stages = [.. _plan.Stages.Select(x => x.Name)];
        foreach (var raw in _raw)
        {
            var last = Array.FindLastIndex(stages, x => NextEvents(GetState(x)).Contains(raw.On));
            if (!Routes.MayAskAPersonBefore(last)) // else the question may be about a stage before its During
                Bind([ProcessStates.NeedsAttention], raw.On, raw.Activities, EventReaction.Ignored);
            Bind([.. stages[(last + 1)..], ProcessStates.Unwinding, ProcessStates.Completed, ProcessStates.Cancelled],
                raw.On, raw.Activities, EventReaction.Ignored);
        }
    }

    (Event On, EventActivities<TState> Activities) Clock(IEnumerable<string> mayLeadTo) =>
        (_rang, Drive(When(_rang), RingOnce, _ => mayLeadTo));

    void Bind(IEnumerable<string> states, (Event On, EventActivities<TState> Activities) bound, EventReaction reaction) =>
        Bind(states, bound.On, bound.Activities, reaction);

    void Bind(IEnumerable<string> states, Word word, IEnumerable<string> mayLeadTo, EventReaction reaction = EventReaction.Handled) =>
        Bind(states, word.On, word.Activities(mayLeadTo), reaction);

    void Harmless(string state, Voice voice, string reason) =>
        Bind([state], voice.Word.On, voice.Harmless(reason), EventReaction.Ignored);

    /// <summary>States that this process cannot come to do not exist in it, so nothing is bound there.</summary>
    void Bind(IEnumerable<string> states, Event on, EventActivities<TState> activities, EventReaction reaction)
    {
        foreach (var state in states.Where(StateNames.Contains))
        {
            During(GetState(state), activities);
            _reactions[(state, on.Name)] = reaction;
        }
    }

    EventActivities<TState> Harmless<T>(Event<T> heard, string reason) where T : class =>
        When(heard).Add(new Unheeded<T>(reason));

    /// <summary>Messages find their process by id. By default MassTransit would drop one for a process that is not there.</summary>
    /// <param name="subscribes">
    /// False for what comes to the process's own queue because the process asked for it: to be bound to the type as well would
    /// bring it the answers to everybody else, where they are announced too.
    /// </param>
    /// <param name="starts">Whether it is believed to start a new process, without a look whether it is one.</param>
    Event<T> Correlated<T>(bool subscribes = true, bool starts = false) where T : class
    {
        var name = NameOf(typeof(T));
        if (Events.Any(x => x.Name == name))
            throw new ProcessDefinitionException($"{ProcessName}: {name} already has a meaning in this process.");
        var id = _families.IdOf<T>(ProcessName);
        var heard = Event<T>(name, x =>
        {
            x.CorrelateById(m => id(m.Message));
            x.ConfigureConsumeTopology = subscribes;
            x.InsertOnInitial = starts;
            x.OnMissingInstance(m => m.ExecuteAsync(missing => throw new SagaNotFoundException(ProcessName, name, id(missing.Message))));
        });
        _order.Add(heard);
        _messages.Add(new HeardMessage<T>(heard, id));
        return heard;
    }

    static string NameOf(Type type) => type.IsGenericType
        ? $"{type.Name.Split('`')[0]}Of{string.Concat(type.GetGenericArguments().Select(NameOf))}"
        : type.Name;

    /// <summary>An event, and what it does when it may lead to certain states.</summary>
    sealed record Word(Event On, Func<IEnumerable<string>, EventActivities<TState>> Activities);

    /// <summary>An event that is only noted.</summary>
    sealed record Again(Event On, EventActivities<TState> Activities);

    /// <summary>One message that a step listens for.</summary>
    sealed record Voice(Step<TState> Step, Hearing Kind, Type Message, Word Word, Func<string, EventActivities<TState>> Harmless)
    {
        public bool IsReplaceable => Step.IsReplaceable;

        /// <summary>It speaks of an undo only, so it means nothing before one is asked.</summary>
        public bool IsOfUndo => Kind is Hearing.Confirmation or Hearing.UndoRefusal;

        /// <summary>A refusal may be a confirmation too.</summary>
        public IEnumerable<Hearing> Kinds =>
            Kind == Hearing.Refusal && Step.Confirmations.Contains(Message) ? [Hearing.Refusal, Hearing.Confirmation] : [Kind];
    }

    /// <summary>The fault of one type of command.</summary>
    sealed record FaultVoice(Type CommandType, Word Word);
}

/// <summary>How an event is met in a state.</summary>
public enum EventReaction
{
    /// <summary>Not planned: it ends in the error queue.</summary>
    Faults,

    /// <summary>It means something.</summary>
    Handled,

    /// <summary>Known to be harmless: it changes nothing, and is noted.</summary>
    Ignored,

    /// <summary>A person asks for what is not possible any more, or not yet: it changes nothing, and is noted.</summary>
    Refused,
}
