using MassTransit;

namespace SagaPlatform.Core.Outbox;

/// <summary>Counts messages that are received and not yet acknowledged: the crash point between acknowledge and dispatch waits for none.</summary>
sealed class AcknowledgeObserver(UnacknowledgedCount count) : IReceiveObserver
{
    public Task PostReceive(ReceiveContext context)
    {
        count.Remove();
        return Task.CompletedTask;
    }

    public Task PreReceive(ReceiveContext context)
    {
        count.Add();
        return Task.CompletedTask;
    }

    public Task PostConsume<T>(ConsumeContext<T> context, TimeSpan duration, string consumerType) where T : class => Task.CompletedTask;

    public Task ConsumeFault<T>(ConsumeContext<T> context, TimeSpan duration, string consumerType, Exception exception) where T : class =>
        Task.CompletedTask;

    public Task ReceiveFault(ReceiveContext context, Exception exception)
    {
        count.Remove();
        return Task.CompletedTask;
    }
}

/// <summary>How many messages this process has received and not yet acknowledged.</summary>
public sealed class UnacknowledgedCount
{
    int _count;

    /// <summary>Right now.</summary>
    public int Value => Volatile.Read(ref _count);

    internal void Add() => Interlocked.Increment(ref _count);

    internal void Remove() => Interlocked.Decrement(ref _count);
}
