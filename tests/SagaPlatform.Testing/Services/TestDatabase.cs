using Npgsql;

namespace SagaPlatform.Testing.Services;

/// <summary>An empty PostgreSQL database of one test class, dropped when disposed.</summary>
public sealed class TestDatabase : IAsyncDisposable
{
    readonly string maintenance;

    TestDatabase(string maintenance, string name)
    {
        this.maintenance = maintenance;
        Name = name;
        ConnectionString = new NpgsqlConnectionStringBuilder(maintenance) { Database = name }.ConnectionString;
    }

    /// <summary>Its name, unique on the server.</summary>
    public string Name { get; }

    /// <summary>How to reach it.</summary>
    public string ConnectionString { get; }

    /// <summary>Creates one on the shared PostgreSQL, or on <paramref name="services"/>.</summary>
    /// <exception cref="InvalidOperationException">The user of SAGA_POSTGRES may not create databases.</exception>
    public static async Task<TestDatabase> Create(PrivateServices? services = null)
    {
        services ??= await PrivateServices.Shared();
        // No pool: a pooled connection would keep the server database busy, and outlive a restart of the server.
        var server = new NpgsqlConnectionStringBuilder(services.Postgres) { Pooling = false };
        var database = new TestDatabase(server.ConnectionString, $"test_{Guid.NewGuid():n}");
        try
        {
            await database.Maintain($"CREATE DATABASE {database.Name}");
        }
        catch (PostgresException refused) when (refused.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            throw new InvalidOperationException(
                $"The user '{server.Username}' of SAGA_POSTGRES may not create databases, which every test class does. "
                + $"Allow it (ALTER ROLE {server.Username} CREATEDB), or leave SAGA_POSTGRES out: tests then start a PostgreSQL of their own.",
                refused);
        }

        return database;
    }

    /// <summary>Opens a connection; dispose it.</summary>
    public async Task<NpgsqlConnection> Open()
    {
        var connection = new NpgsqlConnection(ConnectionString);
        await connection.OpenAsync();
        return connection;
    }

    /// <summary>Runs one statement.</summary>
    /// <returns>How many rows it touched.</returns>
    public async Task<int> Execute(string sql)
    {
        await using var connection = await Open();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteNonQueryAsync();
    }

    /// <summary>Reads the one value of a query.</summary>
    public async Task<T> Scalar<T>(string sql)
    {
        await using var connection = await Open();
        await using var command = new NpgsqlCommand(sql, connection);
        return (T)(await command.ExecuteScalarAsync() ?? throw new InvalidOperationException($"No row: {sql}"));
    }

    /// <summary>Drops the database with whatever is still connected to it.</summary>
    public async ValueTask DisposeAsync()
    {
        await using (var pooled = new NpgsqlConnection(ConnectionString))
        {
            NpgsqlConnection.ClearPool(pooled);
        }

        // Not WITH (FORCE): that is refused to an ordinary user while autovacuum is at work there, which a plain DROP sends away.
        await Maintain($"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{Name}' AND usename = current_user");
        await Maintain($"DROP DATABASE IF EXISTS {Name}");
    }

    async Task Maintain(string sql)
    {
        await using var connection = new NpgsqlConnection(maintenance);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
