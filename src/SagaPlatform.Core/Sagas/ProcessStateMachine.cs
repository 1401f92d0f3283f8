using MassTransit;
using SagaPlatform.Contracts;

namespace SagaPlatform.Core.Sagas;

/// <summary>
/// A saga told as the business process: steps in order, each with its limit and its way back. Underneath it is an ordinary
/// MassTransit state machine, with a state per stage, and During and When still at hand.
/// </summary>
/// <typeparam name="TState">The process's state.</typeparam>
/// <remarks>
/// The constructor of a process says, in this order: whom messages belong to (<c>Correlates</c>), what starts it
/// (<c>StartedBy</c>), its steps, who may cancel or rule, and how it <c>Ends</c>. What is left unsaid throws a
/// <see cref="ProcessDefinitionException"/> there, not at the first message.
/// </remarks>
public abstract partial class ProcessStateMachine<TState> : MassTransitStateMachine<TState>
    where TState : ProcessState
{
    readonly Plan<TState> _plan = new();
    readonly CorrelationFamilies _families = new();
    readonly TimeProvider _time;
    readonly Event<ProcessClockRang> _rang;
    readonly StateMachineSchedule<ProcessClockRang> _clock;
    bool _forwardOnly;
    bool _ended;

    /// <summary>Begins the description.</summary>
    /// <param name="time">Where limits count from; the system's clock when null.</param>
    protected ProcessStateMachine(TimeProvider? time = null)
    {
        _time = time ?? TimeProvider.System;
        _rang = Event<ProcessClockRang>("ClockRang", x =>
        {
            x.CorrelateById(m => m.Message.ProcessId);
            x.OnMissingInstance(m => m.Discard());
        });
        _clock = new StateMachineSchedule<ProcessClockRang>("Clock", x => x.ClockToken, settings: null) { Received = _rang, AnyReceived = _rang };
        InstanceState(x => x.CurrentState);
    }

    /// <summary>The name of the process: its class's.</summary>
    public string ProcessName => GetType().Name;

    /// <summary>What the constructor said, as data.</summary>
    /// <exception cref="ProcessDefinitionException"><c>Ends</c> was never said.</exception>
    public ProcessDefinition Definition
    {
        get
        {
            EnsureComplete();
            return _definition ??= ProcessDefinition.Of(ProcessName, _plan);
        }
    }

    ProcessDefinition? _definition;

    /// <summary>Tells this description from another one of the same process; see <see cref="MachineFingerprint"/>.</summary>
    public string Fingerprint => _fingerprint ??= MachineFingerprint.Of(this);

    string? _fingerprint;

    /// <summary>The rules of this process, for one event: without a bus, for simulation and exploration.</summary>
    /// <param name="saga">The process; it is changed.</param>
    /// <param name="now">The moment limits count from; the machine's own clock when null.</param>
    public Conduct<TState> Conduct(TState saga, DateTimeOffset? now = null) => new(_plan, saga, now ?? _time.GetUtcNow());

    /// <summary>
    /// Says once for many messages which process they belong to: by an interface that they implement, or by one message type.
    /// The type itself wins over an interface.
    /// </summary>
    /// <param name="id">The process's id in the message.</param>
    protected void Correlates<TFamily>(Func<TFamily, Guid> id) where TFamily : class
    {
        Unended(nameof(Correlates));
        _families.Add(ProcessName, id);
    }

    /// <summary>The first message. The same one again changes nothing; another one for the same id is noted as refused.</summary>
    /// <remarks>
    /// Whoever sends it with a response address (a step of another process does) is told the end too: what <c>Ends</c> announces
    /// is also sent there, and sent again when the same start arrives with a response address after the end.
    /// </remarks>
    /// <param name="remember">What the process keeps of it.</param>
    /// <param name="key">What people call the process; its id when null.</param>
    protected void StartedBy<T>(Action<TState, T> remember, Func<T, string>? key = null) where T : class
    {
        Unended(nameof(StartedBy));
        if (_start != null)
            throw new ProcessDefinitionException($"{ProcessName}: say once what it is StartedBy.");
        var started = Correlated<T>(starts: true);
        _rules[typeof(T)] = (saga, conduct, m) =>
        {
            Begin(saga, (T)m, remember, key);
            conduct.Start();
        };
        _start = to => Drive(When(started).Then(x => Begin(x.Saga, x.Message, remember, key)), (conduct, x) => conduct.Start(Asker.Of(x)), _ => to);
        _startAgain = new Again(started, When(started).Add(new StartedAgain<T>(this)));
    }

    /// <summary>One thing asked of somebody else.</summary>
    /// <param name="name">Its name, which is also the state's; a letter, then letters and digits.</param>
    /// <param name="tell">Says what it asks, how it is answered, its limit and its way back.</param>
    protected Stage<TState> Step(string name, Action<Step<TState>> tell) => Add(new Step<TState>(this, name), tell);

    /// <summary>The same step for each item, all at once, each with its own line in the ledger.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="items">Which items, decided when the stage is entered; none passes the stage at once.</param>
    /// <param name="tell">Says the same as for a step, with the item each message speaks of.</param>
    protected Stage<TState> ForEach(string name, Func<TState, IEnumerable<string>> items, Action<Step<TState>> tell) =>
        Add(new Step<TState>(this, name, items), tell);

    /// <summary>Steps asked at once. The process goes on when all are done, and undoes them at once.</summary>
    /// <param name="name">The name of the state.</param>
    /// <param name="branches">The steps.</param>
    protected Stage<TState> Together(string name, params Stage<TState>[] branches)
    {
        if (Array.Exists(branches, x => x.IsPause))
            throw new ProcessDefinitionException($"{ProcessName}, {name}: a pause stands alone.");
        if (Array.Exists(branches, x => x.Steps.Any(s => s.IsPivot)))
            throw new ProcessDefinitionException($"{ProcessName}, {name}: the point of no return stands alone.");
        _plan.Stages.RemoveAll(branches.Contains);
        return Add(new Stage<TState>(name, _forwardOnly, [.. branches.SelectMany(x => x.Steps)]));
    }

    /// <summary>A state of your own: say with During what ends it (GoesOn, GivesBack), and with WhenItRings what the clock means.</summary>
    /// <param name="name">The name of the state.</param>
    /// <param name="rings">The clock rings again and again after this long: a process never waits without a clock.</param>
    /// <param name="announces">What is published when it is entered.</param>
    /// <param name="onlyIf">The pause is skipped when this is false at the moment its turn comes; its line then says so.</param>
    protected State Pause(string name, TimeSpan rings, Func<TState, object>? announces = null, Func<TState, bool>? onlyIf = null)
    {
        Add(new Step<TState>(this, name) { IsPause = true, Announce = announces }, s => s.Pausing(rings, onlyIf));
        return State(name);
    }

    /// <summary>A state of your own that sends a command when it is entered.</summary>
    /// <param name="name">The name of the state.</param>
    /// <param name="rings">The clock rings again and again after this long.</param>
    /// <param name="queue">The participant's queue.</param>
    /// <param name="asks">Makes the command. Its fault changes nothing: the next ring finds out.</param>
    /// <param name="onlyIf">The pause is skipped when this is false at the moment its turn comes; its line then says so.</param>
    protected State Pause<TCommand>(string name, TimeSpan rings, string queue, Func<TState, TCommand> asks, Func<TState, bool>? onlyIf = null)
        where TCommand : class
    {
        Add(new Step<TState>(this, name) { IsPause = true }, s => s.Pausing(rings, onlyIf).Asks(queue, asks));
        return State(name);
    }

    /// <summary>An event for your own During. Once its last During is behind, repeats are ignored; before, it faults.</summary>
    protected Event<T> Hears<T>() where T : class
    {
        Unended(nameof(Hears));
        var heard = Correlated<T>();
        _raw.Add(new Again(heard, Harmless(heard, "Nobody waits for it any more.")));
        return heard;
    }

    /// <summary>The clock of a Pause. A ring that was overtaken by events is not heard.</summary>
    protected EventActivityBinder<TState, ProcessClockRang> WhenItRings() =>
        Drive(When(_rang, RingsForPause), RingOnce, _ => []);

    /// <summary>
    /// A moment by which the whole process should have come so far, whatever it waits for. Passing it changes nothing but what is
    /// remembered and announced: a breach is made visible, and nothing is given back for it.
    /// </summary>
    /// <param name="name">Its name, by which the ledger knows it.</param>
    /// <param name="at">When, from the state alone; null while none counts. A moment later than the one that passed counts anew.</param>
    /// <param name="remember">What the process keeps of its passing.</param>
    /// <param name="announces">What is published when it passes; null to publish nothing.</param>
    protected void Deadline(string name, Func<TState, DateTimeOffset?> at, Action<TState>? remember = null, Func<TState, object?>? announces = null)
    {
        Unended(nameof(Deadline));
        if (!IsName(name) || _plan.Deadlines.Exists(x => x.Name == name))
            throw new ProcessDefinitionException($"{ProcessName}: '{name}' is no name for a deadline, or there are two of it.");
        _plan.Deadlines.Add(new Deadline<TState>(name, at, remember, announces ?? (_ => null)));
    }

    /// <summary>From here on nothing is given back. Silence and refusal become a question for a person.</summary>
    protected void PointOfNoReturn() => _forwardOnly = true;

    /// <summary>The step there is no way back from. Refused, all goes back; done, all goes on; silent, a person must find out.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="tell">Says the same as for a step; there is nothing to undo.</param>
    protected Stage<TState> PointOfNoReturn(string name, Action<Step<TState>> tell)
    {
        if (_forwardOnly)
            throw new ProcessDefinitionException($"{ProcessName}, {name}: the point of no return is passed once.");
        _forwardOnly = true;
        return Add(new Step<TState>(this, name) { IsPivot = true }, tell);
    }

    /// <summary>Somebody's change of mind: all is given back, or past the point of no return it is refused.</summary>
    /// <param name="reason">Why.</param>
    /// <param name="refusedWith">What is published when it is refused, and sent to whoever asked with a response address.</param>
    protected void CancellableBy<T>(Func<T, string> reason, Func<TState, string, object>? refusedWith = null) where T : class
    {
        Unended(nameof(CancellableBy));
        var cancel = Correlated<T>();
        _rules[typeof(T)] = (_, conduct, m) => conduct.Cancel(reason((T)m), refusedWith);
        _cancel = new Word(cancel, to => Drive(When(cancel), (conduct, x) => conduct.Cancel(reason(x.Message), refusedWith, Asker.Of(x)), _ => to));
    }

    /// <summary>How a person answers the question that NeedsAttention asked.</summary>
    /// <param name="step">The step the question is about.</param>
    /// <param name="ruling">What the person found out.</param>
    /// <param name="item">Which item; empty when null.</param>
    protected void RuledBy<T>(Func<T, string> step, Func<T, Ruling> ruling, Func<T, string>? item = null) where T : class
    {
        Unended(nameof(RuledBy));
        var ruled = Correlated<T>();
        _rules[typeof(T)] = (_, conduct, m) => conduct.Ruled(step((T)m), item?.Invoke((T)m) ?? "", ruling((T)m));
        _rule = new Word(ruled, to => Drive(When(ruled), (conduct, m) => conduct.Ruled(step(m), item?.Invoke(m) ?? "", ruling(m)), to));
    }

    /// <summary>Closes the description, and wires it. A process without this word is not registered.</summary>
    /// <param name="completed">Announces that all is done; null to announce nothing.</param>
    /// <param name="cancelled">Announces that it is cancelled, and why, once nothing is owed.</param>
    /// <param name="needsAttention">Announces a question to a person; repeated until somebody rules.</param>
    /// <param name="askingAgainEvery">How often; <see cref="ProcessLimits.AskingAgainEvery"/> when null.</param>
    protected void Ends(Func<TState, object?> completed, Func<TState, string, object?> cancelled,
        Func<TState, string, object?> needsAttention, TimeSpan? askingAgainEvery = null)
    {
        Unended(nameof(Ends));
        if (_start == null || _plan.Stages.Count == 0)
            throw new ProcessDefinitionException($"{ProcessName}: say what it is StartedBy, and its first Step.");
        if (askingAgainEvery <= TimeSpan.Zero)
            throw new ProcessDefinitionException($"{ProcessName}: a person is asked again after more than zero time.");

        (_plan.Completed, _plan.Cancelled, _plan.NeedsAttention) = (completed, cancelled, needsAttention);
        _plan.AskingAgainEvery = askingAgainEvery ?? ProcessLimits.AskingAgainEvery;
        _ended = true;
        Wire();
    }

    /// <summary>Refuses a process that forgot its closing word; registration calls it.</summary>
    /// <exception cref="ProcessDefinitionException"><c>Ends</c> was never said.</exception>
    internal void EnsureComplete()
    {
        if (!_ended)
            throw new ProcessDefinitionException($"{ProcessName}: say how it Ends; nothing is wired without it.");
    }

    void Unended(string word)
    {
        if (_ended)
            throw new ProcessDefinitionException($"{ProcessName}: {word} comes after Ends, which is the last word.");
    }

    Stage<TState> Add(Step<TState> step, Action<Step<TState>> tell)
    {
        Unended(step.Name);
        if (_plan.FindStep(step.Name) != null)
            throw new ProcessDefinitionException($"{ProcessName}: there are two steps named {step.Name}.");
        tell(step);
        step.Check(_forwardOnly);
        return Add(new Stage<TState>(step.Name, _forwardOnly, step));
    }

    Stage<TState> Add(Stage<TState> stage)
    {
        Unended(stage.Name);
        if (!IsName(stage.Name))
            throw new ProcessDefinitionException($"{ProcessName}: '{stage.Name}' is no name for a step: a letter, then letters and digits, "
                + $"at most {ProcessLimits.NameCharactersMax}, and not a state every process has.");
        if (_plan.Stages.Exists(x => x.Name == stage.Name))
            throw new ProcessDefinitionException($"{ProcessName}: there are two steps named {stage.Name}.");
        _plan.Stages.Add(stage);
        return stage;
    }

    static bool IsName(string name) => name.Length is > 0 and <= ProcessLimits.NameCharactersMax
        && char.IsAsciiLetter(name[0]) && name.All(char.IsAsciiLetterOrDigit) && !ProcessStates.IsReserved(name);

    void Begin<T>(TState saga, T message, Action<TState, T> remember, Func<T, string>? key) where T : class
    {
        saga.BusinessKey = ProcessLimits.Cut(key?.Invoke(message), ProcessLimits.BusinessKeyCharactersMax) ?? saga.CorrelationId.ToString("D");
        saga.Fingerprint = ContentFingerprint.Of(message);
        saga.Ledger.Machine = Fingerprint;
        remember(saga, message);
    }
}
