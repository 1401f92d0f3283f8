using MassTransit;
using MassTransit.Context;
using MassTransit.Saga;
using SagaPlatform.Core.Inbox;
using SagaPlatform.Core.Sagas;

namespace SagaPlatform.Core.Persistence;

/// <summary>The saga is held: its machine does not run, and the message is kept.</summary>
sealed class SagaHeldException : Exception;

/// <summary>Hands the saga's row to the machine and remembers what it was; writing is the factory's, in one commit.</summary>
sealed class SagaRow<TSaga, T>(
    ConsumeContext<T> context, UnitOfWork unit, IPlatformStore store, SagaRowCache cache, ProcessStateMachine<TSaga> machine)
    : ConsumeContextScope<T>(context), SagaRepositoryContext<TSaga, T>
    where TSaga : ProcessState
    where T : class
{
    readonly ConsumeContext<T> _context = context;

    /// <summary>The saga, once it was loaded or made.</summary>
    public TSaga? Saga { get; private set; }

    /// <summary>The version that was read; 0 for a new saga.</summary>
    public int LoadedVersion { get; private set; }

    /// <summary>The state before; null for a new saga.</summary>
    public string? LoadedState { get; private set; }

    /// <summary>What this process knew of the saga without reading it; null when it was read, or is new.</summary>
    public KeptSaga? Kept { get; private set; }

    /// <summary>Whether the machine runs on what this process believes, not on what was read.</summary>
    public bool IsGuess { get; private set; }

    /// <summary>A message that comes again may have been consumed by a process that is gone: then nothing is believed.</summary>
    bool MayGuess => !_context.ReceiveContext.Redelivered && _context.GetRetryAttempt() == 0;

    public async Task<SagaConsumeContext<TSaga, T>> Load(Guid correlationId)
    {
        if (MayGuess && cache.Find(typeof(TSaga), correlationId) is { } kept && Guessed(kept) is { } believed)
            return Holding(believed);

        var row = await store.Find<TSaga>(correlationId, unit.Inbox, CancellationToken);
        if (row == null)
            return null!;

        (LoadedVersion, LoadedState) = (row.Version, row.CurrentState);
        return Holding(row);
    }

    /// <summary>Whether the store has the saga as it was believed to be.</summary>
    /// <exception cref="DuplicateMessageException">The message was consumed before, by another process.</exception>
    public async Task<bool> IsAsBelieved(Guid correlationId) =>
        (await store.Find<TSaga>(correlationId, unit.Inbox, CancellationToken))?.Version is var version && (version ?? 0) == LoadedVersion;

    public Task<SagaConsumeContext<TSaga, T>> Add(TSaga instance) => Task.FromResult(Holding(instance));

    /// <summary>
    /// A first message is believed to start a new saga, without a look: whether it is new is decided by the commit. Null when
    /// it is to be loaded after all.
    /// </summary>
    public Task<SagaConsumeContext<TSaga, T>> Insert(TSaga instance)
    {
        if (!MayGuess || !cache.Guesses || cache.Knows(typeof(TSaga), instance.CorrelationId))
            return Task.FromResult<SagaConsumeContext<TSaga, T>>(null!);

        IsGuess = true;
        return Task.FromResult(Holding(instance));
    }

    public Task Save(SagaConsumeContext<TSaga> context) => Task.CompletedTask;

    public Task Update(SagaConsumeContext<TSaga> context) => Task.CompletedTask;

    /// <summary>A finished saga keeps its row: operators look at it, and its late messages are known. Retention removes it.</summary>
    public Task Delete(SagaConsumeContext<TSaga> context) => Task.CompletedTask;

    public Task Discard(SagaConsumeContext<TSaga> context)
    {
        Saga = null;
        return Task.CompletedTask;
    }

    public Task Undo(SagaConsumeContext<TSaga> context) => Task.CompletedTask;

    public Task<SagaConsumeContext<TSaga, TMessage>> CreateSagaConsumeContext<TMessage>(
        ConsumeContext<TMessage> consumeContext, TSaga instance, SagaConsumeContextMode mode) where TMessage : class =>
        Task.FromResult<SagaConsumeContext<TSaga, TMessage>>(new DefaultSagaConsumeContext<TSaga, TMessage>(consumeContext, instance));

    /// <summary>Null when the kept row's state does not wait for such a message: then the row has to be looked at anyway.</summary>
    TSaga? Guessed(KeptSaga kept)
    {
        if (unit.Inbox is { } inbox && kept.Consumed.Contains(inbox.MessageId))
            throw new DuplicateMessageException(inbox);

        var saga = cache.Make<TSaga>(kept);
        if (!machine.WaitsFor(typeof(T), saga.CurrentState))
            return null;
        (Kept, IsGuess, LoadedVersion, LoadedState) = (kept, true, kept.Version, saga.CurrentState);
        return saga;
    }

    SagaConsumeContext<TSaga, T> Holding(TSaga saga)
    {
        Saga = saga;
        if (saga.Ledger.Held != null)
            throw new SagaHeldException();
        return new DefaultSagaConsumeContext<TSaga, T>(_context, saga);
    }
}
