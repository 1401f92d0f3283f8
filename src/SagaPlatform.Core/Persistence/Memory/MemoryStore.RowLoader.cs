namespace SagaPlatform.Core.Persistence.Memory;

// The same rows, one by one under the store's lock.
public sealed partial class MemoryStore : IRowLoader
{
    /// <inheritdoc/>
    public Task<int> AddMissing<TRow>(IReadOnlyCollection<TRow> rows, CancellationToken cancellation) where TRow : class, IVersionedRow
    {
        cancellation.ThrowIfCancellationRequested();
        var prepared = RowLoading.Prepare(_rows, rows);
        var added = 0;
        lock (_database.Lock)
        {
            var table = _database.Table(_rows.Of<TRow>());
            foreach (var row in prepared.Where(table.Accepts))
            {
                table.Write(row);
                added++;
            }
        }
        return Task.FromResult(added);
    }
}
