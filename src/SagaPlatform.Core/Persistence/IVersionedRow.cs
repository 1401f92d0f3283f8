namespace SagaPlatform.Core.Persistence;

/// <summary>A row that is only written when nobody else wrote it since it was read.</summary>
/// <remarks>
/// The property must be mapped as a concurrency token in the EF Core model; a mapping without it stops the start.
/// Application code never sets it: the store does, when the row is committed.
/// </remarks>
public interface IVersionedRow
{
    /// <summary>How often the row has been written; 0 while it was never stored.</summary>
    int Version { get; set; }
}
