using MassTransit;

namespace SagaPlatform.Core.Outbox;

/// <summary>Tells the dispatcher that a message was acknowledged: the crash point between the two waits for it.</summary>
sealed class AcknowledgeObserver(AcknowledgeCount count) : IReceiveObserver
{
    public Task PostReceive(ReceiveContext context)
    {
        count.Add();
        return Task.CompletedTask;
    }

    public Task PreReceive(ReceiveContext context) => Task.CompletedTask;

    public Task PostConsume<T>(ConsumeContext<T> context, TimeSpan duration, string consumerType) where T : class => Task.CompletedTask;

    public Task ConsumeFault<T>(ConsumeContext<T> context, TimeSpan duration, string consumerType, Exception exception) where T : class =>
        Task.CompletedTask;

    public Task ReceiveFault(ReceiveContext context, Exception exception) => Task.CompletedTask;
}

/// <summary>How many messages this process has acknowledged.</summary>
public sealed class AcknowledgeCount
{
    long _count;

    /// <summary>So far.</summary>
    public long Value => Interlocked.Read(ref _count);

    internal void Add() => Interlocked.Increment(ref _count);
}
