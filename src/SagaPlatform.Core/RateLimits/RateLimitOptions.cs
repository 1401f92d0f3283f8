using System.ComponentModel.DataAnnotations;

namespace SagaPlatform.Core.RateLimits;

/// <summary>How processes share a rate. Configuration section <c>RateLimits</c>; checked at start.</summary>
public sealed class RateLimitOptions
{
    /// <summary>Tokens that a process takes from the bucket at once, 1 to 10,000. It takes as many as it used last time, up to this. Default 200.</summary>
    [Range(1, 10_000)]
    public int LeaseTokensMax { get; set; } = 200;

    /// <summary>
    /// How long a process may use what it took; what it did not use by then is lost. Also the longest time until a change of
    /// the rate is heard everywhere. Default 1 s.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:01:00")]
    public TimeSpan LeaseLifetime { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>After the bucket was found empty, refusals are answered without asking it again for at most this long. Default 10 ms.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:10")]
    public TimeSpan EmptyFor { get; set; } = TimeSpan.FromMilliseconds(10);
}
