using System.Collections.Concurrent;
using SagaPlatform.Core.Operations;
using SagaPlatform.Core.Operations.Audit;
using SagaPlatform.Core.Outbox;
using SagaPlatform.Core.Persistence;
using SagaPlatform.Core.RateLimits;
using SagaPlatform.Core.Timeouts;

namespace SagaPlatform.Core.Tests.Persistence;

/// <summary>One process's store, and the dispatcher it hands messages to.</summary>
sealed class StoreUnderTest(object store, HandedOver intake, IAsyncDisposable end) : IAsyncDisposable
{
    internal IPlatformStore Rows => (IPlatformStore)store;

    internal IRowQueries Queries => (IRowQueries)store;

    internal IRowLoader Loader => (IRowLoader)store;

    internal IOutboxStore Outbox => (IOutboxStore)store;

    internal ITimeoutStore Timeouts => (ITimeoutStore)store;

    internal ISagaQueries Sagas => (ISagaQueries)store;

    internal IRetention Retention => (IRetention)store;

    internal IRateLimitStore RateLimits => (IRateLimitStore)store;

    internal IAuditStore Audit => (IAuditStore)store;

    internal HandedOver HandedOver => intake;

    internal Task<CommitOutcome> Commit(UnitOfWork unit) => Rows.Commit(unit, default);

    internal Task<ParcelState?> Parcel(Guid id) => Rows.Find<ParcelState>(id, null, default);

    /// <summary>
    /// Takes what a process left that has just died: its database notices the death a moment later, so this asks again
    /// until there is something, as the sweeper does.
    /// </summary>
    internal async Task<IReadOnlyList<OutboxMessage>> TakeOver(TimeSpan forgottenAfter, int rowsMax = 1000)
    {
        const int attemptsMax = 400;
        for (var attempt = 1; ; attempt++)
        {
            var taken = await TakeAbandoned(forgottenAfter, rowsMax);
            if (taken.Count > 0 || attempt == attemptsMax)
                return taken;
            await Task.Delay(25);
        }
    }

    internal Task<IReadOnlyList<OutboxMessage>> TakeAbandoned(TimeSpan forgottenAfter, int rowsMax = 1000) =>
        Outbox.TakeAbandoned(HandedOver.Holds, forgottenAfter, rowsMax, default);

    /// <summary>The process ends.</summary>
    public ValueTask DisposeAsync() => end.DisposeAsync();
}

/// <summary>A dispatcher that only remembers what it was given.</summary>
sealed class HandedOver : IOutboxIntake
{
    readonly ConcurrentDictionary<long, OutboxMessage> _messages = new();

    internal IReadOnlyList<OutboxMessage> Messages => [.. _messages.Values.OrderBy(x => x.Id)];

    internal bool Holds(long id) => _messages.ContainsKey(id);

    internal void Forget() => _messages.Clear();

    public void Take(IReadOnlyList<OutboxMessage> committed)
    {
        foreach (var message in committed)
            _messages.TryAdd(message.Id, message).ShouldBeTrue("a row is handed over once");
    }
}
