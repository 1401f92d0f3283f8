using Microsoft.Extensions.Options;
using Npgsql;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;
using SagaPlatform.Host.Bus;
using SagaPlatform.OperatorConsole.Health;

namespace SagaPlatform.Host.Health;

/// <summary>Counts consumers on a connection beside those of bus and dispatcher; one that failed is replaced.</summary>
sealed class BrokerProbe(IOptions<RabbitMqOptions> options, IOptions<HealthOptions> health) : IConsumerCounts, IAsyncDisposable
{
    readonly SemaphoreSlim _turn = new(1);
    IConnection? _connection;

    /// <inheritdoc />
    public async Task<IReadOnlyDictionary<string, uint>> Count(IReadOnlyCollection<string> queues, CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation);
        try
        {
            _connection ??= await Connect(options.Value, health.Value, "saga-probe", cancellation);
            return await Count(_connection, queues, cancellation);
        }
        catch
        {
            await Drop();
            throw;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>No recovery: a probe that heals itself in silence would hide what it is there to show.</summary>
    internal static Task<IConnection> Connect(RabbitMqOptions broker, HealthOptions health, string name, CancellationToken cancellation) =>
        new ConnectionFactory
        {
            Uri = new Uri(broker.Uri),
            AutomaticRecoveryEnabled = false,
            TopologyRecoveryEnabled = false,
            RequestedHeartbeat = broker.Heartbeat,
            RequestedConnectionTimeout = health.ProbeTimeout,
            ContinuationTimeout = health.ProbeTimeout,
        }.CreateConnectionAsync($"{name} {Environment.MachineName} {Environment.ProcessId}", cancellation);

    static async Task<IReadOnlyDictionary<string, uint>> Count(IConnection connection, IReadOnlyCollection<string> queues, CancellationToken cancellation)
    {
        var counts = new Dictionary<string, uint>(StringComparer.Ordinal);
        var left = new Queue<string>(queues);
        while (left.Count > 0)
        {
            await using var channel = await connection.CreateChannelAsync(cancellationToken: cancellation);
            try
            {
                for (; left.Count > 0; left.Dequeue())
                    counts[left.Peek()] = (await channel.QueueDeclarePassiveAsync(left.Peek(), cancellation)).ConsumerCount;
            }
            catch (OperationInterruptedException e) when (e.ShutdownReason?.ReplyCode == Constants.NotFound)
            {
                counts[left.Dequeue()] = 0; // the broker closes the channel over it; the others are asked on another
            }
        }

        return counts;
    }

    async Task Drop()
    {
        if (Interlocked.Exchange(ref _connection, null) is { } connection)
            await Abort(connection);
    }

    internal static async Task Abort(IConnection connection)
    {
        try
        {
            await connection.AbortAsync(TimeSpan.FromSeconds(1)).WaitAsync(TimeSpan.FromSeconds(3));
            await connection.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(3));
        }
        catch (Exception)
        {
            // A connection that hangs is the reason it goes.
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Drop();
        _turn.Dispose();
    }
}

/// <summary>Speaks with broker and database on connections that nothing has hung on yet.</summary>
sealed class OutsideServices(IOptions<RabbitMqOptions> broker, string postgres, IOptions<HealthOptions> health) : IOutsideServices
{
    /// <inheritdoc />
    public async Task<string?> WhyAway(CancellationToken cancellation) =>
        await Why("RabbitMQ", Publishes, cancellation) ?? await Why("PostgreSQL", Answers, cancellation);

    async Task<string?> Why(string service, Func<CancellationToken, Task> ask, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        try
        {
            // Twice: a connection may take up to one limit to open, and the question another.
            await Task.Run(() => ask(limit.Token), CancellationToken.None).WaitAsync(health.Value.ProbeTimeout * 2, cancellation);
            return null;
        }
        catch (Exception e)
        {
            await limit.CancelAsync();
            return $"{service} is away: {e.Message}";
        }
    }

    /// <summary>A broker with an alarm takes connections and no messages, so one is published.</summary>
    async Task Publishes(CancellationToken cancellation)
    {
        var connection = await BrokerProbe.Connect(broker.Value, health.Value, "saga-outside", cancellation);
        try
        {
            await using var channel = await connection.CreateChannelAsync(
                new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true), cancellation);
            await channel.ExchangeDeclareAsync(RabbitMqOutboxTransport.CanaryExchange, ExchangeType.Fanout, durable: true, cancellationToken: cancellation);
            await channel.BasicPublishAsync(RabbitMqOutboxTransport.CanaryExchange, "", mandatory: false, new BasicProperties(), ReadOnlyMemory<byte>.Empty, cancellation);
        }
        finally
        {
            await BrokerProbe.Abort(connection);
        }
    }

    async Task Answers(CancellationToken cancellation)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(postgres)
        {
            Pooling = false, Timeout = Seconds(), CommandTimeout = Seconds(),
        }.ConnectionString);
        await connection.OpenAsync(cancellation);
        await using var command = new NpgsqlCommand("SELECT 1", connection);
        await command.ExecuteScalarAsync(cancellation);
    }

    int Seconds() => (int)Math.Max(1, Math.Ceiling(health.Value.ProbeTimeout.TotalSeconds));
}
