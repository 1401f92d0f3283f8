using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Npgsql;
using SagaPlatform.Core.Persistence;

namespace SagaPlatform.Testing.Persistence;

/// <summary>
/// Says in which ways a migrated database differs from the EF Core model: tables, columns, types, nulls, keys, indexes.
/// The migrations are written by hand; this is what keeps them honest.
/// </summary>
public static class SchemaComparison
{
    /// <summary>Tables that are no rows of the model and are known to be there.</summary>
    static readonly string[] OutsideTheModel = ["schema_migration"];

    /// <summary>Every difference as a line of text; none when the database equals the model.</summary>
    public static async Task<IReadOnlyList<string>> Differences(RowModel model, string connectionString)
    {
        var wanted = Wanted(model).ToList();
        var found = await Found(connectionString, wanted.Select(x => x.Split('.')[0]).Append(RowModel.DefaultSchema).Distinct().ToArray());
        return
        [
            .. wanted.Except(found).Select(x => $"the model has, the database lacks: {x}"),
            .. found.Except(wanted).Select(x => $"the database has, the model lacks: {x}"),
        ];
    }

    static IEnumerable<string> Wanted(RowModel model)
    {
        foreach (var table in model.Model.GetRelationalModel().Tables)
        {
            var name = $"{table.Schema}.{table.Name}";
            foreach (var column in table.Columns)
                yield return $"{name} column {column.Name} {column.StoreType}{(column.IsNullable ? "" : " NOT NULL")}";
            if (table.PrimaryKey is { } key)
                yield return $"{name} primary key ({string.Join(", ", key.Columns.Select(x => x.Name))})";
            foreach (var index in table.Indexes)
                yield return $"{name} {(index.IsUnique ? "unique index" : "index")} {Method(index)} ({string.Join(", ", index.Columns.Select(x => x.Name))}){Filter(index.Filter)}";
        }
    }

    static string Method(ITableIndex index) =>
        index.MappedIndexes.First().FindAnnotation("Npgsql:IndexMethod")?.Value as string ?? "btree";

    // PostgreSQL writes a predicate back in brackets.
    static string Filter(string? filter) => filter == null ? "" : $" WHERE {filter.Trim('(', ')')}";

    static async Task<List<string>> Found(string connectionString, string[] schemas)
    {
        await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false });
        var found = await Lines(source, schemas,
            """
            SELECT n.nspname, c.relname, format('column %s %s%s', a.attname, format_type(a.atttypid, a.atttypmod), CASE WHEN a.attnotnull THEN ' NOT NULL' ELSE '' END)
            FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_attribute a ON a.attrelid = c.oid
            WHERE c.relkind IN ('r', 'p') AND n.nspname = ANY($1) AND a.attnum > 0 AND NOT a.attisdropped
            """);
        found.AddRange(await Lines(source, schemas,
            """
            SELECT n.nspname, c.relname, CASE WHEN i.indisprimary THEN format('primary key (%s)', k.columns)
                ELSE format('%s %s (%s)%s', CASE WHEN i.indisunique THEN 'unique index' ELSE 'index' END, m.amname, k.columns,
                    ' WHERE ' || btrim(pg_get_expr(i.indpred, i.indrelid), '()')) END
            FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid JOIN pg_namespace n ON n.oid = c.relnamespace
            JOIN pg_class x ON x.oid = i.indexrelid JOIN pg_am m ON m.oid = x.relam
            CROSS JOIN LATERAL (SELECT string_agg(a.attname, ', ' ORDER BY p.place) AS columns
                FROM unnest(i.indkey) WITH ORDINALITY AS p(number, place)
                JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = p.number) k
            WHERE n.nspname = ANY($1) AND c.relkind IN ('r', 'p')
            """));
        return found;
    }

    static async Task<List<string>> Lines(NpgsqlDataSource source, string[] schemas, string sql)
    {
        await using var command = source.CreateCommand(sql);
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = schemas });
        await using var reader = await command.ExecuteReaderAsync();
        List<string> lines = [];
        while (await reader.ReadAsync())
        {
            if (!OutsideTheModel.Contains(reader.GetString(1), StringComparer.Ordinal))
                lines.Add($"{reader.GetString(0)}.{reader.GetString(1)} {reader.GetString(2)}");
        }
        return lines;
    }
}
