namespace SagaPlatform.Core.Persistence;

/// <summary>Lets several questions be asked about one moment: between commits, never in the middle of one.</summary>
public interface IRowSnapshots
{
    /// <summary>Asks about the rows as they are now; what is committed meanwhile is not seen.</summary>
    /// <remarks>
    /// On PostgreSQL a read-only transaction of level repeatable read, which holds a connection and keeps old row versions as long
    /// as it lasts; in memory a copy of the tables.
    /// </remarks>
    /// <param name="look">Asks; its queries are of no use afterwards.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    Task<TResult> Take<TResult>(Func<IRowQueries, Task<TResult>> look, CancellationToken cancellation);
}
