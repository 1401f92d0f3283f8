using SagaPlatform.Contracts;

namespace SagaPlatform.Core.Sagas;

/// <summary>
/// Conducts one process through one event: the rules, without a bus or a clock. It knows the plan and the ledger; it changes
/// the ledger, collects the <see cref="Effects"/>, and names the state. Say what happened with one of the verbs, then
/// <see cref="Proceed"/>.
/// </summary>
/// <typeparam name="TState">The process's state.</typeparam>
/// <remarks>
/// Everything that happens follows from the saga, the event and the moment given, so it can be repeated, simulated and explored.
/// It never throws half-way: a <see cref="ProcessRuleException"/> leaves the caller to discard what was changed, as a store does.
/// </remarks>
public sealed class Conduct<TState> where TState : ProcessState
{
    readonly Plan<TState> _plan;
    readonly TState _saga;
    readonly Ledger _ledger;
    readonly List<Effect> _effects = [];
    DateTimeOffset _now;
    bool _rang;

    internal Conduct(Plan<TState> plan, TState saga, DateTimeOffset now) =>
        (_plan, _saga, _ledger, _now) = (plan, saga, saga.Ledger, now);

    /// <summary>What has to happen outside, in this order.</summary>
    public IReadOnlyList<Effect> Effects => _effects;

    /// <summary>What became of the event.</summary>
    public EventOutcome Outcome { get; private set; } = new(OutcomeKind.Consumed);

    /// <summary>The line that a message speaks of.</summary>
    /// <param name="step">The step's name.</param>
    /// <param name="item">Which item; empty for a step without items.</param>
    /// <exception cref="ProcessRuleException">It was never asked, or skipped.</exception>
    public LedgerLine Line(string step, string item = "") =>
        _ledger.Line(step, item) is { Status: not LineStatus.Skipped } line ? line
            : throw new ProcessRuleException($"{step} was answered for '{item}', which was never asked.");

    /// <summary>The process starts: its first stage is entered.</summary>
    public void Start()
    {
        _saga.StartedAt = _now;
        Enter(_plan.Stages[0]);
    }

    /// <summary>What the line asked for happened.</summary>
    /// <param name="line">The line.</param>
    /// <param name="remember">Keeps what the answer says; not called when it comes too late to matter.</param>
    public void Answered(LedgerLine line, Action<TState> remember)
    {
        if (Awaited(line))
        {
            remember(_saga);
            Settle(line, LineStatus.Done);
        }
        else if (line.Status == LineStatus.Undoing && !line.Crossed)
            line.Crossed = true;
        else if (line.Status is LineStatus.Refused or LineStatus.Undone && _plan.Step(line.Step).Undo != null)
            (line.Status, line.SettledAt) = (LineStatus.Unknown, null); // too late: we had stopped waiting, so it goes back
        else
            Ignored($"{line.Name} is {line.Status}: the answer changes nothing.");
    }

    /// <summary>What the line asked for did not happen, and will not.</summary>
    /// <param name="line">The line.</param>
    /// <param name="reason">Why.</param>
    public void Refused(LedgerLine line, string reason)
    {
        if (line.Status is not (LineStatus.Asked or LineStatus.Unknown))
        {
            Ignored($"{line.Name} is {line.Status}: the refusal changes nothing.");
            return;
        }

        var waiting = line.Status == LineStatus.Asked;
        var step = _plan.Step(line.Step);
        Settle(line, LineStatus.Refused);
        if (!waiting || step.IsBestEffort || Replaced(line))
            return;
        if (_plan.StageOf(line.Step).ForwardOnly && !step.IsPivot)
            AskAPerson(line, $"{line.Name} was refused past the point of no return: {reason}");
        else
            GiveBack(reason);
    }

    /// <summary>Nothing is held for the line any more.</summary>
    /// <param name="line">The line.</param>
    public void Undone(LedgerLine line)
    {
        if (line is { Status: LineStatus.Undoing, Crossed: true })
            AskUndo(line, afresh: true); // this confirmation may be older than the answer it crossed
        else if (line.Status == LineStatus.Undoing)
            Settle(line, LineStatus.Undone);
        else
            Ignored($"{line.Name} is {line.Status}: the confirmation changes nothing.");
    }

