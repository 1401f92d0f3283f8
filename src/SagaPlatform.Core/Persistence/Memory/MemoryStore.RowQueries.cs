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

    sealed class Snapshot(RowModel model, Dictionary<RowMapping, List<object?[]>> tables) : IRowQueries
    {
        public Task<IReadOnlyList<TResult>> List<TRow, TResult>(
            Func<IQueryable<TRow>, IQueryable<TResult>> query, CancellationToken cancellation) where TRow : class, IVersionedRow
        {
            cancellation.ThrowIfCancellationRequested();
            var mapping = model.Of<TRow>();
            return Task.FromResult<IReadOnlyList<TResult>>([.. query(tables[mapping].Select(mapping.MakeRow).AsQueryable())]);
        }
    }
}
