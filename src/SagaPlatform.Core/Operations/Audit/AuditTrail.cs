using Microsoft.Extensions.Logging;

namespace SagaPlatform.Core.Operations.Audit;

/// <summary>Who acts: as the console found out, or the command line said.</summary>
/// <param name="Name">What people call them; at most 128 characters.</param>
/// <param name="Role">In which role.</param>
/// <param name="Scope">The saga types they may change; null for all.</param>
public sealed record Actor(string Name, string Role, IReadOnlyCollection<string>? Scope = null)
{
    /// <summary>Whether they may change sagas of this type.</summary>
    public bool MayChange(string sagaType) => Scope == null || Scope.Contains(sagaType, StringComparer.Ordinal);
}

/// <summary>Writes what an operator is about to do before it is done, and what came of it after.</summary>
public sealed class AuditTrail(IAuditStore audit, ILogger<AuditTrail> log)
{
    // The chain's end leaves the database with every row: who keeps the logs keeps an anchor.
    static readonly Action<ILogger, string, string, string, Exception?> Noted = LoggerMessage.Define<string, string, string>(
        LogLevel.Information, new EventId(1, nameof(Noted)), "Audit: {Action} {Target}, anchor {Anchor}");

    /// <summary>Somebody is about to do something. Nothing may be done when this fails.</summary>
    /// <returns>The row's number.</returns>
    public async Task<long> Before(Actor actor, string action, string target, Guid? sagaId, string reason, string detail, CancellationToken cancellation) =>
        await Append(new AuditDraft(actor.Name, actor.Role, action, target, sagaId, reason, detail), cancellation);

    /// <summary>What came of it. It has happened by then, so this is written even when the caller has gone.</summary>
    public async Task After(long about, Actor actor, string action, string target, Guid? sagaId, string outcome)
    {
        try
        {
            await Append(new AuditDraft(actor.Name, actor.Role, action, target, sagaId, "", outcome, about), CancellationToken.None);
        }
        catch (Exception e)
        {
            // The act itself is on record, and in the saga's history.
            log.LogWarning(e, "What came of audit row {Number} could not be noted: {Outcome}", about, outcome);
        }
    }

    async Task<long> Append(AuditDraft draft, CancellationToken cancellation)
    {
        var row = await audit.Append(draft, cancellation);
        Noted(log, draft.About == null ? draft.Action : draft.Action + " (outcome)", draft.Target, new AuditHead(row.Number, row.Hash).Anchor, null);
        return row.Number;
    }
}
