using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.Extensions.Logging.Abstractions;
using SagaPlatform.Core.Outbox;
using SagaPlatform.Core.Persistence;
using SagaPlatform.Core.Persistence.Memory;
using SagaPlatform.Core.Telemetry;
using SagaPlatform.Core.Tests.Persistence;
using SagaPlatform.Testing.Embedded;

namespace SagaPlatform.Core.Tests.Outbox;

/// <summary>A dispatcher between a real store in memory and a broker that does what the test says.</summary>
sealed class DispatcherScenario : IAsyncDisposable
{
    readonly MemoryStore _memory;
    readonly PlatformMeter _meter = new();

    public DispatcherScenario(MemoryDatabase? database = null, Action<OutboxOptions>? limits = null)
    {
        limits?.Invoke(Options);
        _memory = new MemoryStore(TestRows.Model, TestRows.Catalogue, Time, () => Dispatcher!, database);
        Store = new WatchedStore(_memory);
        Dispatcher = new OutboxDispatcher(Store, Broker, Microsoft.Extensions.Options.Options.Create(Options), new UnacknowledgedCount(), _meter, Time,
            NullLogger<OutboxDispatcher>.Instance);
        Sweeper = new OutboxSweeper(Store, Dispatcher, Microsoft.Extensions.Options.Options.Create(Options), Time, NullLogger<OutboxSweeper>.Instance);
    }

    /// <summary>No lingering: it would be waited for in real time.</summary>
    public OutboxOptions Options { get; } = new() { DeleteLinger = TimeSpan.FromMilliseconds(1) };

    public WatchedTime Time { get; } = new();

    public ScriptedBroker Broker { get; } = new();

    public WatchedStore Store { get; }

    public OutboxDispatcher Dispatcher { get; }

    public OutboxSweeper Sweeper { get; }

    public async Task<DispatcherScenario> Started()
    {
        await Dispatcher.StartAsync(CancellationToken.None);
        return this;
    }

    /// <summary>Commits a unit of work that sends so many messages.</summary>
    public async Task<IReadOnlyList<Guid>> Commit(int messages = 1)
    {
        var unit = new UnitOfWork { Inbox = Work.Key("shelves") };
        unit.Outbox.AddRange(Enumerable.Range(1, messages).Select(x => Work.Message($"message {x}", Time.GetUtcNow())));
        (await _memory.Commit(unit, CancellationToken.None)).ShouldBe(CommitOutcome.Committed);
        return [.. unit.Outbox.Select(x => x.MessageId)];
    }

    public Task<OutboxBacklog> Backlog() => _memory.Backlog(CancellationToken.None);

    /// <summary>Every length that the confirm of a publish is waited for.</summary>
    public TimeSpan ConfirmTimeout => Options.ConfirmTimeout;

    /// <summary>The process ends in order.</summary>
    public async Task Stop()
    {
        await Dispatcher.StopAsync(CancellationToken.None);
        _memory.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        await Stop();
        Dispatcher.Dispose();
        _meter.Dispose();
    }
}

/// <summary>A broker that confirms at once unless a test says otherwise.</summary>
sealed class ScriptedBroker : IOutboxTransport
{
    readonly Channel<OutboxMessage> _calls = Channel.CreateUnbounded<OutboxMessage>();
    readonly ConcurrentBag<TaskCompletionSource> _hanging = [];
    int _replaced;

    /// <summary>What becomes of a publish.</summary>
    public Func<OutboxMessage, Task> Answers { get; set; } = _ => Task.CompletedTask;

    public ConcurrentQueue<OutboxMessage> Published { get; } = [];

    public int Replaced => Volatile.Read(ref _replaced);

    public int Hanging => _hanging.Count;

    public static Task Away(OutboxMessage message) => Task.FromException(new IOException("The broker is away."));

    public static Task Refuses(OutboxMessage message) => Task.FromException(new MessageRefusedException("406 too large"));

    /// <summary>Never answers, until the channel is replaced.</summary>
    public Task Hangs(OutboxMessage message)
    {
        var hanging = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _hanging.Add(hanging);
        return hanging.Task;
    }

    public Task Publish(OutboxMessage message, CancellationToken cancellation)
    {
        Published.Enqueue(message);
        var answer = Answers(message);
        _calls.Writer.TryWrite(message);
        return answer;
    }

    public Task Replace(string reason)
    {
        Interlocked.Increment(ref _replaced);
        while (_hanging.TryTake(out var hanging))
            hanging.TrySetException(new IOException("The channel was replaced."));
        return Task.CompletedTask;
    }

    /// <summary>The next publish that comes in.</summary>
    public Task<OutboxMessage> Next() => _calls.Reader.ReadAsync().AsTask().WaitAsync(Patience.Limit);
}

/// <summary>The store, telling the test what the dispatcher did to it.</summary>
sealed class WatchedStore(MemoryStore store) : IOutboxStore
{
    readonly Channel<string> _acts = Channel.CreateUnbounded<string>();

    /// <summary>Whether it answers.</summary>
    public bool IsAway { get; set; }

    /// <summary>The next thing done to it that begins so.</summary>
    public async Task<string> Next(string begin)
    {
        while (true)
        {
            var act = await _acts.Reader.ReadAsync().AsTask().WaitAsync(Patience.Limit);
            if (act.StartsWith(begin, StringComparison.Ordinal))
                return act;
        }
    }

    public Task Delete(IReadOnlyCollection<long> ids, CancellationToken cancellation) =>
        Do($"deleted {ids.Count}", () => store.Delete(ids, cancellation));

    public Task NoteFailure(long id, int attempts, string error, CancellationToken cancellation) =>
        Do($"noted {attempts} {error}", () => store.NoteFailure(id, attempts, error, cancellation));

    public Task Park(long id, int attempts, string error, CancellationToken cancellation) =>
        Do($"parked {attempts} {error}", () => store.Park(id, attempts, error, cancellation));

    public async Task<int> Release(IReadOnlyCollection<long>? ids, CancellationToken cancellation) => await store.Release(ids, cancellation);

    public async Task<IReadOnlyList<OutboxMessage>> TakeAbandoned(
        Func<long, bool> holds, TimeSpan forgottenAfter, int rowsMax, CancellationToken cancellation)
    {
        IReadOnlyList<OutboxMessage> taken = [];
        await Do("swept", async () => taken = await store.TakeAbandoned(holds, forgottenAfter, rowsMax, cancellation));
        return taken;
    }

    public Task<OutboxBacklog> Backlog(CancellationToken cancellation) => store.Backlog(cancellation);

    public Task<IReadOnlyList<ParkedMessage>> Parked(int rowsMax, CancellationToken cancellation) => store.Parked(rowsMax, cancellation);

    async Task Do(string act, Func<Task> does)
    {
        if (IsAway)
        {
            _acts.Writer.TryWrite($"away: {act}");
            throw new IOException("The store is away.");
        }

        await does();
        _acts.Writer.TryWrite(act);
    }
}
