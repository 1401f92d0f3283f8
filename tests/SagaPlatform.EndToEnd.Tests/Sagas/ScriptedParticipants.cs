using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using MassTransit;
using MassTransit.Serialization;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using SagaPlatform.Testing.Embedded;

namespace SagaPlatform.EndToEnd.Tests.Sagas;

/// <summary>
/// Everybody whom sagas ask, on a real broker: hears all commands and all that could not be handled, and hands each to the saga
/// it speaks of. What is answered, and when, each saga's plan says.
/// </summary>
sealed partial class ScriptedParticipants : IAsyncDisposable
{
    readonly IConnection _connection;
    readonly IChannel _ears;
    readonly IChannel _mouth;
    readonly ConcurrentDictionary<Guid, RealSaga> _sagas = new();
    readonly ConcurrentDictionary<Guid, SeenMessage> _arrived = new();
    readonly ConcurrentDictionary<Guid, RealSaga> _expected = new();
    readonly HashSet<string> _queues = new(StringComparer.Ordinal);
    readonly SemaphoreSlim _listening = new(1);
    readonly ConcurrentQueue<string> _errors = new();

    ScriptedParticipants(IConnection connection, IChannel ears, IChannel mouth) => (_connection, _ears, _mouth) = (connection, ears, mouth);

    /// <summary>What could not be handled, or was for nobody, of whatever saga.</summary>
    public IReadOnlyCollection<string> Errors => _errors;

    public static async Task<ScriptedParticipants> On(Uri broker)
    {
        var connection = await new ConnectionFactory { Uri = broker, ConsumerDispatchConcurrency = 4 }.CreateConnectionAsync();
        var confirmed = new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true);
        return new ScriptedParticipants(connection, await connection.CreateChannelAsync(), await connection.CreateChannelAsync(confirmed));
    }

    /// <summary>From now on hears what comes into a queue; a second time changes nothing.</summary>
    public async Task Listen(string queue)
    {
        await _listening.WaitAsync();
        try
        {
            if (!_queues.Add(queue))
                return;
            await _ears.ExchangeDeclareAsync(queue, RabbitMQ.Client.ExchangeType.Fanout, durable: true);
            await _ears.QueueDeclareAsync(queue, durable: true, exclusive: false, autoDelete: false);
            await _ears.QueueBindAsync(queue, queue, "");
            var consumer = new AsyncEventingBasicConsumer(_ears);
            consumer.ReceivedAsync += (_, message) =>
            {
                Came(queue, message);
                return Task.CompletedTask;
            };
            await _ears.BasicConsumeAsync(queue, autoAck: true, consumer);
        }
        finally
        {
            _listening.Release();
        }
    }

    /// <summary>Hands a saga from now on what speaks of it.</summary>
    public void Answer(RealSaga saga) => _sagas[saga.Id] = saga;

    /// <summary>Hands a saga a command that does not name it, as soon as it arrives.</summary>
    public void Expect(Guid command, RealSaga saga)
    {
        _expected[command] = saga;
        if (_arrived.TryGetValue(command, out var arrived))
            saga.Came(arrived, isError: false);
    }

    /// <summary>Sends a message, in the envelope of the bus, and waits until the broker has it.</summary>
    public async Task Say(string queue, object message, Guid id)
    {
        var type = message.GetType();
        var envelope = JsonSerializer.SerializeToUtf8Bytes(new
        {
            messageId = id,
            messageType = MessageTypeCache.GetMessageTypeNames(type),
            message = JsonSerializer.SerializeToElement(message, type, SystemTextJsonMessageSerializer.Options),
        });
        var properties = new BasicProperties
        {
            ContentType = SystemTextJsonMessageSerializer.JsonContentType.MediaType,
            DeliveryMode = DeliveryModes.Persistent,
            MessageId = id.ToString("D"),
        };
        await _mouth.BasicPublishAsync(queue, "", mandatory: true, properties, envelope);
    }

    public async ValueTask DisposeAsync()
    {
        await _ears.DisposeAsync();
        await _mouth.DisposeAsync();
        await _connection.DisposeAsync();
        _listening.Dispose();
    }

    void Came(string queue, BasicDeliverEventArgs message)
    {
        var headers = (message.BasicProperties.Headers ?? new Dictionary<string, object?>()).ToDictionary(
            x => x.Key, x => (object)(x.Value is byte[] text ? Encoding.UTF8.GetString(text) : $"{x.Value}"), StringComparer.OrdinalIgnoreCase);
        var id = Guid.Parse(message.BasicProperties.MessageId!, CultureInfo.InvariantCulture);
        var seen = SeenMessage.Of(queue, id, message.Body, headers);
        var isError = queue.EndsWith("_error", StringComparison.Ordinal) || queue.EndsWith("_skipped", StringComparison.Ordinal);
        if (isError)
            _errors.Enqueue($"{queue}: {seen.Type}: {seen.Reason} {seen.Body}");
        foreach (var saga in Ids().Matches(seen.Body.GetRawText()).Select(x => Guid.Parse(x.Value)).Distinct())
            if (_sagas.TryGetValue(saga, out var concerned))
                concerned.Came(seen, isError);
        if (isError)
            return;
        _arrived[id] = seen;
        if (_expected.TryGetValue(id, out var expecting))
            expecting.Came(seen, isError);
    }

    [GeneratedRegex("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Ids();
}
