using MassTransit;
using SagaPlatform.Contracts;
using SagaPlatform.Core.History;
using SagaPlatform.Core.Outbox;
using SagaPlatform.Core.Sagas;
using SagaPlatform.Testing.Embedded;
using Shouldly;

namespace SagaPlatform.Testing.Sagas;

/// <summary>
/// One saga on an embedded platform, carried by a plan: everybody says what the script lets them say when the plan lets them,
/// and time passes whenever nobody has anything to say.
/// </summary>
public sealed class ScriptedSaga
{
    /// <summary>More turns than any saga of ours needs.</summary>
    const int TurnsMax = 3_000;

    /// <summary>More words than any pause of ours needs.</summary>
    const int WordsPerPauseMax = 20;

    /// <summary>More rings than any pause of ours needs.</summary>
    const int RingsPerPauseMax = 50;

    readonly SagaScript _script;
    readonly string _variant;
    readonly Plan _plan;
    readonly Dictionary<Guid, LedgerLine> _askedWith = [];
    readonly Dictionary<(string Step, string Item, bool IsUndo), int> _times = [];
    readonly Dictionary<(string Step, string Item), object> _latest = [];
    readonly Dictionary<string, int> _wordsInPause = [];
    readonly HashSet<Guid> _handled = [];
    readonly List<Due> _due = [];
    readonly List<(object Message, Guid Id)> _heard = [];
    readonly DateTimeOffset _began;
    readonly int _seenBefore;
    int _seen;
    int _ruled;
    bool _cancelled;

    ScriptedSaga(SagaScript script, EmbeddedPlatform platform, string variant, Plan plan)
    {
        (_script, Platform, _variant, _plan) = (script, platform, variant, plan);
        (_began, _seen, _seenBefore) = (platform.Time.GetUtcNow(), platform.Seen.Count, platform.Seen.Count);
    }

    public EmbeddedPlatform Platform { get; }

    public Guid Id { get; } = NewId.NextGuid();

    /// <summary>How much time passed since it started.</summary>
    public TimeSpan Elapsed => Platform.Time.GetUtcNow() - _began;

    /// <summary>What the saga was told, in order, with the ids it came under.</summary>
    public IReadOnlyList<(object Message, Guid Id)> Heard => _heard;

    /// <summary>Starts a saga and carries it until it ends, or waits for somebody of whom the plan says nothing.</summary>
    public static async Task<ScriptedSaga> Run(SagaScript script, EmbeddedPlatform platform, string variant, Plan plan)
    {
        var saga = new ScriptedSaga(script, platform, variant, plan);
        await saga.Hears(script.Start(variant, saga.Id));
        await saga.CarryOn();
        return saga;
    }

    public async Task CarryOn()
    {
        for (var turn = 0; turn < TurnsMax; turn++)
            if (!await SomebodyAnswers() && !await SomebodySpeaks() && !await TimePasses())
                return;
        throw new InvalidOperationException($"This does not come to an end.\n{await Told()}");
    }

    /// <summary>Says something to the saga, and waits for all that follows at once.</summary>
    public async Task Hears(object message, Guid? messageId = null)
    {
        var id = await Platform.Hears(_script.Queue, message, messageId);
        if (messageId == null)
            _heard.Add((message, id));
    }

    public async Task<ProcessState> State() =>
        await _script.Saga(Platform, Id) ?? throw new InvalidOperationException($"There is no saga.\n{await Told()}");

    public Task<IReadOnlyList<HistoryEntry>> History() => Platform.History(Id);

    /// <summary>The lines of a step, in the order asked.</summary>
    public async Task<IReadOnlyList<LedgerLine>> Lines(string step) => (await State()).Ledger.Lines.FindAll(x => x.Step == step);

    /// <summary>How often something was asked; undoing counts for itself.</summary>
    public int Times(LedgerLine line, bool undo = false) => _times.GetValueOrDefault((line.Step, line.Item, undo));

    /// <summary>Where it came to, in words.</summary>
    public async Task<string> Told()
    {
        var saga = await _script.Saga(Platform, Id);
        var ledger = saga == null ? "" : string.Join(", ", saga.Ledger.Lines.Select(x => $"{x.Step}{(x.Item == "" ? "" : $"[{x.Item}]")}={x.Status}"));
        var errors = string.Join("", Errors().Select(x => $"\n{x.Exchange}: {x.Type}: {x.Reason}"));
        return $"{_script.GetType().Name}, {_variant}, {Id}: {saga?.CurrentState ?? "not started"}: {ledger} {saga?.Question}\n{(await History()).Told()}{errors}";
    }

    /// <summary>What could not be handled, or was for nobody, since this saga started.</summary>
    public IReadOnlyList<SeenMessage> Errors() => [.. Platform.SeenAfter(_seenBefore)
        .Where(x => x.Exchange.EndsWith("_error", StringComparison.Ordinal) || x.Exchange.EndsWith("_skipped", StringComparison.Ordinal))];

    async Task<bool> SomebodyAnswers()
    {
        await Notice();
        if (_due.FirstOrDefault(x => x.At <= Platform.Time.GetUtcNow()) is not { } due)
            return false;
        _due.Remove(due);
        await Hears(due.Message);
        for (var copy = 1; copy < due.Copies; copy++)
            await Hears(due.Message, _heard[^1].Id);
        return true;
    }

