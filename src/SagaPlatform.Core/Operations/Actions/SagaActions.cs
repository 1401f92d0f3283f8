using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using SagaPlatform.Core.Operations.Audit;
using SagaPlatform.Core.Sagas;
using SagaPlatform.Core.Timeouts;

namespace SagaPlatform.Core.Operations.Actions;

/// <summary>
/// What operators do to sagas: looked at first if they like, written into the audit before it is done, and done by the process's own
/// rules in one commit under the row's version.
/// </summary>
/// <remarks>
/// Of two operators and an answer that meet on one saga, whoever commits first has won; the others are told (an operator), or read
/// again and go on from there (a message).
/// </remarks>
public sealed class SagaActions
{
    readonly ISagaQueries _queries;
    readonly ITimeoutStore _timeouts;
    readonly AuditTrail _audit;
    readonly IServiceScopeFactory _scopes;
    readonly SagaHandles _handles;

    internal SagaActions(ISagaQueries queries, ITimeoutStore timeouts, AuditTrail audit, IServiceScopeFactory scopes, SagaHandles handles) =>
        (_queries, _timeouts, _audit, _scopes, _handles) = (queries, timeouts, audit, scopes, handles);

    /// <summary>What an act would come to. Nothing is done, nothing is noted.</summary>
    public Task<ActionResult> Preview(SagaAct act, Actor actor, CancellationToken cancellation) => Run(act, actor, preview: true, cancellation);

    /// <summary>Does it.</summary>
    public Task<ActionResult> Do(SagaAct act, Actor actor, CancellationToken cancellation) => Run(act, actor, preview: false, cancellation);

    /// <summary>What could be done to this saga now.</summary>
    public IReadOnlyList<PossibleAction> Possible(SagaDetails saga, DateTimeOffset now) =>
        _handles.Find(saga.Summary.Type)?.Possible((ProcessState)saga.Row, now) ?? [];

    /// <summary>The events that its machine hears in its state.</summary>
    public IReadOnlyList<PossibleEvent> Events(SagaDetails saga) => _handles.Find(saga.Summary.Type)?.Events(saga.Summary.State) ?? [];

    async Task<ActionResult> Run(SagaAct act, Actor actor, bool preview, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(act);
        if (string.IsNullOrWhiteSpace(act.Reason) || act.Reason.Length > SagaAct.ReasonCharactersMax)
            return ActionResult.Invalid("reason", $"reason must say why, in 1 to {SagaAct.ReasonCharactersMax} characters.");
        if (await _queries.Find(act.SagaId, cancellation) is not { } found || _handles.Find(found.Summary.Type) is not { } handle)
            return new ActionResult(ActionStatus.NotFound, $"There is no saga {act.SagaId:D}.");
        if (!actor.MayChange(handle.Type.Name))
            return new ActionResult(ActionStatus.Forbidden, $"{actor.Name} may not change sagas of type {handle.Type.Name}.");

        // What is not possible anyway is no act, and not noted as one.
        var foreseen = await Try(handle, act, actor, commit: false, cancellation);
        if (preview || foreseen.Status != ActionStatus.Previewed)
            return foreseen;

        var target = $"{handle.Type.Name} {act.SagaId:D}";
        var number = await _audit.Before(actor, act.Word, target, act.SagaId, act.Reason, Detail(act, foreseen), cancellation);
        var done = await DoNoted(handle, act, actor, number, target);
        return done with { Audit = number };
    }

    async Task<ActionResult> DoNoted(SagaHandle handle, SagaAct act, Actor actor, long number, string target)
    {
        try
        {
            // The act stands in the audit: a caller who goes away now does not undo it.
            var done = await Try(handle, act, actor, commit: true, CancellationToken.None);
            await _audit.After(number, actor, act.Word, target, act.SagaId, done.IsDone ? $"done, version {done.Version}" : $"not done: {done.Sentence}");
            return done;
        }
        catch (Exception e)
        {
            await _audit.After(number, actor, act.Word, target, act.SagaId, $"failed, its outcome is unknown: {e.GetType().Name}");
            throw;
        }
    }

    async Task<ActionResult> Try(SagaHandle handle, SagaAct act, Actor actor, bool commit, CancellationToken cancellation)
    {
        await using var scope = _scopes.CreateAsyncScope();
        return await handle.Act(scope.ServiceProvider, act, actor, commit, cancellation);
    }

    /// <summary>What was decided on, so that a reader needs nothing else.</summary>
    static string Detail(SagaAct act, ActionResult foreseen) => JsonSerializer.Serialize(
        new { act.Version, act.Step, act.Item, Ruling = act.Ruling?.ToString(), act.Event, act.Token, act.Due, foreseen.StateBefore, foreseen.StateAfter, foreseen.Sentence },
        DetailJson);

    static readonly JsonSerializerOptions DetailJson = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull,
    };
}
