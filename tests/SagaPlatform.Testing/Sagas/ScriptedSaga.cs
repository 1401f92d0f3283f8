using SagaPlatform.Core.Timeouts;
using SagaPlatform.Testing.Embedded;

namespace SagaPlatform.Testing.Sagas;

/// <summary>
/// One saga on an embedded platform, carried by a plan: everybody says what the script lets them say when the plan lets them,
/// and time passes whenever nobody has anything to say.
/// </summary>
public sealed class ScriptedSaga : CarriedSaga
{
    /// <summary>More turns than any saga of ours needs.</summary>
    const int TurnsMax = 3_000;

    /// <summary>As soon as nobody else speaks.</summary>
    static readonly TimeSpan AMoment = TimeSpan.FromMilliseconds(1);

    /// <summary>After the last attempt was given up, and an undo that is confirmed at once is over.</summary>
    static readonly TimeSpan AWhile = TimeSpan.FromSeconds(1);

    readonly List<Due> _due = [];
    readonly List<(object Message, Guid Id)> _heard = [];
    readonly DateTimeOffset _began;
    readonly int _seenBefore;
    int _seen;

    ScriptedSaga(SagaScript script, EmbeddedPlatform platform, string variant, Plan plan)
        : base(script, variant, plan, new SagaSources(platform.Store, platform.Queries, platform.Get<ITimeoutStore>()))
    {
        Platform = platform;
        (_began, _seen, _seenBefore) = (platform.Time.GetUtcNow(), platform.Seen.Count, platform.Seen.Count);
    }

    public EmbeddedPlatform Platform { get; }

    /// <summary>How much time passed since it started.</summary>
    public TimeSpan Elapsed => Platform.Time.GetUtcNow() - _began;

    /// <inheritdoc />
    public override IReadOnlyList<(object Message, Guid Id)> Heard => _heard;

    /// <summary>Starts a saga and carries it until it ends, or waits for somebody of whom the plan says nothing.</summary>
    public static async Task<ScriptedSaga> Run(SagaScript script, EmbeddedPlatform platform, string variant, Plan plan)
    {
        var saga = new ScriptedSaga(script, platform, variant, plan);
        await saga.Hears(script.Start(variant, saga.Id));
        await saga.CarryOn();
        return saga;
    }

    /// <inheritdoc />
    public override async Task CarryOn()
    {
        for (var turn = 0; turn < TurnsMax; turn++)
            if (!await SomebodyAnswers() && !await SomebodySpeaks() && !await TimePasses())
                return;
        throw new InvalidOperationException($"This does not come to an end.\n{await Told()}");
    }

    /// <inheritdoc />
    public override async Task Hears(object message, Guid? messageId = null)
    {
        var id = await Platform.Hears(Script.Queue, message, messageId);
        if (messageId == null)
            _heard.Add((message, id));
    }

    /// <inheritdoc />
    public override Task<bool> RingNext() => Platform.RingNext();

    /// <inheritdoc />
    public override IReadOnlyList<string> Errors() => [.. Platform.SeenAfter(_seenBefore)
        .Where(x => x.Exchange.EndsWith("_error", StringComparison.Ordinal) || x.Exchange.EndsWith("_skipped", StringComparison.Ordinal))
        .Select(x => $"{x.Exchange}: {x.Type}: {x.Reason}")];

    /// <inheritdoc />
    protected override void WillSay(Said said)
    {
        _due.Add(new Due(Platform.Time.GetUtcNow() + Wait(said), said.Message, said.Reply.Copies));
        _due.Sort((x, y) => x.At.CompareTo(y.At) is not 0 and var order ? order : x.Number.CompareTo(y.Number));
    }

    static TimeSpan Wait(Said said) => said.Reply.Comes switch
    {
        Comes.AfterTheOthers => AMoment,
        Comes.TooLate when said.IsUndo => (said.Step!.Undo!.Limit * said.Step.Undo.Attempts) + AWhile,
        Comes.TooLate => (said.Step!.Limit * said.Step.Attempts) + AWhile,
        _ => TimeSpan.Zero,
    };

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

    /// <summary>Looks what the saga asked since the last time.</summary>
    async Task Notice()
    {
        var seen = Platform.SeenAfter(_seen);
        _seen += seen.Count;
        foreach (var command in seen.Where(IsCommand))
            await Heed(command, isOurs: command.Body.GetRawText().Contains(Id.ToString("D"), StringComparison.Ordinal));
    }

    bool IsCommand(SeenMessage x) => x.Exchange != Script.Queue && !x.Exchange.Contains(':') && !x.Exchange.Contains('_');

    async Task<bool> SomebodySpeaks()
    {
        if (await Find() is not { } saga || NextWord(saga) is not { } word)
            return false;
        await Hears(word);
        return true;
    }

    /// <summary>Moves time to whatever comes first; says whether anything will ever come that nobody outside the plan has to do.</summary>
    async Task<bool> TimePasses()
    {
        if (await Find() is not { } saga)
            return false;
        var clock = (await Timeouts()).FirstOrDefault();
        if (_due.FirstOrDefault() is { } reply && (clock == null || reply.At <= clock.Due))
        {
            Platform.Time.AdvanceTo(reply.At);
            return true;
        }

        return clock != null && (_due.Count > 0 || saga.Ledger.Lines.Exists(WaitsForTheClock)) && await Platform.RingNext();
    }

    sealed record Due(DateTimeOffset At, object Message, int Copies)
    {
        static long _last;

        public long Number { get; } = Interlocked.Increment(ref _last);
    }
}