    /// <summary>
    /// A command could not be handled: as if the limit of that asking had passed, at once. A fault of an asking that has been
    /// overtaken is stale and changes nothing.
    /// </summary>
    /// <param name="messageId">The id of the faulted command; null when the fault does not say.</param>
    public void Faulted(Guid? messageId)
    {
        var line = _ledger.Lines.Find(x => x.Commands > 0 && x.CommandId(_saga.CorrelationId) == messageId);
        if (line == null)
            Stale("The faulted command is not the latest one of any line.");
        else if (line.Status == LineStatus.Undone)
            AskUndo(line, afresh: true); // what confirmed it was an older undo, and a late answer may lie between the two
        else if (line.Due == null)
            Stale($"{line.Name} is {line.Status}: nothing is waited for.");
        else if (line.Question != null)
            Ignored($"{line.Name}: a person has been asked already.");
        else if (_plan.Step(line.Step).IsPause)
            Ignored($"{line.Name} waits for its next ring.");
        else
            FellSilent(line, _plan.Step(line.Step), "could not be handled");
    }

    /// <summary>The clock rang. A ring carries the moment it was set for, so nothing here reads a clock to decide.</summary>
    /// <param name="due">The moment it was set for.</param>
    public void Rang(DateTimeOffset due)
    {
        if (due != _ledger.RingsAt)
        {
            Stale(_ledger.RingsAt is { } rings ? $"The clock is now set to {rings:O}." : "The clock is stopped.");
            return;
        }

        (_ledger.RingsAt, _rang) = (null, true);
        if (due > _now)
            _now = due; // a clock of another node may be ahead; a new limit is never earlier than the one that passed
        foreach (var line in _ledger.Lines.Where(x => x.Due <= due).ToList())
            if (line.Due <= due) // the silence of an earlier line may have ended the waiting for this one
                FellSilent(line, _plan.Step(line.Step), "was not answered in time");
    }

    /// <summary>Somebody wants the process cancelled: it is given back, or past the point of no return refused.</summary>
    /// <param name="reason">Why.</param>
    /// <param name="refusal">Makes the announcement that it is refused; null to refuse in silence.</param>
    public void Cancel(string reason, Func<TState, string, object>? refusal = null)
    {
        if (_ledger.Reason != null)
            Ignored("It is being given back already, or has been.");
        else if (_ledger.Ended || _plan.Stage(_ledger.At).ForwardOnly)
        {
            var why = _ledger.Ended ? "It is completed." : $"{_ledger.At} is past the point of no return.";
            Refuse(why);
            Announce(refusal?.Invoke(_saga, why));
        }
        else
            GiveBack(reason);
    }

    /// <summary>A person answers the question of a line. A ruling that does not fit is refused and changes nothing.</summary>
    /// <param name="step">The step's name.</param>
    /// <param name="item">Which item; empty for a step without items.</param>
    /// <param name="ruling">What the person found out.</param>
    public void Ruled(string step, string item, Ruling ruling)
    {
        var line = _ledger.Line(step, item);
        switch (line, ruling, line?.Status)
        {
            case (not { Question: not null }, _, _): Refuse($"There is no open question about {(item == "" ? step : $"{step} ({item})")}."); break;
            case ({ } asked, Ruling.AskAgain, LineStatus.Undoing): AskUndo(asked, afresh: true); break;
            case ({ } asked, Ruling.AskAgain, _): AskAfresh(asked); break;
            case ({ } asked, Ruling.NotDone, LineStatus.Undoing): Settle(asked, LineStatus.Undone); break;
            case ({ } asked, Ruling.NotDone, _) when _plan.Step(step).IsPivot: Refused(asked, $"{step} did not happen."); break;
            case ({ } asked, Ruling.Done, not LineStatus.Undoing): Settle(asked, LineStatus.Done); break;
            default: Refuse($"{line!.Name} is {line.Status}: it cannot be ruled {ruling}."); break;
        }
    }

    /// <summary>A pause is over: its own During said so.</summary>
    public void GoOn()
    {
        foreach (var line in _ledger.Lines.Where(x => x.Due != null && _plan.Stage(_ledger.At).Steps.Any(s => s.IsPause && s.Name == x.Step)))
            Settle(line, LineStatus.Done);
    }

    /// <summary>The process is given back: a During of its own said so.</summary>
    /// <param name="reason">Why.</param>
    /// <exception cref="ProcessRuleException">It is past the point of no return.</exception>
    public void TurnBack(string reason)
    {
        if (_plan.Stage(_ledger.At).ForwardOnly)
            throw new ProcessRuleException($"{_ledger.At} is past the point of no return.");
        GiveBack(reason);
    }

