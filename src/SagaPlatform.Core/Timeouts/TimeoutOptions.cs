using System.ComponentModel.DataAnnotations;

namespace SagaPlatform.Core.Timeouts;

/// <summary>Limits of the clock. Configuration section <c>Timeouts</c>; checked at start.</summary>
public sealed class TimeoutOptions
{
    /// <summary>Whether this process rings. The host sets it: a process without sagas leaves ringing to those that have some.</summary>
    public bool RingHere { get; set; } = true;

    /// <summary>How often due timeouts are rung. Default 250 ms; lateness is about this.</summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "00:00:10")]
    public TimeSpan RingEvery { get; set; } = TimeSpan.FromMilliseconds(250);

    /// <summary>
    /// Rings per round. With <see cref="RingEvery"/> this spreads what became overdue while nobody rang: by default at most
    /// 2,000 a second in each process. Default 500.
    /// </summary>
    [Range(1, 10_000)]
    public int RingsPerRoundMax { get; set; } = 500;

    /// <summary>
    /// The backstop of each process rings what is overdue by this although the clustered job should have rung it: a lost or
    /// stuck trigger delays a timeout, it does not lose it. Default 1.5 s.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.500", "00:05:00")]
    public TimeSpan BackstopAfter { get; set; } = TimeSpan.FromSeconds(1.5);
}
