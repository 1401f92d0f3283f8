using System.Globalization;
using MassTransit;
using SagaPlatform.Core.Inbox;
using SagaPlatform.Core.Outbox;

namespace SagaPlatform.Core.Timeouts;

/// <summary>
/// A message of a saga that an operator holds: kept as a timeout that nobody lives to hear, so that it is stored, listed and let go by
/// what timeouts are stored, listed and rung by.
/// </summary>
static class KeptMessage
{
    const string Prefix = "kept: ";

    /// <summary>Longer than any saga: a timeout due beyond <see cref="Horizon"/> is a kept message.</summary>
    public static readonly TimeSpan After = TimeSpan.FromDays(365_000);

    /// <summary>What is due after this is kept, not waited for.</summary>
    public static readonly DateTimeOffset Horizon = new(2900, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The message as it came, byte for byte, to go to the same queue again.</summary>
    public static Timeout Of<T>(ConsumeContext<T> context, string sagaType, Guid sagaId, Guid messageId, DateTimeOffset now) where T : class
    {
        var receive = context.ReceiveContext;
        return new Timeout
        {
            Token = MessageIds.Derive(messageId, $"kept/{sagaType}"), // the same message again is kept once
            SagaType = sagaType,
            SagaId = sagaId,
            Name = Prefix + MessageIdentity.Name(typeof(T)),
            Due = now + After,
            After = After,
            Ring = new OutboxMessage
            {
                MessageId = messageId,
                Destination = receive.InputAddress.AbsoluteUri,
                MessageType = MessageUrn.ForTypeString<T>()["urn:message:".Length..],
                ContentType = receive.ContentType?.ToString() ?? "application/vnd.masstransit+json",
                Body = receive.GetBody(),
                Headers = receive.TransportHeaders.GetAll().Where(x => x.Value is string or Guid)
                    .ToDictionary(x => x.Key, x => Convert.ToString(x.Value, CultureInfo.InvariantCulture)!, StringComparer.Ordinal),
                CreatedAt = now,
            },
        };
    }

    public static bool Is(Timeout timeout) => timeout.Due > Horizon;

    public static bool Is(PendingTimeout timeout) => timeout.Due > Horizon;
}
