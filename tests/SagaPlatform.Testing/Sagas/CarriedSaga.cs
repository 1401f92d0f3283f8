using MassTransit;
using SagaPlatform.Core.History;
using SagaPlatform.Core.Operations;
using SagaPlatform.Core.Outbox;
using SagaPlatform.Core.Persistence;
using SagaPlatform.Core.Sagas;
using SagaPlatform.Core.Timeouts;
using SagaPlatform.Testing.Embedded;
using Shouldly;

namespace SagaPlatform.Testing.Sagas;

/// <summary>Where a saga's row, its history and its clock are read.</summary>
public sealed record SagaSources(IPlatformStore Store, ISagaQueries Queries, ITimeoutStore Timeouts);

/// <summary>A saga in a moment in which nothing happens to it.</summary>
public sealed record SagaAtRest(ProcessState Saga, IReadOnlyList<HistoryEntry> History, IReadOnlyList<PendingTimeout> Timeouts);

/// <summary>
/// One saga carried by a plan, wherever it runs: what is said to what it asks, and what people say of themselves. Who derives
/// brings the messages there and back, and knows how time passes.
/// </summary>
/// <remarks>Not safe for several threads at once.</remarks>
public abstract class CarriedSaga
{
    /// <summary>More words than any pause of ours needs.</summary>
    const int WordsPerPauseMax = 20;

    /// <summary>More rings than any pause of ours needs.</summary>
    const int RingsPerPauseMax = 50;

    /// <summary>A longer history than any test of ours should make.</summary>
    const int HistoryMax = 500;

    readonly SagaSources _sources;
    readonly Dictionary<Guid, LedgerLine> _askedWith = [];
    readonly Dictionary<(string Step, string Item, bool IsUndo), int> _times = [];
    readonly Dictionary<(string Step, string Item), object> _latest = [];
    readonly Dictionary<string, int> _wordsInPause = [];
    readonly HashSet<Guid> _heeded = [];
    int _ruled;
    bool _cancelled;

    protected CarriedSaga(SagaScript script, string variant, Plan plan, SagaSources sources) =>
        (Script, Variant, Plan, _sources) = (script, variant, plan, sources);

    public SagaScript Script { get; }

    public Guid Id { get; } = NewId.NextGuid();

    protected string Variant { get; }

    protected Plan Plan { get; }

    /// <summary>What the saga was told, in order, with the ids it came under.</summary>
    public abstract IReadOnlyList<(object Message, Guid Id)> Heard { get; }

    /// <summary>Goes on until it ends, or waits for somebody of whom the plan says nothing.</summary>
    public abstract Task CarryOn();

    /// <summary>Says something to the saga, and waits for all that follows at once.</summary>
    /// <param name="message">What.</param>
    /// <param name="messageId">The id of an earlier message: it comes once more.</param>
    public abstract Task Hears(object message, Guid? messageId = null);

    /// <summary>Lets the saga's clock ring; says whether it does so in a time that somebody can wait for.</summary>
    public abstract Task<bool> RingNext();

    /// <summary>What could not be handled, or was for nobody, since this saga started.</summary>
    public abstract IReadOnlyList<string> Errors();

    /// <summary>The saga as it is; null when it has not started.</summary>
    public Task<ProcessState?> Find() => Script.Saga(_sources.Store, Id);

    public async Task<ProcessState> State() =>
        await Find() ?? throw new InvalidOperationException($"There is no saga.\n{await Told()}");

    public async Task<IReadOnlyList<HistoryEntry>> History()
    {
        var page = await _sources.Queries.History(Id, null, HistoryMax, CancellationToken.None);
        page.Next.ShouldBeNull("this history is longer than any test of ours should make one");
        return page.Items;
    }

    /// <summary>The pending timeouts, earliest first.</summary>
    public Task<IReadOnlyList<PendingTimeout>> Timeouts() => _sources.Timeouts.Of(Id, CancellationToken.None);

    /// <summary>Row, history and clock of the same moment.</summary>
    public virtual async Task<SagaAtRest> AtRest() => new(await State(), await History(), await Timeouts());

    /// <summary>The lines of a step, in the order asked.</summary>
    public async Task<IReadOnlyList<LedgerLine>> Lines(string step) => (await State()).Ledger.Lines.FindAll(x => x.Step == step);

    /// <summary>How often something was asked; undoing counts for itself.</summary>
    public int Times(LedgerLine line, bool undo = false) => _times.GetValueOrDefault((line.Step, line.Item, undo));

    /// <summary>Where it came to, in words.</summary>
    public async Task<string> Told()
    {
        var saga = await Find();
        var ledger = saga == null ? "" : string.Join(", ", saga.Ledger.Lines.Select(x => $"{x.Step}{(x.Item == "" ? "" : $"[{x.Item}]")}={x.Status}"));
        return $"{Script.GetType().Name}, {Variant}, {Id}: {saga?.CurrentState ?? "not started"}: {ledger} {saga?.Question}\n{(await History()).Told()}"
            + string.Join("", Errors().Select(x => $"\n{x}"));
    }

