using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using SagaPlatform.Benchmarks.Workload;

namespace SagaPlatform.Benchmarks.Driving;

/// <summary>Places orders and hears of their ends, with the raw client: it costs both sides the same, and little.</summary>
sealed class OrderDriver : IAsyncDisposable
{
    const string Queue = "measured-driver";
    const int AcknowledgeEvery = 64;
    static readonly TimeSpan SilenceMax = TimeSpan.FromSeconds(30);
    static readonly byte[] OrderId = "\"orderId\":"u8.ToArray();

    readonly IConnection _connection;
    readonly IChannel _channel;
    readonly ConcurrentDictionary<Guid, long> _started = new();
    readonly ConcurrentQueue<double> _latencies = new();
    SemaphoreSlim? _room; // null: as many as are due
    int _heard;
    int _unknown;
    long _lastHeard;

    OrderDriver(IConnection connection, IChannel channel) => (_connection, _channel) = (connection, channel);

    /// <summary>Ends that were heard twice, or of an order that nobody placed: there must be none.</summary>
    public int Unexpected => _unknown;

    public static async Task<OrderDriver> Connect(Uri broker)
    {
        var connection = await new ConnectionFactory { Uri = broker }.CreateConnectionAsync("benchmark driver");
        var channel = await connection.CreateChannelAsync();
        await channel.ExchangeDeclareAsync(Exchange<SubmitOrder>(), ExchangeType.Fanout, durable: true);
        await channel.ExchangeDeclareAsync(Exchange<OrderCompleted>(), ExchangeType.Fanout, durable: true);
        await channel.QueueDeclareAsync(Queue, durable: true, exclusive: false, autoDelete: false);
        await channel.QueueBindAsync(Queue, Exchange<OrderCompleted>(), "");
        await channel.BasicQosAsync(0, 1024, global: false);

        var driver = new OrderDriver(connection, channel);
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += driver.Hear;
        await channel.BasicConsumeAsync(Queue, autoAck: false, consumer);
        return driver;
    }

    /// <summary>As fast as they end: a new one starts when there is room among those outstanding.</summary>
    public async Task<Drive> AsFastAsPossible(int sagas, int outstandingMax)
    {
        var room = new SemaphoreSlim(outstandingMax);
        Begin(room);
        var begun = Stopwatch.GetTimestamp();
        for (var i = 0; i < sagas; i++)
        {
            if (!await room.WaitAsync(SilenceMax))
                throw Silent(sagas);
            await Place(Stopwatch.GetTimestamp());
        }

        return await End(sagas, begun);
    }

    /// <summary>At a constant rate, whatever ends when: latency counts from the moment a saga was due.</summary>
    public async Task<Drive> AtRate(double perSecond, TimeSpan duration)
    {
        var sagas = (int)(perSecond * duration.TotalSeconds);
        Begin(null);
        var begun = Stopwatch.GetTimestamp();
        for (var i = 0; i < sagas; i++)
        {
            var due = begun + (long)(i / perSecond * Stopwatch.Frequency);
            while (Stopwatch.GetTimestamp() is var now && now < due)
                await Task.Delay(TimeSpan.FromMilliseconds(Math.Max(1, (due - now) * 1000 / Stopwatch.Frequency)));
            await Place(due);
        }

        return await End(sagas, begun);
    }

    void Begin(SemaphoreSlim? room)
    {
        _room = room;
        _heard = 0;
        _latencies.Clear();
        _lastHeard = Stopwatch.GetTimestamp();
    }

    async Task<Drive> End(int sagas, long begun)
    {
        while (Volatile.Read(ref _heard) < sagas)
        {
            if (Stopwatch.GetElapsedTime(Volatile.Read(ref _lastHeard)) > SilenceMax)
                throw Silent(sagas);
            await Task.Delay(5);
        }

        return new Drive(sagas, Stopwatch.GetElapsedTime(begun, Volatile.Read(ref _lastHeard)), Latencies.Of(_latencies));
    }

    InvalidOperationException Silent(int sagas) =>
        new($"{sagas - _heard} of {sagas} orders did not end: nothing was heard for {SilenceMax.TotalSeconds:0} s.");

    async Task Place(long due)
    {
        var id = Guid.CreateVersion7();
        _started[id] = due;
        var message = Guid.NewGuid();
        var body = Encoding.UTF8.GetBytes(
            $$$"""
            {"messageId":"{{{message}}}","messageType":["urn:message:{{{Exchange<SubmitOrder>()}}}"],"message":{"orderId":"{{{id}}}","customerId":"customer-17","amountMinor":12900,"lines":[{"sku":"sku-1","quantity":1},{"sku":"sku-2","quantity":3}]}}
            """);
        var properties = new BasicProperties { ContentType = "application/vnd.masstransit+json", DeliveryMode = DeliveryModes.Persistent, MessageId = message.ToString() };
        await _channel.BasicPublishAsync(Exchange<SubmitOrder>(), "", mandatory: false, properties, body);
    }

    async Task Hear(object sender, BasicDeliverEventArgs e)
    {
        var now = Stopwatch.GetTimestamp();
        if (OrderOf(e.Body.Span) is { } id && _started.TryRemove(id, out var due))
        {
            _latencies.Enqueue(Stopwatch.GetElapsedTime(due, now).TotalMilliseconds);
            Volatile.Write(ref _lastHeard, now);
            Interlocked.Increment(ref _heard);
            _room?.Release();
        }
        else
            Interlocked.Increment(ref _unknown);

        if (e.DeliveryTag % AcknowledgeEvery == 0 || _started.IsEmpty)
            await _channel.BasicAckAsync(e.DeliveryTag, multiple: true);
    }

    /// <summary>Only the id is looked for: reading the whole envelope would cost the driver more than the saga costs.</summary>
    static Guid? OrderOf(ReadOnlySpan<byte> body)
    {
        var at = body.IndexOf(OrderId);
        if (at < 0)
            return null;
        var value = body[(at + OrderId.Length)..].TrimStart(" \""u8); // the bus may or may not indent its JSON
        return Utf8Parser.TryParse(value, out Guid id, out _) ? id : null;
    }

    static string Exchange<T>() => $"{typeof(T).Namespace}:{typeof(T).Name}";

    public async ValueTask DisposeAsync()
    {
        await _channel.DisposeAsync();
        await _connection.DisposeAsync();
    }
}
