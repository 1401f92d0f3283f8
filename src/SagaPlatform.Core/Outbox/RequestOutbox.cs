using MassTransit;
using MassTransit.Clients;
using MassTransit.DependencyInjection;
using MassTransit.Middleware;
using MassTransit.Middleware.Outbox;
using MassTransit.Transports;
using SagaPlatform.Core.Inbox;
using SagaPlatform.Core.Persistence;

namespace SagaPlatform.Core.Outbox;

/// <summary>
/// The outbox of a web request: whatever it sends or publishes (here, or through an injected <see cref="IPublishEndpoint"/>
/// or <see cref="ISendEndpointProvider"/>) leaves when, and only when, <see cref="Commit"/> has stored it.
/// </summary>
/// <remarks>Scoped: one per request. A request that does not commit sends nothing.</remarks>
public sealed class RequestOutbox(UnitOfWork unit, IPlatformStore store, ISendEndpointProvider sender)
{
    /// <summary>Sends a command to a queue, once it is committed.</summary>
    /// <exception cref="MessageTooLargeException">It is larger than the outbox takes.</exception>
    public async Task Send<T>(string queue, T command, Guid messageId, CancellationToken cancellation) where T : class
    {
        var endpoint = await sender.GetSendEndpoint(new Uri($"queue:{queue}"));
        await endpoint.Send(command, x => x.MessageId = messageId, cancellation);
    }

    /// <summary>Sends a message of whatever type it is to a queue, once it is committed.</summary>
    /// <exception cref="MessageTooLargeException">It is larger than the outbox takes.</exception>
    public async Task Send(string queue, object message, Guid messageId, CancellationToken cancellation)
    {
        var endpoint = await sender.GetSendEndpoint(new Uri($"queue:{queue}"));
        await endpoint.Send(message, message.GetType(), Pipe.Execute<SendContext>(x => x.MessageId = messageId), cancellation);
    }

    /// <summary>Stores what the request sent, once per key.</summary>
    /// <returns><see cref="CommitOutcome.Duplicate"/> when a request with this key was committed before: then nothing is sent again.</returns>
    public Task<CommitOutcome> Commit(InboxKey key, CancellationToken cancellation)
    {
        unit.Inbox = key;
        return store.Commit(unit, cancellation);
    }
}

/// <summary>Lets everything a web request sends be captured; inside a consumer, follows the consumer's own capture.</summary>
sealed class RequestBusContext : IScopedBusContextProvider<IBus>, ScopedBusContext, OutboxSendContext
{
    readonly MessageCapture _capture;
    readonly IServiceProvider _services;
    readonly IClientFactory _clients;

    public RequestBusContext(IBus bus, MessageCapture capture, IServiceProvider services,
        Bind<IBus, IClientFactory> clients, Bind<IBus, IScopedConsumeContextProvider> consume)
    {
        (_capture, _services, _clients) = (capture, services, clients.Value);
        Context = consume.Value.HasContext ? new ConsumeContextScopedBusContext(consume.Value.GetContext(), _clients) : this;
        SendEndpointProvider = new OutboxSendEndpointProvider(this, bus);
        PublishEndpoint = new PublishEndpoint(new OutboxPublishEndpointProvider(this, bus));
    }

    public ScopedBusContext Context { get; }

    public ISendEndpointProvider SendEndpointProvider { get; }

    public IPublishEndpoint PublishEndpoint { get; }

    public IScopedClientFactory ClientFactory =>
        new ScopedClientFactory(new ClientFactory(new ScopedClientFactoryContext(_clients, _services)), null);

    public object? GetService(Type serviceType) => _services.GetService(serviceType);

    public Task AddSend<T>(SendContext<T> context) where T : class
    {
        _capture.Add(context);
        return Task.CompletedTask;
    }
}
