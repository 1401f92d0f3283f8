using MassTransit;
using SagaPlatform.Core.Inbox;

namespace SagaPlatform.Core.Sagas;

/// <summary>Who sent a message and wants to be answered: another process, or a request client.</summary>
/// <param name="Address">Where the answer goes, as the bus addresses it.</param>
/// <param name="RequestId">By what a request client knows its answer; null for anybody else.</param>
/// <param name="MessageId">The id of the message that asks.</param>
public sealed record Asker(Uri Address, Guid? RequestId, Guid MessageId)
{
    /// <summary>Who asked with this message; null when nobody wants an answer.</summary>
    public static Asker? Of(ConsumeContext message)
    {
        ArgumentNullException.ThrowIfNull(message);
        return message.ResponseAddress is { } address ? new Asker(address, message.RequestId, MessageIdentity.Of(message)) : null;
    }

    /// <summary>The address and the request as one text, to be remembered.</summary>
    internal string Stored => RequestId is { } request ? $"{Address.AbsoluteUri}#{request:D}" : Address.AbsoluteUri;

    internal static (Uri Address, Guid? RequestId) Read(string stored) => stored.Split('#') is [var address, var request]
        ? (new Uri(address), Guid.Parse(request))
        : (new Uri(stored), null);
}
