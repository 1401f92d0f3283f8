using Npgsql;
using NpgsqlTypes;
using SagaPlatform.Core.Operations;
using SagaPlatform.Core.Operations.Audit;

namespace SagaPlatform.Core.Persistence.PostgreSql;

// Not among the group commits: a row of the audit is committed alone, before what it announces.
public sealed partial class PostgreSqlStore : IAuditStore
{
    const string AuditColumns = "number, at, actor, role, action, target, saga_id, reason, detail, about, hash";

    /// <inheritdoc/>
    public async Task<AuditRow> Append(AuditDraft entry, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(entry);
        await using var connection = await _database.Open(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        var row = AuditRow.After(await LockHead(connection, cancellation), entry, _clock.GetUtcNow());
        const string sql =
            $"""
            WITH written AS (INSERT INTO saga.audit ({AuditColumns}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11))
            UPDATE saga.audit_head SET number = $1, hash = $11 WHERE id = 1
            """;
        await using (var command = new NpgsqlCommand(sql, connection, transaction))
        {
            var e = row.Entry;
            command.Parameters.AddRange(new[]
            {
                Database.P(row.Number), Database.P(row.At), Database.P(e.Actor), Database.P(e.Role), Database.P(e.Action), Database.P(e.Target),
                new NpgsqlParameter { Value = (object?)e.SagaId ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid }, Database.P(e.Reason), Database.P(e.Detail),
                new NpgsqlParameter { Value = (object?)e.About ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Bigint },
                new NpgsqlParameter { Value = row.Hash, NpgsqlDbType = NpgsqlDbType.Bytea },
            });
            await command.ExecuteNonQueryAsync(cancellation);
        }
        await transaction.CommitAsync(cancellation);
        return row;
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<AuditRow>> Read(long after, int rowsMax, CancellationToken cancellation) =>
        await AuditRows($"SELECT {AuditColumns} FROM saga.audit WHERE number > $1 ORDER BY number LIMIT $2", cancellation,
            Database.P(after), Database.P(rowsMax));

    /// <inheritdoc/>
    public async Task<Page<AuditRow>> List(AuditFilter filter, string? cursor, int limit, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(filter);
        PageCursor.CheckLimit(limit, PageCursor.AuditMax);
        var where = (filter.SagaId == null ? "" : " AND saga_id = $3") + (filter.Actor == null ? "" : " AND actor = $4");
        var rows = await AuditRows($"SELECT {AuditColumns} FROM saga.audit WHERE number < $1{where} ORDER BY number DESC LIMIT $2", cancellation,
            Database.P(PageCursor.AuditBefore(cursor)), Database.P(limit + 1),
            new NpgsqlParameter { Value = (object?)filter.SagaId ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid },
            new NpgsqlParameter { Value = (object?)filter.Actor ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        return PageCursor.AuditPage(rows, limit);
    }

    /// <inheritdoc/>
    public async Task<AuditHead> Head(CancellationToken cancellation)
    {
        await using var connection = await _database.Open(cancellation);
        return await Head(connection, "", cancellation);
    }

    static Task<AuditHead> LockHead(NpgsqlConnection connection, CancellationToken cancellation) => Head(connection, " FOR UPDATE", cancellation);

    static async Task<AuditHead> Head(NpgsqlConnection connection, string locking, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("SELECT number, hash FROM saga.audit_head WHERE id = 1" + locking, connection);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        return await reader.ReadAsync(cancellation)
            ? new AuditHead(reader.GetInt64(0), reader.GetFieldValue<byte[]>(1))
            : throw new InvalidOperationException("saga.audit_head has lost its row: the audit cannot be continued.");
    }

    async Task<List<AuditRow>> AuditRows(string sql, CancellationToken cancellation, params NpgsqlParameter[] parameters)
    {
        await using var command = _database.Command(sql, parameters);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        List<AuditRow> rows = [];
        while (await reader.ReadAsync(cancellation))
        {
            rows.Add(new AuditRow
            {
                Number = reader.GetInt64(0),
                At = reader.GetFieldValue<DateTimeOffset>(1),
                Entry = new AuditDraft(reader.GetString(2), reader.GetString(3), reader.GetString(4), reader.GetString(5),
                    reader.IsDBNull(6) ? null : reader.GetGuid(6), reader.GetString(7), reader.GetString(8), reader.IsDBNull(9) ? null : reader.GetInt64(9)),
                Hash = reader.GetFieldValue<byte[]>(10),
            });
        }
        return rows;
    }
}
