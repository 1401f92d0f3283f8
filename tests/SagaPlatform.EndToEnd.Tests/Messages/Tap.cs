using System.Text;
using RabbitMQ.Client;
using SagaPlatform.EndToEnd.Tests.Platform;

namespace SagaPlatform.EndToEnd.Tests.Messages;

/// <summary>A second pair of ears on the saga's queue: a copy of every message it is sent, to be sent again.</summary>
sealed class Tap : IAsyncDisposable
{
    readonly IConnection _connection;
    readonly IChannel _channel;
    readonly string _exchange;
    readonly string _copies;

    Tap(IConnection connection, IChannel channel, string exchange, string copies) =>
        (_connection, _channel, _exchange, _copies) = (connection, channel, exchange, copies);

    public static async Task<Tap> On(RealPlatform platform, string queue)
    {
        var connection = await new ConnectionFactory { Uri = platform.Broker.Address }.CreateConnectionAsync();
        var channel = await connection.CreateChannelAsync();
        await channel.ExchangeDeclareAsync(queue, ExchangeType.Fanout, durable: true);
        var copies = await channel.QueueDeclareAsync();
        await channel.QueueBindAsync(copies.QueueName, queue, "");
        return new Tap(connection, channel, queue, copies.QueueName);
    }

    /// <summary>Everything heard so far, in the order it came.</summary>
    public async Task<List<HeardMessage>> Heard()
    {
        var heard = new List<HeardMessage>();
        while (await _channel.BasicGetAsync(_copies, autoAck: true) is { } message)
            heard.Add(new HeardMessage(new BasicProperties(message.BasicProperties), message.Body.ToArray()));
        return heard;
    }

    /// <summary>Sends messages again as they were, ids included, or under new ids.</summary>
    public async Task SayAgain(IEnumerable<HeardMessage> messages, bool underNewIds = false)
    {
        await _channel.QueueUnbindAsync(_copies, _exchange, "");
        foreach (var message in messages)
        {
            var (properties, body) = underNewIds ? message.UnderNewId() : (message.Properties, message.Body);
            await _channel.BasicPublishAsync(_exchange, "", mandatory: true, properties, body);
        }
    }

    /// <summary>Throws away what waits in a queue: the messages are lost, as by a broker without a disk.</summary>
    public async Task<uint> Lose(string queue) => await _channel.QueuePurgeAsync(queue);

    /// <summary>Puts a queue of another kind in the place of one, as somebody with too many rights might: its owner cannot consume it.</summary>
    public async Task Usurp(string queue)
    {
        await _channel.QueueDeleteAsync(queue);
        await _channel.QueueDeclareAsync(queue, durable: true, exclusive: false, autoDelete: false,
            new Dictionary<string, object?> { ["x-message-ttl"] = 3_600_000 });
    }

    /// <summary>Takes a queue away with its consumers.</summary>
    public async Task Delete(string queue) => await _channel.QueueDeleteAsync(queue);

    /// <summary>How many messages wait in a queue.</summary>
    public async Task<uint> Waiting(string queue) => await _channel.MessageCountAsync(queue);

    /// <summary>Publishes as another program would.</summary>
    public async Task Publish(string exchange, string body, string contentType, string? messageId, string? messageType = null)
    {
        var properties = new BasicProperties { ContentType = contentType, DeliveryMode = DeliveryModes.Persistent };
        if (messageType != null)
            properties.Headers = new Dictionary<string, object?> { ["MT-MessageType"] = messageType };
        if (messageId != null)
            properties.MessageId = messageId;
        await _channel.BasicPublishAsync(exchange, "", mandatory: false, properties, Encoding.UTF8.GetBytes(body));
    }

    public async ValueTask DisposeAsync()
    {
        await _channel.DisposeAsync();
        await _connection.DisposeAsync();
    }
}

/// <summary>A message as it was sent.</summary>
sealed record HeardMessage(BasicProperties Properties, byte[] Body)
{
    /// <summary>The same content, as if its sender had said it once more.</summary>
    public (BasicProperties Properties, byte[] Body) UnderNewId()
    {
        var id = Guid.NewGuid().ToString("D");
        var body = Encoding.UTF8.GetString(Body).Replace(Properties.MessageId!, id, StringComparison.OrdinalIgnoreCase);
        return (new BasicProperties(Properties) { MessageId = id }, Encoding.UTF8.GetBytes(body));
    }
}
