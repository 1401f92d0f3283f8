using System.Data;
using Npgsql;
using NpgsqlTypes;

namespace SagaPlatform.Core.Persistence.PostgreSql;

/// <summary>Commits several units of work in one transaction and one round trip.</summary>
/// <remarks>
/// Per saga type one statement, in which each unit wins or loses for itself. Rows of participants are all or nothing per
/// unit, which one statement cannot tell apart: losing one fails the group, and its members are then committed alone.
/// The batch is one implicit transaction: it is committed when its reader has come to the end.
/// </remarks>
sealed class GroupTransaction(IReadOnlyDictionary<RowMapping, RowStatements> statements)
{
    internal async Task<CommitOutcome[]> Commit(NpgsqlConnection connection, IReadOnlyList<PreparedUnit> units, CancellationToken cancellation)
    {
        var outcomes = new CommitOutcome[units.Count];
        await using var batch = new NpgsqlBatch(connection);
        var sagas = Sagas(units);
        foreach (var (mapping, places) in sagas)
            batch.BatchCommands.Add(SagaCommit(mapping, [.. places.Select(x => units[x])]));
        foreach (var rows in Rows(units))
            batch.BatchCommands.Add(RowsCommit(rows.Key, [.. rows]));
        var others = units.Where(x => x.Saga == null).ToList();
        if (others.Count > 0)
            batch.BatchCommands.Add(OtherEffects(others));

        await using var reader = await batch.ExecuteReaderAsync(cancellation);
        foreach (var (_, places) in sagas)
        {
            while (await reader.ReadAsync(cancellation))
            {
                outcomes[places[reader.GetInt32(0)]] = reader.GetBoolean(1) ? CommitOutcome.Committed
                    : reader.GetBoolean(2) ? CommitOutcome.Duplicate : CommitOutcome.Conflict;
            }
            await reader.NextResultAsync(cancellation);
        }
        while (await reader.NextResultAsync(cancellation))
        {
        }
        return outcomes;
    }

    /// <summary>
    /// The same for one unit, in a SERIALIZABLE transaction: BEGIN travels with the batch, COMMIT is one round trip more.
    /// A serialization failure may also come with COMMIT.
    /// </summary>
    internal async Task<CommitOutcome[]> CommitSerializable(NpgsqlConnection connection, PreparedUnit unit, CancellationToken cancellation)
    {
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.Serializable, cancellation);
        var outcomes = await Commit(connection, [unit], cancellation);
        await transaction.CommitAsync(cancellation);
        return outcomes;
    }

    static List<(RowMapping Mapping, List<int> Places)> Sagas(IReadOnlyList<PreparedUnit> units)
    {
        List<(RowMapping Mapping, List<int> Places)> sagas = [];
        for (var i = 0; i < units.Count; i++)
        {
            if (units[i].Saga is not { } saga)
                continue;
            var known = sagas.Find(x => x.Mapping == saga.Mapping);
            if (known.Places == null)
                sagas.Add(known = (saga.Mapping, []));
            known.Places.Add(i);
        }
        return sagas;
    }

    // Tables always in the same order, and rows by key: two groups that meet wait for each other instead of deadlocking.
    static IEnumerable<IGrouping<RowMapping, PreparedRow>> Rows(IReadOnlyList<PreparedUnit> units) => units
        .SelectMany(x => x.Rows)
        .OrderBy(x => x.Key is string text ? text : x.Key.ToString(), StringComparer.Ordinal)
        .GroupBy(x => x.Mapping)
        .OrderBy(x => x.Key.Table, StringComparer.Ordinal);

    NpgsqlBatchCommand SagaCommit(RowMapping mapping, PreparedUnit[] units)
    {
        var command = new NpgsqlBatchCommand(statements[mapping].SagaCommit);
        AddRows(command.Parameters, mapping, [.. units.Select(x => x.Saga!)]);
        Effects.AddParameters(command.Parameters, units);
        return command;
    }

    NpgsqlBatchCommand RowsCommit(RowMapping mapping, PreparedRow[] rows)
    {
        var command = new NpgsqlBatchCommand(statements[mapping].RowsCommit);
        AddRows(command.Parameters, mapping, rows);
        return command;
    }

    static NpgsqlBatchCommand OtherEffects(List<PreparedUnit> units)
    {
        var command = new NpgsqlBatchCommand(Effects.OfAll);
        Effects.AddParameters(command.Parameters, units);
        return command;
    }

    static void AddRows(NpgsqlParameterCollection parameters, RowMapping mapping, PreparedRow[] rows)
    {
        parameters.Add(Database.Array([.. Enumerable.Range(0, rows.Length)], NpgsqlDbType.Integer));
        parameters.Add(Database.Array([.. rows.Select(x => x.ExpectedVersion)], NpgsqlDbType.Integer));
        foreach (var column in mapping.Columns)
            parameters.Add(ColumnValues.Column(column, rows));
    }
}
