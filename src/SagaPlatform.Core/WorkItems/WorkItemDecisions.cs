using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SagaPlatform.Core.Http;
using SagaPlatform.Core.Inbox;
using SagaPlatform.Core.Outbox;
using SagaPlatform.Core.Persistence;
using SagaPlatform.Core.Telemetry;

namespace SagaPlatform.Core.WorkItems;

/// <summary>What became of a decision.</summary>
/// <param name="Item">The item as it is now; null when there is none.</param>
/// <param name="Conflict">Why the decision does not count; null when it does, now or since before.</param>
public sealed record DecisionResult(WorkItem? Item, Conflict? Conflict);

/// <summary>
/// Takes people's decisions. A decision and the answer that the saga hears are one transaction: of two people who decide at the
/// same moment one is told what the other decided, and one answer leaves.
/// </summary>
public sealed class WorkItemDecisions(IServiceScopeFactory scopes, WorkItemKinds kinds, IOptions<WorkItemOptions> options,
    PlatformMeter meter, TimeProvider clock, ILogger<WorkItemDecisions> log)
{
    // Who decided is in the row, and only there: a log is read by more people than may know it.
    static readonly Action<ILogger, string, Guid, WorkItemVerdict, int, int, Exception?> Decided =
        LoggerMessage.Define<string, Guid, WorkItemVerdict, int, int>(LogLevel.Information, new EventId(1, nameof(Decided)),
            "Work item {Kind} {WorkItem}: {Verdict}, decision {Number} of {Needed}");

    /// <summary>Takes a decision, which has been validated. The same decision of the same person again changes nothing.</summary>
    /// <param name="id">The item.</param>
    /// <param name="decision">What the person says.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <exception cref="ConcurrencyConflictException">Others wrote the item each time this one tried.</exception>
    public async Task<DecisionResult> Decide(Guid id, DecideWorkItem decision, CancellationToken cancellation)
    {
        for (var attempt = 1; attempt <= options.Value.DecisionAttemptsMax; attempt++)
        {
            await using var scope = scopes.CreateAsyncScope(); // what a lost attempt wrote and sent goes with its scope
            if (await Attempt(scope.ServiceProvider, id, decision, cancellation) is { } result)
                return result;
        }
        throw new ConcurrencyConflictException($"Work item {id}");
    }

    async Task<DecisionResult?> Attempt(IServiceProvider scope, Guid id, DecideWorkItem decision, CancellationToken cancellation)
    {
        var rows = scope.GetRequiredService<IRows>();
        var item = await rows.Find<WorkItem>(id);
        if (item == null)
            return new DecisionResult(null, null);
        if (item.DecisionOf(decision.DecidedBy)?.Verdict == decision.Decision)
            return new DecisionResult(item, null);
        if (DecisionRules.InTheWay(item, decision) is { } conflict)
            return new DecisionResult(item, conflict);

        item.Decide(new WorkItemDecision(decision.Decision!.Value, decision.DecidedBy.Trim(), clock.GetUtcNow(), decision.Reason?.Trim()));
        rows.Change(item);
        var outbox = scope.GetRequiredService<RequestOutbox>();
        if (item.Status != WorkItemStatus.Open)
            await Tell(outbox, item, cancellation);

        var key = new InboxKey(MessageIds.Derive(item.Id, $"decision/{item.Decisions.Count}"), "http/work-items");
        if (await outbox.Commit(key, cancellation) != CommitOutcome.Committed)
            return null;
        meter.Decided(item.Kind, decision.Decision.Value.ToString());
        Decided(log, item.Kind, item.Id, decision.Decision.Value, item.Decisions.Count, item.DecidersNeeded, null);
        return new DecisionResult(item, null);
    }

    Task Tell(RequestOutbox outbox, WorkItem item, CancellationToken cancellation)
    {
        var kind = kinds[item.Kind];
        return outbox.Send(kind.SagaQueue, kind.AnswerOf(item), MessageIds.Derive(item.Id, "decided"), cancellation);
    }
}
