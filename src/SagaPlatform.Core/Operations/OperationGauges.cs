using System.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SagaPlatform.Core.Operations.Audit;
using SagaPlatform.Core.Operations.FailedMessages;
using SagaPlatform.Core.Telemetry;

namespace SagaPlatform.Core.Operations;

/// <summary>What alerts watch of operations: failed messages that wait, and whether the audit is as it was written.</summary>
/// <remarks>Sampled at the pace of the other gauges; while the store does not answer they show nothing. The whole audit is looked at every ten minutes.</remarks>
public sealed class OperationGauges : BackgroundService
{
    static readonly TimeSpan VerifyEvery = TimeSpan.FromMinutes(10);

    readonly FailedMessageQueries _failed;
    readonly AuditVerification _audit;
    readonly TimeSpan _every;
    readonly TimeProvider _time;
    readonly ILogger<OperationGauges> _log;
    DateTimeOffset _verifiedAt = DateTimeOffset.MinValue;
    double? _waiting, _broken;

    /// <summary>Adds the gauges to the meter.</summary>
    public OperationGauges(
        FailedMessageQueries failed, AuditVerification audit, PlatformMeter meter, IOptions<GaugeOptions> options, TimeProvider time, ILogger<OperationGauges> log)
    {
        (_failed, _audit, _every, _time, _log) = (failed, audit, options.Value.SampleEvery, time, log);
        meter.Gauge("saga.failed_messages", null, "Messages that failed and wait for somebody", () => Shown(_waiting));
        meter.Gauge("saga.audit.broken", null, "The first row of the audit that is not as it was written; 0 while all are", () => Shown(_broken));
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await Sample(stoppingToken);
            try
            {
                await Task.Delay(_every, _time, stoppingToken);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    /// <summary>Takes one sample.</summary>
    public async Task Sample(CancellationToken cancellation)
    {
        try
        {
            _waiting = (await _failed.Queues(cancellation)).Sum(x => x.Count);
            if (_time.GetUtcNow() - _verifiedAt < VerifyEvery)
                return;
            var verdict = await _audit.Verify(null, cancellation);
            (_broken, _verifiedAt) = (verdict.FirstBad ?? 0, _time.GetUtcNow());
            if (!verdict.Holds)
                _log.LogCritical("The audit is not as it was written: {Sentence}", verdict.Sentence);
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested)
        {
            (_waiting, _broken) = (null, null);
            _log.LogDebug("The gauges of operations show nothing until the store answers: {Reason}", e.Message);
        }
        catch (OperationCanceledException)
        {
            // Stopping.
        }
    }

    static IEnumerable<Measurement<double>> Shown(double? value) => value is { } known ? [new(known)] : [];
}
