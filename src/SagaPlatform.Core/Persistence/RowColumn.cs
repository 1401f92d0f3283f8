namespace SagaPlatform.Core.Persistence;

/// <summary>What a column holds: the few types a row may be made of, the same in both stores.</summary>
public enum ColumnKind
{
    /// <summary><c>uuid</c>, a <see cref="Guid"/>.</summary>
    Uuid,

    /// <summary><c>text</c> or <c>character varying(n)</c>, a <see cref="string"/>.</summary>
    Text,

    /// <summary><c>bigint</c>, a <see cref="long"/>.</summary>
    BigInteger,

    /// <summary><c>integer</c>, an <see cref="int"/>.</summary>
    Integer,

    /// <summary><c>boolean</c>, a <see cref="bool"/>.</summary>
    Boolean,

    /// <summary><c>timestamp with time zone</c>, a <see cref="DateTimeOffset"/> in UTC with microseconds.</summary>
    Timestamp,

    /// <summary><c>bytea</c>, an array of <see cref="byte"/>.</summary>
    Bytes,

    /// <summary><c>jsonb</c>, written and read as its text.</summary>
    Json,
}

/// <summary>A column of a row's table.</summary>
/// <param name="Ordinal">Its place in the arrays of values that a mapping reads and makes rows of.</param>
/// <param name="Name">Its name in the database.</param>
/// <param name="Property">The property it stores.</param>
/// <param name="Kind">What it holds.</param>
/// <param name="StoreType">Its type as PostgreSQL writes it.</param>
/// <param name="Nullable">Whether it may be null.</param>
/// <param name="LengthMax">The most characters it takes; null when there is no limit.</param>
public sealed record RowColumn(
    int Ordinal, string Name, string Property, ColumnKind Kind, string StoreType, bool Nullable, int? LengthMax)
{
    static readonly Dictionary<(Type, string), ColumnKind> Kinds = new()
    {
        [(typeof(Guid), "uuid")] = ColumnKind.Uuid,
        [(typeof(string), "text")] = ColumnKind.Text,
        [(typeof(string), "character varying")] = ColumnKind.Text,
        [(typeof(string), "varchar")] = ColumnKind.Text,
        [(typeof(string), "jsonb")] = ColumnKind.Json,
        [(typeof(long), "bigint")] = ColumnKind.BigInteger,
        [(typeof(int), "integer")] = ColumnKind.Integer,
        [(typeof(bool), "boolean")] = ColumnKind.Boolean,
        [(typeof(DateTimeOffset), "timestamp with time zone")] = ColumnKind.Timestamp,
        [(typeof(DateTimeOffset), "timestamptz")] = ColumnKind.Timestamp,
        [(typeof(byte[]), "bytea")] = ColumnKind.Bytes,
    };

    internal static ColumnKind? KindOf(Type provider, string storeType) =>
        Kinds.TryGetValue((provider, storeType.Split('(')[0].Trim()), out var kind) ? kind : null;

    /// <summary>Refuses a value before it reaches a transaction that others share.</summary>
    /// <exception cref="RowValueException">The value is null or too long.</exception>
    internal void Check(string table, object? value)
    {
        if (value == null && !Nullable)
            throw new RowValueException($"{table}.{Name} must have a value: set {Property}.");
        if (LengthMax is { } max && value is string text && text.Length > max)
            throw new RowValueException($"{table}.{Name} takes at most {max} characters; {Property} has {text.Length}.");
    }
}
