namespace SagaPlatform.Core.Persistence;

/// <summary>The rows of one unit of work; conflicts between commands for the same row are left to the version check.</summary>
public sealed class Rows(IPlatformStore store, UnitOfWork unit) : IRows
{
    readonly Dictionary<object, int> _found = new(ReferenceEqualityComparer.Instance);

    /// <inheritdoc />
    public async Task<TRow?> Find<TRow>(object key) where TRow : class, IVersionedRow
    {
        var row = await store.Find<TRow>(key, unit.Inbox, CancellationToken.None);
        if (row != null)
            _found[row] = row.Version;
        return row;
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<TRow>> FindAll<TRow>(IEnumerable<object> keys) where TRow : class, IVersionedRow
    {
        var rows = await store.FindAll<TRow>([.. keys], CancellationToken.None);
        foreach (var row in rows)
            _found[row] = row.Version;
        return rows;
    }

    /// <inheritdoc />
    public void Add<TRow>(TRow row) where TRow : class, IVersionedRow => unit.Rows.Add(new RowChange(row, 0));

    /// <inheritdoc />
    public void Change<TRow>(TRow row) where TRow : class, IVersionedRow
    {
        if (!unit.Rows.Exists(x => ReferenceEquals(x.Row, row)))
            unit.Rows.Add(new RowChange(row, _found[row]));
    }
}
