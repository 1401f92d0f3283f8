namespace SagaPlatform.Core.Persistence.PostgreSql;

/// <summary>The SQL of one class of rows, written once at the start from its mapping.</summary>
sealed class RowStatements
{
    internal RowStatements(RowMapping mapping)
    {
        Mapping = mapping;
        var table = mapping.QuotedTable;
        var key = Quoted(mapping.Key);
        var columns = string.Join(", ", mapping.Columns.Select(Quoted));
        var ofTable = string.Join(", ", mapping.Columns.Select(x => $"t.{Quoted(x)}"));

        // $1 keys, $2 message ids, $3 consumers, one of each for each who asks: one row each, also where no row is. "= ANY" beside the
        // join keeps the scan on the key's index whatever the planner thinks of the table's size.
        FindUnlessConsumed =
            $"""
            SELECT asked.number, EXISTS (SELECT FROM saga.inbox i WHERE i.message_id = asked.message_id AND i.consumer = asked.consumer),
                t.{Quoted(mapping.Version)}, {ofTable}
            FROM unnest($1::{ColumnValues.ArrayType(mapping.Key.Kind)}, $2::uuid[], $3::text[]) WITH ORDINALITY AS asked(key, message_id, consumer, number)
            LEFT JOIN {table} t ON t.{key} = asked.key AND t.{key} = ANY($1)
            """;
        // $1 keys
        FindAll = $"SELECT {columns} FROM {table} WHERE {key} = ANY($1)";
        SagaCommit = $"{Written(skipTaken: true)},\n{Won},\n{Effects.Sql(AfterColumns, onlyWon: true)}\n{Verdict}";
        RowsCommit = $"{Written(skipTaken: false)}\n{AllOrError}";
    }

    internal RowMapping Mapping { get; }

    internal string FindUnlessConsumed { get; }

    internal string FindAll { get; }

    /// <summary>
    /// Writes sagas' rows and, of those that won, all else: one row per unit (its number, whether it won, whether its
    /// message was consumed before). Parameters: $1 unit numbers, $2 expected versions, the columns, <see cref="Effects"/>.
    /// </summary>
    internal string SagaCommit { get; }

    /// <summary>Writes rows, all or none: fails with <see cref="SqlStates.RowsLost"/>. Parameters: $1 unit numbers, $2 expected versions, the columns.</summary>
    internal string RowsCommit { get; }

    int AfterColumns => 3 + Mapping.Columns.Count;

    string Written(bool skipTaken)
    {
        var key = Quoted(Mapping.Key);
        var version = Quoted(Mapping.Version);
        var columns = string.Join(", ", Mapping.Columns.Select(Quoted));
        var parameters = string.Join(", ", Mapping.Columns.Select((x, i) => $"${3 + i}::{ColumnValues.ArrayType(x.Kind)}"));
        var changes = string.Join(", ", Mapping.Columns.Where(x => x != Mapping.Key).Select(x => $"{Quoted(x)} = u.{Quoted(x)}"));
        var keys = $"${3 + Mapping.Key.Ordinal}::{ColumnValues.ArrayType(Mapping.Key.Kind)}";
        // "= ANY" beside the join keeps the scan on the key's index whatever the planner thinks of the table's size.
        return
            $"""
            WITH u AS (SELECT * FROM unnest($1::integer[], $2::integer[], {parameters}) AS u(unit_number, unit_expected, {columns})),
            changed AS (UPDATE {Mapping.QuotedTable} t SET {changes} FROM u
                WHERE u.unit_expected > 0 AND t.{key} = ANY({keys}) AND t.{key} = u.{key} AND t.{version} = u.unit_expected
                RETURNING u.unit_number),
            added AS (INSERT INTO {Mapping.QuotedTable} ({columns}) SELECT {columns} FROM u WHERE u.unit_expected = 0
                {(skipTaken ? "ON CONFLICT DO NOTHING " : "")}RETURNING {key} AS added_key)
            """;
    }

    string Won =>
        $"""
        won AS (SELECT unit_number AS number FROM changed
            UNION ALL SELECT u.unit_number FROM added JOIN u ON u.{Quoted(Mapping.Key)} = added.added_key AND u.unit_expected = 0)
        """;

    static string Verdict =>
        """
        SELECT u.unit_number, won.number IS NOT NULL, won.number IS NULL AND EXISTS (
            SELECT FROM inbox_lines l JOIN saga.inbox i ON i.message_id = l.message_id AND i.consumer = l.consumer WHERE l.unit = u.unit_number)
        FROM u LEFT JOIN won ON won.number = u.unit_number
        """;

    static string AllOrError =>
        """
        SELECT saga.require_rows((SELECT count(*) FROM changed) + (SELECT count(*) FROM added), (SELECT count(*) FROM u))
        """;

    static string Quoted(RowColumn column) => $"\"{column.Name}\"";
}
