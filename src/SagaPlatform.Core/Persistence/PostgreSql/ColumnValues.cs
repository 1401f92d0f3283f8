using Npgsql;
using NpgsqlTypes;

namespace SagaPlatform.Core.Persistence.PostgreSql;

/// <summary>Writes and reads the values of a column; the one place that knows how each kind travels.</summary>
static class ColumnValues
{
    internal static NpgsqlDbType DbType(ColumnKind kind) => kind switch
    {
        ColumnKind.Uuid => NpgsqlDbType.Uuid,
        ColumnKind.Text => NpgsqlDbType.Text,
        ColumnKind.BigInteger => NpgsqlDbType.Bigint,
        ColumnKind.Integer => NpgsqlDbType.Integer,
        ColumnKind.Boolean => NpgsqlDbType.Boolean,
        ColumnKind.Timestamp => NpgsqlDbType.TimestampTz,
        ColumnKind.Bytes => NpgsqlDbType.Bytea,
        _ => NpgsqlDbType.Jsonb,
    };

    internal static string ArrayType(ColumnKind kind) => kind switch
    {
        ColumnKind.Uuid => "uuid[]",
        ColumnKind.Text => "text[]",
        ColumnKind.BigInteger => "bigint[]",
        ColumnKind.Integer => "integer[]",
        ColumnKind.Boolean => "boolean[]",
        ColumnKind.Timestamp => "timestamptz[]",
        ColumnKind.Bytes => "bytea[]",
        _ => "jsonb[]",
    };

    /// <summary>One column of many rows as one array parameter.</summary>
    internal static NpgsqlParameter Column(RowColumn column, IReadOnlyList<PreparedRow> rows) => column.Kind switch
    {
        ColumnKind.Uuid => Values<Guid?>(column, rows),
        ColumnKind.BigInteger => Values<long?>(column, rows),
        ColumnKind.Integer => Values<int?>(column, rows),
        ColumnKind.Boolean => Values<bool?>(column, rows),
        ColumnKind.Timestamp => Values<DateTimeOffset?>(column, rows),
        ColumnKind.Bytes => Values<byte[]?>(column, rows),
        _ => Values<string?>(column, rows),
    };

    /// <summary>Keys as one array parameter.</summary>
    internal static NpgsqlParameter Keys(RowMapping mapping, IEnumerable<object> keys) => mapping.Key.Kind switch
    {
        ColumnKind.Uuid => Database.Array<Guid>([.. keys.Cast<Guid>()], NpgsqlDbType.Uuid),
        ColumnKind.BigInteger => Database.Array<long>([.. keys.Cast<long>()], NpgsqlDbType.Bigint),
        ColumnKind.Integer => Database.Array<int>([.. keys.Cast<int>()], NpgsqlDbType.Integer),
        _ => Database.Array<string>([.. keys.Cast<string>()], NpgsqlDbType.Text),
    };

    /// <summary>A row's values, read from <paramref name="first"/> on in the mapping's order.</summary>
    internal static object?[] Read(NpgsqlDataReader reader, RowMapping mapping, int first)
    {
        var values = new object?[mapping.Columns.Count];
        for (var i = 0; i < values.Length; i++)
        {
            if (!reader.IsDBNull(first + i))
                values[i] = Value(reader, mapping.Columns[i].Kind, first + i);
        }
        return values;
    }

    static object Value(NpgsqlDataReader reader, ColumnKind kind, int ordinal) => kind switch
    {
        ColumnKind.Uuid => reader.GetGuid(ordinal),
        ColumnKind.BigInteger => reader.GetInt64(ordinal),
        ColumnKind.Integer => reader.GetInt32(ordinal),
        ColumnKind.Boolean => reader.GetBoolean(ordinal),
        ColumnKind.Timestamp => reader.GetFieldValue<DateTimeOffset>(ordinal),
        ColumnKind.Bytes => reader.GetFieldValue<byte[]>(ordinal),
        _ => reader.GetString(ordinal),
    };

    static NpgsqlParameter Values<T>(RowColumn column, IReadOnlyList<PreparedRow> rows)
    {
        var values = new T?[rows.Count];
        for (var i = 0; i < values.Length; i++)
            values[i] = (T?)rows[i].Values[column.Ordinal];
        return Database.Array(values, DbType(column.Kind));
    }
}
