using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using RabbitMQ.Client.Exceptions;
using SagaPlatform.Core.Outbox;

namespace SagaPlatform.Host.Bus;

/// <summary>
/// One channel with publisher confirms. Many publishes wait for their confirm at once; when the channel goes, all that
/// wait are told so.
/// </summary>
/// <remarks>Confirms are tracked in a ring by sequence number: the client's own tracking costs more than the publish.</remarks>
sealed class ConfirmChannel : IAsyncDisposable
{
    const int RingSize = 1 << 16; // more than the dispatcher ever has in flight

    readonly IChannel _channel;
    readonly TaskCompletionSource?[] _waiting = new TaskCompletionSource?[RingSize];
    readonly SemaphoreSlim _publishing = new(1);
    readonly HashSet<string> _declared = new(StringComparer.Ordinal);
    readonly Lock _gate = new();
    ulong _next = 1;
    ulong _oldest = 1;
    readonly CancellationTokenSource _goes = new();
    ChannelGoneException? _gone;

    ConfirmChannel(IChannel channel)
    {
        _channel = channel;
        channel.BasicAcksAsync += (_, e) => Settle(e.DeliveryTag, e.Multiple, null);
        channel.BasicNacksAsync += (_, e) => Settle(e.DeliveryTag, e.Multiple, new MessageRefusedException("The broker refused it (nack)."));
        channel.ChannelShutdownAsync += OnShutdown;
    }

    ChannelGoneException Gone => _gone ?? new ChannelGoneException("The channel went.", 0);

    /// <summary>Whether it can still be published on.</summary>
    public bool IsOpen => _gone == null && _channel.IsOpen;

    /// <exception cref="ChannelGoneException">The connection went meanwhile; nothing was sent.</exception>
    public static async Task<ConfirmChannel> Open(IConnection connection, CancellationToken cancellation)
    {
        try
        {
            return new(await connection.CreateChannelAsync(
                new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: false), cancellation));
        }
        catch (OperationInterruptedException e) // AlreadyClosedException is one too
        {
            throw new ChannelGoneException(e.Message, 0);
        }
    }

    /// <summary>Completes when the broker has confirmed.</summary>
    /// <exception cref="ChannelGoneException">The channel went first: the message may or may not have arrived.</exception>
    /// <exception cref="MessageRefusedException">The broker refused it.</exception>
    public async Task Publish(OutboxMessage message, RabbitMqDestination destination, CancellationToken cancellation)
    {
        await Enter(cancellation);
        Task confirmed;
        try
        {
            confirmed = await Write(message, destination);
        }
        finally
        {
            _publishing.Release();
        }

        await confirmed.WaitAsync(cancellation);
    }

    /// <summary>Whoever waits to write learns at once that the channel went: the one who writes may hang for ever.</summary>
    async ValueTask Enter(CancellationToken cancellation)
    {
        if (_publishing.Wait(0, CancellationToken.None))
            return;

        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, _goes.Token);
        try
        {
            await _publishing.WaitAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw Gone;
        }
    }

    /// <summary>Returns what completes with the confirm. Not cancellable: half a conversation with the broker ends the channel.</summary>
    async Task<Task> Write(OutboxMessage message, RabbitMqDestination destination)
    {
        var confirmed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        try
        {
            await Declare(destination);
            lock (_gate)
            {
                if (_gone != null)
                    throw _gone;
                _waiting[_next % RingSize] = confirmed;
                _next++;
            }

            await _channel.BasicPublishAsync(destination.Exchange, "", mandatory: false, Properties(message), message.Body, CancellationToken.None);
            return confirmed.Task;
        }
        catch (Exception e) when (e is not ChannelGoneException)
        {
            // Whether the broker counted it is unknown, so the sequence numbers are worth nothing any more.
            Fail(e is OperationInterruptedException { ShutdownReason: { } reason } ? Because(reason) : new ChannelGoneException(e.Message, 0));
            throw Gone;
        }
    }

    static BasicProperties Properties(OutboxMessage message)
    {
        var properties = new BasicProperties
        {
            ContentType = message.ContentType,
            DeliveryMode = DeliveryModes.Persistent,
            MessageId = message.MessageId.ToString("D"),
            Type = message.MessageType,
            Timestamp = new AmqpTimestamp(message.CreatedAt.ToUnixTimeSeconds()),
        };
        if (message.Headers.Count > 0)
            properties.Headers = message.Headers.ToDictionary(x => x.Key, x => (object?)x.Value, StringComparer.Ordinal);
        return properties;
    }

    /// <summary>Publishing to an exchange that does not exist closes the channel; one without a queue loses what is sent.</summary>
    async Task Declare(RabbitMqDestination destination)
    {
        if (destination.IsTemporary || !_declared.Add(destination.Exchange))
            return;

        try
        {
            await _channel.ExchangeDeclareAsync(destination.Exchange, ExchangeType.Fanout, durable: true);
            if (!destination.IsQueue)
                return;
            await _channel.QueueDeclareAsync(destination.Exchange, durable: true, exclusive: false, autoDelete: false);
            await _channel.QueueBindAsync(destination.Exchange, destination.Exchange, "");
        }
        catch
        {
            _declared.Remove(destination.Exchange);
            throw;
        }
    }

    Task Settle(ulong tag, bool multiple, Exception? refusal)
    {
        lock (_gate)
        {
            if (multiple)
                for (; _oldest <= tag; _oldest++)
                    Complete(_oldest, refusal);
            else
                Complete(tag, refusal);

            while (_oldest < _next && _waiting[_oldest % RingSize] == null)
                _oldest++;
        }

        return Task.CompletedTask;
    }

    void Complete(ulong tag, Exception? refusal)
    {
        var waiting = _waiting[tag % RingSize];
        _waiting[tag % RingSize] = null;
        if (refusal == null)
            waiting?.TrySetResult();
        else
            waiting?.TrySetException(refusal);
    }

    Task OnShutdown(object sender, ShutdownEventArgs e)
    {
        Fail(Because(e));
        return Task.CompletedTask;
    }

    static ChannelGoneException Because(ShutdownEventArgs e) =>
        new($"{e.ReplyCode} {e.ReplyText}", e.Initiator == ShutdownInitiator.Peer ? e.ReplyCode : (ushort)0);

    /// <summary>Tells all that wait that the channel is gone, and why; the first reason counts.</summary>
    public void GiveUp(string reason) => Fail(new ChannelGoneException(reason, 0));

    void Fail(ChannelGoneException reason)
    {
        lock (_gate)
        {
            _gone ??= reason;
            for (; _oldest < _next; _oldest++)
                Complete(_oldest, reason);
        }

        _goes.Cancel();
    }

    public async ValueTask DisposeAsync()
    {
        GiveUp("The channel was replaced.");
        try
        {
            await _channel.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(2));
        }
        catch (Exception)
        {
            // A channel that hangs is the reason it is replaced; it goes with its connection.
        }
    }
}

/// <summary>The channel went before the confirm came.</summary>
/// <param name="reason">What the broker or the client said.</param>
/// <param name="replyCode">AMQP reply code when the broker closed it because of something we did (4xx); 0 otherwise.</param>
sealed class ChannelGoneException(string reason, ushort replyCode) : Exception(reason)
{
    /// <summary>Whether the exchange does not exist.</summary>
    public bool IsNotFound => replyCode == 404;

    /// <summary>Whether one of the messages on the channel may be to blame.</summary>
    public bool BlamesAMessage => replyCode is >= 400 and < 500 && replyCode != 320;
}
