namespace SagaPlatform.Core.Persistence.Memory;

// The same questions over copies of all rows of a class; there is no index to help.
public sealed partial class MemoryStore : IRowQueries
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
}
