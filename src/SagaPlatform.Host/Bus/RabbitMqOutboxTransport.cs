using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using RabbitMQ.Client;
using SagaPlatform.Core.Outbox;
using SagaPlatform.Host.Health;

namespace SagaPlatform.Host.Bus;

/// <summary>Publishes the outbox on channels of its own, beside the bus: many confirms in flight, the stored bytes as they are.</summary>
sealed class RabbitMqOutboxTransport(IOptions<RabbitMqOptions> options, ILogger<RabbitMqOutboxTransport> log)
    : IOutboxTransport, IPublisherChannels, IAsyncDisposable
{
    /// <summary>Where canaries go: nothing is bound to it, so what is confirmed is gone. The colon makes it no queue.</summary>
    public const string CanaryExchange = "SagaPlatform:Canary";

    /// <summary>Channels that carry one message at a time: enough to sort out a few thousand suspects within a second.</summary>
    const int AloneMax = 8;

    readonly RabbitMqOptions _options = options.Value;
    readonly SemaphoreSlim _opening = new(1);
    readonly SemaphoreSlim _alone = new(AloneMax);
    readonly ConcurrentBag<ConfirmChannel> _aloneChannels = [];
    readonly ConfirmChannel?[] _channels = new ConfirmChannel?[options.Value.DispatchChannels];
    IConnection? _connection;
    uint _turn;

    public async Task Publish(OutboxMessage message, CancellationToken cancellation)
    {
        var destination = RabbitMqDestination.Parse(message.Destination);
        if (message.Attempts > 0 || destination.IsTemporary)
        {
            // It was refused before, or its exchange may be gone: it shall not close a channel that others are on.
            await PublishAlone(message, destination, cancellation);
            return;
        }

        var channel = await Channel((int)(Interlocked.Increment(ref _turn) % _channels.Length), cancellation);
        try
        {
            await channel.Publish(message, destination, cancellation);
        }
        catch (ChannelGoneException e) when (e.BlamesAMessage)
        {
            // One message among those in flight closed the channel for all: each goes again alone, and the culprit shows itself.
            await PublishAlone(message, destination, cancellation);
        }
    }

    public async Task Replace(string reason)
    {
        var connection = Interlocked.Exchange(ref _connection, null);
        List<ConfirmChannel> channels = [.. _channels.OfType<ConfirmChannel>()];
        while (_aloneChannels.TryTake(out var alone))
            channels.Add(alone);
        channels.ForEach(x => x.GiveUp(reason)); // all at once: closing one that hangs takes its time
        await Task.WhenAll(channels.Select(x => x.DisposeAsync().AsTask()));
        await Close(connection);
    }

    /// <inheritdoc />
    public Task Sing(CancellationToken cancellation) => Task.WhenAll(Enumerable.Range(0, _channels.Length).Select(async x =>
        await (await Channel(x, cancellation)).Publish(Canary(), new RabbitMqDestination(CanaryExchange, IsQueue: false, IsTemporary: false), cancellation)));

    static OutboxMessage Canary() => new()
    {
        MessageId = Guid.NewGuid(),
        Destination = CanaryExchange,
        MessageType = CanaryExchange,
        ContentType = "text/plain",
        Body = [],
        CreatedAt = DateTimeOffset.UnixEpoch,
    };

    /// <summary>On a channel that carries one message at a time: if it closes, that message is to blame.</summary>
    async Task PublishAlone(OutboxMessage message, RabbitMqDestination destination, CancellationToken cancellation)
    {
        await _alone.WaitAsync(cancellation);
        try
        {
            await OnAloneChannel(message, destination, cancellation);
        }
        catch (ChannelGoneException e) when (e.IsNotFound && destination.IsTemporary)
        {
            log.LogInformation("{MessageType} {MessageId} was answered to nobody: {Destination} is gone",
                message.MessageType, message.MessageId, destination.Exchange);
        }
        catch (ChannelGoneException e) when (e.BlamesAMessage)
        {
            throw new MessageRefusedException(e.Message);
        }
        finally
        {
            _alone.Release();
        }
    }

    async Task OnAloneChannel(OutboxMessage message, RabbitMqDestination destination, CancellationToken cancellation)
    {
        var channel = await AloneChannel(cancellation);
        try
        {
            await channel.Publish(message, destination, cancellation);
        }
        catch
        {
            await channel.DisposeAsync(); // closed, or with a confirm outstanding that nobody waits for any more
            throw;
        }

        _aloneChannels.Add(channel);
    }

    async Task<ConfirmChannel> AloneChannel(CancellationToken cancellation)
    {
        while (_aloneChannels.TryTake(out var channel))
            if (channel.IsOpen)
                return channel;
        return await ConfirmChannel.Open(await Connection(cancellation), cancellation);
    }

    async ValueTask<ConfirmChannel> Channel(int index, CancellationToken cancellation)
    {
        if (_channels[index] is { IsOpen: true } open)
            return open;

        await _opening.WaitAsync(cancellation);
        try
        {
            if (_channels[index] is { IsOpen: true } openedMeanwhile)
                return openedMeanwhile;
            return _channels[index] = await ConfirmChannel.Open(await OpenConnection(cancellation), cancellation);
        }
        finally
        {
            _opening.Release();
        }
    }

    async Task<IConnection> Connection(CancellationToken cancellation)
    {
        await _opening.WaitAsync(cancellation);
        try
        {
            return await OpenConnection(cancellation);
        }
        finally
        {
            _opening.Release();
        }
    }

    /// <summary>No automatic recovery: it would replay channels whose confirms we no longer count. We open afresh instead.</summary>
    async Task<IConnection> OpenConnection(CancellationToken cancellation)
    {
        if (_connection is { IsOpen: true } open)
            return open;

        var factory = new ConnectionFactory
        {
            Uri = new Uri(_options.Uri),
            AutomaticRecoveryEnabled = false,
            TopologyRecoveryEnabled = false,
            RequestedHeartbeat = _options.Heartbeat,
            RequestedConnectionTimeout = _options.ConnectTimeout,
            ContinuationTimeout = _options.ConnectTimeout,
        };
        var old = _connection;
        _connection = await factory.CreateConnectionAsync($"saga-dispatcher {Environment.MachineName} {Environment.ProcessId}", cancellation);
        log.LogInformation("The dispatcher is connected to RabbitMQ at {Host}:{Port}", factory.HostName, factory.Port);
        await Close(old);
        return _connection;
    }

    static async Task Close(IConnection? connection)
    {
        if (connection == null)
            return;
        try
        {
            await connection.AbortAsync(TimeSpan.FromSeconds(1)).WaitAsync(TimeSpan.FromSeconds(3));
            await connection.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(3));
        }
        catch (Exception)
        {
            // A connection that hangs is the reason it is closed.
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Replace("stopping");
        _opening.Dispose();
        _alone.Dispose();
    }
}
