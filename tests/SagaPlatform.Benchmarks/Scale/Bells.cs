using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Npgsql;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using SagaPlatform.Benchmarks.Driving;

namespace SagaPlatform.Benchmarks.Scale;

/// <summary>Timeouts that become due at a rate, and somebody who hears them ring: each carries the moment it was due.</summary>
sealed class Bells : IAsyncDisposable
{
    const string Queue = "measured-bell";
    static readonly TimeSpan Ahead = TimeSpan.FromSeconds(3);
    static readonly TimeSpan SilenceMax = TimeSpan.FromSeconds(30);

    readonly IConnection _connection;
    readonly IChannel _channel;
    readonly ConcurrentQueue<double> _late = new();
    readonly ConcurrentDictionary<string, byte> _heard = new(StringComparer.Ordinal);
    int _repeated;
    int _early;

    Bells(IConnection connection, IChannel channel) => (_connection, _channel) = (connection, channel);

    public static async Task<Bells> Listen(Uri broker)
    {
        var connection = await new ConnectionFactory { Uri = broker }.CreateConnectionAsync("benchmark bells");
        var channel = await connection.CreateChannelAsync();
        await channel.ExchangeDeclareAsync(Queue, ExchangeType.Fanout, durable: true);
        await channel.QueueDeclareAsync(Queue, durable: true, exclusive: false, autoDelete: false);
        await channel.QueueBindAsync(Queue, Queue, "");
        await channel.BasicQosAsync(0, 1024, global: false);
        var bells = new Bells(connection, channel);
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += bells.Hear;
        await channel.BasicConsumeAsync(Queue, autoAck: false, consumer);
        return bells;
    }

    /// <summary>Sets them: the first is due in a few seconds.</summary>
    public static async Task Set(string postgres, int perSecond, TimeSpan duration)
    {
        await using var connection = new NpgsqlConnection(postgres);
        await connection.OpenAsync();
        var sql = string.Create(CultureInfo.InvariantCulture,
            $"""
            INSERT INTO saga.timeout (token, saga_type, saga_id, name, due, message_id, destination, message_type, content_type, body)
            SELECT gen_random_uuid(), 'measured-bell', gen_random_uuid(), 'Bell', due, gen_random_uuid(), 'rabbitmq://localhost/{Queue}', 'Measured:Bell', 'application/json',
                convert_to((extract(epoch FROM due) * 1000)::text, 'UTF8')
            FROM (SELECT now() + interval '{Ahead.TotalSeconds} s' + n * interval '1 s' / {perSecond} AS due FROM generate_series(1, {(int)(perSecond * duration.TotalSeconds)}) n) bells
            """);
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 120 };
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Waits until so many have rung.</summary>
    /// <exception cref="InvalidOperationException">Some never ring.</exception>
    public async Task<Ringing> All(int count)
    {
        var before = -1;
        for (var silent = TimeSpan.Zero; _heard.Count < count; silent = _heard.Count == before ? silent + TimeSpan.FromMilliseconds(100) : TimeSpan.Zero)
        {
            if (silent > SilenceMax)
                throw new InvalidOperationException($"{count - _heard.Count:N0} of {count:N0} timeouts never rang.");
            before = _heard.Count;
            await Task.Delay(100);
        }

        return new Ringing(count, Latencies.Of(_late), _repeated, _early);
    }

    async Task Hear(object sender, BasicDeliverEventArgs e)
    {
        var now = (DateTimeOffset.UtcNow - DateTimeOffset.UnixEpoch).TotalMilliseconds;
        var due = double.Parse(Encoding.UTF8.GetString(e.Body.Span), CultureInfo.InvariantCulture);
        if (!_heard.TryAdd(e.BasicProperties.MessageId!, 0))
            Interlocked.Increment(ref _repeated);
        if (now < due)
            Interlocked.Increment(ref _early);
        _late.Enqueue(now - due);
        await _channel.BasicAckAsync(e.DeliveryTag, multiple: false);
    }

    public async ValueTask DisposeAsync()
    {
        await _channel.DisposeAsync();
        await _connection.DisposeAsync();
    }
}

/// <summary>How timeouts rang.</summary>
/// <param name="Count">How many.</param>
/// <param name="Late">How late, in milliseconds.</param>
/// <param name="Repeated">Rings of the same timeout after its first: there must be none.</param>
/// <param name="Early">Rings before they were due: there must be none.</param>
sealed record Ringing(int Count, Latencies Late, int Repeated, int Early);
