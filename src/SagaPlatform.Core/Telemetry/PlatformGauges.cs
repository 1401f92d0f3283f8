using System.ComponentModel.DataAnnotations;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SagaPlatform.Core.Operations;
using SagaPlatform.Core.Outbox;
using SagaPlatform.Core.Sagas;
using SagaPlatform.Core.Timeouts;

namespace SagaPlatform.Core.Telemetry;

/// <summary>How gauges are sampled. Configuration section <c>Gauges</c>; checked at start.</summary>
public sealed class GaugeOptions
{
    /// <summary>How often the store is asked, however often the gauges are read. Default 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan SampleEvery { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>A timeout counts as overdue from this on; below, it is only about to ring. Default 5 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00")]
    public TimeSpan TimersOverdueAfter { get; set; } = TimeSpan.FromSeconds(5);
}

/// <summary>The gauges of the platform, from samples taken at an even pace: reading them asks the store nothing.</summary>
/// <remarks>
/// While the store does not answer they show nothing: a gap is honest, yesterday's number is not. Every process shows the
/// whole platform's numbers, so take the maximum over processes, not the sum.
/// </remarks>
public sealed class PlatformGauges : BackgroundService
{
    readonly ISagaQueries _queries;
    readonly IOutboxStore _outbox;
    readonly ITimeoutStore _timeouts;
    readonly SagaCatalogue _catalogue;
    readonly GaugeOptions _options;
    readonly TimeProvider _time;
    readonly ILogger<PlatformGauges> _log;
    readonly HashSet<(string Type, string State)> _seen = [];
    volatile Reading? _last;
    bool _failing;

    /// <summary>Adds the gauges to the meter.</summary>
    public PlatformGauges(
        ISagaQueries queries, IOutboxStore outbox, ITimeoutStore timeouts, SagaCatalogue catalogue, PlatformMeter meter,
        IOptions<GaugeOptions> options, TimeProvider time, ILogger<PlatformGauges> log)
    {
        (_queries, _outbox, _timeouts, _catalogue, _options, _time, _log) = (queries, outbox, timeouts, catalogue, options.Value, time, log);

        meter.Gauge("saga.instances", null, "Sagas, by type and state", () => Read(x => x.Instances));
        meter.Gauge("saga.stuck", null, "Sagas that wait for a person, by type", () => Read(x => x.Stuck));
        meter.Gauge("saga.outbox.pending", null, "Messages that wait to leave", () => Read(x => [new(x.Backlog.Pending)]));
        meter.Gauge("saga.outbox.oldest_age", "s", "Age of the oldest message that waits to leave; 0 when none does",
            () => Read(x => [new((x.Backlog.OldestAge ?? TimeSpan.Zero).TotalSeconds)]));
        meter.Gauge("saga.parked", null, "Messages set aside for a person", () => Read(x => [new(x.Backlog.Parked)]));
        meter.Gauge("saga.timers.overdue", null, "Timeouts that should have rung", () => Read(x => [new(x.Overdue)]));
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await Sample(stoppingToken);
            try
            {
                await Task.Delay(_options.SampleEvery, _time, stoppingToken);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    /// <summary>Takes one sample; when the store does not answer in time, there is none.</summary>
    public async Task Sample(CancellationToken cancellation)
    {
        try
        {
            _last = Draw(await Ask(cancellation).WaitAsync(_options.SampleEvery, _time, cancellation));
            _failing = false;
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested)
        {
            _last = null;
            if (!_failing)
                _log.LogWarning("The gauges show nothing until the store answers: {Reason}", e.Message);
            _failing = true;
        }
        catch (OperationCanceledException)
        {
            // Stopping.
        }
    }

    async Task<Answers> Ask(CancellationToken cancellation) => new(
        await _queries.Count(cancellation), await _outbox.Backlog(cancellation), await _timeouts.Overdue(_options.TimersOverdueAfter, cancellation));

    Reading Draw(Answers answers)
    {
        var counts = answers.Counts.ToDictionary(x => (x.Type, x.State), x => x.Count);
        _seen.UnionWith(counts.Keys);
        return new Reading(
            [.. _seen.Select(x => new Measurement<double>(counts.GetValueOrDefault(x), new("type", x.Type), new("state", x.State)))],
            [.. _catalogue.All.Select(x => new Measurement<double>(
                counts.GetValueOrDefault((x.Name, ProcessStates.NeedsAttention)), new KeyValuePair<string, object?>("type", x.Name)))],
            answers.Backlog,
            answers.Overdue);
    }

    IEnumerable<Measurement<double>> Read(Func<Reading, IEnumerable<Measurement<double>>> gauge) =>
        _last is { } last ? gauge(last) : [];

    sealed record Answers(IReadOnlyList<SagaCount> Counts, OutboxBacklog Backlog, long Overdue);

    /// <summary>A state that emptied is 0, not gone: its series would end at its last value.</summary>
    sealed record Reading(
        IReadOnlyList<Measurement<double>> Instances, IReadOnlyList<Measurement<double>> Stuck, OutboxBacklog Backlog, long Overdue);
}
