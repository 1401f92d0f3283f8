using MassTransit;

namespace SagaPlatform.Core.Outbox;

/// <summary>Tells the dispatcher that a message was acknowledged: the crash point between the two waits for it.</summary>
sealed class AcknowledgeObserver(OutboxDispatcher dispatcher) : IReceiveObserver
{
    public Task PostReceive(ReceiveContext context)
    {
        dispatcher.Acknowledged();
        return Task.CompletedTask;
    }

    public Task PreReceive(ReceiveContext context) => Task.CompletedTask;

    public Task PostConsume<T>(ConsumeContext<T> context, TimeSpan duration, string consumerType) where T : class => Task.CompletedTask;

    public Task ConsumeFault<T>(ConsumeContext<T> context, TimeSpan duration, string consumerType, Exception exception) where T : class =>
        Task.CompletedTask;

    public Task ReceiveFault(ReceiveContext context, Exception exception) => Task.CompletedTask;
}
