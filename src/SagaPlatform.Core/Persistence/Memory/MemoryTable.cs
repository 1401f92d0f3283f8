using System.Collections;

namespace SagaPlatform.Core.Persistence.Memory;

/// <summary>The rows of one class, by key and by each unique index. The caller holds the database's lock.</summary>
sealed class MemoryTable(RowMapping mapping)
{
    readonly Dictionary<object, object?[]> _rows = [];
    readonly Dictionary<UniqueKey, object>[] _unique = [.. mapping.Unique.Select(_ => new Dictionary<UniqueKey, object>())];

    internal IEnumerable<object?[]> Rows => _rows.Values;

    internal object?[]? Find(object key) => _rows.GetValueOrDefault(key);

    internal bool Accepts(PreparedRow row)
    {
        var stored = Find(row.Key);
        var version = stored == null ? 0 : (int)stored[mapping.Version.Ordinal]!;
        return version == row.ExpectedVersion && !BreaksUnique(row);
    }

    internal void Write(PreparedRow row)
    {
        Remove(row.Key);
        _rows[row.Key] = row.Values;
        for (var i = 0; i < _unique.Length; i++)
        {
            if (UniqueKey.Of(mapping.Unique[i], row.Values) is { } key)
                _unique[i][key] = row.Key;
        }
    }

    internal void Remove(object key)
    {
        if (!_rows.Remove(key, out var values))
            return;
        for (var i = 0; i < _unique.Length; i++)
        {
            if (UniqueKey.Of(mapping.Unique[i], values) is { } unique)
                _unique[i].Remove(unique);
        }
    }

    bool BreaksUnique(PreparedRow row)
    {
        for (var i = 0; i < _unique.Length; i++)
        {
            if (UniqueKey.Of(mapping.Unique[i], row.Values) is { } key
                && _unique[i].TryGetValue(key, out var owner) && !owner.Equals(row.Key))
                return true;
        }
        return false;
    }
}

/// <summary>The values of a unique index; as in SQL, one with a null is equal to none.</summary>
readonly struct UniqueKey : IEquatable<UniqueKey>
{
    readonly object[] _values;

    UniqueKey(object[] values) => _values = values;

    internal static UniqueKey? Of(IReadOnlyList<RowColumn> columns, object?[] values)
    {
        var key = new object[columns.Count];
        for (var i = 0; i < key.Length; i++)
        {
            if (values[columns[i].Ordinal] is not { } value)
                return null;
            key[i] = value;
        }
        return new UniqueKey(key);
    }

    public bool Equals(UniqueKey other) => StructuralComparisons.StructuralEqualityComparer.Equals(_values, other._values);

    public override bool Equals(object? obj) => obj is UniqueKey other && Equals(other);

    public override int GetHashCode() => StructuralComparisons.StructuralEqualityComparer.GetHashCode(_values);
}
