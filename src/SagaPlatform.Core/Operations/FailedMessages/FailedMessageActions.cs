using MassTransit;
using SagaPlatform.Core.History;
using SagaPlatform.Core.Operations.Actions;
using SagaPlatform.Core.Operations.Audit;
using SagaPlatform.Core.Outbox;
using SagaPlatform.Core.Persistence;
using SagaPlatform.Core.Telemetry;

namespace SagaPlatform.Core.Operations.FailedMessages;

/// <summary>Retries and discards failed messages. What is sent again, and that it was, is one commit: it is sent once.</summary>
public sealed class FailedMessageActions(IPlatformStore store, IBus bus, AuditTrail audit, PlatformMeter meter, TimeProvider time)
{
    /// <summary>What a retry is called in the audit and in metrics.</summary>
    public const string RetryWord = "retry-message";

    /// <summary>What dropping a message is called there.</summary>
    public const string DiscardWord = "discard-message";

    /// <summary>Sends it to its queue again.</summary>
    /// <param name="id">Which message.</param>
    /// <param name="version">The version that was looked at; null for any.</param>
    /// <param name="reason">Why.</param>
    /// <param name="actor">Who.</param>
    /// <param name="preview">True only says what would happen.</param>
    /// <param name="cancellation">Gives up before the act.</param>
    public Task<ActionResult> Retry(Guid id, int? version, string reason, Actor actor, bool preview, CancellationToken cancellation) =>
        Close(id, version, reason, actor, FailedMessageStatus.Retried, preview, cancellation);

    /// <summary>Drops it for good; its row stays.</summary>
    public Task<ActionResult> Discard(Guid id, int? version, string reason, Actor actor, bool preview, CancellationToken cancellation) =>
        Close(id, version, reason, actor, FailedMessageStatus.Discarded, preview, cancellation);

    async Task<ActionResult> Close(
        Guid id, int? version, string reason, Actor actor, FailedMessageStatus status, bool preview, CancellationToken cancellation)
    {
        if (string.IsNullOrWhiteSpace(reason) || reason.Length > SagaAct.ReasonCharactersMax)
            return ActionResult.Invalid("reason", $"reason must say why, in 1 to {SagaAct.ReasonCharactersMax} characters.");
        if (await store.Find<FailedMessage>(id, null, cancellation) is not { } message)
            return new ActionResult(ActionStatus.NotFound, $"There is no failed message {id:D}.");
        if (Refusal(message, version, actor) is { } refusal)
            return refusal;

        var unit = Unit(message, status, reason, actor);
        var result = new ActionResult(preview ? ActionStatus.Previewed : ActionStatus.Done,
            status == FailedMessageStatus.Retried ? $"{message.ShortType} goes to {message.Queue} again." : $"{message.ShortType} is dropped for good.")
        {
            StateBefore = nameof(FailedMessageStatus.Waiting),
            StateAfter = status.ToString(),
            Version = preview ? message.Version : message.Version + 1,
            Sends = status == FailedMessageStatus.Retried ? [new SentByAct(message.ShortType, message.Queue)] : [],
        };
        return preview ? result : await Commit(unit, message, status, reason, actor, result, cancellation);
    }

    static ActionResult? Refusal(FailedMessage message, int? version, Actor actor)
    {
        if (message.SagaType is { } type ? !actor.MayChange(type) : actor.Scope != null)
            return new ActionResult(ActionStatus.Forbidden, $"{actor.Name} may not change what concerns {message.SagaType ?? "no known type of saga"}.");
        if (version is { } looked && looked != message.Version)
            return Moved(message);
        return message.Status == FailedMessageStatus.Waiting ? null
            : new ActionResult(ActionStatus.NotAllowed, $"It was {message.Status.ToString().ToLowerInvariant()} by {message.ClosedBy} at {message.ClosedAt:u}.") { Version = message.Version };
    }

    async Task<ActionResult> Commit(UnitOfWork unit, FailedMessage message, FailedMessageStatus status, string reason, Actor actor,
        ActionResult result, CancellationToken cancellation)
    {
        var word = status == FailedMessageStatus.Retried ? RetryWord : DiscardWord;
        var target = $"{message.ShortType} {message.Id:D} of {message.Queue}";
        var number = await audit.Before(actor, word, target, message.SagaId, reason, message.ExceptionType, cancellation);
        if (await store.Commit(unit, CancellationToken.None) != CommitOutcome.Committed)
        {
            await audit.After(number, actor, word, target, message.SagaId, "not done: somebody else was faster");
            return Moved(await store.Find<FailedMessage>(message.Id, null, CancellationToken.None) ?? message) with { Audit = number };
        }

        meter.Acted(word);
        await audit.After(number, actor, word, target, message.SagaId, "done");
        return result with { Audit = number };
    }

    UnitOfWork Unit(FailedMessage message, FailedMessageStatus status, string reason, Actor actor)
    {
        var (unit, now, version) = (new UnitOfWork(), time.GetUtcNow(), message.Version);
        message.Close(status, actor.Name.Length > 128 ? actor.Name[..128] : actor.Name, reason, now);
        unit.Rows.Add(new RowChange(message, version));
        if (status == FailedMessageStatus.Retried)
            unit.Outbox.Add(new OutboxMessage
            {
                MessageId = message.MessageId ?? message.Id,
                Destination = BusAddress.OfQueue(bus, message.Queue).AbsoluteUri,
                MessageType = message.MessageType,
                ContentType = message.ContentType,
                Headers = message.Headers,
                Body = message.Body,
                CreatedAt = now,
            });
        if (message is { SagaId: { } saga, SagaType: { } type })
            unit.History.Add(new HistoryEntry
            {
                SagaType = type,
                SagaId = saga,
                At = now,
                Kind = HistoryKind.Consumed,
                Event = $"Operator:{(status == FailedMessageStatus.Retried ? RetryWord : DiscardWord)}",
                MessageId = message.MessageId,
                Reason = $"{actor.Name}: {reason}",
            });
        return unit;
    }

    static ActionResult Moved(FailedMessage message) => new(ActionStatus.Moved,
        $"The message was handled meanwhile: it is {message.Status.ToString().ToLowerInvariant()}, version {message.Version}.") { Version = message.Version, StateBefore = message.Status.ToString() };
}