    /// <summary>Does what now follows from the ledger, and names the state it is in.</summary>
    /// <returns>The name of a stage, or one of <see cref="ProcessStates"/>.</returns>
    public string Proceed()
    {
        if (_ledger.Reason == null) Forward();
        else Unwind();
        KeepTime();

        var state = State();
        _saga.Question = ProcessLimits.Cut(_ledger.Lines.Find(x => x.Question != null)?.Question, ProcessLimits.QuestionCharactersMax);
        _saga.EndedAt = ProcessStates.IsEnd(state) && _ledger.RingsAt == null ? _saga.EndedAt ?? _now : null;
        if (Outcome.Kind == OutcomeKind.Consumed)
            _saga.ChangedAt = _now;
        return state;
    }

    string State() =>
        _ledger.Lines.Exists(StandsInTheWay) ? ProcessStates.NeedsAttention
        : _ledger.Reason == null ? _ledger.Ended ? ProcessStates.Completed : _ledger.At
        : _ledger.Lines.Exists(x => x.Status == LineStatus.Undoing) ? ProcessStates.Unwinding
        : ProcessStates.Cancelled;

    void Forward()
    {
        foreach (var line in _ledger.Lines.Where(x => x.Status == LineStatus.Unknown && MayBeHeld(x)))
            AskUndo(line, afresh: true); // replaced by another: it goes back while the process goes on

        while (!_ledger.Ended && Passed(_plan.Stage(_ledger.At)))
            if (_plan.After(_plan.Stage(_ledger.At)) is { } next)
                Enter(next);
            else
                End(_plan.Completed(_saga));
    }

    /// <summary>Last asked, first undone; what was asked together is undone together.</summary>
    void Unwind()
    {
        foreach (var stage in _plan.Stages.AsEnumerable().Reverse())
        {
            foreach (var line in LinesOf(stage).Where(MayBeHeld))
                AskUndo(line, afresh: true);
            if (LinesOf(stage).Exists(x => x.Status == LineStatus.Undoing))
                return;
        }

        if (!_ledger.Ended)
            End(_plan.Cancelled(_saga, _ledger.Reason!));
    }

    /// <summary>One clock per process, set to the earliest limit, touched only when that moves.</summary>
    void KeepTime()
    {
        var earliest = _ledger.Lines.Min(x => x.Due);
        if (earliest is { } due && due != _ledger.RingsAt)
            _effects.Add(new ClockSet(due));
        else if (earliest == null && (_ledger.RingsAt != null || _rang))
            _effects.Add(new ClockStopped());
        _ledger.RingsAt = earliest;
    }

    void Enter(Stage<TState> stage)
    {
        _ledger.At = stage.Name;
        foreach (var step in stage.Steps)
            if (step.Condition?.Invoke(_saga) == false)
                AddLine(step, "", LineStatus.Skipped).SettledAt = _now;
            else
                foreach (var item in step.Items(_saga).Distinct(StringComparer.Ordinal).ToList())
                    Open(step, item);
    }

    void Open(Step<TState> step, string item)
    {
        var line = AddLine(step, item, LineStatus.Asked);
        if (step.IsPause)
            Announce(step.Announce?.Invoke(_saga));
        Ask(line);
    }

    LedgerLine AddLine(Step<TState> step, string item, LineStatus status)
    {
        if (_ledger.Lines.Count == ProcessLimits.LedgerLinesMax)
            throw new ProcessRuleException(
                $"{step.Name} needs more than {ProcessLimits.LedgerLinesMax} ledger lines ({nameof(ProcessLimits.LedgerLinesMax)}): split the work into child processes.");
        var line = new LedgerLine { Step = step.Name, Item = item, Status = status, AskedAt = _now };
        _ledger.Lines.Add(line);
        return line;
    }

    void Ask(LedgerLine line)
    {
        var step = _plan.Step(line.Step);
        (line.Status, line.AskedAt, line.SettledAt, line.Question) = (LineStatus.Asked, _now, null, null);
        line.Due = _now + step.Limit;
        if (!step.IsPause)
            line.Attempts++;
        if (step.Ask != null)
            Send(line, step.Queue, step.Ask, undo: false);
    }

    void AskAfresh(LedgerLine line)
    {
        line.Attempts = 0;
        Ask(line);
    }

    void AskUndo(LedgerLine line, bool afresh)
    {
        var step = _plan.Step(line.Step);
        if (afresh)
            (line.Attempts, line.Crossed) = (0, false);
        (line.Status, line.SettledAt, line.Question) = (LineStatus.Undoing, null, null);
        (line.Due, line.Attempts) = (_now + (step.UndoLimit ?? step.Limit), line.Attempts + 1);
        Send(line, step.UndoQueue, step.Undo!, undo: true);
    }

