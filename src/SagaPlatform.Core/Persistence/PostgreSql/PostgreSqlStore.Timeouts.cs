using Npgsql;
using SagaPlatform.Core.Operations;
using SagaPlatform.Core.Outbox;
using SagaPlatform.Core.Timeouts;
using Timeout = SagaPlatform.Core.Timeouts.Timeout;

namespace SagaPlatform.Core.Persistence.PostgreSql;

public sealed partial class PostgreSqlStore : ITimeoutStore
{
    /// <inheritdoc/>
    public async Task<RungTimeouts> RingDue(int rowsMax, TimeSpan overdueBy, CancellationToken cancellation)
    {
        // $1 overdue by, $2 most rows, $3 the first of as many ids of this node. Whoever rings beside us skips our rows.
        const string sql =
            $"""
            WITH due AS (SELECT token FROM saga.timeout WHERE due <= now() - $1 ORDER BY due, token LIMIT $2 FOR UPDATE SKIP LOCKED),
            gone AS (DELETE FROM saga.timeout t USING due WHERE t.token = due.token RETURNING t.*),
            numbered AS (SELECT gone.*, $3 + row_number() OVER (ORDER BY gone.due, gone.token) - 1 AS id FROM gone),
            leaving AS (INSERT INTO saga.outbox (id, message_id, destination, message_type, content_type, headers, body, created_at, attempts)
                SELECT id, message_id, destination, message_type, content_type, headers, body, now(), 0 FROM numbered RETURNING {OutboxColumns})
            SELECT leaving.*, now() - numbered.due FROM leaving JOIN numbered USING (id) ORDER BY id
            """;
        List<OutboxMessage> rung = [];
        var latest = TimeSpan.Zero;
        await using (var command = _database.Command(sql, Database.P(overdueBy), Database.P(rowsMax), Database.P(_node.Reserve(rowsMax))))
        await using (var reader = await command.ExecuteReaderAsync(cancellation))
        {
            while (await reader.ReadAsync(cancellation))
            {
                rung.Add(Message(reader));
                var late = reader.GetFieldValue<TimeSpan>(9);
                latest = late > latest ? late : latest;
            }
            // The transaction is committed when its reader has come to the end: only then may anything leave.
            await reader.NextResultAsync(cancellation);
        }
        if (rung.Count > 0)
            _intake.Value.Take(rung);
        return new RungTimeouts(rung.Count, latest);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<PendingTimeout>> Of(Guid sagaId, CancellationToken cancellation)
    {
        await using var command = _database.Command(
            "SELECT token, saga_type, saga_id, name, due FROM saga.timeout WHERE saga_id = $1 ORDER BY due, token", Database.P(sagaId));
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        List<PendingTimeout> pending = [];
        while (await reader.ReadAsync(cancellation))
        {
            pending.Add(new PendingTimeout(
                reader.GetGuid(0), reader.GetString(1), reader.GetGuid(2), reader.GetString(3), reader.GetFieldValue<DateTimeOffset>(4)));
        }
        return pending;
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<Timeout>> Rings(Guid sagaId, CancellationToken cancellation) =>
        TimeoutRows("saga_id = $1 ORDER BY due, token", Database.P(sagaId), cancellation);

    /// <inheritdoc/>
    public async Task<Timeout?> FindTimeout(Guid token, CancellationToken cancellation) =>
        (await TimeoutRows("token = $1", Database.P(token), cancellation)).FirstOrDefault();

    /// <inheritdoc/>
    public async Task<Page<PendingTimeout>> List(TimeoutFilter filter, string? cursor, int limit, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(filter);
        PageCursor.CheckLimit(limit, PageCursor.SagasMax);
        var after = MomentCursor.Parse(cursor);
        // $1 rows, $2 type, $3 overdue by, $4 and $5 the cursor, $6 what lies beyond is kept and not waited for
        var sql =
            $"""
            SELECT token, saga_type, saga_id, name, due FROM saga.timeout
            WHERE due <= {(filter.OverdueBy == null ? "$6" : "now() - $3")}{(filter.SagaType == null ? "" : " AND saga_type = $2")}{(after == null ? "" : " AND (due, token) > ($4, $5)")}
            ORDER BY due, token LIMIT $1
            """;
        await using var command = _database.Command(sql, Database.P(limit + 1), Database.P(filter.SagaType), Database.P(filter.OverdueBy ?? TimeSpan.Zero),
            Database.P(after?.At ?? DateTimeOffset.UnixEpoch), Database.P(after?.Id ?? Guid.Empty), Database.P(KeptMessage.Horizon));
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        List<PendingTimeout> found = [];
        while (await reader.ReadAsync(cancellation))
            found.Add(new PendingTimeout(
                reader.GetGuid(0), reader.GetString(1), reader.GetGuid(2), reader.GetString(3), reader.GetFieldValue<DateTimeOffset>(4)));
        return MomentCursor.PageOf(found, limit, x => new MomentCursor(x.Due, x.Token));
    }

    async Task<IReadOnlyList<Timeout>> TimeoutRows(string where, NpgsqlParameter key, CancellationToken cancellation)
    {
        await using var command = _database.Command(
            $"SELECT token, saga_type, saga_id, name, due, message_id, destination, message_type, content_type, headers, body FROM saga.timeout WHERE {where}", key);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        List<Timeout> found = [];
        while (await reader.ReadAsync(cancellation))
        {
            var ring = new OutboxMessage
            {
                MessageId = reader.GetGuid(5),
                Destination = reader.GetString(6),
                MessageType = reader.GetString(7),
                ContentType = reader.GetString(8),
                Body = reader.GetFieldValue<byte[]>(10),
                CreatedAt = _clock.GetUtcNow(),
            };
            found.Add(new Timeout
            {
                Token = reader.GetGuid(0),
                SagaType = reader.GetString(1),
                SagaId = reader.GetGuid(2),
                Name = reader.GetString(3),
                Due = reader.GetFieldValue<DateTimeOffset>(4),
                After = TimeSpan.Zero,
                Ring = reader.IsDBNull(9) ? ring : ring with { Headers = Effects.Headers(reader.GetString(9)) },
            });
        }
        return found;
    }

    /// <inheritdoc/>
    public async Task<long> Overdue(TimeSpan by, CancellationToken cancellation)
    {
        await using var command = _database.Command("SELECT count(*) FROM saga.timeout WHERE due <= now() - $1", Database.P(by));
        return (long)(await command.ExecuteScalarAsync(cancellation))!;
    }
}
