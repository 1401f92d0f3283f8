namespace SagaPlatform.Core.Persistence.Memory;

// The same questions over copies of all rows of a class; there is no index to help.
public sealed partial class MemoryStore : IRowQueries, IRowSnapshots
{
    /// <inheritdoc/>
    public Task<IReadOnlyList<TResult>> List<TRow, TResult>(
        Func<IQueryable<TRow>, IQueryable<TResult>> query, CancellationToken cancellation) where TRow : class, IVersionedRow
    {
        ArgumentNullException.ThrowIfNull(query);
        cancellation.ThrowIfCancellationRequested();
        var mapping = _rows.Of<TRow>();
        List<object?[]> rows;
        lock (_database.Lock)
            rows = [.. _database.Table(mapping).Rows];
        return Task.FromResult<IReadOnlyList<TResult>>([.. query(rows.Select(mapping.MakeRow).AsQueryable())]);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<TResult>> ListAcross<TResult>(Func<IRowTables, IQueryable<TResult>> query, CancellationToken cancellation) =>
        Take(x => x.ListAcross(query, cancellation), cancellation);

    /// <inheritdoc/>
    public Task<TResult> Take<TResult>(Func<IRowQueries, Task<TResult>> look, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(look);
        cancellation.ThrowIfCancellationRequested();
        // Values are never changed in place: a row that is written again gets new ones.
        Dictionary<RowMapping, List<object?[]>> tables;
        lock (_database.Lock)
            tables = _rows.All.ToDictionary(x => x, x => _database.Table(x).Rows.ToList());
        return look(new Snapshot(_rows, tables));
    }

    sealed class Snapshot(RowModel model, Dictionary<RowMapping, List<object?[]>> tables) : IRowQueries, IRowTables
    {
        public Task<IReadOnlyList<TResult>> List<TRow, TResult>(
            Func<IQueryable<TRow>, IQueryable<TResult>> query, CancellationToken cancellation) where TRow : class, IVersionedRow
        {
            cancellation.ThrowIfCancellationRequested();
            return Task.FromResult<IReadOnlyList<TResult>>([.. query(Of<TRow>())]);
        }

        public Task<IReadOnlyList<TResult>> ListAcross<TResult>(Func<IRowTables, IQueryable<TResult>> query, CancellationToken cancellation)
        {
            ArgumentNullException.ThrowIfNull(query);
            cancellation.ThrowIfCancellationRequested();
            return Task.FromResult<IReadOnlyList<TResult>>([.. query(this)]);
        }

        public IQueryable<TRow> Of<TRow>() where TRow : class, IVersionedRow
        {
            var mapping = model.Of<TRow>();
            return tables[mapping].Select(mapping.MakeRow).AsQueryable();
        }
    }
}