    void Send(LedgerLine line, string queue, Func<TState, string, object> command, bool undo)
    {
        line.Commands++;
        _effects.Add(new Command(queue, command(_saga, line.Item), line.CommandId(_saga.CorrelationId), line.Step, line.Item, undo));
    }

    void FellSilent(LedgerLine line, Step<TState> step, string how)
    {
        if (line.Question != null)
            AskAPerson(line, line.Question);
        else if (line.Status == LineStatus.Undoing && line.Attempts < step.UndoAttempts)
            AskUndo(line, afresh: false);
        else if (line.Status == LineStatus.Undoing)
            AskAPerson(line, $"{line.Name} was asked {line.Attempts} times to be undone: is it?");
        else if (step.IsPause)
            (line.Due, line.Attempts) = (_now + step.Limit, line.Attempts + 1);
        else if (line.Attempts < step.Attempts)
            Ask(line);
        else if (step.IsBestEffort)
            Settle(line, LineStatus.Unknown);
        else if (_plan.StageOf(line.Step).ForwardOnly)
            AskAPerson(line, $"{line.Name} is past the point of no return and {how}: did it happen?");
        else
        {
            Settle(line, LineStatus.Unknown);
            if (!Replaced(line))
                GiveBack($"{line.Name} {how}.");
        }
    }

    bool Replaced(LedgerLine line)
    {
        var step = _plan.Step(line.Step);
        if (_ledger.Reason != null || !step.IsReplaceable)
            return false;
        var others = step.Substitutes!(_saga, line.Item).Distinct(StringComparer.Ordinal).ToList();
        if (others.Count == 0 || others.Exists(x => _ledger.Line(line.Step, x) != null))
            return false;
        line.ReplacedBy = string.Join(", ", others);
        others.ForEach(x => Open(step, x));
        return true;
    }

    void GiveBack(string reason)
    {
        _ledger.Reason ??= reason;
        foreach (var line in _ledger.Lines.Where(x => x.Status == LineStatus.Asked))
            Settle(line, LineStatus.Unknown);
    }

    void AskAPerson(LedgerLine line, string question)
    {
        (line.Question, line.Due) = (question, _now + _plan.AskingAgainEvery);
        Announce(_plan.NeedsAttention(_saga, question));
    }

    void Settle(LedgerLine line, LineStatus status) =>
        (line.Status, line.SettledAt, line.Due, line.Question) = (status, _now, null, null);

    void End(object? announcement)
    {
        _ledger.Ended = true;
        Announce(announcement);
    }

    void Announce(object? message)
    {
        if (message != null)
            _effects.Add(new Announcement(message));
    }

    void Ignored(string reason) => Outcome = new(OutcomeKind.Ignored, reason);
    void Stale(string reason) => Outcome = new(OutcomeKind.Stale, reason);
    void Refuse(string reason) => Outcome = new(OutcomeKind.Refused, reason);

    /// <summary>An answer may still change something; of a best effort also when we had stopped waiting for it.</summary>
    bool Awaited(LedgerLine line) => line.Status == LineStatus.Asked || line is { Status: LineStatus.Refused, Question: not null }
        || (line.Status is LineStatus.Refused or LineStatus.Unknown && _plan.Step(line.Step).IsBestEffort && _ledger.Reason == null);

    bool Passed(Stage<TState> stage) => LinesOf(stage).TrueForAll(x => x.Status is LineStatus.Done or LineStatus.Skipped
        || (x.Status is LineStatus.Refused or LineStatus.Undone or LineStatus.Unknown
            && (x.ReplacedBy != null || _plan.Step(x.Step).IsBestEffort)));

    // A replaced item that cannot be undone is asked about, but does not hold up the stages after it.
    bool StandsInTheWay(LedgerLine line) => line.Question != null
        && (_ledger.Reason != null || _ledger.Ended || _plan.StageOf(line.Step).Name == _ledger.At);

    bool MayBeHeld(LedgerLine line) =>
        line.Status is LineStatus.Done or LineStatus.Unknown && _plan.Step(line.Step).Undo != null;

    List<LedgerLine> LinesOf(Stage<TState> stage) => _ledger.Lines.FindAll(x => Array.Exists(stage.Steps, s => s.Name == x.Step));
}
