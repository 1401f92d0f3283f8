using System.Collections.Concurrent;
using MassTransit;
using SagaPlatform.Core.History;
using SagaPlatform.Core.Sagas;
using SagaPlatform.Testing.Embedded;
using SagaPlatform.Testing.Sagas;

namespace SagaPlatform.EndToEnd.Tests.Sagas;

/// <summary>
/// One saga on real services under a plan. Nothing here knows how long anything takes: it is the saga's turn while something it
/// was told or has asked is on its way, and somebody else's as soon as its history shows that all of that arrived.
/// </summary>
sealed class RealSaga : CarriedSaga
{
    /// <summary>Generous: nothing waits for it unless something is wrong.</summary>
    static readonly TimeSpan Limit = TimeSpan.FromSeconds(120);

    /// <summary>When one has waited in vain, the others are not given as long.</summary>
    static readonly TimeSpan LimitAfterFailure = TimeSpan.FromSeconds(30);

    /// <summary>A clock that rings later is not waited for.</summary>
    static readonly TimeSpan RingsSoon = TimeSpan.FromSeconds(20);

    static readonly TimeSpan LookAgainAfter = TimeSpan.FromSeconds(1);

    readonly RealServices _services;
    readonly ConcurrentQueue<SeenMessage> _came = new();
    readonly ConcurrentQueue<string> _errors = new();
    readonly SemaphoreSlim _changed = new(0);
    readonly List<(object Message, Guid Id)> _heard = [];
    readonly List<Said> _now = [];
    readonly List<Said> _later = [];
    readonly List<DueAnswer> _answers = [];
    readonly List<SpokenWord> _words = [];
    int _lines;

    RealSaga(SagaScript script, RealServices services, string variant, Plan plan) : base(script, variant, plan, services.Sources) =>
        _services = services;

    /// <inheritdoc />
    public override IReadOnlyList<(object Message, Guid Id)> Heard => _heard;

    /// <summary>Starts a saga under the eyes of its participants; it is not waited for.</summary>
    public static async Task<RealSaga> Start(SagaScript script, RealServices services, string variant, Plan plan)
    {
        var saga = new RealSaga(script, services, variant, plan);
        services.Watch(saga);
        await saga.Say(script.Start(variant, saga.Id));
        return saga;
    }

    /// <summary>Something it asked has arrived, or something it was told could not be handled.</summary>
    public void Came(SeenMessage message, bool isError)
    {
        if (isError)
            _errors.Enqueue($"{message.Exchange}: {message.Type}: {message.Reason}");
        else
            _came.Enqueue(message);
        _changed.Release();
    }

    /// <summary>So many lines its history has.</summary>
    public void Lines(int count)
    {
        if (Interlocked.Exchange(ref _lines, count) != count)
            _changed.Release();
    }

    /// <inheritdoc />
    public override IReadOnlyList<string> Errors() => [.. _errors];

    /// <inheritdoc />
    public override Task CarryOn() => Until(() => Turn(whenQuiet: _ => true));

    /// <summary>Goes on until nothing is on its way for the first time: now it waits for a limit, for a person, or for nothing.</summary>
    public async Task FirstRest()
    {
        var rested = false;
        await Until(async () => await Turn(_ => rested = true) || rested);
    }

    /// <inheritdoc />
    public override async Task Hears(object message, Guid? messageId = null)
    {
        if (messageId is { } again)
            await _services.Participants.Say(Script.Queue, message, again);
        else
        {
            await Say(message);
            await CarryOn();
        }
    }

    /// <inheritdoc />
    public override async Task<bool> RingNext()
    {
        var (saga, _, timeouts) = await AtRest();
        if (timeouts.Count == 0 || saga.Ledger.RingsAt - DateTimeOffset.UtcNow > RingsSoon)
            return false;
        await Until(async () => (await State()).Ledger.RingsAt != saga.Ledger.RingsAt);
        return true;
    }

    /// <summary>A clock that is just ringing is on its way to the saga: it is seen again when that is over.</summary>
    public override async Task<SagaAtRest> AtRest()
    {
        SagaAtRest? rest = null;
        await Until(async () =>
        {
            rest = await base.AtRest();
            return rest.Saga.Version == (await State()).Version && (rest.Timeouts.Count > 0 || rest.Saga.Ledger.RingsAt == null);
        });
        return rest!;
    }

