using Npgsql;

namespace SagaPlatform.Core.Persistence.PostgreSql;

// Many rows as one statement: each column is one array.
public sealed partial class PostgreSqlStore : IRowLoader
{
    /// <inheritdoc/>
    public async Task<int> AddMissing<TRow>(IReadOnlyCollection<TRow> rows, CancellationToken cancellation) where TRow : class, IVersionedRow
    {
        var mapping = _rows.Of<TRow>();
        var prepared = RowLoading.Prepare(_rows, rows);
        await using var connection = await _database.OpenForQueries(cancellation);
        await using var command = new NpgsqlCommand(AddMissingSql(mapping), connection);
        foreach (var column in mapping.Columns)
            command.Parameters.Add(ColumnValues.Column(column, prepared));
        return await command.ExecuteNonQueryAsync(cancellation);
    }

    // $1 and so on: the columns.
    static string AddMissingSql(RowMapping mapping)
    {
        var columns = string.Join(", ", mapping.Columns.Select(x => $"\"{x.Name}\""));
        var arrays = string.Join(", ", mapping.Columns.Select((x, i) => $"${i + 1}::{ColumnValues.ArrayType(x.Kind)}"));
        return $"INSERT INTO {mapping.QuotedTable} ({columns}) SELECT * FROM unnest({arrays}) ON CONFLICT DO NOTHING";
    }
}
