using Microsoft.Extensions.Logging;
using Npgsql;

namespace SagaPlatform.Core.Persistence.PostgreSql;

/// <summary>
/// The number under which this process writes outbox rows. It is held by a session lock on a connection of its own, so
/// the server itself says whether the process lives: no heartbeat, no lease, no clock.
/// </summary>
sealed class OutboxNode(Database database, TimeSpan checkInterval, TimeProvider clock, ILogger log) : IAsyncDisposable
{
    // The class of our advisory locks: "SAGA" in ASCII.
    const int LockClass = 0x53414741;

    readonly SemaphoreSlim _turn = new(1);
    readonly CancellationTokenSource _stop = new();
    readonly HashSet<long> _adopted = [];
    NpgsqlConnection? _connection;
    Numbers? _numbers;
    Task _keeping = Task.CompletedTask;

    /// <summary>The node now; it changes when the connection was lost.</summary>
    internal long Current => Started.Node;

    Numbers Started => Volatile.Read(ref _numbers) ?? throw new InvalidOperationException("The PostgreSQL store is not started: await PostgreSqlStore.Start before the bus starts.");

    internal long NextId() => Started.Take(1);

    /// <summary>The first of <paramref name="count"/> ids that nobody else gets.</summary>
    internal long Reserve(int count) => Started.Take(count);

    internal async Task Start(CancellationToken cancellation)
    {
        await Connect(cancellation);
        _keeping = Keep();
    }

    /// <summary>Whether the node's process is gone and its rows are now this process's.</summary>
    internal async Task<bool> Adopt(long node, CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation);
        try
        {
            if (_adopted.Contains(node))
                return true;
            if (_connection == null || !await TryLock(_connection, node, cancellation))
                return false;
            _adopted.Add(node);
            return true;
        }
        finally
        {
            _turn.Release();
        }
    }

    async Task Keep()
    {
        using var timer = new PeriodicTimer(checkInterval, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(_stop.Token))
            {
                try
                {
                    await Check(_stop.Token);
                }
                catch (Exception e) when (e is NpgsqlException or TimeoutException or IOException)
                {
                    log.LogWarning("Outbox node {Node} is not held at the moment: {Reason}", Current, e.Message);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The store is stopped.
        }
    }

    async Task Check(CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation);
        try
        {
            if (_connection != null && await Answers(_connection, cancellation))
                return;
            await Disconnect();
            await Connect(cancellation);
            log.LogWarning("The connection that held the outbox node was lost; this process is now node {Node}", Current);
        }
        finally
        {
            _turn.Release();
        }
    }

    static async Task<bool> Answers(NpgsqlConnection connection, CancellationToken cancellation)
    {
        try
        {
            await using var command = new NpgsqlCommand("SELECT 1", connection);
            await command.ExecuteScalarAsync(cancellation);
            return true;
        }
        catch (Exception e) when (e is NpgsqlException or InvalidOperationException or IOException)
        {
            return false;
        }
    }

    async Task Connect(CancellationToken cancellation)
    {
        var connection = await database.OpenSingle(cancellation);
        try
        {
            Volatile.Write(ref _numbers, new Numbers(await TakeNode(connection, cancellation)));
            _connection = connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    // The sequence starts over at its end: a number that is still alive, or has rows left, is passed by.
    static async Task<long> TakeNode(NpgsqlConnection connection, CancellationToken cancellation)
    {
        while (true)
        {
            await using var next = new NpgsqlCommand("SELECT nextval('saga.outbox_node')", connection);
            var node = (long)(await next.ExecuteScalarAsync(cancellation))!;
            if (!await TryLock(connection, node, cancellation))
                continue;
            await using var left = new NpgsqlCommand("SELECT EXISTS (SELECT FROM saga.outbox WHERE id >= $1 AND id < $2)", connection);
            left.Parameters.Add(Database.P(OutboxIds.First(node)));
            left.Parameters.Add(Database.P(OutboxIds.First(node + 1)));
            if (!(bool)(await left.ExecuteScalarAsync(cancellation))!)
                return node;
            await using var unlock = new NpgsqlCommand("SELECT pg_advisory_unlock($1, $2)", connection);
            unlock.Parameters.Add(Database.P(LockClass));
            unlock.Parameters.Add(Database.P((int)node));
            await unlock.ExecuteScalarAsync(cancellation);
        }
    }

    static async Task<bool> TryLock(NpgsqlConnection connection, long node, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("SELECT pg_try_advisory_lock($1, $2)", connection);
        command.Parameters.Add(Database.P(LockClass));
        command.Parameters.Add(Database.P((int)node));
        return (bool)(await command.ExecuteScalarAsync(cancellation))!;
    }

    async Task Disconnect()
    {
        _adopted.Clear();
        if (_connection is not { } connection)
            return;
        _connection = null;
        try
        {
            await connection.DisposeAsync();
        }
        catch (NpgsqlException)
        {
            // It is broken, which is why it goes.
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _keeping;
        await Disconnect();
        _stop.Dispose();
        _turn.Dispose();
    }

    sealed class Numbers(long node)
    {
        long _last;

        internal long Node => node;

        internal long Take(int count) => OutboxIds.Of(node, Interlocked.Add(ref _last, count) - count + 1);
    }
}
