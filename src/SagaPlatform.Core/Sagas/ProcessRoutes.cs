namespace SagaPlatform.Core.Sagas;

/// <summary>
/// Which states an event may lead to. The rules decide at run time; this is what they can decide, so that diagrams and checks
/// need not run anything. Staying in the same state is not named.
/// </summary>
sealed class ProcessRoutes<TState>(Plan<TState> plan) where TState : ProcessState
{
    readonly List<Stage<TState>> _stages = plan.Stages;

    bool HasUndo => Steps.Any(x => x.Undo != null);

    bool HasWayBack => _stages.Exists(x => !x.ForwardOnly || x.Steps.Any(s => s.IsPivot));

    bool MayAskAPerson => HasUndo || _stages.Exists(AsksAPerson);

    IEnumerable<Step<TState>> Steps => _stages.SelectMany(x => x.Steps);

    /// <summary>The states besides the stages that this process can come to.</summary>
    public IEnumerable<string> Common =>
    [
        ProcessStates.Completed,
        .. MayAskAPerson ? [ProcessStates.NeedsAttention] : Array.Empty<string>(),
        .. HasWayBack && HasUndo ? [ProcessStates.Unwinding] : Array.Empty<string>(),
        .. HasWayBack ? [ProcessStates.Cancelled] : Array.Empty<string>(),
    ];

    /// <summary>A replaced item may still have to be undone when all else is done.</summary>
    public bool MayWaitWhenCompleted => Steps.Any(x => x.IsReplaceable && x.Undo != null);

    public IEnumerable<string> AfterCompletion => MayWaitWhenCompleted ? [ProcessStates.NeedsAttention] : [];

    public int IndexOf(Step<TState> step) => _stages.FindIndex(x => x.Steps.Contains(step));

    public bool Undoes(Type command) => Steps.Any(x => x.UndoCommandType == command);

    /// <summary>Whether a replaced item is undone by this command, while the process goes on.</summary>
    public bool UndoesReplaced(Type command) => Steps.Any(x => x.UndoCommandType == command && x.IsReplaceable);

    /// <summary>Whether a command of this type may be waited for while a person is asked about something of the same stage.</summary>
    public bool IsAskedInAttention(Type command) =>
        _stages.Exists(x => (x.ForwardOnly || MayBeAsked(x)) && Array.Exists(x.Steps, s => s.CommandType == command && !s.IsPause));

    /// <summary>Whether a command of this type can be waited for in a stage.</summary>
    public bool MayWaitFor(int i, Type command) => Array.Exists(_stages[i].Steps, x => x.CommandType == command && !x.IsPause)
        || _stages.Take(i + 1).SelectMany(x => x.Steps).Any(x => x.IsReplaceable && x.UndoCommandType == command);

    /// <summary>Where the process comes to when it enters a stage: that one, or a later one when it may be empty.</summary>
    public IEnumerable<string> Entered(int i)
    {
        for (; i < _stages.Count; i++)
        {
            yield return _stages[i].Name;
            if (!_stages[i].MayBeEmpty)
                yield break;
        }

        yield return ProcessStates.Completed;
        foreach (var state in AfterCompletion)
            yield return state;
    }

    public IEnumerable<string> Next(int i) => Entered(i + 1);

    /// <summary>Where a pause leads when its own During lets the process go on; nowhere for another state.</summary>
    public IEnumerable<string> AfterPause(string state) => PauseAt(state) is var i and >= 0 ? Next(i) : [];

    /// <summary>Where a pause leads when its own During gives the process back; nowhere for another state.</summary>
    public IEnumerable<string> BackFromPause(string state) => PauseAt(state) is var i and >= 0 && !_stages[i].ForwardOnly ? Back(i) : [];

    /// <summary>Whether a person may be asked about a step of a stage before this one.</summary>
    public bool MayAskAPersonBefore(int i) => _stages.Take(i).Any(AsksAPerson);

    /// <summary>Whether a person may be asked while there still is a way back: about silence, or about the undo of a replaced item.</summary>
    public bool MayGiveBackFromAttention => _stages.Exists(x => !x.ForwardOnly && MayBeAsked(x));

    /// <summary>Where cancelling leads while a person is asked; the question about a replaced item stays.</summary>
    public IEnumerable<string> CancelInAttention => AskingBefore.SelectMany(i => Back(i)).Distinct(StringComparer.Ordinal);

    /// <summary>Where silence leads while a person is asked about another step of the same stage.</summary>
    /// <param name="command">The silence of this type of command; of any when null.</param>
    public IEnumerable<string> SilenceInAttention(Type? command = null) => AskingBefore
        .SelectMany(i => _stages[i].Steps.Where(x => !x.IsBestEffort && (command == null || x.CommandType == command)).SelectMany(x => SilenceOf(i, x)))
        .Distinct(StringComparer.Ordinal);

    /// <summary>The stages before the point of no return that ask a person about silence.</summary>
    IEnumerable<int> AskingBefore => Enumerable.Range(0, _stages.Count).Where(i => !_stages[i].ForwardOnly && AsksAPerson(_stages[i]));

    static bool MayBeAsked(Stage<TState> stage) => AsksAPerson(stage) || Array.Exists(stage.Steps, x => x.IsReplaceable && x.Undo != null);

    int PauseAt(string state) => _stages.FindIndex(x => x.IsPause && x.Name == state);

