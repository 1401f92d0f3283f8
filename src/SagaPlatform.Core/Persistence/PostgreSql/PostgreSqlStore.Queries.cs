using Npgsql;
using SagaPlatform.Core.History;
using SagaPlatform.Core.Operations;

namespace SagaPlatform.Core.Persistence.PostgreSql;

public sealed partial class PostgreSqlStore : ISagaQueries
{
    const string SummaryColumns = "id, business_key, state, version, started_at, changed_at, ended_at, question";

    /// <inheritdoc/>
    public async Task<Page<SagaSummary>> List(SagaFilter filter, string? cursor, int limit, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(filter);
        PageCursor.CheckLimit(limit, PageCursor.SagasMax);
        var after = SagaCursor.Parse(cursor);
        var types = _catalogue.All.Where(x => filter.Type == null || x.Name == filter.Type).ToList();
        if (types.Count == 0)
            return new Page<SagaSummary>([], null);

        // Of each type only one page is read, by an index.
        var direction = Direction(filter);
        var pages = types.Select(x =>
            $"(SELECT '{x.Name}' COLLATE \"C\" AS type, {SummaryColumns} FROM {_rows.Of(x.State).QuotedTable} {Where(x, filter, after)}ORDER BY started_at {direction}, id {direction} LIMIT $1)");
        var sql = $"SELECT * FROM ({string.Join("\nUNION ALL ", pages)}) pages\nORDER BY started_at {direction}, id {direction}, type LIMIT $1";
        await using var command = _database.Command(sql, Parameters(filter, limit + 1, after));
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        List<SagaSummary> found = [];
        while (await reader.ReadAsync(cancellation))
            found.Add(Summary(reader, reader.GetString(0), 1));
        if (found.Count <= limit)
            return new Page<SagaSummary>(found, null);
        var last = found[limit - 1];
        return new Page<SagaSummary>(found[..limit], new SagaCursor(last.StartedAt, last.Id, last.Type).Text);
    }

    /// <inheritdoc/>
    public async Task<SagaDetails?> Find(Guid sagaId, CancellationToken cancellation)
    {
        var types = _catalogue.All.ToList();
        await using var connection = await _database.Open(cancellation);
        await using var batch = new NpgsqlBatch(connection);
        foreach (var type in types)
        {
            var mapping = _rows.Of(type.State);
            var columns = string.Join(", ", mapping.Columns.Select(x => $"\"{x.Name}\""));
            var command = new NpgsqlBatchCommand($"SELECT {SummaryColumns}, {columns} FROM {mapping.QuotedTable} WHERE id = $1");
            command.Parameters.Add(Database.P(sagaId));
            batch.BatchCommands.Add(command);
        }
        if (types.Count == 0)
            return null;
        await using var reader = await batch.ExecuteReaderAsync(cancellation);
        foreach (var type in types)
        {
            if (await reader.ReadAsync(cancellation))
            {
                var mapping = _rows.Of(type.State);
                return new SagaDetails(Summary(reader, type.Name, 0), mapping.Make(ColumnValues.Read(reader, mapping, 8)));
            }
            await reader.NextResultAsync(cancellation);
        }
        return null;
    }

