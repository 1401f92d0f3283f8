using SagaPlatform.Core.Outbox;

namespace SagaPlatform.Core.Sagas;

// What follows from the ledger once an event has been entered in it: who is asked next, what is given back, when the clock rings.
public sealed partial class Conduct<TState>
{
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
        KeepDeadlines();
        var earliest = _ledger.EarliestDue;
        if (earliest is { } due && due != _ledger.RingsAt)
            _effects.Add(new ClockSet(due));
        else if (earliest == null && (_ledger.RingsAt != null || _rang))
            _effects.Add(new ClockStopped());
        _ledger.RingsAt = earliest;
        _ledger.ClockCancelled = false;
    }

    /// <summary>Deadlines follow from the state, and count only on the way forward. One that has passed counts again when it is moved on.</summary>
    void KeepDeadlines()
    {
        foreach (var deadline in _plan.Deadlines)
        {
            var at = _ledger.Reason == null && !_ledger.Ended ? deadline.At(_saga) : null;
            var kept = _ledger.Deadline(deadline.Name);
            if (kept == null && at != null)
                (_ledger.Deadlines ??= []).Add(kept = new LedgerDeadline { Name = deadline.Name });
            if (kept != null)
                kept.Due = kept.Passed >= at ? null : at;
        }
    }

    void Pass(LedgerDeadline kept)
    {
        (kept.Passed, kept.Due) = (kept.Due, null);
        if (_plan.Deadlines.Find(x => x.Name == kept.Name) is not { } deadline)
            return; // no longer a part of the process
        deadline.Remember?.Invoke(_saga);
        Announce(deadline.Announce(_saga));
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
        else if (step.AsksWhenSilent)
            AskAPerson(line, $"{line.Name} {how}: did it happen?");
        else if (_plan.StageOf(line.Step).ForwardOnly)
            AskAPerson(line, $"{line.Name} is past the point of no return and {how}: did it happen?");
        else
        {
            Settle(line, LineStatus.Unknown);
            if (!Replaced(line))
                GiveBack($"{line.Name} {how}.");
        }
    }

    /// <summary>Its silence is answered by asking once more.</summary>
    bool IsAskedAgain(LedgerLine line) => line is { Question: null, Status: LineStatus.Asked }
        && line.Attempts < _plan.Step(line.Step).Attempts && !_plan.Step(line.Step).IsPause;

    bool Replaced(LedgerLine line)
    {
        var step = _plan.Step(line.Step);
        if (_ledger.Reason != null || !step.IsReplaceable)
            return false;
        var others = step.Substitutes?.Invoke(_saga, line.Item).Distinct(StringComparer.Ordinal).ToList() ?? [];
        if (others.Count > 0 && !others.Exists(x => _ledger.Line(line.Step, x) != null))
            line.ReplacedBy = string.Join(", ", others);
        else if (step.Dispensable?.Invoke(_saga, line.Item) == true)
            (line.ReplacedBy, others) = (LedgerLine.Nobody, []);
        else
            return false;
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
        if (announcement != null && _saga.Starter != null)
        {
            var (address, request) = Asker.Read(_saga.Starter);
            _effects.Add(new Reply(address, announcement, MessageIds.Derive(_saga.CorrelationId, "starter/end"), request));
        }
    }

    /// <summary>Answers one message. Each asking has an answer with an id of its own, else the asker would take it for a repeat.</summary>
    void Tell(Asker? asker, object? message)
    {
        if (asker != null && message != null)
            _effects.Add(new Reply(asker.Address, message, MessageIds.Derive(_saga.CorrelationId, $"answer/{asker.MessageId:D}"), asker.RequestId));
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
