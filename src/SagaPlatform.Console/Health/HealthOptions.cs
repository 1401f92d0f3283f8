using System.ComponentModel.DataAnnotations;

namespace SagaPlatform.OperatorConsole.Health;

/// <summary>What readiness bears. Configuration section <c>Health</c>; checked at start.</summary>
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
}
