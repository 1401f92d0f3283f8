using System.Collections.Concurrent;
using System.Text.Json;
using MassTransit;
using MassTransit.Serialization;
using SagaPlatform.Contracts;
using SagaPlatform.Core.Outbox;
using SagaPlatform.Core.Sagas;
using SagaPlatform.Testing.Embedded;
using Shouldly;
using Xunit;

namespace SagaPlatform.Testing.Sagas;

/// <summary>
/// Schedules that nobody thought of, on the real bus and store: messages overtake each other, come twice, get lost or come too
/// late, participants refuse, fail and keep silent, people cancel, rule and speak in pauses, and time passes in between. The
/// laws hold all the same: <c>public sealed class RandomOrdersTests : RandomSchedules&lt;OrderScript&gt;;</c>
/// </summary>
/// <remarks>A failure names its seed. <c>SAGA_SEED=17</c> runs that one alone; <c>SAGA_SCHEDULES=5000</c> runs more.</remarks>
/// <typeparam name="TScript">The saga's script.</typeparam>
public abstract class RandomSchedules<TScript> where TScript : SagaScript, new()
{
    const int SchedulesByDefault = 200;

    /// <summary>After this many schedules a platform remembers so much that a new one is faster.</summary>
    const int SchedulesPerPlatform = 100;

    /// <summary>The script of the saga.</summary>
    protected static TScript Script => Matrix<TScript>.Script;

    /// <summary>The platform with participants of its own; null when the script answers.</summary>
    protected virtual EmbeddedFamily? WithParticipants => null;

    /// <summary>The saga's own laws; nothing by default.</summary>
    protected virtual Task Laws(EmbeddedPlatform platform, Guid id) => Task.CompletedTask;

    /// <summary>How this schedule starts; one variant after the other by default.</summary>
    protected virtual object Start(Random random, Guid id, string variant) => Script.Start(variant, id);

    /// <summary>What else is said when it has started, like whoever competes with it; nothing by default.</summary>
    /// <param name="platform">Where it is heard.</param>
    /// <param name="random">The chance of this schedule.</param>
    /// <param name="id">The saga that has started.</param>
    protected virtual Task Beside(EmbeddedPlatform platform, Random random, Guid id) => Task.CompletedTask;

    /// <summary>
    /// Other sagas of this schedule, which it starts or competes with: people cancel them and answer their questions too, and when
    /// they were started, they end as lawfully. None by default.
    /// </summary>
    /// <param name="saga">The saga, as it is now.</param>
    protected virtual IReadOnlyList<(SagaScript Script, Guid Id)> Others(ProcessState saga) => [];

    /// <summary>What a person finds who looks; of participants of its own only the saga's test knows.</summary>
    /// <param name="platform">Where to look.</param>
    /// <param name="saga">The saga that asks, which may be one of the others.</param>
    /// <param name="line">The line with the question.</param>
    /// <param name="isOnItsWay">True when a command of that line has not arrived yet.</param>
    protected virtual Task<Ruling> Finds(EmbeddedPlatform platform, ProcessState saga, LedgerLine line, bool isOnItsWay) =>
        Task.FromResult(Ruling.AskAgain);

    /// <summary>Whether an error was to be expected; none is by default.</summary>
    protected virtual bool Expects(SeenMessage error) => false;

    [Fact]
    public async Task However_the_messages_fall_the_laws_hold()
    {
        var seen = new ConcurrentDictionary<string, bool>();
        var parts = Seeds.Only == null ? Math.Min(4, Environment.ProcessorCount) : 1;
        await Task.WhenAll(Enumerable.Range(0, parts).Select(part => Task.Run(() => Run(Seeds.Of("SAGA_SCHEDULES", SchedulesByDefault, part, parts), seen))));
        if (Seeds.Only == null)
            EveryTrouble().Except(seen.Keys).ShouldBeEmpty("the schedules come past every kind of trouble");
    }

    static IEnumerable<string> EveryTrouble()
    {
        var hasUndo = Script.Definition.Steps.Any(x => x.Undo != null);
        return ["Consumed", "Ignored", "Stale", ProcessStates.Completed, .. hasUndo ? [ProcessStates.Unwinding, ProcessStates.Cancelled] : Array.Empty<string>()];
    }

    async Task Run(IEnumerable<int> seeds, ConcurrentDictionary<string, bool> seen)
    {
        foreach (var some in seeds.Chunk(SchedulesPerPlatform))
        {
            await using var platform = await EmbeddedPlatform.Start(WithParticipants ?? Script.Family);
            platform.Post.Hold(_ => true);
            foreach (var seed in some)
                try
                {
                    var schedule = new Schedule(this, platform, seed);
                    await schedule.Run();
                    foreach (var entry in await platform.History(schedule.Id))
                        seen[entry.Kind.ToString()] = seen[entry.To!] = true;
                }
                catch (Exception e)
                {
                    throw Seeds.Blame(seed, e);
                }
        }
    }

