using System.Text.Json;
using MassTransit;
using MassTransit.InMemoryTransport;
using MassTransit.InMemoryTransport.Configuration;
using MassTransit.Serialization;
using MassTransit.Transports;
using MassTransit.Transports.Fabric;

namespace SagaPlatform.Testing.Embedded;

/// <summary>A message as it came into an exchange of the bus.</summary>
/// <param name="Exchange">A queue's name, an error queue's name, or the exchange of a message type.</param>
/// <param name="MessageId">The id its receivers know it by.</param>
/// <param name="Type">Its short type name.</param>
/// <param name="Body">The message alone, without its envelope.</param>
/// <param name="Headers">Of the transport; an error queue's messages say there what went wrong.</param>
public sealed record SeenMessage(string Exchange, Guid MessageId, string Type, JsonElement Body, IReadOnlyDictionary<string, object> Headers)
{
    /// <summary>The request it answers, or asks; null for most.</summary>
    public Guid? RequestId { get; init; }

    /// <summary>Reads a message out of the bus's envelope.</summary>
    public static SeenMessage Of(string exchange, Guid messageId, ReadOnlyMemory<byte> body, IReadOnlyDictionary<string, object> headers)
    {
        using var envelope = JsonDocument.Parse(body);
        var type = envelope.RootElement.GetProperty("messageType")[0].GetString()!;
        var request = envelope.RootElement.TryGetProperty("requestId", out var id) ? id.Deserialize<Guid?>() : null;
        return new SeenMessage(exchange, messageId, type[(type.LastIndexOf(':') + 1)..], envelope.RootElement.GetProperty("message").Clone(), headers) { RequestId = request };
    }

    /// <summary>Why it is in an error queue; empty elsewhere.</summary>
    public string Reason => Headers.TryGetValue(MessageHeaders.FaultMessage, out var reason) ? $"{reason}" : "";

    /// <summary>The message, as its receivers read it.</summary>
    public T As<T>() => Body.Deserialize<T>(SystemTextJsonMessageSerializer.Options)!;

    /// <summary>The message, as its receivers read it.</summary>
    public object As(Type type) => Body.Deserialize(type, SystemTextJsonMessageSerializer.Options)!;
}

/// <summary>
/// Sees every message that comes into an exchange of the in-memory bus, and knows how many are still to be consumed: exactly,
/// so that nobody has to wait for nothing to happen.
/// </summary>
/// <remarks>
/// A message is counted in before its queue gets it and counted out after its consumer is done with it, with everything
/// that it sent meanwhile counted in before that.
/// </remarks>
sealed class Traffic : IMessageFabricObserver<InMemoryTransportContext>, IReceiveObserver
{
    readonly IMessageFabric<InMemoryTransportContext, InMemoryTransportMessage> _fabric;
    readonly HashSet<string> _queues;
    readonly Lock _gate = new();
    readonly HashSet<string> _tapped = new(StringComparer.OrdinalIgnoreCase);
    readonly List<SeenMessage> _seen = [];
    readonly Action _changed;
    long _entered;
    long _consumed;

    /// <param name="bus">The bus, before it is started.</param>
    /// <param name="queues">The queues that have a consumer.</param>
    /// <param name="changed">Is told that a message was consumed.</param>
    public Traffic(IBusInstance bus, IEnumerable<string> queues, Action changed)
    {
        _fabric = ((IInMemoryHostConfiguration)bus.HostConfiguration).TransportProvider.MessageFabric;
        (_queues, _changed) = (new(queues, StringComparer.OrdinalIgnoreCase), changed);
        _fabric.ConnectMessageFabricObserver(this);
        bus.Bus.ConnectReceiveObserver(this);
    }

    /// <summary>Messages that ever came into a queue that has a consumer.</summary>
    public long Entered => Interlocked.Read(ref _entered);

    /// <summary>Messages that a consumer is done with.</summary>
    public long Consumed => Interlocked.Read(ref _consumed);

    /// <summary>Every message so far, in the order they came; one published message is seen in its type's exchange and in each queue.</summary>
    public IReadOnlyList<SeenMessage> Seen
    {
        get
        {
            lock (_gate)
                return [.. _seen];
        }
    }

    /// <summary>The messages that came after the first so many.</summary>
    public IReadOnlyList<SeenMessage> SeenAfter(int count)
    {
        lock (_gate)
            return _seen.GetRange(count, _seen.Count - count);
    }

    public void ExchangeDeclared(InMemoryTransportContext context, string name, MassTransit.Transports.Fabric.ExchangeType exchangeType)
    {
        lock (_gate)
            if (!_tapped.Add(name))
                return;
        _fabric.GetExchange(context, name, exchangeType).Connect(new Tap(this, name), null);
    }

    public void ExchangeBindingCreated(InMemoryTransportContext context, string source, string destination, string? routingKey = null)
    {
    }

    public void QueueDeclared(InMemoryTransportContext context, string name)
    {
    }

    public void QueueBindingCreated(InMemoryTransportContext context, string source, string destination)
    {
    }

    public TopologyHandle ConsumerConnected(InMemoryTransportContext context, TopologyHandle handle, string queueName) => handle;

    public Task PreReceive(ReceiveContext context) => Task.CompletedTask;

    public Task PostReceive(ReceiveContext context) => Done(context);

    public Task ReceiveFault(ReceiveContext context, Exception exception) => Done(context);

    public Task PostConsume<T>(ConsumeContext<T> context, TimeSpan duration, string consumerType) where T : class => Task.CompletedTask;

    public Task ConsumeFault<T>(ConsumeContext<T> context, TimeSpan duration, string consumerType, Exception exception) where T : class =>
        Task.CompletedTask;

    /// <summary>The answer to a request comes to a queue of the bus's own, which nobody waits for but who asked.</summary>
    Task Done(ReceiveContext context)
    {
        if (_queues.Contains(context.InputAddress.Segments[^1]))
            Interlocked.Increment(ref _consumed);
        _changed();
        return Task.CompletedTask;
    }

    void Came(string exchange, InMemoryTransportMessage message)
    {
        if (_queues.Contains(exchange))
            Interlocked.Increment(ref _entered);

        var seen = SeenMessage.Of(exchange, message.MessageId, message.Body, message.Headers.GetAll().ToDictionary(StringComparer.OrdinalIgnoreCase));
        lock (_gate)
            _seen.Add(seen);
    }

    sealed class Tap(Traffic traffic, string exchange) : IMessageSink<InMemoryTransportMessage>
    {
        public Task Deliver(DeliveryContext<InMemoryTransportMessage> context)
        {
            traffic.Came(exchange, context.Message);
            return Task.CompletedTask;
        }

        public void Probe(ProbeContext context) => context.CreateScope("tap");
    }
}
