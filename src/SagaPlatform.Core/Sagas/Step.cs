namespace SagaPlatform.Core.Sagas;

/// <summary>
/// One thing asked of somebody else, with its limit and its way back. A step that leaves one of these unsaid is not constructed.
/// </summary>
/// <typeparam name="TState">The process's state.</typeparam>
public sealed class Step<TState> where TState : ProcessState
{
    readonly ProcessStateMachine<TState> _process;
    readonly List<string> _flaws = [];
    string? _undoQueue;

    internal Step(ProcessStateMachine<TState> process, string name, Func<TState, IEnumerable<string>>? items = null)
    {
        (_process, Name, IsForEach) = (process, name, items != null);
        Items = items ?? (_ => [""]);
    }

    internal string Name { get; }
    internal bool IsForEach { get; }
    internal Func<TState, IEnumerable<string>> Items { get; }
    internal Func<TState, bool>? Condition { get; private set; }
    internal string Queue { get; private set; } = "";
    internal Func<TState, string, object>? Ask { get; private set; }
    internal Type? CommandType { get; private set; }
    internal Func<TState, object>? Announce { get; set; }
    internal Func<TState, string, object>? Undo { get; private set; }
    internal Type? UndoCommandType { get; private set; }
    internal string UndoQueue => _undoQueue ?? Queue;
    internal Func<TState, string, IEnumerable<string>>? Substitutes { get; private set; }
    internal Func<TState, string, bool>? Dispensable { get; private set; }
    internal bool IsReplaceable => Substitutes != null || Dispensable != null;
    internal TimeSpan? Limit { get; private set; }
    internal TimeSpan? UndoLimit { get; private set; }
    internal int Attempts { get; private set; } = 1;
    internal int UndoAttempts { get; private set; }
    internal bool IsPause { get; init; }
    internal bool IsPivot { get; init; }
    internal bool IsBestEffort { get; private set; }
    internal bool AsksWhenSilent { get; private set; }
    internal bool IsConditional => Condition != null;
    internal bool NothingToUndoSaid { get; private set; }
    internal List<Type> Answers { get; } = [];
    internal List<Type> Refusals { get; } = [];
    internal List<Type> Confirmations { get; } = [];
    internal List<Type> UndoRefusals { get; } = [];

    /// <summary>What is asked, and of whom. A fault of the command is heard as "outcome unknown", at once.</summary>
    /// <param name="queue">The participant's queue.</param>
    /// <param name="command">Makes the command; it may be made again, and must then say the same.</param>
    public Step<TState> Asks<TCommand>(string queue, Func<TState, TCommand> command) where TCommand : class =>
        Asked(queue, (o, _) => command(o), typeof(TCommand), () => _process.HearFault<TCommand>());

    /// <summary>What is asked for each item, and of whom.</summary>
    /// <param name="queue">The participant's queue.</param>
    /// <param name="command">Makes the command from the state and the item.</param>
    public Step<TState> Asks<TCommand>(string queue, Func<TState, string, TCommand> command) where TCommand : class =>
        Asked(queue, command, typeof(TCommand), () => _process.HearFault<TCommand>());

    /// <summary>The step is skipped when this is false at the moment its stage is entered. Its line then says so.</summary>
    /// <param name="condition">Decides from the state alone.</param>
    public Step<TState> OnlyIf(Func<TState, bool> condition)
    {
        Condition = condition;
        return this;
    }

    /// <summary>No answer after this long, that many times, means: the outcome is unknown.</summary>
    /// <param name="limit">How long each asking is waited for; more than zero.</param>
    /// <param name="attempts">How often it is asked; 1 to <see cref="ProcessLimits.AttemptsMax"/>.</param>
    public Step<TState> Within(TimeSpan limit, int attempts = 1)
    {
        CheckLimit(limit, attempts, nameof(Within));
        (Limit, Attempts) = (limit, attempts);
        return this;
    }

    /// <summary>The message that says: it happened.</summary>
    /// <param name="remember">What the process keeps of it.</param>
    public Step<TState> AnsweredBy<T>(Action<TState, T>? remember = null) where T : class => Answered(null, remember);

    /// <summary>The message that says of one item: it happened.</summary>
    /// <param name="item">Which item the message speaks of.</param>
    /// <param name="remember">What the process keeps of it.</param>
    public Step<TState> AnsweredBy<T>(Func<T, string> item, Action<TState, T>? remember = null) where T : class =>
        Answered(item, remember);

    /// <summary>The message that says: it did not happen, and will not.</summary>
    /// <param name="reason">Why.</param>
    public Step<TState> RefusedBy<T>(Func<T, string> reason) where T : class => NotDone(null, reason);

    /// <summary>The message that says of one item: it did not happen, and will not.</summary>
    /// <param name="item">Which item the message speaks of.</param>
    /// <param name="reason">Why.</param>
    public Step<TState> RefusedBy<T>(Func<T, string> item, Func<T, string> reason) where T : class => NotDone(item, reason);

