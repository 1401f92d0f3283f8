using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using RabbitMQ.Client;
using SagaPlatform.Core.Outbox;
using SagaPlatform.Host.Bus;
using SagaPlatform.Testing.Services;

namespace SagaPlatform.Host.Tests.Bus;

/// <summary>The transport on a virtual host of its own, and a plain client that reads what arrived.</summary>
sealed class RabbitMqScenario : IAsyncDisposable
{
    /// <summary>How long a test waits for what must happen; nothing waits for it to pass.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    RabbitMqScenario(TestVirtualHost broker)
    {
        Broker = broker;
        Transport = new RabbitMqOutboxTransport(Options.Create(new RabbitMqOptions { Uri = broker.Address.ToString() }),
            NullLogger<RabbitMqOutboxTransport>.Instance);
    }

    public TestVirtualHost Broker { get; }

    public RabbitMqOutboxTransport Transport { get; }

    public static async Task<RabbitMqScenario> Start(PrivateServices? own = null) => new(await TestVirtualHost.Create(own));

    public static OutboxMessage Message(string queue = "arrivals", int bytes = 100, int id = 0) => new()
    {
        Id = id,
        MessageId = Guid.NewGuid(),
        Destination = $"rabbitmq://elsewhere/another/{queue}?bind=true",
        MessageType = "Tests:Something",
        ContentType = "text/plain",
        Body = Encoding.ASCII.GetBytes(new string('x', bytes)),
        CreatedAt = DateTimeOffset.UnixEpoch,
    };

    public Task Publish(OutboxMessage message) => Transport.Publish(message, CancellationToken.None).WaitAsync(Limit);

    /// <summary>The ids of all messages in a queue, which is empty then.</summary>
    public async Task<List<Guid>> Arrived(string queue = "arrivals")
    {
        await using var connection = await Connect();
        await using var channel = await connection.CreateChannelAsync();
        List<Guid> ids = [];
        while (await channel.BasicGetAsync(queue, autoAck: true) is { } message)
            ids.Add(Guid.Parse(message.BasicProperties.MessageId!));
        return ids;
    }

    public Task<IConnection> Connect() => new ConnectionFactory { Uri = Broker.Address }.CreateConnectionAsync("test reader");

    public async ValueTask DisposeAsync()
    {
        await Transport.DisposeAsync();
        await Broker.DisposeAsync();
    }
}
