using System.Security.Cryptography;
using MassTransit;

namespace SagaPlatform.Core.Inbox;

/// <summary>By which id the inbox knows a message.</summary>
static class MessageIdentity
{
    /// <summary>
    /// The id its sender gave it. A plain JSON message without one is known by its content: two of the same content are one,
    /// which is what repeating a command means.
    /// </summary>
    public static Guid Of(ConsumeContext context)
    {
        if (context.GetOriginalMessageId() is { } id)
            return id;

        return new Guid(SHA256.HashData(context.ReceiveContext.GetBody()).AsSpan(0, 16));
    }
}
