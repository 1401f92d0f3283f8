using Npgsql;
using NpgsqlTypes;

namespace SagaPlatform.Core.Persistence.PostgreSql;

/// <summary>The store's connections, and how it writes parameters.</summary>
sealed class Database : IAsyncDisposable
{
    // Plans are made once per connection: a generic plan, and by index even while a table is still too small for the
    // planner to want one, since the same plan serves when it is large. JIT compiles what runs for microseconds.
    const string PlanSettings = "-c plan_cache_mode=force_generic_plan -c enable_seqscan=off -c jit=off";

    // Without these a power cut on a host keeps its node alive in the server's eyes for two hours.
    const string LivenessSettings = "-c tcp_keepalives_idle=10 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=3";

    readonly NpgsqlDataSource _pooled;
    readonly NpgsqlDataSource _queries;
    readonly NpgsqlDataSource _single;

    internal Database(PostgreSqlStoreOptions options)
    {
        var pooled = new NpgsqlConnectionStringBuilder(options.ConnectionString)
        {
            // Whatever the connection string says: a connection per statement would cost ten times the statement.
            Pooling = true,
            MaxPoolSize = options.PoolConnectionsMax + options.Committers + 1,
            CommandTimeout = options.CommandTimeoutSeconds,
            MaxAutoPrepare = 128,
            AutoPrepareMinUsages = 2,
            // The store sets nothing on a session, so there is nothing to reset when it goes back to the pool.
            NoResetOnClose = true,
        };
        pooled.Options = $"{pooled.Options} {PlanSettings}".Trim();
        _pooled = NpgsqlDataSource.Create(pooled);
        // Queries are as different as those who ask: they are planned for what they ask, and wait for each other, not for the hot path.
        _queries = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(options.ConnectionString)
        {
            Pooling = true,
            MaxPoolSize = options.QueryConnectionsMax,
            CommandTimeout = options.CommandTimeoutSeconds,
        });
        var single = new NpgsqlConnectionStringBuilder(options.ConnectionString)
        {
            Pooling = false,
            CommandTimeout = options.CommandTimeoutSeconds,
        };
        single.Options = $"{single.Options} {LivenessSettings}".Trim();
        _single = NpgsqlDataSource.Create(single);
    }

    /// <summary>A connection of the pool.</summary>
    internal ValueTask<NpgsqlConnection> Open(CancellationToken cancellation) => _pooled.OpenConnectionAsync(cancellation);

    /// <summary>A connection for what somebody wants to know.</summary>
    internal ValueTask<NpgsqlConnection> OpenForQueries(CancellationToken cancellation) => _queries.OpenConnectionAsync(cancellation);

    /// <summary>A connection outside the pool, for session locks.</summary>
    internal ValueTask<NpgsqlConnection> OpenSingle(CancellationToken cancellation) => _single.OpenConnectionAsync(cancellation);

    internal NpgsqlCommand Command(string sql, params ReadOnlySpan<NpgsqlParameter> parameters)
    {
        var command = _pooled.CreateCommand(sql);
        foreach (var parameter in parameters)
            command.Parameters.Add(parameter);
        return command;
    }

    internal static NpgsqlParameter P<T>(T value, NpgsqlDbType type) => new NpgsqlParameter<T> { TypedValue = value, NpgsqlDbType = type };

    internal static NpgsqlParameter P(Guid value) => P(value, NpgsqlDbType.Uuid);

    internal static NpgsqlParameter P(long value) => P(value, NpgsqlDbType.Bigint);

    internal static NpgsqlParameter P(int value) => P(value, NpgsqlDbType.Integer);

    internal static NpgsqlParameter P(string? value) => P(value, NpgsqlDbType.Text);

    internal static NpgsqlParameter P(TimeSpan value) => P(value, NpgsqlDbType.Interval);

    internal static NpgsqlParameter P(DateTimeOffset value) => P(value, NpgsqlDbType.TimestampTz);

    internal static NpgsqlParameter Array<T>(T[] values, NpgsqlDbType type) => P(values, NpgsqlDbType.Array | type);

    public async ValueTask DisposeAsync()
    {
        await _pooled.DisposeAsync();
        await _queries.DisposeAsync();
        await _single.DisposeAsync();
    }
}
