using System.Net.Http.Headers;
using System.Net.Http.Json;
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

    readonly PrivateServices _services;

    RabbitMqScenario(PrivateServices services, TestVirtualHost broker)
    {
        (_services, Broker) = (services, broker);
        Transport = new RabbitMqOutboxTransport(Options.Create(new RabbitMqOptions { Uri = broker.Address.ToString() }),
            NullLogger<RabbitMqOutboxTransport>.Instance);
    }

    public TestVirtualHost Broker { get; }

    public RabbitMqOutboxTransport Transport { get; }

    public static async Task<RabbitMqScenario> Start(PrivateServices? own = null)
    {
        var services = own ?? await PrivateServices.Shared();
        return new RabbitMqScenario(services, await TestVirtualHost.Create(services));
    }

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

    /// <summary>The broker closes every connection of the transport, as an operator would.</summary>
    public async Task CloseConnections()
    {
        using var api = new HttpClient { BaseAddress = _services.Management };
        api.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic",
            Convert.ToBase64String(Encoding.UTF8.GetBytes(Uri.UnescapeDataString(_services.RabbitMq.UserInfo))));
        for (var until = DateTime.UtcNow + Limit; DateTime.UtcNow < until; await Task.Yield())
        {
            var all = await api.GetFromJsonAsync<List<ConnectionRow>>("/api/connections") ?? [];
            var ours = all.Where(x => x.Vhost == Broker.Name).ToList();
            if (ours.Count == 0)
                continue; // its statistics lag behind

            foreach (var connection in ours)
            {
                using var closed = await api.DeleteAsync($"/api/connections/{Uri.EscapeDataString(connection.Name)}");
            }

            return;
        }

        throw new TimeoutException("The broker never showed the transport's connection.");
    }

    public async ValueTask DisposeAsync()
    {
        await Transport.DisposeAsync();
        await Broker.DisposeAsync();
    }

    sealed record ConnectionRow(string Name, string Vhost);
}