    /// <summary>Looks what the saga asked since the last time, and lets the plan decide what is said to it, and when.</summary>
    async Task Notice()
    {
        var seen = Platform.SeenAfter(_seen);
        _seen += seen.Count;
        foreach (var command in seen.Where(IsCommand))
            if (await LineOf(command.MessageId) is { } line)
                await Asked(line, command);
            else if (command.Body.GetRawText().Contains(Id.ToString("D"), StringComparison.Ordinal)
                && _script.CommandNamed(_variant, command.Type) is { } type && _script.Answers(_variant, type) && _handled.Add(command.MessageId))
                Says(Reply.Yes, () => _script.Says(_variant, Sagas.Says.Yes, command.As(type)));
    }

    bool IsCommand(SeenMessage x) => x.Exchange != _script.Queue && !x.Exchange.Contains(':') && !x.Exchange.Contains('_');

    async Task<LedgerLine?> LineOf(Guid command)
    {
        if (!_askedWith.ContainsKey(command) && await _script.Saga(Platform, Id) is { } saga)
            foreach (var line in saga.Ledger.Lines)
                for (var n = 1; n <= line.Commands; n++)
                    _askedWith[MessageIds.Derive(Id, $"{line.Step}/{line.Item}/{n}")] = line;
        return _askedWith.GetValueOrDefault(command);
    }

    async Task Asked(LedgerLine line, SeenMessage seen)
    {
        if (!_handled.Add(seen.MessageId))
            return;
        var step = _script.Step(line.Step);
        var undo = seen.Type == step.Undo?.CommandType.Name;
        var command = seen.As(undo ? step.Undo!.CommandType : step.CommandType!);
        if (step.IsPause && !_script.Answers(_variant, step.CommandType!))
            return;
        if (!undo)
            _latest[(line.Step, line.Item)] = command;

        var time = _times[(line.Step, line.Item, undo)] = _times.GetValueOrDefault((line.Step, line.Item, undo)) + 1;
        var number = (await Lines(line.Step)).ToList().FindIndex(x => x.Item == line.Item);
        foreach (var reply in _plan.Says(new Asking(line.Step, line.Item, number, undo, time)))
            Says(reply, () => reply.What switch
            {
                Sagas.Says.Fault => Faulted.Of(command, seen.MessageId),
                Sagas.Says.CrossingYes => _script.Says(_variant, Sagas.Says.Yes, _latest[(line.Step, line.Item)]),
                var what => _script.Says(_variant, what, command),
            });
    }

    void Says(Reply reply, Func<object> message)
    {
        _due.Add(new Due(Platform.Time.GetUtcNow() + reply.After, message(), reply.Copies));
        _due.Sort((x, y) => x.At.CompareTo(y.At) is not 0 and var order ? order : x.Number.CompareTo(y.Number));
    }

    async Task<bool> SomebodySpeaks()
    {
        if (await _script.Saga(Platform, Id) is not { } saga)
            return false;
        if (saga.CurrentState == _plan.CancelledAt && !_cancelled)
        {
            _cancelled = true;
            await Hears(_script.Cancellation!(Id));
            return true;
        }

        if (saga.Ledger.Lines.Find(x => x.Question != null) is { } asked && _ruled < _plan.Rulings.Count)
        {
            await Rules(asked, _plan.Rulings[_ruled++]);
            return true;
        }

        return await SpeaksInPause(saga);
    }

    public Task Rules(LedgerLine line, Ruling ruling) => Hears(_script.RulingWord!(Id, line.Step, line.Item, ruling));

    async Task<bool> SpeaksInPause(ProcessState saga)
    {
        var pause = saga.CurrentState;
        if (_plan.SilentIn == pause || !IsPause(pause)
            || _script.SaysInPause(_variant, pause, saga, givesBack: _plan.TurnedBackIn == pause) is not { } word)
            return false;
        _wordsInPause[pause] = _wordsInPause.GetValueOrDefault(pause) + 1;
        _wordsInPause[pause].ShouldBeLessThanOrEqualTo(WordsPerPauseMax, $"the words of {pause} do not end it");
        await Hears(word);
        return true;
    }

    /// <summary>Moves time to whatever comes first; says whether anything will ever come that nobody outside the plan has to do.</summary>
    async Task<bool> TimePasses()
    {
        if (await _script.Saga(Platform, Id) is not { } saga)
            return false;
        var clock = (await Platform.Timeouts(Id)).FirstOrDefault();
        if (_due.FirstOrDefault() is { } reply && (clock == null || reply.At <= clock.Due))
        {
            Platform.Time.AdvanceTo(reply.At);
            return true;
        }

        return clock != null && (_due.Count > 0 || saga.Ledger.Lines.Exists(WaitsForTheClock)) && await Platform.RingNext();
    }

    /// <summary>A question waits for a person, a pause for its word; one in which the script says nothing is ended by its own clock.</summary>
    bool WaitsForTheClock(LedgerLine line) => line is { Due: not null, Question: null }
        && (!_script.Step(line.Step).IsPause || (_plan.SilentIn != line.Step && line.Attempts < RingsPerPauseMax));

    bool IsPause(string state) => _script.Definition.Stages.FirstOrDefault(x => x.Name == state)?.Steps is [{ IsPause: true }];

    sealed record Due(DateTimeOffset At, object Message, int Copies)
    {
        static long _last;

        public long Number { get; } = Interlocked.Increment(ref _last);
    }
}
