namespace SagaPlatform.Core.Persistence;

/// <summary>The rows of the command that is being handled; its claims end with its scope.</summary>
sealed class Rows(IPlatformStore store, UnitOfWork unit, RowModel model, RowClaims claims) : IRows, IDisposable
{
    readonly RowClaimSet _claimed = claims.Begin();

    // By reference: the version a row had when it was read, whatever its handler does with it.
    readonly Dictionary<IVersionedRow, int> _found = new(ReferenceEqualityComparer.Instance);

    public async Task<TRow?> Find<TRow>(object key) where TRow : class, IVersionedRow
    {
        await _claimed.Claim(typeof(TRow), [model.Of<TRow>().KeyValue(key)], CancellationToken.None);
        var row = await store.Find<TRow>(key, unit.Inbox, CancellationToken.None);
        return row == null ? null : Remember(row);
    }

    public async Task<IReadOnlyList<TRow>> FindAll<TRow>(IEnumerable<object> keys) where TRow : class, IVersionedRow
    {
        var all = keys.ToList();
        var mapping = model.Of<TRow>();
        await _claimed.Claim(typeof(TRow), all.Select(mapping.KeyValue), CancellationToken.None);
        var rows = await store.FindAll<TRow>(all, CancellationToken.None);
        foreach (var row in rows)
            Remember(row);
        return rows;
    }

    public void Add<TRow>(TRow row) where TRow : class, IVersionedRow
    {
        ArgumentNullException.ThrowIfNull(row);
        unit.Rows.Add(new RowChange(row, ExpectedVersion: 0));
    }

    public void Change<TRow>(TRow row) where TRow : class, IVersionedRow
    {
        ArgumentNullException.ThrowIfNull(row);
        if (unit.Rows.Exists(x => ReferenceEquals(x.Row, row)))
            return;
        if (!_found.TryGetValue(row, out var version))
            throw new InvalidOperationException($"This {typeof(TRow).Name} was not found in this unit of work: find it before it is changed, or add it when it is new.");
        unit.Rows.Add(new RowChange(row, version));
    }

    public void Serializable() => unit.Serializable = true;

    public void Dispose() => _claimed.Dispose();

    TRow Remember<TRow>(TRow row) where TRow : class, IVersionedRow
    {
        _found[row] = row.Version;
        return row;
    }
}
