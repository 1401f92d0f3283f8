using Npgsql;
using NpgsqlTypes;
using SagaPlatform.Core.Outbox;

namespace SagaPlatform.Core.Persistence.PostgreSql;

public sealed partial class PostgreSqlStore : IOutboxStore
{
    const string OutboxColumns = "id, message_id, destination, message_type, content_type, headers, body, created_at, attempts";

    /// <inheritdoc/>
    public Task Delete(IReadOnlyCollection<long> ids, CancellationToken cancellation) =>
        Execute("DELETE FROM saga.outbox WHERE id = ANY($1)", cancellation, Ids(ids));

    /// <inheritdoc/>
    public Task NoteFailure(long id, int attempts, string error, CancellationToken cancellation) =>
        Execute("UPDATE saga.outbox SET attempts = $2, error = $3 WHERE id = $1", cancellation,
            Database.P(id), Database.P(attempts), Database.P(error));

    /// <inheritdoc/>
    public Task Park(long id, int attempts, string error, CancellationToken cancellation) =>
        Execute("UPDATE saga.outbox SET attempts = $2, error = $3, parked_at = now() WHERE id = $1", cancellation,
            Database.P(id), Database.P(attempts), Database.P(error));

    /// <inheritdoc/>
    public async Task<int> Release(IReadOnlyCollection<long>? ids, CancellationToken cancellation)
    {
        const string sql =
            $"""
            UPDATE saga.outbox SET attempts = 0, error = NULL, parked_at = NULL
            WHERE parked_at IS NOT NULL AND ($1 OR id = ANY($2)) RETURNING {OutboxColumns}
            """;
        var released = await Messages(sql, cancellation, Database.P(ids == null, NpgsqlDbType.Boolean), Ids(ids ?? []));
        // Rows of another living process are its own to dispatch: its sweep finds them.
        var own = released.Where(x => OutboxIds.Node(x.Id) == _node.Current).ToList();
        if (own.Count > 0)
            _intake.Value.Take(own);
        return released.Count;
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<OutboxMessage>> TakeAbandoned(
        Func<long, bool> holds, TimeSpan forgottenAfter, int rowsMax, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(holds);
        List<OutboxMessage> taken = [];
        foreach (var node in await NodesWithRows(cancellation))
        {
            var isOwn = node == _node.Current;
            if (isOwn || await _node.Adopt(node, cancellation))
                await TakeOf(node, isOwn ? forgottenAfter : TimeSpan.Zero, holds, rowsMax, taken, cancellation);
        }
        return taken;
    }

    /// <inheritdoc/>
    public async Task<OutboxBacklog> Backlog(CancellationToken cancellation)
    {
        const string sql =
            """
            SELECT count(*) FILTER (WHERE parked_at IS NULL),
                now() - min(created_at) FILTER (WHERE parked_at IS NULL),
                count(*) FILTER (WHERE parked_at IS NOT NULL)
            FROM saga.outbox
            """;
        await using var command = _database.Command(sql);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        await reader.ReadAsync(cancellation);
        return new OutboxBacklog(reader.GetInt64(0), reader.IsDBNull(1) ? null : reader.GetFieldValue<TimeSpan>(1), reader.GetInt64(2));
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<ParkedMessage>> Parked(int rowsMax, CancellationToken cancellation)
    {
        await using var command = _database.Command(
            $"SELECT {OutboxColumns}, error, parked_at FROM saga.outbox WHERE parked_at IS NOT NULL ORDER BY parked_at, id LIMIT $1",
            Database.P(rowsMax));
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        List<ParkedMessage> parked = [];
        while (await reader.ReadAsync(cancellation))
            parked.Add(new ParkedMessage(Message(reader), reader.IsDBNull(9) ? "" : reader.GetString(9), reader.GetFieldValue<DateTimeOffset>(10)));
        return parked;
    }

    // Jumps from node to node along the key instead of reading every row.
    async Task<List<long>> NodesWithRows(CancellationToken cancellation)
    {
        const string sql =
            """
            WITH RECURSIVE nodes AS (
                SELECT min(id) >> 40 AS node FROM saga.outbox
                UNION ALL
                SELECT (SELECT min(id) >> 40 FROM saga.outbox WHERE id >= (nodes.node + 1) << 40) FROM nodes WHERE nodes.node IS NOT NULL)
            SELECT node FROM nodes WHERE node IS NOT NULL
            """;
        await using var command = _database.Command(sql);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        List<long> nodes = [];
        while (await reader.ReadAsync(cancellation))
            nodes.Add(reader.GetInt64(0));
        return nodes;
    }

    async Task TakeOf(
        long node, TimeSpan age, Func<long, bool> holds, int rowsMax, List<OutboxMessage> taken, CancellationToken cancellation)
    {
        const string sql =
            $"""
            SELECT {OutboxColumns} FROM saga.outbox
            WHERE id > $1 AND id < $2 AND parked_at IS NULL AND ($3 = interval '0' OR created_at <= now() - $3)
            ORDER BY id LIMIT $4
            """;
        var after = OutboxIds.First(node) - 1;
        while (taken.Count < rowsMax)
        {
            var page = await Messages(sql, cancellation,
                Database.P(after), Database.P(OutboxIds.First(node + 1)), Database.P(age), Database.P(rowsMax));
            taken.AddRange(page.Where(x => !holds(x.Id)).Take(rowsMax - taken.Count));
            if (page.Count < rowsMax)
                return;
            after = page[^1].Id;
        }
    }

    async Task<List<OutboxMessage>> Messages(string sql, CancellationToken cancellation, params NpgsqlParameter[] parameters)
    {
        await using var command = _database.Command(sql, parameters);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        List<OutboxMessage> messages = [];
        while (await reader.ReadAsync(cancellation))
            messages.Add(Message(reader));
        return messages;
    }

    static OutboxMessage Message(NpgsqlDataReader reader)
    {
        var message = new OutboxMessage
        {
            Id = reader.GetInt64(0),
            MessageId = reader.GetGuid(1),
            Destination = reader.GetString(2),
            MessageType = reader.GetString(3),
            ContentType = reader.GetString(4),
            Body = reader.GetFieldValue<byte[]>(6),
            CreatedAt = reader.GetFieldValue<DateTimeOffset>(7),
            Attempts = reader.GetInt32(8),
        };
        return reader.IsDBNull(5) ? message : message with { Headers = Effects.Headers(reader.GetString(5)) };
    }

    async Task<int> Execute(string sql, CancellationToken cancellation, params NpgsqlParameter[] parameters)
    {
        await using var command = _database.Command(sql, parameters);
        return await command.ExecuteNonQueryAsync(cancellation);
    }

    static NpgsqlParameter Ids(IReadOnlyCollection<long> ids) => Database.Array<long>([.. ids], NpgsqlDbType.Bigint);
}