    /// <summary>Something is to be said, when the reply comes.</summary>
    protected abstract void WillSay(Said said);

    /// <summary>Whether a command of the saga was heeded already.</summary>
    protected bool Heeded(Guid command) => _heeded.Contains(command);

    /// <summary>Looks what a message asks, and lets the plan decide what is said to it, and when.</summary>
    /// <param name="seen">The message.</param>
    /// <param name="isOurs">Whether this saga sent it, even when not for a step.</param>
    protected async Task Heed(SeenMessage seen, bool isOurs)
    {
        if (Heeded(seen.MessageId))
            return;
        if (await LineOf(seen.MessageId) is { } line)
            await Asked(line, seen);
        else if (isOurs && _heeded.Add(seen.MessageId)
            && Script.CommandNamed(Variant, seen.Type) is { } type && Script.Answers(Variant, type))
            WillSay(new Said(Reply.Yes, Script.Says(Variant, Says.Yes, seen.As(type)), null, "", IsUndo: false, seen.MessageId));
    }

    /// <summary>What somebody says now of himself; null when nobody does.</summary>
    protected object? NextWord(ProcessState saga)
    {
        if (saga.CurrentState == Plan.CancelledAt && !_cancelled)
        {
            _cancelled = true;
            return Script.Cancellation!(Id);
        }

        if (saga.Ledger.Lines.Find(x => x.Question != null) is { } asked && _ruled < Plan.Rulings.Count)
            return Script.RulingWord!(Id, asked.Step, asked.Item, Plan.Rulings[_ruled++]);
        return WordInPause(saga);
    }

    /// <summary>Whether the plan lets somebody speak of himself in a state: say the word of a pause, or cancel.</summary>
    protected bool IsSpokenIn(string state) =>
        state == Plan.CancelledAt || (state != Plan.SilentIn && IsPause(state) && Script.SpeaksInPause(Variant, state));

    /// <summary>A question waits for a person, a pause for its word; one in which the script says nothing is ended by its own clock.</summary>
    protected bool WaitsForTheClock(LedgerLine line) => line is { Due: not null, Question: null }
        && (!Script.Step(line.Step).IsPause || (Plan.SilentIn != line.Step && line.Attempts < RingsPerPauseMax));

    async Task<LedgerLine?> LineOf(Guid command)
    {
        if (!_askedWith.ContainsKey(command) && await Find() is { } saga)
            foreach (var line in saga.Ledger.Lines)
                for (var n = 1; n <= line.Commands; n++)
                    _askedWith[MessageIds.Derive(Id, $"{line.Step}/{line.Item}/{n}")] = line;
        return _askedWith.GetValueOrDefault(command);
    }

    async Task Asked(LedgerLine line, SeenMessage seen)
    {
        _heeded.Add(seen.MessageId);
        var step = Script.Step(line.Step);
        var undo = seen.Type == step.Undo?.CommandType.Name;
        var command = seen.As(undo ? step.Undo!.CommandType : step.CommandType!);
        if (step.IsPause && !Script.Answers(Variant, step.CommandType!))
            return;
        if (!undo)
            _latest[(line.Step, line.Item)] = command;

        var time = _times[(line.Step, line.Item, undo)] = _times.GetValueOrDefault((line.Step, line.Item, undo)) + 1;
        var number = (await Lines(line.Step)).ToList().FindIndex(x => x.Item == line.Item);
        foreach (var reply in Plan.Says(new Asking(line.Step, line.Item, number, undo, time)))
            WillSay(new Said(reply, reply.What switch
            {
                Says.Fault => Faulted.Of(command, seen.MessageId),
                Says.CrossingYes => Script.Says(Variant, Says.Yes, _latest[(line.Step, line.Item)]),
                var what => Script.Says(Variant, what, command),
            }, step, line.Item, undo, seen.MessageId));
    }

    object? WordInPause(ProcessState saga)
    {
        var pause = saga.CurrentState;
        if (Plan.SilentIn == pause || !IsPause(pause)
            || Script.SaysInPause(Variant, pause, saga, givesBack: Plan.TurnedBackIn == pause) is not { } word)
            return null;
        _wordsInPause[pause] = _wordsInPause.GetValueOrDefault(pause) + 1;
        _wordsInPause[pause].ShouldBeLessThanOrEqualTo(WordsPerPauseMax, $"the words of {pause} do not end it");
        return word;
    }

    bool IsPause(string state) => Script.Definition.Stages.FirstOrDefault(x => x.Name == state)?.Steps is [{ IsPause: true }];
}

/// <summary>Something that a participant says to a saga.</summary>
/// <param name="Reply">Of the plan.</param>
/// <param name="Message">In its own words.</param>
/// <param name="Step">The step it was asked for; null when for none.</param>
/// <param name="Item">The item it was asked for.</param>
/// <param name="IsUndo">Whether it was asked to take back.</param>
/// <param name="Command">The message it answers.</param>
public sealed record Said(Reply Reply, object Message, StepDefinition? Step, string Item, bool IsUndo, Guid Command);
