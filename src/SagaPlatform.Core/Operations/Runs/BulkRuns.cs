using SagaPlatform.Core.Operations.Actions;
using SagaPlatform.Core.Operations.Audit;
using SagaPlatform.Core.Persistence;

namespace SagaPlatform.Core.Operations.Runs;

/// <summary>Begins, steers and lists runs. Who carries them on is <see cref="BulkRunner"/>.</summary>
public sealed class BulkRuns(IPlatformStore store, IRowQueries rows, AuditTrail audit, TimeProvider time)
{
    /// <summary>Verbs that a run may have for sagas.</summary>
    public static readonly IReadOnlyList<SagaVerb> SagaVerbs = [SagaVerb.Cancel, SagaVerb.Retry, SagaVerb.Hold, SagaVerb.Release];

    /// <summary>Tries to change a run that its process writes at the same time, at most so often.</summary>
    const int AttemptsMax = 20;

    /// <summary>Begins a run; it is carried on from there by itself.</summary>
    /// <param name="verb">The verb's word.</param>
    /// <param name="targets">At most <see cref="BulkRun.TargetsMax"/>, in order.</param>
    /// <param name="ramped">Whether it begins with few.</param>
    /// <param name="reason">Why.</param>
    /// <param name="actor">Who.</param>
    /// <param name="cancellation">Gives up before the run begins.</param>
    public async Task<BulkRun> Begin(string verb, IReadOnlyCollection<Guid> targets, bool ramped, string reason, Actor actor, CancellationToken cancellation)
    {
        if (targets.Count > BulkRun.TargetsMax)
            throw new ArgumentException($"A run has at most {BulkRun.TargetsMax} things, not {targets.Count}.", nameof(targets));
        var (id, now) = (Guid.NewGuid(), time.GetUtcNow());
        var scope = actor.Scope == null ? "" : $" within {string.Join(", ", actor.Scope)}";
        await audit.Before(actor, $"bulk-{verb}", $"run {id:D}", null, reason, $"{targets.Count} {(targets.Count == 1 ? "thing" : "things")}{scope}", cancellation);
        var run = new BulkRun
        {
            Id = id, Verb = verb, Reason = reason, Actor = actor.Name, Role = actor.Role, Scope = [.. actor.Scope ?? []], Ramped = ramped, State = BulkRunState.Running,
            Sentence = "It has begun.", Targets = [.. targets.Distinct()], StartedAt = now, BeatAt = DateTimeOffset.UnixEpoch,
        };
        if (run.Targets.Count == 0)
            run.End(BulkRunState.Done, "There was nothing to do.", now);
        return await Write(run, 0) ? run : throw new ConcurrencyConflictException($"Run {id}");
    }

    /// <summary>One run; null when there is none.</summary>
    public Task<BulkRun?> Find(Guid id, CancellationToken cancellation) => store.Find<BulkRun>(id, null, cancellation);

    /// <summary>The latest runs, latest first.</summary>
    public Task<IReadOnlyList<BulkRun>> Latest(int max, CancellationToken cancellation) =>
        rows.List<BulkRun, BulkRun>(x => x.OrderByDescending(r => r.StartedAt).ThenByDescending(r => r.Id).Take(max), cancellation);

    /// <summary>Pauses, resumes or stops a run.</summary>
    /// <param name="id">Which.</param>
    /// <param name="to">The state it shall be in.</param>
    /// <param name="reason">Why.</param>
    /// <param name="actor">Who.</param>
    /// <param name="cancellation">Gives up before the act.</param>
    public async Task<ActionResult> Steer(Guid id, BulkRunState to, string reason, Actor actor, CancellationToken cancellation)
    {
        if (string.IsNullOrWhiteSpace(reason) || reason.Length > SagaAct.ReasonCharactersMax)
            return ActionResult.Invalid("reason", $"reason must say why, in 1 to {SagaAct.ReasonCharactersMax} characters.");
        long? number = null;
        for (var attempt = 1; attempt <= AttemptsMax; attempt++)
        {
            if (await Find(id, cancellation) is not { } run)
                return new ActionResult(ActionStatus.NotFound, $"There is no run {id:D}.");
            if (run.EndedAt != null || run.State == to)
                return new ActionResult(ActionStatus.NotAllowed, $"The run is {run.State.ToString().ToLowerInvariant()} already.") { Audit = number };
            number ??= await audit.Before(actor, $"run-{to.ToString().ToLowerInvariant()}", $"run {id:D}", null, reason, "", cancellation);
            var (before, version) = (run.State, run.Version);
            if (to == BulkRunState.Stopped)
                run.End(to, $"Stopped by {actor.Name} after {run.Results.Count} of {run.Targets.Count}.", time.GetUtcNow());
            else
                (run.State, run.BeatAt, run.Sentence) = (to, DateTimeOffset.UnixEpoch, $"{to} by {actor.Name} after {run.Results.Count} of {run.Targets.Count}.");
            if (await Write(run, version))
                return new ActionResult(ActionStatus.Done, run.Sentence) { StateBefore = before.ToString(), StateAfter = to.ToString(), Version = version + 1, Audit = number };
        }
        throw new ConcurrencyConflictException($"Run {id}");
    }

    /// <summary>Runs that somebody has to carry on: they run, and nobody wrote them for a while.</summary>
    internal Task<IReadOnlyList<Guid>> Abandoned(DateTimeOffset before, CancellationToken cancellation) =>
        rows.List<BulkRun, Guid>(x => x.Where(r => r.State == BulkRunState.Running && r.BeatAt < before).OrderBy(r => r.StartedAt).Take(10).Select(r => r.Id), cancellation);

    /// <summary>Writes a run unless somebody else did; it then is at the next version.</summary>
    internal async Task<bool> Write(BulkRun run, int version)
    {
        if (run.Sentence.Length > 512)
            run.Sentence = run.Sentence[..512];
        var unit = new UnitOfWork();
        unit.Rows.Add(new RowChange(run, version));
        return await store.Commit(unit, CancellationToken.None) == CommitOutcome.Committed;
    }
}
