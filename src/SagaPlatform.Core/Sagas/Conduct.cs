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
public sealed partial class Conduct<TState> where TState : ProcessState
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
    /// <param name="starter">Whom its end is told, besides being announced; null when nobody asked.</param>
    /// <exception cref="ProcessRuleException">The starter's address exceeds <see cref="ProcessLimits.StarterCharactersMax"/>.</exception>
    public void Start(Asker? starter = null)
    {
        if (starter?.Stored.Length > ProcessLimits.StarterCharactersMax)
            throw new ProcessRuleException($"The response address of the start has more than {ProcessLimits.StarterCharactersMax} "
                + $"characters ({nameof(ProcessLimits.StarterCharactersMax)}).");
        (_saga.StartedAt, _saga.Starter) = (_now, starter?.Stored);
        Enter(_plan.Stages[0]);
    }

    /// <summary>The first message came again: a repeat when it says the same, else somebody reused an id.</summary>
    /// <param name="isSame">Whether it says the same.</param>
    /// <param name="asker">Who wants to hear how it ended: he may have missed it. Null when nobody does.</param>
    public void StartedAgain(bool isSame, Asker? asker = null)
    {
        if (!isSame)
            Refuse("It was started with another content under the same id.");
        else if (!_ledger.Ended)
            Ignored("It was started by this message already.");
        else
        {
            Ignored("It was started by this message already, and has ended.");
            Tell(asker, _ledger.Reason == null ? _plan.Completed(_saga) : _plan.Cancelled(_saga, _ledger.Reason));
        }
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
    /// What the line asked for has ended, and holds nothing: it did not happen, or is taken back by now. For participants that
    /// say both with one message.
    /// </summary>
    /// <param name="line">The line.</param>
    /// <param name="reason">Why.</param>
    public void CameToNothing(LedgerLine line, string reason)
    {
        if (line.Status == LineStatus.Undoing)
            Undone(line);
        else
            Refused(line, reason);
    }

    /// <summary>It happened, and cannot be taken back: a person is asked at once.</summary>
    /// <param name="line">The line.</param>
    /// <param name="reason">Why.</param>
    public void UndoRefused(LedgerLine line, string reason)
    {
        if (line is { Status: LineStatus.Undoing, Question: null })
            AskAPerson(line, $"{line.Name} cannot be undone: {reason} Is it arranged otherwise?");
        else
            Ignored($"{line.Name} is {line.Status}: that it cannot be undone changes nothing.");
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
        // A clock of another node may be a little ahead: a new limit is never earlier than the one that passed. A ring from far ahead was
        // let go early by an operator, or set by a node whose clock was wrong: that moment is not now.
        if (due > _now && due - _now <= ProcessLimits.ClockSkewMax)
            _now = due;
        foreach (var deadline in _ledger.Deadlines?.Where(x => x.Due <= due).OrderBy(x => x.Due).ToList() ?? [])
            Pass(deadline);
        // Who is asked for the last time comes first: when its silence gives everything back, the others are not asked again as well.
        foreach (var line in _ledger.Lines.Where(x => x.Due <= due).OrderBy(IsAskedAgain).ToList())
            if (line.Due <= due) // the silence of an earlier line may have ended the waiting for this one
                FellSilent(line, _plan.Step(line.Step), "was not answered in time");
    }

    /// <summary>Somebody wants the process cancelled: it is given back, or past the point of no return refused.</summary>
    /// <param name="reason">Why.</param>
    /// <param name="refusal">Makes the announcement that it is refused; null to refuse in silence.</param>
    /// <param name="asker">
    /// Who wants to hear of it: that it is refused, or that it was cancelled before. Null when nobody does.
    /// </param>
    public void Cancel(string reason, Func<TState, string, object>? refusal = null, Asker? asker = null)
    {
        if (_ledger.Reason != null)
        {
            Ignored("It is being given back already, or has been.");
            if (_ledger.Ended)
                Tell(asker, _plan.Cancelled(_saga, _ledger.Reason));
        }
        else if (_ledger.Ended || _plan.Stage(_ledger.At).ForwardOnly)
        {
            var why = _ledger.Ended ? "It is completed." : $"{_ledger.At} is past the point of no return.";
            Refuse(why);
            var refused = refusal?.Invoke(_saga, why);
            Announce(refused);
            Tell(asker, refused);
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
            case ({ } asked, Ruling.NotDone, _) when _plan.Step(step) is { IsPivot: true } or { AsksWhenSilent: true }: Refused(asked, $"{step} did not happen."); break;
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
}
