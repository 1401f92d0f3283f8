using System.Net.Mime;
using MassTransit;
using MassTransit.Serialization;

namespace SagaPlatform.Core.Outbox;

/// <summary>Dispatches through the bus itself: the transport of the embedded platform and of tests.</summary>
public sealed class BusOutboxTransport(IBus bus) : IOutboxTransport
{
    /// <inheritdoc />
    public async Task Publish(OutboxMessage message, CancellationToken cancellation)
    {
        var endpoint = await bus.GetSendEndpoint(new Uri(message.Destination));
        await endpoint.Send(new SerializedMessageBody(), new Verbatim(message), cancellation);
    }

    /// <inheritdoc />
    public Task Replace(string reason) => Task.CompletedTask; // nothing hangs in memory

    /// <summary>Sends the stored bytes, not a fresh serialisation: a message dispatched twice is the same message twice.</summary>
    sealed class Verbatim(OutboxMessage message) : IPipe<SendContext>, IMessageSerializer
    {
        public ContentType ContentType { get; } = new(message.ContentType);

        public void Probe(ProbeContext context) => context.CreateScope("verbatim");

        public Task Send(SendContext context)
        {
            context.MessageId = message.MessageId;
            context.SupportedMessageTypes = [$"urn:message:{message.MessageType}"];
            foreach (var (name, value) in message.Headers)
                context.Headers.Set(name, value);
            context.Serializer = this;
            return Task.CompletedTask;
        }

        public MessageBody GetMessageBody<T>(SendContext<T> context) where T : class => new BytesMessageBody(message.Body);
    }
}