    /// <summary>
    /// Whether the plan was not carried out, because somebody was too late to say what he was to say: then whatever came of it
    /// shows nothing, even what was expected.
    /// </summary>
    public async Task<bool> MissedAWord()
    {
        var history = await History();
        return Lateness.OfWord(history, _words) || Lateness.OfSilence(history, _words, IsSpokenIn);
    }

    /// <summary>Whether the machine was too slow for the plan, or for an answer: then what else than expected came of it proves nothing.</summary>
    public async Task<bool> WasTooSlow() => await MissedAWord() || Lateness.OfAnswer(await History(), _answers);

    /// <inheritdoc />
    protected override void WillSay(Said said) => (said.Reply.Comes == Comes.AtOnce ? _now : _later).Add(said);

    /// <summary>Lets everybody do what there is to do now; says whether nothing will happen any more that nobody outside the plan has to do.</summary>
    async Task<bool> Turn(Func<ProcessState, bool> whenQuiet)
    {
        while (_came.TryDequeue(out var command))
            await Heed(command, isOurs: true);
        foreach (var said in _now)
            await Answer(said);
        _now.Clear();
        if (Volatile.Read(ref _lines) < _heard.Count)
            return false; // each message leaves a line
        if (await Find() is not { } saga || !await IsQuiet(saga))
            return false;
        return whenQuiet(saga) && !await SomebodySpeaks(saga) && _later.Count == 0 && !saga.Ledger.Lines.Exists(WaitsForTheClock);
    }

    async Task<bool> SomebodySpeaks(ProcessState saga)
    {
        if (NextWord(saga) is { } word)
        {
            _words.Add(new SpokenWord(await Say(word), saga.CurrentState));
            return true;
        }

        var late = _later.Find(x => x.Reply.Comes == Comes.AfterTheOthers) ?? _later.Find(x => IsGivenUp(saga, x));
        if (late == null)
            return false;
        _later.Remove(late);
        await Answer(late);
        return true;
    }

    static bool IsGivenUp(ProcessState saga, Said said) => ProcessStates.IsEnd(saga.CurrentState)
        || saga.Ledger.Lines.Exists(x => x.Step == said.Step!.Name && x.Item == said.Item
            && (x.Question != null || x.Status is not (LineStatus.Asked or LineStatus.Undoing)));

    /// <summary>All it was told is in its history, and all it asked was heard.</summary>
    async Task<bool> IsQuiet(ProcessState saga)
    {
        var history = await History();
        return await HasHeardAll(history) && _now.Count == 0 && history.Max(x => x.Version) == saga.Version
            && _heard.TrueForAll(x => history.Any(h => h.MessageId == x.Id));
    }

    /// <summary>Whether every command of the saga arrived; one that does not name the saga by its id is found by its own.</summary>
    async Task<bool> HasHeardAll(IReadOnlyList<HistoryEntry> history)
    {
        var open = Commands(history).Where(x => !Heeded(x.MessageId)).ToList();
        foreach (var command in open)
        {
            await _services.Participants.Listen(command.To);
            _services.Participants.Expect(command.MessageId, this);
        }

        return open.Count == 0;
    }

    IEnumerable<SentMessage> Commands(IReadOnlyList<HistoryEntry> history) =>
        history.SelectMany(x => x.Sent).Where(x => !x.To.Contains(':', StringComparison.Ordinal) && x.To != Script.Queue);

    async Task Answer(Said said)
    {
        var id = await Say(said.Message);
        if (said.Reply.Comes != Comes.TooLate && said.Step != null)
            _answers.Add(new DueAnswer(id, said.Command, _services.LimitOf(said)));
        for (var copy = 1; copy < said.Reply.Copies; copy++)
            await _services.Participants.Say(Script.Queue, said.Message, id);
    }

    async Task<Guid> Say(object message)
    {
        var id = NewId.NextGuid();
        _heard.Add((message, id));
        await _services.Participants.Say(Script.Queue, message, id);
        return id;
    }

    async Task Until(Func<Task<bool>> done)
    {
        var began = DateTime.UtcNow;
        while (!await done())
        {
            if (DateTime.UtcNow - began > (_services.OneWaitedInVain ? LimitAfterFailure : Limit))
            {
                _services.OneWaitedInVain = true;
                throw new InvalidOperationException($"It does not come to rest.\n{await Told()}\n{_services.Outputs()}");
            }

            await _changed.WaitAsync(LookAgainAfter);
        }
    }
}
