using System.ComponentModel.DataAnnotations;
using System.Diagnostics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SagaPlatform.Core.Operations;
using SagaPlatform.Core.Operations.FailedMessages;
using SagaPlatform.Core.Outbox;
using SagaPlatform.Core.Sagas;
using SagaPlatform.Core.Timeouts;
using SagaPlatform.Core.WorkItems;

namespace SagaPlatform.OperatorConsole.Overview;

/// <summary>How often the overview looks. Configuration section <c>Overview</c>; checked at start.</summary>
public sealed class OverviewOptions
{
    /// <summary>How often the store is asked while somebody watches. Default 1 s; it is never asked for more than a fifth of the time.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:01:00")]
    public TimeSpan SampleEvery { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How often it is asked while nobody watches, so that the charts have a past. Default 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan SampleUnwatchedEvery { get; set; } = TimeSpan.FromSeconds(10);
}

/// <summary>What the store said at one moment.</summary>
sealed record OverviewSample(
    DateTimeOffset At, IReadOnlyList<SagaCount> Counts, OutboxBacklog Backlog, long Overdue, IReadOnlyList<ErrorQueue> ErrorQueues, long OpenWorkItems);

/// <summary>
/// One look at the store for everybody who watches, however many they are; between the looks, what the last one said. Starts and ends
/// follow from how the counts of all processes changed, so no process need know of another.
/// </summary>
sealed class OverviewSampler(
    ISagaQueries sagas, IOutboxStore outbox, ITimeoutStore timeouts, FailedMessageQueries failed, WorkItemQueries work, IOptions<OverviewOptions> options,
    TimeProvider time, ILogger<OverviewSampler> log) : BackgroundService
{
    static readonly TimeSpan Past = TimeSpan.FromMinutes(10);

    /// <summary>
    /// It rests so many times as long as a look took: counting a million sagas takes a third of a second of the database, which belongs to
    /// the sagas first.
    /// </summary>
    const int RestPerLook = 4;

    readonly Lock _gate = new();
    readonly Queue<RateSample> _rates = new();
    OverviewSample? _last;
    TaskCompletionSource _next = new(TaskCreationOptions.RunContinuationsAsynchronously);
    int _watchers;

    /// <summary>What was last seen, and the rates up to then; looks now when nothing was seen yet.</summary>
    public async Task<(OverviewSample Sample, IReadOnlyList<RateSample> Rates)> Latest(CancellationToken cancellation)
    {
        if (_last == null)
            await Sample(cancellation);
        lock (_gate)
            return (_last!, [.. _rates]);
    }

    /// <summary>Somebody watches until this is disposed.</summary>
    public IDisposable Watch()
    {
        Interlocked.Increment(ref _watchers);
        return new Watching(this);
    }

    /// <summary>The next look, after this call.</summary>
    public Task Next()
    {
        lock (_gate)
            return _next.Task;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var failing = false;
        while (!stoppingToken.IsCancellationRequested)
        {
            var began = Stopwatch.GetTimestamp();
            try
            {
                await Sample(stoppingToken);
                failing = false;
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                if (!failing)
                    log.LogWarning("The overview shows what it last saw until the store answers: {Reason}", e.Message);
                failing = true;
            }
            catch (OperationCanceledException)
            {
                return;
            }

            var every = Volatile.Read(ref _watchers) > 0 ? options.Value.SampleEvery : options.Value.SampleUnwatchedEvery;
            var wait = TimeSpan.FromTicks(Math.Max(every.Ticks, Stopwatch.GetElapsedTime(began).Ticks * RestPerLook));
            try
            {
                await Task.Delay(wait, time, stoppingToken);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    internal async Task Sample(CancellationToken cancellation)
    {
        var sample = new OverviewSample(
            time.GetUtcNow(), await sagas.Count(cancellation), await outbox.Backlog(cancellation), await timeouts.Overdue(TroubleLimits.OverdueBy, cancellation),
            await failed.Queues(cancellation),
            (await work.List(new WorkItemFilter(Status: WorkItemStatus.Open), null, WorkItemQueries.ItemsMax, cancellation)).Items.Count);
        TaskCompletionSource seen;
        lock (_gate)
        {
            if (_last is { } before && sample.At > before.At)
                _rates.Enqueue(Between(before, sample));
            while (_rates.TryPeek(out var oldest) && oldest.At < sample.At - Past)
                _rates.Dequeue();
            _last = sample;
            (seen, _next) = (_next, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        }
        seen.TrySetResult();
    }

    static RateSample Between(OverviewSample before, OverviewSample now) => new(
        now.At, Math.Round((now.At - before.At).TotalSeconds, 3),
        More(now.Counts.Sum(x => x.Count), before.Counts.Sum(x => x.Count)),
        More(In(now, ProcessStates.Completed), In(before, ProcessStates.Completed)),
        More(In(now, ProcessStates.Cancelled), In(before, ProcessStates.Cancelled)),
        More(now.ErrorQueues.Sum(x => x.Count), before.ErrorQueues.Sum(x => x.Count)));

    // Retention and retries take away: that is no negative rate.
    static long More(long now, long before) => Math.Max(0, now - before);

    static long In(OverviewSample sample, string state) => sample.Counts.Where(x => x.State == state).Sum(x => x.Count);

    sealed class Watching(OverviewSampler sampler) : IDisposable
    {
        int _over;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _over, 1) == 0)
                Interlocked.Decrement(ref sampler._watchers);
        }
    }
}