    /// <summary>Who takes the place of an item that refused or kept silent.</summary>
    /// <param name="substitute">Chooses from the state and the failed item; null when nobody can.</param>
    public Step<TState> OrElse(Func<TState, string, string?> substitute) =>
        OrElse((o, item) => substitute(o, item) is { } other ? [other] : Array.Empty<string>());

    /// <summary>Who replaces an item that was refused or fell silent, where one may be split over several.</summary>
    /// <param name="substitutes">
    /// Names the items that take its place together; none when nobody can. All or nothing: when one of them already has a line,
    /// nobody is asked and the process is given back, for one line cannot stand for two commitments, and to leave that one out
    /// would ask for too little.
    /// </param>
    public Step<TState> OrElse(Func<TState, string, IEnumerable<string>> substitutes)
    {
        Substitutes = substitutes;
        return this;
    }

    /// <summary>
    /// The process goes on without an item that refused or kept silent and that nobody replaces: what was asked for it is
    /// undone, and its line says that it was replaced by <see cref="LedgerLine.Nobody"/>.
    /// </summary>
    /// <param name="dispensable">Whether it may, decided from the state and the failed item; else all is given back.</param>
    public Step<TState> OrWithout(Func<TState, string, bool> dispensable)
    {
        Dispensable = dispensable;
        return this;
    }

    /// <summary>What takes it back, sent to the queue that was asked.</summary>
    /// <param name="command">
    /// Makes the command from the process's own data, never from data of the answer: after silence there is none.
    /// </param>
    public Step<TState> UndoneBy<TCommand>(Func<TState, TCommand> command) where TCommand : class =>
        TakenBack<TCommand>(null, (o, _) => command(o));

    /// <summary>What takes one item back, sent to the queue that was asked.</summary>
    /// <param name="command">Makes the command from the state and the item.</param>
    public Step<TState> UndoneBy<TCommand>(Func<TState, string, TCommand> command) where TCommand : class =>
        TakenBack<TCommand>(null, command);

    /// <summary>What takes it back, sent to another queue than the one that was asked.</summary>
    /// <param name="queue">The queue.</param>
    /// <param name="command">Makes the command.</param>
    public Step<TState> UndoneBy<TCommand>(string queue, Func<TState, TCommand> command) where TCommand : class =>
        TakenBack<TCommand>(queue, (o, _) => command(o));

    /// <summary>What takes one item back, sent to another queue than the one that was asked.</summary>
    /// <param name="queue">The queue.</param>
    /// <param name="command">Makes the command from the state and the item.</param>
    public Step<TState> UndoneBy<TCommand>(string queue, Func<TState, string, TCommand> command) where TCommand : class =>
        TakenBack<TCommand>(queue, command);

    /// <summary>The message that says: nothing is held any more. Without it after the attempts, a person is asked.</summary>
    /// <param name="item">Which item the message speaks of; only in a <c>ForEach</c>.</param>
    /// <param name="within">How long each asking is waited for; the step's own limit when null.</param>
    /// <param name="attempts">How often the undo is asked; 1 to <see cref="ProcessLimits.AttemptsMax"/>.</param>
    /// <remarks>
    /// It may be a message that the step is RefusedBy, said before: one that means "it has ended and holds nothing", as the
    /// cancelled announcement of a child process does. While the undo is asked it confirms, else it refuses.
    /// </remarks>
    public Step<TState> ConfirmedBy<T>(Func<T, string>? item = null, TimeSpan? within = null, int attempts = 3)
        where T : class
    {
        CheckLimit(within ?? TimeSpan.MaxValue, attempts, nameof(ConfirmedBy));
        (UndoLimit, UndoAttempts) = (within, attempts);
        Confirmations.Add(typeof(T));
        return Refusals.Contains(typeof(T)) ? this : Heard<T>(Hearing.Confirmation, item, (conduct, line, _) => conduct.Undone(line));
    }

    /// <summary>
    /// The message that says: it happened, and cannot be taken back any more. A person is asked at once, and rules NotDone when
    /// it is arranged otherwise.
    /// </summary>
    /// <param name="reason">Why.</param>
    public Step<TState> UndoRefusedBy<T>(Func<T, string> reason) where T : class => UndoNotDone(null, reason);

    /// <summary>The message that says of one item: it happened, and cannot be taken back any more.</summary>
    /// <param name="item">Which item the message speaks of.</param>
    /// <param name="reason">Why.</param>
    public Step<TState> UndoRefusedBy<T>(Func<T, string> item, Func<T, string> reason) where T : class => UndoNotDone(item, reason);

    /// <summary>Says that the step leaves nothing to take back.</summary>
    public Step<TState> NothingToUndo()
    {
        NothingToUndoSaid = true;
        return this;
    }

    /// <summary>
    /// The process goes on whatever comes of it: refusal and silence are noted, nothing is undone, and no person is asked.
    /// Goes together with <see cref="NothingToUndo"/>.
    /// </summary>
    public Step<TState> BestEffort()
    {
        IsBestEffort = true;
        return this;
    }

