using System.ComponentModel.DataAnnotations;

namespace SagaPlatform.OperatorConsole.Health;

/// <summary>What readiness bears, and how long a process that is not ready may go on. Configuration section <c>Health</c>; checked at start.</summary>
public sealed class HealthOptions
{
    /// <summary>A message that waits in the outbox longer than this means that nothing gets out. Default 30 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan OutboxAgeMax { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The sweeper or the ringer without a successful round for longer than this is taken for dead. Default 30 s.</summary>
    [Range(typeof(TimeSpan), "00:00:05", "01:00:00")]
    public TimeSpan SilenceMax { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>A timeout that is overdue by this means that nobody rings. Default 30 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan TimeoutsOverdueMax { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>A check that has not answered within this is cut off and counts as failed. Default 5 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:01:00")]
    public TimeSpan CheckTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How often the publishing channels carry a canary, and how often the queues' consumers are counted. Default 5 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:01:00")]
    public TimeSpan ProbeEvery { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>A canary that is not confirmed within this, or a count that does not come, has failed. Default 5 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:01:00")]
    public TimeSpan ProbeTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// No canary confirmed for longer than this means that publishing hangs or fails. Default 15 s; with
    /// <see cref="ProbeEvery"/> and <see cref="ProbeTimeout"/> it is seen within 25 s.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan CanaryLateMax { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>A queue of this process without a consumer for longer than this means that nobody takes its messages. Default 15 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan ConsumersGoneMax { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// A process that is not ready for this long although broker and database answer others is wedged: it ends with an exit
    /// code, for its supervisor to start another. Default 2 min.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:05", "1.00:00:00")]
    public TimeSpan HealWithin { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>
    /// A process that is not ready for this long because the broker or the database is away ends too. Default 30 min: a new
    /// process cannot bring them back, and until then this one still takes commands into its outbox.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:05", "7.00:00:00")]
    public TimeSpan OutageMax { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>How often the process looks at its own readiness. Default 5 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:01:00")]
    public TimeSpan WatchEvery { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>A process that ends because it cannot heal has this long to stop in order; then it is gone. Default 30 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:10:00")]
    public TimeSpan EndWithin { get; set; } = TimeSpan.FromSeconds(30);
}
