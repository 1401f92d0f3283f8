using System.ComponentModel.DataAnnotations;

namespace SagaPlatform.Core.Outbox;

/// <summary>Limits of the outbox. Configuration section <c>Outbox</c>; checked at start.</summary>
public sealed class OutboxOptions
{
    /// <summary>The largest serialised message that may enter the outbox, in bytes. Default 256 KiB.</summary>
    [Range(1024, 16 * 1024 * 1024)]
    public int MessageBytesMax { get; set; } = 256 * 1024;

    /// <summary>How many messages may wait for their broker's confirm at once. Default 2,048.</summary>
    [Range(1, 65_536)]
    public int InFlightMax { get; set; } = 2048;

    /// <summary>
    /// How many committed messages may wait in memory for the dispatcher; what exceeds it stays in the table until the
    /// sweeper brings it. Default 100,000.
    /// </summary>
    [Range(100, 10_000_000)]
    public int HandoverMax { get; set; } = 100_000;

    /// <summary>A publish that is not confirmed within this is taken for hung: its channel is replaced. Default 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:05:00")]
    public TimeSpan ConfirmTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The wait before the second attempt; doubled for each further one, with jitter. Default 200 ms.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:01:00")]
    public TimeSpan BackOffFirst { get; set; } = TimeSpan.FromMilliseconds(200);

    /// <summary>The longest wait between attempts. Default 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "01:00:00")]
    public TimeSpan BackOffMax { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Attempts after which a message that the broker itself refuses is parked for a person. A lost connection does not
    /// count: an outage parks nothing. Default 10.
    /// </summary>
    [Range(1, 1000)]
    public int AttemptsMax { get; set; } = 10;

    /// <summary>Confirmed rows are deleted in batches of at most this many. Default 1,024.</summary>
    [Range(1, 10_000)]
    public int DeleteRowsMax { get; set; } = 1024;

    /// <summary>How long a confirmed row may wait for its batch. Default 50 ms.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:00:10")]
    public TimeSpan DeleteLinger { get; set; } = TimeSpan.FromMilliseconds(50);

    /// <summary>How often the sweeper looks for rows that nobody dispatches. Default 2 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:01:00")]
    public TimeSpan SweepEvery { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>A row of this process, older than this and not held by its dispatcher, was forgotten. Default 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan ForgottenAfter { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Rows that one sweep takes. Default 5,000.</summary>
    [Range(1, 100_000)]
    public int SweepRowsMax { get; set; } = 5000;
}