    /// <summary>
    /// Silence gives nothing back: after the last attempt the line stays open and a person is asked whether it happened, as past
    /// the point of no return. A late answer or refusal still settles it, and the process may still be cancelled.
    /// </summary>
    /// <remarks>
    /// For a decision that nobody took, or for money at a place we cannot see. Ruled done, the process goes on; ruled not done, it
    /// is as if it was refused. Past the point of no return every step does so, and need not say it.
    /// </remarks>
    public Step<TState> AsksAPersonWhenSilent()
    {
        AsksWhenSilent = true;
        return this;
    }

    internal Step<TState> Pausing(TimeSpan rings, Func<TState, bool>? onlyIf)
    {
        (NothingToUndoSaid, Condition) = (true, onlyIf);
        return Within(rings);
    }

    /// <summary>A step that leaves a question open does not leave the constructor.</summary>
    internal void Check(bool forwardOnly)
    {
        if (!IsPause && Ask == null) _flaws.Add("what it Asks");
        if (!IsPause && Answers.Count == 0) _flaws.Add("what it is AnsweredBy");
        if (!IsPause && Limit == null) _flaws.Add("Within what time");
        if (Undo == null && !NothingToUndoSaid) _flaws.Add("what it is UndoneBy, or that there is NothingToUndo");
        if (Undo != null && UndoAttempts == 0) _flaws.Add("what its undo is ConfirmedBy");
        if (Undo == null && UndoAttempts > 0) _flaws.Add("what is ConfirmedBy something and not UndoneBy anything");
        if (Undo == null && UndoRefusals.Count > 0) _flaws.Add("what is UndoRefusedBy something and not UndoneBy anything");
        if (Undo != null && NothingToUndoSaid) _flaws.Add("whether there is something to undo");
        if (Undo != null && forwardOnly) _flaws.Add("why it is UndoneBy something past the point of no return");
        if (IsBestEffort && !NothingToUndoSaid) _flaws.Add("that there is NothingToUndo: it is BestEffort");
        if (IsBestEffort && IsPivot) _flaws.Add("whether it is BestEffort or the point of no return");
        if (IsBestEffort && IsReplaceable) _flaws.Add("whether it is BestEffort or has an OrElse or OrWithout");
        if (AsksWhenSilent && IsBestEffort) _flaws.Add("whether it is BestEffort or AsksAPersonWhenSilent");
        if (AsksWhenSilent && forwardOnly) _flaws.Add("nothing of AsksAPersonWhenSilent past the point of no return: every step does so there");
        if (IsReplaceable && !IsForEach) _flaws.Add("for which items it has an OrElse or OrWithout");
        if (_flaws.Count > 0)
            throw new ProcessDefinitionException($"{_process.ProcessName}, step {Name}: say {string.Join("; ", _flaws)}.");
    }

    Step<TState> Asked(string queue, Func<TState, string, object> command, Type type, Action hearFault)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(queue);
        if (Ask != null) _flaws.Add("only one thing that it Asks");
        (Queue, Ask, CommandType) = (queue, command, type);
        hearFault();
        return this;
    }

    Step<TState> TakenBack<TCommand>(string? queue, Func<TState, string, object> command) where TCommand : class
    {
        if (Undo != null) _flaws.Add("only one thing that it is UndoneBy");
        (_undoQueue, Undo, UndoCommandType) = (queue, command, typeof(TCommand));
        _process.HearFault<TCommand>();
        return this;
    }

    Step<TState> Answered<T>(Func<T, string>? item, Action<TState, T>? remember) where T : class
    {
        Answers.Add(typeof(T));
        return Heard<T>(Hearing.Answer, item, (conduct, line, m) => conduct.Answered(line, o => remember?.Invoke(o, m)));
    }

    Step<TState> NotDone<T>(Func<T, string>? item, Func<T, string> reason) where T : class
    {
        Refusals.Add(typeof(T));
        return Heard<T>(Hearing.Refusal, item, (conduct, line, m) =>
        {
            if (Confirmations.Contains(typeof(T)))
                conduct.CameToNothing(line, reason(m));
            else
                conduct.Refused(line, reason(m));
        });
    }

    Step<TState> UndoNotDone<T>(Func<T, string>? item, Func<T, string> reason) where T : class
    {
        UndoRefusals.Add(typeof(T));
        return Heard<T>(Hearing.UndoRefusal, item, (conduct, line, m) => conduct.UndoRefused(line, reason(m)));
    }

    Step<TState> Heard<T>(Hearing kind, Func<T, string>? item, Action<Conduct<TState>, LedgerLine, T> then) where T : class
    {
        if (IsForEach != (item != null))
            _flaws.Add(IsForEach ? $"which item {typeof(T).Name} speaks of" : $"why {typeof(T).Name} names an item");

        _process.Hear<T>(this, kind, (conduct, m) => then(conduct, conduct.Line(Name, item?.Invoke(m) ?? ""), m));
        return this;
    }

    void CheckLimit(TimeSpan limit, int attempts, string word)
    {
        if (limit <= TimeSpan.Zero) _flaws.Add($"{word} a time that is more than zero");
        if (attempts is < 1 or > ProcessLimits.AttemptsMax) _flaws.Add($"{word} 1 to {ProcessLimits.AttemptsMax} attempts");
    }
}

enum Hearing { Answer, Refusal, Confirmation, UndoRefusal }