    /// <summary>Where giving back from a stage leads, when a step of it failed in a way that leaves nothing to undo.</summary>
    public IEnumerable<string> Back(int i, Step<TState>? refused = null)
    {
        var asked = _stages.Take(i + 1).SelectMany(x => x.Steps).Where(x => x.Undo != null).ToList();
        if (asked.Exists(x => x != refused || x.IsForEach))
            yield return ProcessStates.Unwinding;
        if (asked.Exists(x => x.IsReplaceable))
            yield return ProcessStates.NeedsAttention; // a replaced item's open question now stands in the way
        if (!asked.Exists(x => x != refused && x is { IsForEach: false, IsConditional: false }))
            yield return ProcessStates.Cancelled;
    }

    public IEnumerable<string> Silence(int i) =>
        _stages[i].IsPause ? [] : _stages[i].Steps.SelectMany(x => SilenceOf(i, x)).Concat(ReplacedSilence(i)).Distinct(StringComparer.Ordinal);

    public IEnumerable<string> Fault(int i, Type command)
    {
        var asking = _stages[i].Steps.Where(x => x.CommandType == command && !x.IsPause).SelectMany(x => SilenceOf(i, x));
        return asking.Concat(Array.Exists(_stages[i].Steps, x => x.UndoCommandType == command) ? ReplacedSilence(i) : []).Distinct(StringComparer.Ordinal);
    }

    public IEnumerable<string> Heard(int i, Step<TState> step, Hearing kind) => (kind, step) switch
    {
        (Hearing.UndoRefusal, _) => ReplacedSilence(i),
        _ when IndexOf(step) < i || (kind == Hearing.Confirmation && !step.IsReplaceable) => [],
        (Hearing.Refusal, { IsBestEffort: true }) => Next(i),
        (Hearing.Refusal, { IsPivot: false }) when _stages[i].ForwardOnly => [ProcessStates.NeedsAttention],
        (Hearing.Refusal, { Dispensable: not null }) => Back(i, step).Concat(Next(i)),
        (Hearing.Refusal, _) => Back(i, step),
        _ => Next(i),
    };

    public IEnumerable<string> FromUnwinding(Hearing kind) => kind switch
    {
        Hearing.Confirmation => [ProcessStates.Cancelled],
        Hearing.UndoRefusal => [ProcessStates.NeedsAttention],
        _ => [],
    };

    /// <summary>The question of a step is answered by the step's own messages.</summary>
    public IEnumerable<string> FromAttention(Step<TState> step, Hearing kind)
    {
        var i = IndexOf(step);
        var replaceable = step.IsReplaceable && step.Undo != null;
        return (kind, _stages[i].ForwardOnly) switch
        {
            (Hearing.UndoRefusal, _) => [],
            (Hearing.Confirmation, _) => [.. UnwoundOrCancelled, .. replaceable ? LaterThan(i) : []],
            (Hearing.Refusal, false) when !step.IsBestEffort && AsksAPerson(_stages[i]) =>
                [.. Back(i, step), .. step.IsReplaceable ? [_stages[i].Name] : Array.Empty<string>(), .. step.Dispensable != null ? Next(i) : []],
            (Hearing.Answer, false) when step.AsksWhenSilent => [_stages[i].Name, .. Next(i)],
            (_, false) => [],
            (Hearing.Refusal, _) when step.IsPivot => Back(i, step),
            (Hearing.Refusal, _) => [],
            _ when !AsksAPerson(_stages[i]) => [],
            _ => [_stages[i].Name, .. Next(i)],
        };
    }

    public IEnumerable<string> AfterRuling
    {
        get
        {
            IEnumerable<string> states = HasUndo && HasWayBack ? UnwoundOrCancelled : [];
            for (var i = 0; i < _stages.Count; i++)
            {
                if (AsksAPerson(_stages[i]))
                    states = states.Append(_stages[i].Name).Concat(Next(i))
                        .Concat(_stages[i].Steps.Where(x => x.IsPivot || x.AsksWhenSilent).SelectMany(x => Back(i, x)));
                if (_stages[i].Steps.Any(x => x.IsReplaceable && x.Undo != null))
                    states = states.Concat(LaterThan(i));
            }

            return states.Where(x => x != ProcessStates.NeedsAttention).Distinct(StringComparer.Ordinal).ToList();
        }
    }

    static bool AsksAPerson(Stage<TState> stage) =>
        Array.Exists(stage.Steps, x => x is { IsBestEffort: false, IsPause: false } && (stage.ForwardOnly || x.AsksWhenSilent));

    static IEnumerable<string> UnwoundOrCancelled => [ProcessStates.Unwinding, ProcessStates.Cancelled];

    IEnumerable<string> LaterThan(int i) => [_stages[i].Name, .. Next(i), ProcessStates.Completed];

    IEnumerable<string> SilenceOf(int i, Step<TState> step) =>
        step.IsBestEffort ? Next(i)
        : _stages[i].ForwardOnly || step.AsksWhenSilent ? [ProcessStates.NeedsAttention]
        : Back(i).Where(x => x != ProcessStates.Cancelled || step.Undo == null) // it may have happened, so it is undone
            .Concat(step is { Dispensable: not null, Undo: null } ? Next(i) : []);

    /// <summary>In its own stage, the undo of a replaced item that nobody confirms stands in the way.</summary>
    IEnumerable<string> ReplacedSilence(int i) =>
        _stages[i].Steps.Any(x => x.IsReplaceable && x.Undo != null) ? [ProcessStates.NeedsAttention] : [];
}
