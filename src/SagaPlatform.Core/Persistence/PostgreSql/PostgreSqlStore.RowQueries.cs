using System.Data;
using System.Data.Common;
using Microsoft.EntityFrameworkCore;

namespace SagaPlatform.Core.Persistence.PostgreSql;

// Questions about rows that no key answers: EF Core writes the SQL, off the hot path.
public sealed partial class PostgreSqlStore : IRowQueries, IRowSnapshots
{
    /// <inheritdoc/>
    public async Task<IReadOnlyList<TResult>> List<TRow, TResult>(
        Func<IQueryable<TRow>, IQueryable<TResult>> query, CancellationToken cancellation) where TRow : class, IVersionedRow
    {
        await using var connection = await _database.OpenForQueries(cancellation);
        return await new Over(_rows, connection).List(query, cancellation);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<TResult>> ListAcross<TResult>(Func<IRowTables, IQueryable<TResult>> query, CancellationToken cancellation)
    {
        await using var connection = await _database.OpenForQueries(cancellation);
        return await new Over(_rows, connection).ListAcross(query, cancellation);
    }

    /// <inheritdoc/>
    public async Task<TResult> Take<TResult>(Func<IRowQueries, Task<TResult>> look, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(look);
        await using var connection = await _database.OpenForQueries(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellation);
        await using (var readOnly = connection.CreateCommand())
        {
            readOnly.CommandText = "SET TRANSACTION READ ONLY";
            await readOnly.ExecuteNonQueryAsync(cancellation);
        }
        return await look(new Over(_rows, connection));
    }

    /// <summary>Queries over one connection, in the transaction it is in, if any.</summary>
    sealed class Over(RowModel rows, DbConnection connection) : IRowQueries
    {
        public async Task<IReadOnlyList<TResult>> List<TRow, TResult>(
            Func<IQueryable<TRow>, IQueryable<TResult>> query, CancellationToken cancellation) where TRow : class, IVersionedRow
        {
            ArgumentNullException.ThrowIfNull(query);
            _ = rows.Of<TRow>();
            await using var context = rows.Reading(connection);
            return await query(context.Set<TRow>()).ToListAsync(cancellation);
        }

        public async Task<IReadOnlyList<TResult>> ListAcross<TResult>(Func<IRowTables, IQueryable<TResult>> query, CancellationToken cancellation)
        {
            ArgumentNullException.ThrowIfNull(query);
            await using var context = rows.Reading(connection);
            return await query(new Tables(rows, context)).ToListAsync(cancellation);
        }
    }

    sealed class Tables(RowModel rows, DbContext context) : IRowTables
    {
        public IQueryable<TRow> Of<TRow>() where TRow : class, IVersionedRow
        {
            _ = rows.Of<TRow>();
            return context.Set<TRow>();
        }
    }
}