    /// <inheritdoc/>
    public async Task<Page<HistoryEntry>> History(Guid sagaId, string? cursor, int limit, CancellationToken cancellation)
    {
        PageCursor.CheckLimit(limit, PageCursor.HistoryMax);
        const string sql =
            """
            SELECT number, saga_type, version, at, kind, event, message_id, from_state, to_state, reason, detail
            FROM saga.history WHERE saga_id = $1 AND number > $2 ORDER BY number LIMIT $3
            """;
        await using var command = _database.Command(
            sql, Database.P(sagaId), Database.P(PageCursor.HistoryNumber(cursor)), Database.P(limit + 1));
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        List<(long Number, HistoryEntry Entry)> lines = [];
        while (await reader.ReadAsync(cancellation))
            lines.Add((reader.GetInt64(0), Entry(reader, sagaId)));
        var next = lines.Count > limit ? PageCursor.OfHistory(lines[limit - 1].Number) : null;
        return new Page<HistoryEntry>([.. lines.Take(limit).Select(x => x.Entry)], next);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<SagaCount>> Count(CancellationToken cancellation)
    {
        var types = _catalogue.All.Select(x =>
            $"SELECT '{x.Name}' AS type, state, count(*) FROM {_rows.Of(x.State).QuotedTable} GROUP BY state").ToList();
        if (types.Count == 0)
            return [];
        await using var command = _database.Command(string.Join("\nUNION ALL ", types));
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        List<SagaCount> counts = [];
        while (await reader.ReadAsync(cancellation))
            counts.Add(new SagaCount(reader.GetString(0), reader.GetString(1), reader.GetInt64(2)));
        return [.. counts.OrderBy(x => x.Type, StringComparer.Ordinal).ThenBy(x => x.State, StringComparer.Ordinal)];
    }

    /// <inheritdoc/>
    public async Task<long> Count(SagaFilter filter, int max, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(filter);
        PageCursor.CheckLimit(max, PageCursor.CountMax);
        var types = _catalogue.All.Where(x => filter.Type == null || x.Name == filter.Type)
            .Select(x => $"(SELECT 1 FROM {_rows.Of(x.State).QuotedTable} {Where(x, filter, null)}LIMIT $1)").ToList();
        if (types.Count == 0)
            return 0;
        await using var command = _database.Command(
            $"SELECT count(*) FROM (SELECT 1 FROM ({string.Join("\nUNION ALL ", types)}) all_types LIMIT $1) found", Parameters(filter, max, null));
        return (long)(await command.ExecuteScalarAsync(cancellation))!;
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<LiveSagas>> Live(CancellationToken cancellation)
    {
        var types = _catalogue.All.Select(x => LiveOf(x.Name, _rows.Of(x.State))).ToList();
        if (types.Count == 0)
            return [];
        await using var command = _database.Command(string.Join("\nUNION ALL ", types));
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        List<LiveSagas> live = [];
        while (await reader.ReadAsync(cancellation))
            live.Add(new LiveSagas(reader.GetString(0), reader.GetString(1), reader.IsDBNull(2) ? "" : reader.GetString(2),
                reader.IsDBNull(3) ? null : reader.GetString(3), reader.GetInt64(4), reader.GetString(5)));
        return LiveOrder.Of(live);
    }

    // A row without a ledger has no stages.
    static string LiveOf(string type, RowMapping mapping)
    {
        var (stage, machine) = mapping.Find("ledger") == null ? ("''::text", "NULL::text") : ("ledger->>'at'", "ledger->>'machine'");
        return $"SELECT '{type}' AS type, state, {stage}, {machine}, count(*), min(business_key) FROM {mapping.QuotedTable} WHERE ended_at IS NULL GROUP BY 2, 3, 4";
    }

    static string Direction(SagaFilter filter) => filter.OldestFirst ? "ASC" : "DESC";

    // $1 rows, $2 state, $3 business key, $4 and $5 the cursor, $6 started before, $7 started at or after, $8 how overdue is trouble
    static NpgsqlParameter[] Parameters(SagaFilter filter, int rows, SagaCursor? after) =>
    [
        Database.P(rows), Database.P(filter.State), Database.P(filter.BusinessKey),
        Database.P(after?.StartedAt ?? DateTimeOffset.UnixEpoch), Database.P(after?.Id ?? Guid.Empty),
        Database.P(filter.StartedBefore ?? DateTimeOffset.UnixEpoch), Database.P(filter.StartedAfter ?? DateTimeOffset.UnixEpoch),
        Database.P(TroubleLimits.OverdueBy),
    ];

    string Where(SagaType type, SagaFilter filter, SagaCursor? after)
    {
        // The names of types are the last part of the order, so of types behind the cursor's the same place counts still.
        var order = (filter.OldestFirst ? ">" : "<") + (after != null && string.CompareOrdinal(type.Name, after.Type) > 0 ? "=" : "");
        List<string> conditions =
        [
            .. filter.State == null ? Array.Empty<string>() : ["state = $2"],
            .. filter.BusinessKey == null ? Array.Empty<string>() : ["business_key = $3"],
            .. filter.NeedsAttention == null ? Array.Empty<string>() : [filter.NeedsAttention.Value ? "question IS NOT NULL" : "question IS NULL"],
            .. filter.StartedBefore == null ? Array.Empty<string>() : ["started_at < $6"],
            .. filter.StartedAfter == null ? Array.Empty<string>() : ["started_at >= $7"],
            .. filter.InTrouble ? [InTrouble(type)] : Array.Empty<string>(),
            .. after == null ? Array.Empty<string>() : [$"(started_at, id) {order} ($4, $5)"],
        ];
        return conditions.Count == 0 ? "" : $"WHERE {string.Join(" AND ", conditions)} ";
    }

    // The few are looked up by their own indexes first, and then by id: no row is read to find that it is in no trouble.
    string InTrouble(SagaType type) =>
        $"""
        id = ANY (ARRAY(
            (SELECT id FROM {_rows.Of(type.State).QuotedTable} WHERE question IS NOT NULL ORDER BY started_at LIMIT {TroubleLimits.SagasMax})
            UNION (SELECT saga_id FROM saga.failed_message WHERE status = 'Waiting' AND (saga_type = '{type.Name}' OR saga_type IS NULL) AND saga_id IS NOT NULL LIMIT {TroubleLimits.SagasMax})
            UNION (SELECT saga_id FROM saga.timeout WHERE saga_type = '{type.Name}' AND due <= now() - $8 ORDER BY due LIMIT {TroubleLimits.SagasMax})))
        """;

    static SagaSummary Summary(NpgsqlDataReader reader, string type, int first) => new(
        type, reader.GetGuid(first), reader.GetString(first + 1), reader.GetString(first + 2), reader.GetInt32(first + 3),
        reader.GetFieldValue<DateTimeOffset>(first + 4), reader.GetFieldValue<DateTimeOffset>(first + 5),
        reader.IsDBNull(first + 6) ? null : reader.GetFieldValue<DateTimeOffset>(first + 6),
        reader.IsDBNull(first + 7) ? null : reader.GetString(first + 7));

    static HistoryEntry Entry(NpgsqlDataReader reader, Guid sagaId)
    {
        var entry = new HistoryEntry
        {
            SagaId = sagaId,
            SagaType = reader.GetString(1),
            Version = reader.GetInt32(2),
            At = reader.GetFieldValue<DateTimeOffset>(3),
            Kind = Enum.Parse<HistoryKind>(reader.GetString(4)),
            Event = reader.GetString(5),
            MessageId = reader.IsDBNull(6) ? null : reader.GetGuid(6),
            From = Text(7),
            To = Text(8),
            Reason = Text(9),
        };
        if (Text(10) is not { } json)
            return entry;
        var (sent, timeouts) = Effects.Detail(json);
        return entry with { Sent = sent, Timeouts = timeouts };

        string? Text(int ordinal) => reader.IsDBNull(ordinal) ? null : reader.GetString(ordinal);
    }
}
