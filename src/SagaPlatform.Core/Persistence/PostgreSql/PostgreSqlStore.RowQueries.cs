using Microsoft.EntityFrameworkCore;

namespace SagaPlatform.Core.Persistence.PostgreSql;

// Questions about rows that no key answers: EF Core writes the SQL, off the hot path.
public sealed partial class PostgreSqlStore : IRowQueries
{
    /// <inheritdoc/>
    public async Task<IReadOnlyList<TResult>> List<TRow, TResult>(
        Func<IQueryable<TRow>, IQueryable<TResult>> query, CancellationToken cancellation) where TRow : class, IVersionedRow
    {
        ArgumentNullException.ThrowIfNull(query);
        _ = _rows.Of<TRow>();
        await using var connection = await _database.OpenForQueries(cancellation);
        await using var context = _rows.Reading(connection);
        return await query(context.Set<TRow>()).ToListAsync(cancellation);
    }
}
