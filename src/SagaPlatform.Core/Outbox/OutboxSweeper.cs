using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SagaPlatform.Core.Telemetry;

namespace SagaPlatform.Core.Outbox;

/// <summary>Brings rows that nobody dispatches: those of processes that died, and those whose commit only looked failed.</summary>
public sealed class OutboxSweeper(
    IOutboxStore store, OutboxDispatcher dispatcher, IOptions<OutboxOptions> options, TimeProvider time, ILogger<OutboxSweeper> log)
{
    /// <summary>When the last sweep succeeded; health looks at it.</summary>
    public DateTimeOffset LastSweep { get; private set; } = time.GetUtcNow();

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

        LastSweep = time.GetUtcNow();
    }
}
