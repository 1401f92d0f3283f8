using MassTransit;
using MassTransit.Context;
using MassTransit.Saga;
using SagaPlatform.Core.Sagas;

namespace SagaPlatform.Core.Persistence;

/// <summary>Hands the saga's row to the machine and remembers what it was; writing is the factory's, in one commit.</summary>
sealed class SagaRow<TSaga, T>(ConsumeContext<T> context, UnitOfWork unit, IPlatformStore store)
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

    public async Task<SagaConsumeContext<TSaga, T>> Load(Guid correlationId)
    {
        var row = await store.Find<TSaga>(correlationId, unit.Inbox, CancellationToken);
        if (row == null)
            return null!;

        (LoadedVersion, LoadedState) = (row.Version, row.CurrentState);
        return Holding(row);
    }

    public Task<SagaConsumeContext<TSaga, T>> Add(TSaga instance) => Task.FromResult(Holding(instance));

    /// <summary>No insert ahead of the machine: whether the saga is new is decided by the commit.</summary>
    public Task<SagaConsumeContext<TSaga, T>> Insert(TSaga instance) => Task.FromResult<SagaConsumeContext<TSaga, T>>(null!);

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

    SagaConsumeContext<TSaga, T> Holding(TSaga saga)
    {
        Saga = saga;
        return new DefaultSagaConsumeContext<TSaga, T>(_context, saga);
    }
}