    /// <summary>A message on its way: the saga's own, held in the post, or an answer of the script.</summary>
    sealed record UnderWay(OutboxMessage? Posted, object? Said, Guid Id, string? Answers);

    sealed class Schedule
    {
        const int Steps = 40;
        const int CalmStepsMax = 1_000;

        readonly RandomSchedules<TScript> _owner;
        readonly EmbeddedPlatform _platform;
        readonly Random _random;
        readonly string _variant;
        readonly object _start;
        readonly Participants? _participants;
        readonly List<UnderWay> _said = [];
        readonly List<UnderWay> _delivered = [];
        readonly int _seenBefore;

        public Schedule(RandomSchedules<TScript> owner, EmbeddedPlatform platform, int seed)
        {
            (_owner, _platform, _random, Id) = (owner, platform, new Random(seed), Seeds.IdOf(seed));
            _variant = Script.Variants[seed % Script.Variants.Count];
            _participants = owner.WithParticipants == null ? new Participants(Script, _random, remembersUndo: seed / Script.Variants.Count % 2 == 0) : null;
            _start = owner.Start(_random, Id, _variant);
            _seenBefore = platform.Seen.Count;
        }

        public Guid Id { get; }

        public async Task Run()
        {
            await Hears(_start);
            await _owner.Beside(_platform, _random, Id);
            for (var i = 0; i < Steps; i++)
                await Step(_random.NextDouble());
            await Calm();

            foreach (var (script, id, other) in await Everybody())
            {
                await SagaLaws.Hold(script, _platform, id);
                ProcessStates.IsEnd(other.CurrentState).ShouldBeTrue($"{id} is {other.CurrentState}: {await Told()}");
            }

            var saga = await Saga();
            _participants?.ShouldHoldWhatIsDone(saga, (await _platform.History(Id)).Told());
            _platform.SeenAfter(_seenBefore).Where(x => x.Exchange.EndsWith("_error", StringComparison.Ordinal) || x.Exchange.EndsWith("_skipped", StringComparison.Ordinal))
                .Where(x => !_owner.Expects(x)).Select(x => $"{x.Exchange}: {x.Type}: {x.Reason}").ShouldBeEmpty(await Told());
            await _owner.Laws(_platform, Id);
        }

        async Task Step(double what)
        {
            var underWay = All();
            if (what < 0.02 && Script.Cancellation != null) await Cancel();
            else if (what < 0.03) await Hears(_start);
            else if (what < 0.09) await _platform.RingNext();
            else if (what < 0.13 && _delivered.Count > 0) await Deliver(_delivered[_random.Next(_delivered.Count)], keep: true);
            else if (what < 0.18 && underWay.Count > 0) await Deliver(Any(underWay), keep: true);
            else if (what < 0.22 && underWay.Count > 0) Lose(Any(underWay));
            else if (what < 0.27) await Rule();
            else if (what < 0.35) await SpeakInPause(calm: false);
            else if (underWay.Count > 0) await Deliver(Any(underWay), keep: false);
        }

        /// <summary>From now on everything arrives; what was lost is asked for again by the clock or by a person.</summary>
        async Task Calm()
        {
            for (var i = 0; i < CalmStepsMax; i++)
                if (All() is { Count: > 0 } underWay)
                    await Deliver(Any(underWay), keep: false, calm: true);
                else if (!await Rule() && !await SpeakInPause(calm: true) && !await _platform.RingNext())
                    return;
            throw new InvalidOperationException($"it does not come to an end: {await Told()}");
        }

        /// <summary>What the saga sent, in the order it was committed, then what the script said to it.</summary>
        List<UnderWay> All() => [.. _platform.Post.Held.Select(x => new UnderWay(x, null, x.MessageId, null)), .. _said];

        async Task Deliver(UnderWay message, bool keep, bool calm = false)
        {
            if (!keep && _delivered.Count < 100)
                _delivered.Add(message);
            if (!keep)
                Drop(message);
            if (message.Said is { } said)
                await _platform.Hears(Script.Queue, said, message.Id);
            else if (_participants == null || IsForTheSaga(message.Posted!))
            {
                await _platform.Post.DeliverCopy(message.Posted!);
                await _platform.Quiet();
            }
            else
                await Handle(message.Posted!, calm);
        }

