using Npgsql;
using NpgsqlTypes;
using SagaPlatform.Core.RateLimits;

namespace SagaPlatform.Core.Persistence.PostgreSql;

// One row per bucket, one statement per step: the row's lock is the turn, the database's clock the time.
public sealed partial class PostgreSqlStore : IRateLimitStore
{
    // $1 name, $2 tokens at most. The CTE locks the row and so reads its latest version, whatever the statement's snapshot says.
    const string TakeTokens =
        """
        WITH bucket AS MATERIALIZED (
            SELECT permits_per_second, burst, tokens, refilled_at, greatest(refilled_at, clock_timestamp()) AS at
            FROM saga.rate_limit WHERE name = $1 FOR UPDATE),
        refilled AS MATERIALIZED (
            SELECT permits_per_second, burst, at,
                least(burst, tokens + permits_per_second * extract(epoch FROM at - refilled_at)::double precision) AS tokens
            FROM bucket),
        taken AS MATERIALIZED (
            SELECT *, CASE WHEN tokens < 1 THEN 0 ELSE least($2, greatest(1, floor(tokens / 2)::integer)) END AS granted FROM refilled)
        UPDATE saga.rate_limit t SET tokens = taken.tokens - taken.granted, refilled_at = taken.at
        FROM taken WHERE t.name = $1
        RETURNING taken.granted, taken.tokens - taken.granted, taken.permits_per_second, taken.burst
        """;

    // $1 name, $2 permits per second, $3 burst
    const string FillBucket =
        """
        INSERT INTO saga.rate_limit (name, permits_per_second, burst, tokens, refilled_at, changed_at)
        VALUES ($1, $2, $3, CASE WHEN $2 > 0 THEN $3 ELSE 0 END, clock_timestamp(), clock_timestamp())
        ON CONFLICT (name)
        """;

    const string ChangeBucket =
        $"""
        {FillBucket} DO UPDATE SET
            tokens = CASE WHEN excluded.permits_per_second > 0 THEN least(excluded.burst, rate_limit.burst, rate_limit.tokens
                + rate_limit.permits_per_second * extract(epoch FROM greatest(rate_limit.refilled_at, excluded.refilled_at) - rate_limit.refilled_at)::double precision)
                ELSE 0 END,
            permits_per_second = excluded.permits_per_second, burst = excluded.burst,
            refilled_at = greatest(rate_limit.refilled_at, excluded.refilled_at), changed_at = excluded.changed_at
        """;

    /// <inheritdoc/>
    public async Task<TokenGrant> Take(RateLimit limit, int tokensMax, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(limit);
        ArgumentOutOfRangeException.ThrowIfLessThan(tokensMax, 1);
        if (await Taken(limit.Name, tokensMax, cancellation) is { } grant)
            return grant;
        await Execute($"{FillBucket} DO NOTHING", limit, cancellation);
        return await Taken(limit.Name, tokensMax, cancellation)
            ?? throw new InvalidOperationException($"The rate limit {limit.Name} was removed while it was asked.");
    }

    /// <inheritdoc/>
    public Task Change(RateLimit limit, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(limit);
        return Execute(ChangeBucket, limit, cancellation);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<StoredRateLimit>> RateLimits(CancellationToken cancellation)
    {
        await using var command = _database.Command(
            "SELECT name, permits_per_second, burst, tokens, refilled_at, changed_at FROM saga.rate_limit ORDER BY name");
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        List<StoredRateLimit> found = [];
        while (await reader.ReadAsync(cancellation))
            found.Add(new StoredRateLimit(new RateLimit(reader.GetString(0), reader.GetDouble(1), reader.GetInt32(2)),
                reader.GetDouble(3), reader.GetFieldValue<DateTimeOffset>(4), reader.GetFieldValue<DateTimeOffset>(5)));
        return found;
    }

    async Task<TokenGrant?> Taken(string name, int tokensMax, CancellationToken cancellation)
    {
        await using var command = _database.Command(TakeTokens, Database.P(name), Database.P(tokensMax));
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        return await reader.ReadAsync(cancellation)
            ? TokenBucket.Grant(reader.GetInt32(0), reader.GetDouble(1), new RateLimit(name, reader.GetDouble(2), reader.GetInt32(3)))
            : null;
    }

    async Task Execute(string sql, RateLimit limit, CancellationToken cancellation)
    {
        await using NpgsqlCommand command = _database.Command(
            sql, Database.P(limit.Name), Database.P(limit.PermitsPerSecond, NpgsqlDbType.Double), Database.P(limit.Burst));
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
