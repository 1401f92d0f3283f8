namespace SagaPlatform.Core.Persistence;

/// <summary>
/// Looks for rows by what is in them: a desk's open work, the cheapest supplier, the sum of a ledger. What is found may be
/// changed by somebody else in the next moment; whoever decides by it reads the row again through <see cref="IRows"/>, whose
/// version check makes the decision safe.
/// </summary>
/// <remarks>
/// On PostgreSQL a query is EF Core's, on the one row model; in memory the same query runs over all rows of the class.
/// Keep to what both can do: comparisons, <c>Contains</c>, ordering, <c>Take</c>, <c>GroupBy</c> with <c>Sum</c> and <c>Count</c>,
/// and projections of those; over several classes <c>LeftJoin</c> by one column and <c>Concat</c> of projections with the same
/// members set. Columns stored with <c>HasJsonConversion</c> can be read, not searched.
/// </remarks>
public interface IRowQueries
{
    /// <summary>Rows, or what is made of them. A query says itself how many it takes.</summary>
    /// <param name="query">Made from all rows of the class.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <exception cref="RowModelException">The class is not mapped.</exception>
    /// <exception cref="InvalidOperationException">PostgreSQL cannot do what the query asks.</exception>
    Task<IReadOnlyList<TResult>> List<TRow, TResult>(Func<IQueryable<TRow>, IQueryable<TResult>> query, CancellationToken cancellation)
        where TRow : class, IVersionedRow;

    /// <summary>What rows of several classes say together, at one moment: a table compared with another, without reading either.</summary>
    /// <param name="query">Made from all rows of some classes.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <exception cref="RowModelException">A class is not mapped.</exception>
    /// <exception cref="InvalidOperationException">PostgreSQL cannot do what the query asks.</exception>
    Task<IReadOnlyList<TResult>> ListAcross<TResult>(Func<IRowTables, IQueryable<TResult>> query, CancellationToken cancellation);
}

/// <summary>The rows that one question is about.</summary>
public interface IRowTables
{
    /// <summary>All rows of a class.</summary>
    /// <exception cref="RowModelException">The class is not mapped.</exception>
    IQueryable<TRow> Of<TRow>() where TRow : class, IVersionedRow;
}
