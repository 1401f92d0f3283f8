using SagaPlatform.Core.History;
using SagaPlatform.Core.Operations;
using SagaPlatform.Core.Outbox;
using SagaPlatform.Core.Persistence.Memory;
using SagaPlatform.Core.Timeouts;
using Timeout = SagaPlatform.Core.Timeouts.Timeout;

namespace SagaPlatform.OperatorConsole.Tests;

/// <summary>The memory store, until it is told to fail, to hang, or to have trouble that takes long to come by.</summary>
sealed class TroubledStore(MemoryStore store) : ISagaQueries, IOutboxStore, ITimeoutStore
{
    int _waiting;

    public string? FailsWith { get; set; }

    /// <summary>How it fails.</summary>
    public Func<string, Exception> FailsAs { get; set; } = x => new IOException(x);

    public TaskCompletionSource? HangsUntil { get; set; }

    /// <summary>How many wait for the hanging store.</summary>
    public int Waiting => Volatile.Read(ref _waiting);

    public OutboxBacklog? Holds { get; set; }

    public (long Count, TimeSpan By)? Overdue { get; set; }

    ISagaQueries Queries => store;

    IOutboxStore Outbox => store;

    ITimeoutStore Timeouts => store;

    public Task<Page<SagaSummary>> List(SagaFilter filter, string? cursor, int limit, CancellationToken cancellation) =>
        Answer(() => Queries.List(filter, cursor, limit, cancellation));

    public Task<SagaDetails?> Find(Guid sagaId, CancellationToken cancellation) => Answer(() => Queries.Find(sagaId, cancellation));

    public Task<Page<HistoryEntry>> History(Guid sagaId, string? cursor, int limit, CancellationToken cancellation) =>
        Answer(() => Queries.History(sagaId, cursor, limit, cancellation));

    public Task<long> Count(SagaFilter filter, int max, CancellationToken cancellation) => Answer(() => Queries.Count(filter, max, cancellation));

    public Task<IReadOnlyList<LiveSagas>> Live(CancellationToken cancellation) => Answer(() => Queries.Live(cancellation));

    public Task<IReadOnlyList<SagaCount>> Count(CancellationToken cancellation) => Answer(() => Queries.Count(cancellation));

    public Task Delete(IReadOnlyCollection<long> ids, CancellationToken cancellation) => Outbox.Delete(ids, cancellation);

    public Task NoteFailure(long id, int attempts, string error, CancellationToken cancellation) =>
        Outbox.NoteFailure(id, attempts, error, cancellation);

    public Task Park(long id, int attempts, string error, CancellationToken cancellation) => Outbox.Park(id, attempts, error, cancellation);

    public Task<int> Release(IReadOnlyCollection<long>? ids, CancellationToken cancellation) => Outbox.Release(ids, cancellation);

    public Task<IReadOnlyList<OutboxMessage>> TakeAbandoned(
        Func<long, bool> holds, TimeSpan forgottenAfter, int rowsMax, CancellationToken cancellation) =>
        Outbox.TakeAbandoned(holds, forgottenAfter, rowsMax, cancellation);

    public Task<OutboxBacklog> Backlog(CancellationToken cancellation) =>
        Answer(() => Holds is { } held ? Task.FromResult(held) : Outbox.Backlog(cancellation));

    public Task<IReadOnlyList<ParkedMessage>> Parked(int rowsMax, CancellationToken cancellation) => Outbox.Parked(rowsMax, cancellation);

    public Task<RungTimeouts> RingDue(int rowsMax, TimeSpan overdueBy, CancellationToken cancellation) =>
        Timeouts.RingDue(rowsMax, overdueBy, cancellation);

    public Task<IReadOnlyList<PendingTimeout>> Of(Guid sagaId, CancellationToken cancellation) => Answer(() => Timeouts.Of(sagaId, cancellation));

    public Task<IReadOnlyList<Timeout>> Rings(Guid sagaId, CancellationToken cancellation) => Answer(() => Timeouts.Rings(sagaId, cancellation));

    public Task<Timeout?> FindTimeout(Guid token, CancellationToken cancellation) => Answer(() => Timeouts.FindTimeout(token, cancellation));

    public Task<Page<PendingTimeout>> List(TimeoutFilter filter, string? cursor, int limit, CancellationToken cancellation) =>
        Answer(() => Timeouts.List(filter, cursor, limit, cancellation));

    Task<long> ITimeoutStore.Overdue(TimeSpan by, CancellationToken cancellation) =>
        Answer(() => Overdue is { } overdue ? Task.FromResult(by <= overdue.By ? overdue.Count : 0) : Timeouts.Overdue(by, cancellation));

    /// <summary>A hanging store does not listen to cancellation either: that is what makes it worth a test.</summary>
    async Task<T> Answer<T>(Func<Task<T>> ask)
    {
        if (HangsUntil is { } end)
        {
            Interlocked.Increment(ref _waiting);
            await end.Task;
            Interlocked.Decrement(ref _waiting);
        }

        return FailsWith is { } reason ? throw FailsAs(reason) : await ask();
    }
}
