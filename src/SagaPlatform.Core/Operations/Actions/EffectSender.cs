using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using SagaPlatform.Core.Outbox;
using SagaPlatform.Core.Sagas;

namespace SagaPlatform.Core.Operations.Actions;

/// <summary>Turns what follows from an act into rows of its unit of work, as the bus would for an event.</summary>
sealed class EffectSender(IServiceProvider scope, string sagaQueue)
{
    readonly ISendEndpointProvider _send = scope.GetRequiredService<ISendEndpointProvider>();
    readonly IPublishEndpoint _publish = scope.GetRequiredService<IPublishEndpoint>();
    readonly MessageCapture _capture = scope.GetRequiredService<MessageCapture>();

    /// <summary>The answers of participants come back to the saga's own queue.</summary>
    readonly Uri _home = BusAddress.OfQueue(scope.GetRequiredService<IBus>(), sagaQueue);

    public async Task Send(ProcessState saga, Deed deed)
    {
        foreach (var effect in deed.Effects)
            await (effect switch
            {
                Command x => Send(new Uri($"queue:{x.Queue}"), x.Message, c =>
                    (c.MessageId, c.CorrelationId, c.ResponseAddress, c.FaultAddress) = (x.MessageId, saga.CorrelationId, _home, _home)),
                Reply x => Send(x.Address, x.Message, c => (c.MessageId, c.CorrelationId, c.RequestId) = (x.MessageId, saga.CorrelationId, x.RequestId)),
                Announcement x => _publish.Publish(x.Message, x.Message.GetType(), Pipe.Execute<PublishContext>(c => c.CorrelationId = saga.CorrelationId)),
                ClockSet x => SetClock(saga, x.Due),
                ClockStopped => StopClock(saga),
                _ => Task.CompletedTask,
            });
        if (deed.Event != null)
            await Send(new Uri($"queue:{sagaQueue}"), deed.Event, c => (c.MessageId, c.CorrelationId) = (NewId.NextGuid(), saga.CorrelationId));
    }

    async Task Send(Uri to, object message, Action<SendContext> say) =>
        await (await _send.GetSendEndpoint(to)).Send(message, message.GetType(), Pipe.Execute(say));

    async Task SetClock(ProcessState saga, DateTimeOffset due)
    {
        await StopClock(saga);
        var token = NewId.NextGuid();
        saga.ClockToken = token;
        await Send(new Uri($"queue:{sagaQueue}"), new ProcessClockRang(saga.CorrelationId, due), c =>
        {
            c.ScheduledMessageId = token;
            c.Headers.Set(MessageHeaders.SchedulingTokenId, token.ToString("D"));
            c.GetOrAddPayload(() => new ScheduledFor(due));
        });
    }

    Task StopClock(ProcessState saga)
    {
        if (saga.ClockToken is { } token)
            _capture.Cancel(token);
        saga.ClockToken = null;
        return Task.CompletedTask;
    }
}
