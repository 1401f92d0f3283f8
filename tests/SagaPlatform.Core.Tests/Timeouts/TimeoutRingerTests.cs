using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using SagaPlatform.Core.Hosting;
using SagaPlatform.Core.Persistence;
using SagaPlatform.Core.Persistence.Memory;
using SagaPlatform.Core.Telemetry;
using SagaPlatform.Core.Tests.Outbox;
using SagaPlatform.Core.Tests.Persistence;
using SagaPlatform.Core.Timeouts;
using SagaPlatform.Testing.Embedded;

namespace SagaPlatform.Core.Tests.Timeouts;

public sealed class TimeoutRingerTests : IDisposable
{
    readonly WatchedTime _time = new();
    readonly HandedOver _handedOver = new();
    readonly PlatformMeter _meter = new();
    readonly TimeoutOptions _options = new() { RingsPerRoundMax = 3 };
    readonly MemoryStore _memory;
    readonly Failing _store;
    readonly TimeoutRinger _ringer;

    public TimeoutRingerTests()
    {
        _memory = new MemoryStore(TestRows.Model, TestRows.Catalogue, _time, () => _handedOver);
        _store = new Failing(_memory);
        _ringer = new TimeoutRinger(_store, Options.Create(_options), _meter, _time, NullLogger<TimeoutRinger>.Instance);
    }

    [Fact]
    public async Task Silence_counts_from_the_last_round_that_succeeded()
    {
        _time.Advance(TimeSpan.FromSeconds(1));
        _store.IsAway = true;
        await Should.ThrowAsync<IOException>(() => _ringer.Ring(CancellationToken.None));
        _ringer.Silence.ShouldBe(TimeSpan.FromSeconds(1));

        _store.IsAway = false;
        await _ringer.Ring(CancellationToken.None);
        _ringer.Silence.ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public async Task What_became_overdue_while_nobody_rang_is_spread_over_rounds_earliest_first()
    {
        for (var minute = 1; minute <= 7; minute++)
            await Set(TimeSpan.FromMinutes(minute));
        _time.Advance(TimeSpan.FromDays(1));

        (await Rounds(4)).ShouldBe([3, 3, 1, 0]);
        _handedOver.Messages.Count.ShouldBe(7);
    }

    [Fact]
    public async Task What_is_not_due_does_not_ring()
    {
        await Set(TimeSpan.FromMinutes(1));

        _time.Advance(TimeSpan.FromMinutes(1) - TimeSpan.FromMilliseconds(1));
        (await Rounds(1)).ShouldBe([0]);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        (await Rounds(2)).ShouldBe([1, 0]);
    }

    [Fact]
    public async Task The_backstop_leaves_the_clustered_clock_its_time_and_rings_what_it_missed()
    {
        await Set(TimeSpan.FromMinutes(1));

        _time.Advance(TimeSpan.FromMinutes(1) + _options.BackstopAfter - TimeSpan.FromMilliseconds(1));
        (await _ringer.RingOverdue(CancellationToken.None)).ShouldBe(0);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        (await _ringer.RingOverdue(CancellationToken.None)).ShouldBe(1);
        _handedOver.Messages.Count.ShouldBe(1);
    }

    [Fact]
    public async Task The_backstop_goes_on_after_failures_and_sweeps_as_soon_as_it_starts()
    {
        await using var scenario = new DispatcherScenario();
        await Set(TimeSpan.FromSeconds(1));
        scenario.Store.IsAway = _store.IsAway = true;
        using var backstop = new Backstop(_ringer, scenario.Sweeper, Options.Create(scenario.Options), Options.Create(_options), _time,
            NullLogger<Backstop>.Instance);
        await backstop.StartAsync(CancellationToken.None);
        await scenario.Store.Next("away: swept");
        while (_store.Asked < 3)
            await NextTick(scenario);

        scenario.Store.IsAway = _store.IsAway = false;
        while (_handedOver.Messages.Count == 0)
            await NextTick(scenario);
        await scenario.Store.Next("swept");
        await backstop.StopAsync(CancellationToken.None);

        _handedOver.Messages.Count.ShouldBe(1);
    }

    public void Dispose()
    {
        _memory.Dispose();
        _meter.Dispose();
    }

    async Task NextTick(DispatcherScenario scenario)
    {
        await _time.NextTimer();
        _time.Advance(scenario.Options.SweepEvery);
    }

    async Task<List<int>> Rounds(int count)
    {
        List<int> rang = [];
        for (var i = 0; i < count; i++)
            rang.Add(await _ringer.Ring(CancellationToken.None));
        return rang;
    }

    async Task Set(TimeSpan after)
    {
        var unit = new UnitOfWork { Inbox = Work.Key("shelves") };
        unit.TimeoutsSet.Add(Work.Timeout(Guid.NewGuid(), after));
        (await _memory.Commit(unit, CancellationToken.None)).ShouldBe(CommitOutcome.Committed);
    }

    sealed class Failing(ITimeoutStore store) : ITimeoutStore
    {
        int _asked;

        public bool IsAway { get; set; }

        public int Asked => Volatile.Read(ref _asked);

        public Task<RungTimeouts> RingDue(int rowsMax, TimeSpan overdueBy, CancellationToken cancellation)
        {
            Interlocked.Increment(ref _asked);
            return IsAway ? Task.FromException<RungTimeouts>(new IOException("The store is away.")) : store.RingDue(rowsMax, overdueBy, cancellation);
        }

        public Task<IReadOnlyList<PendingTimeout>> Of(Guid sagaId, CancellationToken cancellation) => store.Of(sagaId, cancellation);

        public Task<IReadOnlyList<SagaPlatform.Core.Timeouts.Timeout>> Rings(Guid sagaId, CancellationToken cancellation) => store.Rings(sagaId, cancellation);

        public Task<SagaPlatform.Core.Timeouts.Timeout?> FindTimeout(Guid token, CancellationToken cancellation) => store.FindTimeout(token, cancellation);

        public Task<SagaPlatform.Core.Operations.Page<PendingTimeout>> List(TimeoutFilter filter, string? cursor, int limit, CancellationToken cancellation) =>
            store.List(filter, cursor, limit, cancellation);

        public Task<long> Overdue(TimeSpan by, CancellationToken cancellation) => store.Overdue(by, cancellation);
    }
}
