using System.Diagnostics;
using MassTransit;
using MassTransit.Logging;
using Microsoft.Extensions.Options;
using SagaPlatform.Core.History;
using SagaPlatform.Core.Persistence;
using Timeout = SagaPlatform.Core.Timeouts.Timeout;

namespace SagaPlatform.Core.Outbox;

/// <summary>
/// Turns what a saga, a consumer or a web request sends into rows of its unit of work: nothing leaves before the commit.
/// </summary>
/// <remarks>Scoped: one per attempt.</remarks>
public sealed class MessageCapture(UnitOfWork unit, IOptions<OutboxOptions> options, TimeProvider time)
{
    readonly Lock _gate = new();

    /// <summary>Whose timeouts they are; set while a saga runs.</summary>
    public (string Type, Guid Id) Saga { get; set; } = ("", Guid.Empty);

    /// <summary>What was sent, for the history.</summary>
    public IEnumerable<SentMessage> Sent =>
        unit.Outbox.Select(x => new SentMessage(ShortType(x.MessageType), x.MessageId, BusAddress.EndpointOf(x.Destination)));

    /// <summary>What was set and cancelled, for the history.</summary>
    public IEnumerable<TimeoutChange> TimeoutChanges =>
        unit.TimeoutsCancelled.Select(x => new TimeoutChange("cancelled", x, null))
            .Concat(unit.TimeoutsSet.Select(x => new TimeoutChange("set", x.Token, x.Due)));

    /// <summary>Adds a message, or, when it is scheduled, a timeout.</summary>
    /// <exception cref="MessageTooLargeException">It exceeds <see cref="OutboxOptions.MessageBytesMax"/>.</exception>
    public void Add<T>(SendContext<T> context) where T : class
    {
        var now = time.GetUtcNow();
        var message = Message(context, now);
        lock (_gate)
        {
            if (!context.TryGetPayload<ScheduledFor>(out var scheduled))
            {
                unit.Outbox.Add(message);
                return;
            }

            unit.TimeoutsSet.Add(new Timeout
            {
                Token = context.ScheduledMessageId!.Value,
                SagaType = Saga.Type,
                SagaId = Saga.Id,
                Name = ShortType(message.MessageType),
                Due = scheduled.Due,
                After = scheduled.Due > now ? scheduled.Due - now : TimeSpan.Zero,
                Ring = message,
            });
        }
    }

    /// <summary>Cancels a timeout; one set in the same unit is simply not written.</summary>
    public void Cancel(Guid token)
    {
        lock (_gate)
            if (unit.TimeoutsSet.RemoveAll(x => x.Token == token) == 0)
                unit.TimeoutsCancelled.Add(token);
    }

    OutboxMessage Message<T>(SendContext<T> context, DateTimeOffset now) where T : class
    {
        var type = context.SupportedMessageTypes.Length > 0 ? WithoutUrn(context.SupportedMessageTypes[0]) : typeof(T).Name;
        var body = CompactEnvelope.Fits(context) ? CompactEnvelope.Write(context, now) : context.Serializer.GetMessageBody(context).GetBytes();
        if (body.Length > options.Value.MessageBytesMax)
            throw new MessageTooLargeException(type, body.Length, options.Value.MessageBytesMax);

        return new OutboxMessage
        {
            MessageId = context.MessageId ?? NewId.NextGuid(),
            Destination = context.DestinationAddress!.AbsoluteUri,
            MessageType = type,
            ContentType = context.ContentType?.ToString() ?? context.Serializer.ContentType.ToString(),
            Body = body,
            Headers = Trace(context),
            CreatedAt = now,
        };
    }

    /// <summary>
    /// The trace goes with the row: when it is dispatched nothing of the sender is current any more, and a receiver looks
    /// for its parent among the transport's headers, not in the envelope.
    /// </summary>
    static IReadOnlyDictionary<string, string> Trace(SendContext context) =>
        (context.Headers.Get<string>(DiagnosticHeaders.ActivityId) ?? Activity.Current?.Id) is { } id
            ? new Dictionary<string, string>(StringComparer.Ordinal) { [DiagnosticHeaders.ActivityId] = id }
            : OutboxMessage.NoHeaders;

    static string WithoutUrn(string urn) =>
        urn.StartsWith("urn:message:", StringComparison.Ordinal) ? urn["urn:message:".Length..] : urn;

    static string ShortType(string type) => type[(type.LastIndexOf(':') + 1)..];
}

/// <summary>Marks a send as scheduled, and says for when.</summary>
sealed record ScheduledFor(DateTimeOffset Due);
