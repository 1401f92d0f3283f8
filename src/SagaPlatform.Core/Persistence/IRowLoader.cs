namespace SagaPlatform.Core.Persistence;

/// <summary>Adds many rows at once, beside all units of work: the data that a platform starts with.</summary>
public interface IRowLoader
{
    /// <summary>Adds the rows whose key is not there yet, in one transaction; what is there is left as it is.</summary>
    /// <param name="rows">At most <see cref="RowLoading.RowsMax"/> rows, each key once.</param>
    /// <param name="cancellation">Ends the loading; nothing is added then.</param>
    /// <returns>How many were added.</returns>
    /// <exception cref="ArgumentException">There are too many rows.</exception>
    /// <exception cref="RowModelException">The class is not mapped.</exception>
    /// <exception cref="RowValueException">A value does not fit its column.</exception>
    Task<int> AddMissing<TRow>(IReadOnlyCollection<TRow> rows, CancellationToken cancellation) where TRow : class, IVersionedRow;
}

/// <summary>The limits of loading.</summary>
public static class RowLoading
{
    /// <summary>Rows of one call: a statement of so many takes well under a second.</summary>
    public const int RowsMax = 10_000;

    internal static List<PreparedRow> Prepare<TRow>(RowModel model, IReadOnlyCollection<TRow> rows) where TRow : class, IVersionedRow
    {
        ArgumentNullException.ThrowIfNull(rows);
        return rows.Count <= RowsMax
            ? [.. rows.Select(x => PreparedRow.Of(model, x, expectedVersion: 0))]
            : throw new ArgumentException($"At most {RowsMax} rows are loaded at once, not {rows.Count}.", nameof(rows));
    }
}
