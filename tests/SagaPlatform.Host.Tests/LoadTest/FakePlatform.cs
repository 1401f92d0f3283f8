using System.Globalization;
using System.Text.Json;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Orders;
using SagaPlatform.LoadTest;
using SagaPlatform.Testing.Services;

namespace SagaPlatform.Host.Tests.LoadTest;

/// <summary>What takes orders on a real broker and announces their ends, as often as a test wants: a platform that loses or repeats.</summary>
sealed class FakePlatform : IAsyncDisposable
{
    static readonly string Placed = ExchangeOf<PlaceOrder>();

    readonly IConnection _connection;
    readonly IChannel _channel;
    readonly TaskCompletionSource _first = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly Lock _gate = new();
    readonly List<(PlaceOrder Order, IReadOnlyBasicProperties Properties)> _taken = [];

    FakePlatform(TestVirtualHost broker, IConnection connection, IChannel channel) => (Broker, _connection, _channel) = (broker, connection, channel);

    public TestVirtualHost Broker { get; }

    /// <summary>What the platform says to its n-th order, from 0: nothing, an end, or several.</summary>
    public Func<int, PlaceOrder, Task> Answer { get; set; } = (_, _) => Task.CompletedTask;

    /// <summary>The orders it was sent, in the order they came.</summary>
    public IReadOnlyList<(PlaceOrder Order, IReadOnlyBasicProperties Properties)> Taken
    {
        get
        {
            lock (_gate)
                return [.. _taken];
        }
    }

    /// <summary>Completes with its first order.</summary>
    public Task FirstOrder => _first.Task;

    /// <summary>A broker where no platform has ever run.</summary>
    public static async Task<FakePlatform> NeverRan()
    {
        var broker = await TestVirtualHost.Create();
        var connection = await new ConnectionFactory { Uri = broker.Address, AutomaticRecoveryEnabled = false }.CreateConnectionAsync();
        return new FakePlatform(broker, connection, await connection.CreateChannelAsync());
    }

    /// <summary>A broker with the queue of a platform that is down.</summary>
    public static async Task<FakePlatform> Down()
    {
        var platform = await NeverRan();
        await platform._channel.ExchangeDeclareAsync(Placed, ExchangeType.Fanout, durable: true);
        await platform._channel.QueueDeclareAsync(Queues.OrderFulfilment, durable: true, exclusive: false, autoDelete: false);
        await platform._channel.QueueBindAsync(Queues.OrderFulfilment, Placed, "");
        return platform;
    }

    public static async Task<FakePlatform> Running(Func<FakePlatform, int, PlaceOrder, Task>? answer = null)
    {
        var platform = await Down();
        if (answer != null)
            platform.Answer = (number, order) => answer(platform, number, order);
        var consumer = new AsyncEventingBasicConsumer(platform._channel);
        consumer.ReceivedAsync += platform.Take;
        await platform._channel.BasicConsumeAsync(Queues.OrderFulfilment, autoAck: true, consumer);
        return platform;
    }

    /// <summary>Nothing that is published reaches the queue any more, though somebody still consumes it.</summary>
    public Task Unbind() => _channel.QueueUnbindAsync(Queues.OrderFulfilment, Placed, "");

    /// <summary>Announces that an order is completed, in MassTransit's envelope, as the platform does.</summary>
    public Task Completes(PlaceOrder order, Guid? messageId = null) => Announces(new OrderCompleted(order.OrderId, "TRACK-1"), messageId);

    /// <summary>Announces something of an order.</summary>
    public async Task Announces<T>(T message, Guid? messageId = null) where T : class
    {
        var id = messageId ?? Guid.NewGuid();
        var body = JsonSerializer.SerializeToUtf8Bytes(new { messageId = id, messageType = new[] { $"urn:message:{ExchangeOf<T>()}" }, message }, JsonSerializerOptions.Web);
        await Publish(ExchangeOf<T>(), body, id);
    }

    /// <summary>Announces what nobody can read.</summary>
    public Task Babbles() => Publish(ExchangeOf<OrderCompleted>(), "no json"u8.ToArray(), Guid.NewGuid());

    /// <summary>Runs the generator against it: ten orders in a fifth of a second, unless told otherwise.</summary>
    /// <returns>Its exit code, and what it said.</returns>
    public async Task<(int Code, string Said, string Errors)> Load(params string[] more)
    {
        using var said = new StringWriter();
        using var errors = new StringWriter();
        string[][] usual = [["--broker", Broker.Address.ToString()], ["--rate", "50"], ["--seconds", "0.2"], ["--drain", "1"]];
        var code = await LoadCommand.Run([.. usual.Where(x => !more.Contains(x[0])).SelectMany(x => x), .. more], said, errors, CancellationToken.None);
        return (code, said.ToString().TrimEnd(), errors.ToString());
    }

    public async ValueTask DisposeAsync()
    {
        await _connection.DisposeAsync();
        await Broker.DisposeAsync();
    }

    static string ExchangeOf<T>() => string.Create(CultureInfo.InvariantCulture, $"{typeof(T).Namespace}:{typeof(T).Name}");

    async Task Publish(string exchange, byte[] body, Guid id)
    {
        var properties = new BasicProperties { ContentType = "application/vnd.masstransit+json", MessageId = id.ToString("D") };
        await _channel.BasicPublishAsync(exchange, "", mandatory: false, properties, body);
    }

    async Task Take(object sender, BasicDeliverEventArgs e)
    {
        var order = JsonSerializer.Deserialize<PlaceOrder>(e.Body.Span, JsonSerializerOptions.Web)!;
        int number;
        lock (_gate)
        {
            number = _taken.Count;
            _taken.Add((order, new BasicProperties(e.BasicProperties)));
        }

        _first.TrySetResult();
        await Answer(number, order);
    }
}
