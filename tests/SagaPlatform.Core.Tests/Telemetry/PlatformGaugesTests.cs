using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using SagaPlatform.Core.History;
using SagaPlatform.Core.Operations;
using SagaPlatform.Core.Outbox;
using SagaPlatform.Core.Telemetry;
using SagaPlatform.Core.Tests.Sagas.Samples;
using SagaPlatform.Core.Timeouts;

namespace SagaPlatform.Core.Tests.Telemetry;

public sealed class PlatformGaugesTests : IDisposable
{
    readonly PlatformMeter _meter = new();
    readonly Counted _store = new();
    readonly PlatformGauges _gauges;

    public PlatformGaugesTests() => _gauges = new PlatformGauges(
        _store, _store, _store, new SagaCatalogue([new SagaType("order", typeof(SampleOrderState), typeof(SampleOrder))]),
        _meter, Options.Create(new GaugeOptions()), TimeProvider.System, NullLogger<PlatformGauges>.Instance);

    [Fact]
    public async Task The_gauges_show_what_the_last_sample_saw()
    {
        _store.Counts = [new("order", "Ship", 3), new("order", "NeedsAttention", 2)];
        _store.Waiting = new OutboxBacklog(5, TimeSpan.FromSeconds(1.5), 4);
        _store.OverdueCount = 6;

        await _gauges.Sample(CancellationToken.None);

        Read().ShouldBe(
            ["saga.instances{type=order,state=Ship} 3", "saga.instances{type=order,state=NeedsAttention} 2", "saga.stuck{type=order} 2",
             "saga.outbox.pending{} 5", "saga.outbox.oldest_age{} 1.5", "saga.parked{} 4", "saga.timers.overdue{} 6"], ignoreOrder: true);
    }

    [Fact]
    public async Task Reading_them_asks_the_store_nothing()
    {
        await _gauges.Sample(CancellationToken.None);
        var asked = _store.Asked;

        Read();
        Read();

        _store.Asked.ShouldBe(asked);
    }

    [Fact]
    public async Task A_state_that_emptied_is_zero_not_gone()
    {
        _store.Counts = [new("order", "Ship", 3)];
        await _gauges.Sample(CancellationToken.None);
        _store.Counts = [];
        await _gauges.Sample(CancellationToken.None);

        Read().ShouldContain("saga.instances{type=order,state=Ship} 0");
        Read().ShouldContain("saga.stuck{type=order} 0");
    }

    [Fact]
    public async Task While_the_store_is_silent_they_show_nothing_rather_than_something_old()
    {
        _store.Counts = [new("order", "Ship", 3)];
        await _gauges.Sample(CancellationToken.None);

        _store.IsDown = true;
        await _gauges.Sample(CancellationToken.None);
        Read().ShouldBeEmpty();

        _store.IsDown = false;
        await _gauges.Sample(CancellationToken.None);
        Read().ShouldContain("saga.instances{type=order,state=Ship} 3");
    }

    public void Dispose()
    {
        _gauges.Dispose();
        _meter.Dispose();
    }

    static List<string> Read()
    {
        List<string> read = [];
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, x) =>
            {
                if (instrument.Meter.Name == PlatformMeter.Name && instrument.IsObservable)
                    x.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) =>
            read.Add($"{instrument.Name}{{{string.Join(",", tags.ToArray().Select(x => $"{x.Key}={x.Value}"))}}} {value}"));
        listener.Start();
        listener.RecordObservableInstruments();
        return read;
    }

    /// <summary>A store that only counts.</summary>
    sealed class Counted : ISagaQueries, IOutboxStore, ITimeoutStore
    {
        public IReadOnlyList<SagaCount> Counts { get; set; } = [];
        public OutboxBacklog Waiting { get; set; } = new(0, null, 0);
        public long OverdueCount { get; set; }
        public bool IsDown { get; set; }
        public int Asked { get; private set; }

        public Task<IReadOnlyList<SagaCount>> Count(CancellationToken cancellation) => Answer(Counts);

        public Task<OutboxBacklog> Backlog(CancellationToken cancellation) => Answer(Waiting);

        public Task<long> Overdue(TimeSpan by, CancellationToken cancellation) => Answer(OverdueCount);

        Task<T> Answer<T>(T answer)
        {
            Asked++;
            return IsDown ? Task.FromException<T>(new IOException("down")) : Task.FromResult(answer);
        }

        Task<Page<SagaSummary>> ISagaQueries.List(SagaFilter filter, string? cursor, int limit, CancellationToken cancellation) => throw NotAsked;

        Task<long> ISagaQueries.Count(SagaFilter filter, int max, CancellationToken cancellation) => throw NotAsked;

        Task<IReadOnlyList<LiveSagas>> ISagaQueries.Live(CancellationToken cancellation) => throw NotAsked;

        Task<SagaDetails?> ISagaQueries.Find(Guid sagaId, CancellationToken cancellation) => throw NotAsked;

        Task<Page<HistoryEntry>> ISagaQueries.History(Guid sagaId, string? cursor, int limit, CancellationToken cancellation) => throw NotAsked;

        Task IOutboxStore.Delete(IReadOnlyCollection<long> ids, CancellationToken cancellation) => throw NotAsked;

        Task IOutboxStore.NoteFailure(long id, int attempts, string error, CancellationToken cancellation) => throw NotAsked;

        Task IOutboxStore.Park(long id, int attempts, string error, CancellationToken cancellation) => throw NotAsked;

        Task<int> IOutboxStore.Release(IReadOnlyCollection<long>? ids, CancellationToken cancellation) => throw NotAsked;

        Task<IReadOnlyList<OutboxMessage>> IOutboxStore.TakeAbandoned(
            Func<long, bool> holds, TimeSpan forgottenAfter, int rowsMax, CancellationToken cancellation) => throw NotAsked;

        Task<IReadOnlyList<ParkedMessage>> IOutboxStore.Parked(int rowsMax, CancellationToken cancellation) => throw NotAsked;

        Task<RungTimeouts> ITimeoutStore.RingDue(int rowsMax, TimeSpan overdueBy, CancellationToken cancellation) => throw NotAsked;

        Task<IReadOnlyList<SagaPlatform.Core.Timeouts.Timeout>> ITimeoutStore.Rings(Guid sagaId, CancellationToken cancellation) => throw NotAsked;

        Task<SagaPlatform.Core.Timeouts.Timeout?> ITimeoutStore.FindTimeout(Guid token, CancellationToken cancellation) => throw NotAsked;

        Task<Page<PendingTimeout>> ITimeoutStore.List(TimeoutFilter filter, string? cursor, int limit, CancellationToken cancellation) => throw NotAsked;

        Task<IReadOnlyList<PendingTimeout>> ITimeoutStore.Of(Guid sagaId, CancellationToken cancellation) => throw NotAsked;

        static InvalidOperationException NotAsked => new("A gauge does not ask this.");
    }
}
