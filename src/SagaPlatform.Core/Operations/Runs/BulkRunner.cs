using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SagaPlatform.Core.Operations.Actions;
using SagaPlatform.Core.Operations.Audit;
using SagaPlatform.Core.Operations.FailedMessages;

namespace SagaPlatform.Core.Operations.Runs;

/// <summary>
/// Carries runs on, one thing after the other. A run belongs to whoever wrote it last; when its process dies, another one takes it over
/// where it was last written. A thing that was done twice by that is refused the second time, since it has moved.
/// </summary>
public sealed class BulkRunner(
    BulkRuns runs, SagaActions sagas, FailedMessageActions messages, FailedMessageQueries failed, IOptions<FailedMessageOptions> options, TimeProvider time,
    ILogger<BulkRunner> log) : BackgroundService
{
    /// <summary>A run that was not written for so long has lost its process.</summary>
    static readonly TimeSpan AbandonedAfter = TimeSpan.FromSeconds(30);

    static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    /// <summary>Things between two writes of a run, at most: what a pause may come too late for.</summary>
    const int WriteEvery = 25;

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await CarryOn(stoppingToken);
                await Task.Delay(LookEvery, time, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                log.LogWarning("Bulk runs wait until the store answers: {Reason}", e.Message);
                await Task.Delay(LookEvery, time, CancellationToken.None);
            }
        }
    }

    /// <summary>Carries every run on that nobody else does, to its end or its pause.</summary>
    public async Task CarryOn(CancellationToken cancellation)
    {
        foreach (var id in await runs.Abandoned(time.GetUtcNow() - AbandonedAfter, cancellation))
            if (await runs.Find(id, cancellation) is { State: BulkRunState.Running } run && await Beat(run))
                await CarryOn(run, cancellation);
    }

    async Task CarryOn(BulkRun run, CancellationToken cancellation)
    {
        var actor = new Actor(run.Actor, run.Role, run.Scope.Count == 0 ? null : run.Scope);
        var written = run.Results.Count;
        while (run.Results.Count < run.Targets.Count)
        {
            var step = StepOf(run);
            var since = time.GetUtcNow();
            List<Guid> sent = [];
            while (run.Results.Count < step)
            {
                for (var i = 0; i < WriteEvery && run.Results.Count < step; i++)
                {
                    cancellation.ThrowIfCancellationRequested();
                    var result = await One(run, actor, run.Targets[run.Results.Count], sent);
                    run.Results.Add(result);
                }
                run.Sentence = $"{run.Results.Count} of {run.Targets.Count}, {run.Results.Count(x => !x.Ok)} of them not done.";
                if (!await Note(run, written))
                    return; // paused, stopped or taken over
                written = run.Results.Count;
            }
            if (run.Ramped && run.Results.Count < run.Targets.Count && await FailedAgain(sent, since, cancellation) is { } stop)
            {
                run.End(BulkRunState.Stopped, stop, time.GetUtcNow());
                await Beat(run);
                return;
            }
        }
        run.End(BulkRunState.Done, $"All {run.Targets.Count} were tried, {run.Results.Count(x => !x.Ok)} of them not done.", time.GetUtcNow());
        await Beat(run);
    }

    /// <summary>1, 11, 111, ...: each step ten times the one before.</summary>
    static int StepOf(BulkRun run)
    {
        if (!run.Ramped)
            return run.Targets.Count;
        var (end, size) = (1L, 1L);
        while (end <= run.Results.Count)
            end += size *= 10;
        return (int)Math.Min(end, run.Targets.Count);
    }

    async Task<string?> FailedAgain(List<Guid> sent, DateTimeOffset since, CancellationToken cancellation)
    {
        if (sent.Count == 0)
            return "None of the step could be sent again.";
        await Task.Delay(options.Value.RampSettle, time, cancellation);
        var back = await failed.CameBack(sent, since, cancellation);
        return back > sent.Count * options.Value.RampFailuresMax ? $"{back} of {sent.Count} failed again within {options.Value.RampSettle.TotalSeconds:0.#} s: the rest was left as it was." : null;
    }

    async Task<BulkResult> One(BulkRun run, Actor actor, Guid id, List<Guid> sent)
    {
        try
        {
            var result = run.Verb switch
            {
                FailedMessageActions.RetryWord => await Retry(run, actor, id, sent),
                FailedMessageActions.DiscardWord => await messages.Discard(id, null, run.Reason, actor, preview: false, CancellationToken.None),
                _ => await sagas.Do(new SagaAct(Enum.Parse<SagaVerb>(run.Verb, ignoreCase: true), id, null, run.Reason), actor, CancellationToken.None),
            };
            return new BulkResult(id, result.IsDone, result.Sentence);
        }
        catch (Exception e)
        {
            log.LogWarning(e, "{Verb} of {Id} in run {Run} failed", run.Verb, id, run.Id);
            return new BulkResult(id, false, $"It failed, its outcome is unknown: {e.GetType().Name}.");
        }
    }

    async Task<ActionResult> Retry(BulkRun run, Actor actor, Guid id, List<Guid> sent)
    {
        var message = await failed.Find(id, CancellationToken.None);
        var result = await messages.Retry(id, null, run.Reason, actor, preview: false, CancellationToken.None);
        if (result.IsDone && message?.MessageId is { } messageId)
            sent.Add(messageId);
        return result;
    }

    /// <summary>Writes what came of the latest things, also when somebody paused or stopped the run meanwhile; false when it is not to go on here.</summary>
    async Task<bool> Note(BulkRun run, int written)
    {
        if (await Beat(run))
            return true;
        while (await runs.Find(run.Id, CancellationToken.None) is { } now && now.Results.Count == written)
        {
            now.Results.AddRange(run.Results.Skip(written));
            if (await runs.Write(now, now.Version))
                return false; // whoever runs it next goes on behind them
        }
        return false;
    }

    async Task<bool> Beat(BulkRun run)
    {
        run.BeatAt = time.GetUtcNow();
        return await runs.Write(run, run.Version);
    }
}
