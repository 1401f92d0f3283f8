using System.ComponentModel.DataAnnotations;

namespace SagaPlatform.Core.Persistence;

/// <summary>Removes what nobody needs any more.</summary>
public interface IRetention
{
    /// <summary>Removes one batch of each kind of expired row; to be called again while <see cref="RetentionSweep.More"/>.</summary>
    Task<RetentionSweep> DeleteExpired(CancellationToken cancellation);
}

/// <summary>What one sweep removed.</summary>
/// <param name="Inbox">Inbox rows.</param>
/// <param name="Sagas">Finished sagas, their history with them.</param>
/// <param name="More">Whether there may be more.</param>
public sealed record RetentionSweep(int Inbox, int Sagas, bool More);

/// <summary>How long things are kept. Configuration section <c>Retention</c>; checked at start.</summary>
public sealed class RetentionOptions
{
    /// <summary>
    /// Days an inbox row is kept, 1 to 3,650. A message that comes again after that is consumed again, so this must be
    /// longer than any message can wait in a queue, an error queue included.
    /// </summary>
    [Range(1, 3650)]
    public int InboxDays { get; set; } = 30;

    /// <summary>Days a finished saga and its history are kept, 1 to 36,500; null keeps them for good.</summary>
    [Range(1, 36500)]
    public int? FinishedSagaDays { get; set; }

    /// <summary>Rows of each kind that one sweep removes at most, 1 to 100,000: a long delete would hold its transaction open.</summary>
    [Range(1, 100_000)]
    public int BatchRowsMax { get; set; } = 5_000;
}
