using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SagaPlatform.Core.Outbox;
using SagaPlatform.Core.Timeouts;

namespace SagaPlatform.Core.Hosting;

/// <summary>
/// What must not depend on the clustered clock alone: every process sweeps once as soon as it starts, and keeps ringing
/// what is overdue although it should have rung. Deleted triggers, or triggers held by a process that died, delay; they do
/// not lose.
/// </summary>
public sealed class Backstop(
    TimeoutRinger ringer, OutboxSweeper sweeper, IOptions<OutboxOptions> outbox, IOptions<TimeoutOptions> timeouts, TimeProvider time,
    ILogger<Backstop> log) : BackgroundService
{
    /// <inheritdoc />
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(
        Repeat("sweep", outbox.Value.SweepEvery, sweeper.Sweep, stoppingToken),
        timeouts.Value.RingHere ? Repeat("ring", timeouts.Value.BackstopAfter, ringer.RingOverdue, stoppingToken) : Task.CompletedTask);

    async Task Repeat(string what, TimeSpan interval, Func<CancellationToken, Task> act, CancellationToken stopping)
    {
        var failing = false;
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await act(stopping);
                failing = false;
            }
            catch (Exception e)
            {
                if (stopping.IsCancellationRequested)
                    return;
                if (!failing)
                    log.LogWarning("The backstop cannot {What}: {Reason}", what, e.Message);
                failing = true;
            }

            try
            {
                await Task.Delay(interval, time, stopping);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }
}