        /// <summary>The script answers a command without the bus; announcements have no listener here.</summary>
        async Task Handle(OutboxMessage posted, bool calm)
        {
            if (Script.CommandNamed(_variant, posted.ShortType()) is not { } type)
                return;
            var saga = await Saga();
            var line = saga.Ledger.Lines.Find(x => Enumerable.Range(1, x.Commands)
                .Any(n => MessageIds.Derive(Id, $"{x.Step}/{x.Item}/{n}") == posted.MessageId));
            var says = Says.Yes;
            if (line != null && !Script.Step(line.Step).IsPause)
                says = _participants!.Handle(line.Step, line.Item, type == Script.Step(line.Step).Undo?.CommandType, calm);
            else if (!Script.Answers(_variant, type))
                return;
            var command = Read(posted, type);
            _said.Add(new UnderWay(null, says == Says.Fault ? Faulted.Of(command, posted.MessageId) : Script.Says(_variant, says, command), NewId.NextGuid(), line?.Step));
        }

        static object Read(OutboxMessage posted, Type type)
        {
            using var envelope = JsonDocument.Parse(posted.Body);
            return envelope.RootElement.GetProperty("message").Deserialize(type, SystemTextJsonMessageSerializer.Options)!;
        }

        /// <summary>A broker loses nothing; a participant and the way to it may. Rings and announcements are not on that way.</summary>
        void Lose(UnderWay message)
        {
            if (_participants == null ? !IsAnnouncement(message.Posted!) && !message.Posted!.Is<ProcessClockRang>()
                : message.Posted is { } posted ? Script.CommandNamed(_variant, posted.ShortType()) != null && !IsForTheSaga(posted) && MayLose(posted, _participants)
                : message.Answers != null && _participants.MayLoseAnswerTo(message.Answers))
                Drop(message);
        }

        /// <summary>An undo, or the answer of a participant that forgets what it undid, is never lost for good.</summary>
        static bool MayLose(OutboxMessage posted, Participants participants) => Script.Definition.Steps.Any(x => x.CommandType?.Name == posted.ShortType()
            || (x.Undo?.CommandType.Name == posted.ShortType() && participants.MayLoseAnswerTo(x.Name)));

        static bool IsAnnouncement(OutboxMessage posted) => BusAddress.EndpointOf(new Uri(posted.Destination)).Contains(':');

        void Drop(UnderWay message)
        {
            if (message.Posted is { } posted)
                _platform.Post.Drop(posted);
            _said.Remove(message);
        }

        static bool IsForTheSaga(OutboxMessage message) => message.Is<ProcessClockRang>() || BusAddress.EndpointOf(new Uri(message.Destination)) == Script.Queue;

        async Task Cancel()
        {
            var everybody = await Everybody();
            var (script, id, _) = everybody.Count == 1 ? everybody[0] : everybody[_random.Next(everybody.Count)];
            if (script.Cancellation is { } word)
                await _platform.Hears(script.Queue, word(id));
        }

        async Task<bool> Rule()
        {
            foreach (var (script, id, saga) in await Everybody())
            {
                if (script.RulingWord is not { } word || saga.Ledger.Lines.Find(x => x.Question != null) is not { } line)
                    continue;
                var step = script.Step(line.Step);
                var onItsWay = _platform.Post.Held.Any(x => x.ShortType() == step.CommandType?.Name || x.ShortType() == step.Undo?.CommandType.Name);
                var ruling = _participants?.Finds(line, onItsWay) ?? await _owner.Finds(_platform, saga, line, onItsWay);
                await _platform.Hears(script.Queue, word(id, line.Step, line.Item, ruling));
                return true;
            }

            return false;
        }

        async Task<bool> SpeakInPause(bool calm)
        {
            var saga = await Saga();
            if (Script.Definition.Stages.FirstOrDefault(x => x.Name == saga.CurrentState) is not { Steps: [{ IsPause: true }] } pause)
                return false;
            var back = !calm && _random.NextDouble() < 0.1;
            if ((Script.SaysInPause(_variant, pause.Name, saga, back) ?? Script.SaysInPause(_variant, pause.Name, saga, false)) is not { } word)
                return false;
            await Hears(word);
            return true;
        }

        Task Hears(object message) => _platform.Hears(Script.Queue, message);

        /// <summary>The saga, and of the others those that have started.</summary>
        async Task<IReadOnlyList<(SagaScript Script, Guid Id, ProcessState Saga)>> Everybody()
        {
            var saga = await Saga();
            var everybody = new List<(SagaScript, Guid, ProcessState)> { (Script, Id, saga) };
            foreach (var (script, id) in _owner.Others(saga))
                if (await script.Saga(_platform.Store, id) is { } other)
                    everybody.Add((script, id, other));
            return everybody;
        }

        async Task<ProcessState> Saga() => await Script.Saga(_platform.Store, Id) ?? throw new InvalidOperationException($"there is no saga {Id}");

        /// <summary>The beginning of it: whoever does not come to an end has told enough by then.</summary>
        async Task<string> Told() => $"{_variant}, {Id}\n{(await _platform.Queries.History(Id, null, 200, CancellationToken.None)).Items.Told()}";

        UnderWay Any(List<UnderWay> underWay) => underWay[_random.Next(underWay.Count)];
    }
}
