namespace SagaPlatform.Core.Persistence;

/// <summary>The rows of a participant, read and written in the unit of work of the command that is being handled.</summary>
/// <remarks>
/// A key is claimed within this process from the read until the unit of work ends, so that commands for the same row
/// queue up instead of conflicting; other processes are kept honest by the version check. Claim all keys of a unit in
/// one call where they are known: several calls may wait for each other and then fail as a conflict.
/// </remarks>
public interface IRows
{
    /// <summary>The row, or null when there is none.</summary>
    Task<TRow?> Find<TRow>(object key) where TRow : class, IVersionedRow;

    /// <summary>The rows that exist, in any order.</summary>
    Task<IReadOnlyList<TRow>> FindAll<TRow>(IEnumerable<object> keys) where TRow : class, IVersionedRow;

    /// <summary>Writes a new row with the unit of work.</summary>
    void Add<TRow>(TRow row) where TRow : class, IVersionedRow;

    /// <summary>Writes a row that was found in this unit of work.</summary>
    void Change<TRow>(TRow row) where TRow : class, IVersionedRow;

    /// <summary>
    /// Demands that this unit of work is committed alone, in a SERIALIZABLE transaction: for money that two may want at once.
    /// It costs one more round trip and is not shared with other units; who loses is tried again from the start.
    /// </summary>
    void Serializable();
}
