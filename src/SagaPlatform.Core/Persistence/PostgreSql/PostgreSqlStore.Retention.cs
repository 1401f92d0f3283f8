namespace SagaPlatform.Core.Persistence.PostgreSql;

public sealed partial class PostgreSqlStore : IRetention
{
    /// <inheritdoc/>
    public async Task<RetentionSweep> DeleteExpired(CancellationToken cancellation)
    {
        const string sql =
            """
            DELETE FROM saga.inbox WHERE (message_id, consumer) IN (
                SELECT message_id, consumer FROM saga.inbox WHERE at < now() - $1 LIMIT $2)
            """;
        var inbox = await Execute(sql, cancellation,
            Database.P(TimeSpan.FromDays(_retention.InboxDays)), Database.P(_retention.BatchRowsMax));
        var sagas = 0;
        if (_retention.FinishedSagaDays is { } days)
        {
            foreach (var type in _catalogue.All)
                sagas += await DeleteFinished(_rows.Of(type.State), days, _retention.BatchRowsMax - sagas, cancellation);
        }
        return new RetentionSweep(inbox, sagas, inbox == _retention.BatchRowsMax || sagas == _retention.BatchRowsMax);
    }

    async Task<int> DeleteFinished(RowMapping mapping, int days, int rowsMax, CancellationToken cancellation)
    {
        if (rowsMax == 0)
            return 0;
        var sql =
            $"""
            WITH gone AS (DELETE FROM {mapping.QuotedTable} WHERE id IN (
                SELECT id FROM {mapping.QuotedTable} WHERE ended_at < now() - $1 LIMIT $2 FOR UPDATE SKIP LOCKED) RETURNING id),
            history_gone AS (DELETE FROM saga.history WHERE saga_id = ANY (ARRAY(SELECT id FROM gone)))
            SELECT count(*) FROM gone
            """;
        await using var command = _database.Command(sql, Database.P(TimeSpan.FromDays(days)), Database.P(rowsMax));
        return (int)(long)(await command.ExecuteScalarAsync(cancellation))!;
    }
}
