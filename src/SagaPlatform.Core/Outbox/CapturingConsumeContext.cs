using MassTransit;
using MassTransit.Context;
using MassTransit.Middleware;
using MassTransit.Middleware.Outbox;

namespace SagaPlatform.Core.Outbox;

/// <summary>A consume context whose sends, publishes and responses are captured instead of leaving.</summary>
sealed class CapturingConsumeContext<T> : ConsumeContextScope<T>, OutboxSendContext where T : class
{
    readonly IServiceProvider _services;
    readonly MessageCapture _capture;

    public CapturingConsumeContext(ConsumeContext<T> context, MessageCapture capture, IServiceProvider services) : base(context)
    {
        (_services, _capture) = (services, capture);

        var receive = new OutboxReceiveContext(this, context.ReceiveContext);
        ReceiveContext = receive;
        PublishEndpointProvider = receive.PublishEndpointProvider;

        // The scheduler was made for the context around this one: made again, it is captured too.
        if (context.TryGetPayload<MessageSchedulerContext>(out var outer))
            AddOrUpdatePayload<MessageSchedulerContext>(
                () => new ConsumeMessageSchedulerContext(this, outer.SchedulerFactory),
                _ => new ConsumeMessageSchedulerContext(this, outer.SchedulerFactory));
    }

    public object? GetService(Type serviceType) => _services.GetService(serviceType);

    public Task AddSend<TMessage>(SendContext<TMessage> context) where TMessage : class
    {
        _capture.Add(context);
        return Task.CompletedTask;
    }
}
