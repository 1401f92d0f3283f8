using System.ComponentModel.DataAnnotations;

namespace SagaPlatform.Core.Persistence;

/// <summary>Limits of the rows kept in memory. Configuration section <c>SagaCache</c>; checked at start.</summary>
public sealed class SagaCacheOptions
{
    /// <summary>
    /// Rows of sagas that a process keeps after it committed them, so that their next message needs no read; 0 to keep none.
    /// Default 20,000; a row takes about as much memory as its columns hold.
    /// </summary>
    [Range(0, 1_000_000)]
    public int RowsMax { get; set; } = 20_000;
}
