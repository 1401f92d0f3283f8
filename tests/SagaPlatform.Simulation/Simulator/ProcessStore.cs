using SagaPlatform.Core.Inbox;
using SagaPlatform.Core.Operations;
using SagaPlatform.Core.Outbox;
using SagaPlatform.Core.Persistence;
using SagaPlatform.Core.Persistence.Memory;
using SagaPlatform.Core.Timeouts;
using Timeout = SagaPlatform.Core.Timeouts.Timeout;

namespace SagaPlatform.Simulation.Simulator;

/// <summary>What goes wrong while a process handles one message.</summary>
/// <param name="DiesAt">The process dies when it comes to its so-manieth effect, from 1; 0 never.</param>
/// <param name="LosesOutcomeOf">The first commit's answer never comes; null when it does.</param>
/// <param name="Meanwhile">Happens between what the process read and its first commit; null when nothing does.</param>
sealed record Mishap(int DiesAt = 0, CommitVariant? LosesOutcomeOf = null, Action? Meanwhile = null)
{
    /// <summary>All goes well.</summary>
    public static Mishap None { get; } = new();
}

/// <summary>What became of a commit whose answer never came.</summary>
enum CommitVariant
{
    /// <summary>It is stored.</summary>
    Stored,

    /// <summary>It is not.</summary>
    NotStored,
}

/// <summary>
/// The store as one process sees it: the real one in memory, with a place for each effect at which the process may die, the
/// answer of a commit may get lost, and another process may be faster.
/// </summary>
/// <remarks>A process that dies waits for ever at that effect: as after a kill, nothing of it runs any more, no finally and no catch.</remarks>
sealed class ProcessStore(Func<Func<IOutboxIntake>, MemoryStore> open) : IPlatformStore, ITimeoutStore, IOutboxIntake
{
    MemoryStore? _store;
    Mishap _mishap = Mishap.None;
    int _effects;
    bool _hasCommitted, _answerIsLost;
    TaskCompletionSource _death = new();

    /// <summary>Committed rows in the hands of this process's dispatcher.</summary>
    public List<OutboxMessage> Held { get; } = [];

    /// <summary>Is told what was committed.</summary>
    public Action<UnitOfWork>? Committed { get; set; }

    /// <summary>How many effects the latest message had.</summary>
    public int Effects => _effects;

    MemoryStore Store => _store ?? throw new InvalidOperationException("The process was not started.");

    /// <summary>A process starts, with nothing in its memory.</summary>
    public void Start()
    {
        _store?.Dispose();
        _store = open(() => this);
        Held.Clear();
        (_death, _mishap, _effects, _hasCommitted) = (new TaskCompletionSource(), Mishap.None, 0, false);
    }

    /// <summary>From now on this goes wrong.</summary>
    public void Meets(Mishap mishap) => (_mishap, _effects, _hasCommitted) = (mishap, 0, false);

    /// <summary>Ends when the process dies.</summary>
    public Task Death => _death.Task;

    /// <summary>Whether the process died.</summary>
    public bool IsDead => _death.Task.IsCompleted;

    /// <summary>The process comes to an effect, and may die there: then this never ends.</summary>
    Task Reaches()
    {
        if (++_effects != _mishap.DiesAt)
            return Task.CompletedTask;
        _death.SetResult();
        return new TaskCompletionSource().Task;
    }

    public async Task<TRow?> Find<TRow>(object key, InboxKey? inbox, CancellationToken cancellation) where TRow : class, IVersionedRow
    {
        await Reaches();
        return await Store.Find<TRow>(key, inbox, cancellation);
    }

    public async Task<IReadOnlyList<TRow>> FindAll<TRow>(IReadOnlyCollection<object> keys, CancellationToken cancellation) where TRow : class, IVersionedRow
    {
        await Reaches();
        return await Store.FindAll<TRow>(keys, cancellation);
    }

    public async Task<CommitOutcome> Commit(UnitOfWork unit, CancellationToken cancellation)
    {
        await Reaches();
        var isFirst = !_hasCommitted;
        _hasCommitted = true;
        if (isFirst && _mishap.Meanwhile is { } meanwhile)
            meanwhile();
        if (isFirst && _mishap.LosesOutcomeOf == CommitVariant.NotStored)
            throw new TimeoutException("the database did not answer: it stored nothing");

        _answerIsLost = isFirst && _mishap.LosesOutcomeOf == CommitVariant.Stored;
        var outcome = await Store.Commit(unit, cancellation);
        if (outcome == CommitOutcome.Committed)
            Committed?.Invoke(unit);
        if (_answerIsLost)
        {
            _answerIsLost = false;
            throw new TimeoutException("the database did not answer: it stored everything");
        }

        await Reaches();
        return outcome;
    }

    public Task<string?> Fingerprint(InboxKey key, CancellationToken cancellation) => Store.Fingerprint(key, cancellation);

    public async Task<RungTimeouts> RingDue(int rowsMax, TimeSpan overdueBy, CancellationToken cancellation)
    {
        await Reaches();
        return await Store.RingDue(rowsMax, overdueBy, cancellation);
    }

    public Task<IReadOnlyList<PendingTimeout>> Of(Guid sagaId, CancellationToken cancellation) => Store.Of(sagaId, cancellation);

    public Task<IReadOnlyList<Timeout>> Rings(Guid sagaId, CancellationToken cancellation) => Store.Rings(sagaId, cancellation);

    public Task<Timeout?> FindTimeout(Guid token, CancellationToken cancellation) => Store.FindTimeout(token, cancellation);

    public Task<Page<PendingTimeout>> List(TimeoutFilter filter, string? cursor, int limit, CancellationToken cancellation) =>
        Store.List(filter, cursor, limit, cancellation);

    public Task<long> Overdue(TimeSpan by, CancellationToken cancellation) => Store.Overdue(by, cancellation);

    /// <summary>What a process is not told to be committed, it does not dispatch: the sweeper finds it.</summary>
    public void Take(IReadOnlyList<OutboxMessage> committed)
    {
        if (!_answerIsLost)
            Held.AddRange(committed.OrderBy(x => x.Destination, StringComparer.Ordinal).ThenBy(x => x.Id));
    }

    /// <summary>The broker has confirmed it.</summary>
    public Task Delete(OutboxMessage message)
    {
        Held.RemoveAll(x => x.Id == message.Id);
        return Store.Delete([message.Id], CancellationToken.None);
    }

    /// <summary>Takes over what nobody dispatches.</summary>
    public async Task Sweep(TimeSpan forgottenAfter) =>
        Held.AddRange(await Store.TakeAbandoned(id => Held.Exists(x => x.Id == id), forgottenAfter, int.MaxValue, CancellationToken.None));
}
