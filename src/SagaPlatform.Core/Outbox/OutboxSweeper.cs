using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SagaPlatform.Core.Telemetry;

namespace SagaPlatform.Core.Outbox;

/// <summary>Brings rows that nobody dispatches: those of processes that died, and those whose commit only looked failed.</summary>
public sealed class OutboxSweeper(
    IOutboxStore store, OutboxDispatcher dispatcher, IOptions<OutboxOptions> options, TimeProvider time, ILogger<OutboxSweeper> log)
{
    long _lastSweep = time.GetTimestamp();

    /// <summary>Since the last sweep that succeeded; health looks at it. Not by the clock, which may be set.</summary>
    public TimeSpan Silence => time.GetElapsedTime(Volatile.Read(ref _lastSweep));

    /// <summary>One sweep.</summary>
    public async Task Sweep(CancellationToken cancellation)
    {
        var room = options.Value.HandoverMax - dispatcher.Held;
        if (room <= 0)
            return;

        using var activity = PlatformMeter.Activities.StartActivity("outbox sweep");
        var rows = await store.TakeAbandoned(
            dispatcher.Holds, options.Value.ForgottenAfter, Math.Min(room, options.Value.SweepRowsMax), cancellation);
        if (rows.Count > 0)
        {
            log.LogInformation("Sweeper: {Count} messages of a dead or forgetful process are dispatched", rows.Count);
            dispatcher.Take(rows);
        }

        Volatile.Write(ref _lastSweep, time.GetTimestamp());
    }
}
