using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SagaPlatform.Core.Faults;
using SagaPlatform.Core.Telemetry;

namespace SagaPlatform.Core.Timeouts;

/// <summary>Rings due timeouts: moves them into the outbox, a bounded number per round.</summary>
public sealed class TimeoutRinger(
    ITimeoutStore store, IOptions<TimeoutOptions> options, PlatformMeter meter, TimeProvider time, ILogger<TimeoutRinger> log)
{
    long _lastRound = time.GetTimestamp();

    /// <summary>Since the last round that succeeded; health looks at it. Not by the clock, which may be set.</summary>
    public TimeSpan Silence => time.GetElapsedTime(Volatile.Read(ref _lastRound));

    /// <summary>One round of the clustered job.</summary>
    /// <returns>How many rang.</returns>
    public Task<int> Ring(CancellationToken cancellation) => Round(TimeSpan.Zero, "fired", cancellation);

    /// <summary>One round of this process's backstop.</summary>
    /// <returns>How many rang that should have rung before.</returns>
    public async Task<int> RingOverdue(CancellationToken cancellation)
    {
        var count = await Round(options.Value.BackstopAfter, "swept", cancellation);
        if (count > 0)
            log.LogWarning("{Count} timeouts were overdue by {Overdue} and were rung by the backstop", count, options.Value.BackstopAfter);
        return count;
    }

    async Task<int> Round(TimeSpan overdueBy, string outcome, CancellationToken cancellation)
    {
        var rung = await store.RingDue(options.Value.RingsPerRoundMax, overdueBy, cancellation);
        Volatile.Write(ref _lastRound, time.GetTimestamp());
        if (rung.Count == 0)
            return 0;

        CrashPoint.Reach(CrashPoint.WhileRinging);
        meter.Rang(rung.Count, outcome);
        log.LogDebug("{Count} timeouts rang, the latest {Late} late", rung.Count, rung.Latest);
        return rung.Count;
    }
}
