using System.Text.Json;
using System.Text.Json.Serialization;
using System.Threading.Channels;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using RabbitMQ.Client.Exceptions;
using SagaPlatform.LoadTest.Sagas;

namespace SagaPlatform.LoadTest.Broker;

/// <summary>
/// Speaks with a platform over RabbitMQ as a program in any language would: publishes starts as plain JSON to the exchange of their
/// type, and hears announcements on an exclusive queue of its own.
/// </summary>
/// <remarks>
/// Two connections: a broker that is short of memory stops reading from those that publish, and what is announced meanwhile shall
/// still be heard. Nothing recovers by itself: the exclusive queue goes with its connection, and ends that were announced without it
/// would look like lost sagas.
/// </remarks>
sealed class PlatformLine : ISagaStarter, IAsyncDisposable
{
    static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(10);
    static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };

    readonly LoadedSaga _saga;
    readonly IConnection _speaking;
    readonly IConnection _listening;
    readonly IChannel _mouth;
    readonly Confirms _confirms = new();
    readonly CancellationTokenSource _gone = new();
    // Unbounded, because whoever fills it never waits; the bound on outstanding sagas bounds it.
    readonly Channel<Outgoing> _outgoing = Channel.CreateUnbounded<Outgoing>(new UnboundedChannelOptions { SingleReader = true });
    readonly Dictionary<string, Type> _ears = new(StringComparer.Ordinal);
    SagaBook _book = null!;
    Func<TimeSpan> _elapsed = null!;
    Task _publishing = Task.CompletedTask;
    int _unreadable;

    PlatformLine(LoadedSaga saga, IConnection speaking, IConnection listening, IChannel mouth)
    {
        (_saga, _speaking, _listening, _mouth) = (saga, speaking, listening, mouth);
        mouth.BasicAcksAsync += (_, e) => Settle(e.DeliveryTag, e.Multiple, refused: false);
        mouth.BasicNacksAsync += (_, e) => Settle(e.DeliveryTag, e.Multiple, refused: true);
        mouth.BasicReturnAsync += OnReturn;
        mouth.ChannelShutdownAsync += OnShutdown;
    }

    /// <summary>Cancelled when the broker went away, or closed a connection.</summary>
    public CancellationToken Gone => _gone.Token;

    /// <summary>Why, once <see cref="Gone"/>.</summary>
    public string? WhyGone { get; private set; }

    /// <summary>Starts that the broker has neither confirmed nor refused.</summary>
    public int Unconfirmed => _confirms.Waiting;

    /// <summary>Announcements that could not be read.</summary>
    public int Unreadable => _unreadable;

    /// <summary>Connects, and makes sure that somebody takes the starts.</summary>
    /// <param name="broker"><c>amqp://user:password@host:port/vhost</c>, or <c>amqps://</c>.</param>
    /// <param name="saga">What is to be started.</param>
    /// <exception cref="BrokerException">Nothing answers there, or no platform runs on it.</exception>
    public static async Task<PlatformLine> Open(Uri broker, LoadedSaga saga)
    {
        var factory = new ConnectionFactory
        {
            Uri = broker, AutomaticRecoveryEnabled = false, TopologyRecoveryEnabled = false, RequestedConnectionTimeout = ConnectTimeout,
        };
        IConnection? speaking = null;
        try
        {
            speaking = await factory.CreateConnectionAsync($"saga-load speaks {Environment.MachineName} {Environment.ProcessId}");
            await MakeSureThatItIsTaken(speaking, saga, broker);
            var listening = await factory.CreateConnectionAsync($"saga-load listens {Environment.MachineName} {Environment.ProcessId}");
            return new PlatformLine(saga, speaking, listening,
                await speaking.CreateChannelAsync(new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: false)));
        }
        catch (BrokerException)
        {
            await speaking!.DisposeAsync();
            throw;
        }
        catch (Exception e) when (e is BrokerUnreachableException or OperationInterruptedException)
        {
            throw new BrokerException($"No broker can be used at {Address(broker)}: {(e.InnerException ?? e).Message}", e);
        }
    }

    /// <summary>The address without its password.</summary>
    public static string Address(Uri broker) => $"{broker.Scheme}://{broker.Host}:{broker.Port}{broker.AbsolutePath}";

    /// <summary>Begins to listen and to publish.</summary>
    /// <param name="book">Where what is heard is written.</param>
    /// <param name="elapsed">Says how long the run has been going on.</param>
    /// <exception cref="BrokerException">The broker does not let it.</exception>
    public async Task Listen(SagaBook book, Func<TimeSpan> elapsed)
    {
        (_book, _elapsed) = (book, elapsed);
        try
        {
            var ear = await _listening.CreateChannelAsync();
            ear.ChannelShutdownAsync += OnShutdown;
            var queue = (await ear.QueueDeclareAsync()).QueueName; // exclusive, and gone with its connection
            foreach (var type in _saga.Ends.Select(x => x.Type).Concat(_saga.Replies.Select(x => x.To)))
            {
                // As the platform declares it: whoever comes first makes it.
                var exchange = LoadedSaga.ExchangeOf(type);
                await ear.ExchangeDeclareAsync(exchange, ExchangeType.Fanout, durable: true);
                await ear.QueueBindAsync(queue, exchange, "");
                _ears[exchange] = type;
            }

            var consumer = new AsyncEventingBasicConsumer(ear);
            consumer.ReceivedAsync += OnAnnouncement;
            await ear.BasicConsumeAsync(queue, autoAck: true, consumer);
        }
        catch (OperationInterruptedException e)
        {
            throw new BrokerException($"The broker does not let us listen: {e.Message}", e);
        }

        _publishing = Publish();
    }

    /// <inheritdoc />
    public void Start(Guid id, int number) => _outgoing.Writer.TryWrite(new Outgoing(id, _saga.Start.Exchange, _saga.Command(id, number)));

    public async ValueTask DisposeAsync()
    {
        _outgoing.Writer.TryComplete();
        // A publish may hang on a broker that is gone; closing its connection ends it.
        await _speaking.DisposeAsync();
        await _listening.DisposeAsync();
        await _publishing;
        _gone.Dispose();
    }

    static async Task MakeSureThatItIsTaken(IConnection connection, LoadedSaga saga, Uri broker)
    {
        var queue = saga.Start.Queue!;
        uint consumers;
        try
        {
            await using var channel = await connection.CreateChannelAsync();
            await channel.ExchangeDeclarePassiveAsync(saga.Start.Exchange);
            consumers = (await channel.QueueDeclarePassiveAsync(queue)).ConsumerCount;
        }
        catch (OperationInterruptedException e) when (e.ShutdownReason?.ReplyCode == Constants.NotFound)
        {
            throw new BrokerException($"No platform has ever run at {Address(broker)}: there is no queue {queue}. Start one first: make up-native.", e);
        }

        if (consumers == 0)
            throw new BrokerException($"Nobody takes what is sent to the queue {queue} at {Address(broker)}. Start the platform first: make up-native.");
    }

    async Task Publish()
    {
        try
        {
            await foreach (var outgoing in _outgoing.Reader.ReadAllAsync(CancellationToken.None))
            {
                var properties = new BasicProperties
                {
                    ContentType = "application/json", DeliveryMode = DeliveryModes.Persistent, MessageId = outgoing.Id.ToString("D"),
                };
                _confirms.Publishes(outgoing.Id);
                await _mouth.BasicPublishAsync(outgoing.Exchange, "", mandatory: true, properties, JsonSerializer.SerializeToUtf8Bytes(outgoing.Command, Json), CancellationToken.None);
            }
        }
        catch (Exception e) when (e is OperationInterruptedException or ObjectDisposedException or IOException)
        {
            GiveUp(e.Message);
        }
    }

    Task Settle(ulong tag, bool multiple, bool refused)
    {
        foreach (var message in _confirms.Answered(tag, multiple))
            if (refused)
                _book.IsNotTaken(message, "the broker refused the message (nack)");
        return Task.CompletedTask;
    }

    Task OnReturn(object sender, BasicReturnEventArgs e)
    {
        if (Guid.TryParse(e.BasicProperties.MessageId, out var message))
            _book.IsNotTaken(message, $"no queue takes {e.Exchange}");
        return Task.CompletedTask;
    }

    Task OnAnnouncement(object sender, BasicDeliverEventArgs e)
    {
        if (!_ears.TryGetValue(e.Exchange, out var type))
            return Task.CompletedTask;
        if (Announcement.Read(e.Body, e.BasicProperties.MessageId, _saga.IdProperty) is not { } said)
        {
            _unreadable++;
            return Task.CompletedTask;
        }

        foreach (var end in _saga.Ends.Where(x => x.Type == type))
            _book.Hears(said.Saga, end.End, said.Message, _elapsed(), $"{type.Name}: {said.Reason}");
        foreach (var reply in _saga.Replies.Where(x => x.To == type && _book.Knows(said.Saga)))
            _outgoing.Writer.TryWrite(new Outgoing(Guid.NewGuid(), LoadedSaga.ExchangeOf(reply.CommandType), reply.Command(said.Body)));
        return Task.CompletedTask;
    }

    Task OnShutdown(object sender, ShutdownEventArgs e)
    {
        if (e.Initiator != ShutdownInitiator.Application)
            GiveUp($"{e.ReplyCode} {e.ReplyText}");
        return Task.CompletedTask;
    }

    void GiveUp(string reason)
    {
        WhyGone ??= reason;
        _gone.Cancel();
    }

    /// <summary>A message on its way out.</summary>
    /// <param name="Id">Its own id; that of a start is its saga's, so that a refusal names the saga.</param>
    /// <param name="Exchange">The exchange of its type.</param>
    /// <param name="Command">What it says.</param>
    sealed record Outgoing(Guid Id, string Exchange, object Command);
}
