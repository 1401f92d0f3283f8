using System.Security.Cryptography;
using MassTransit;

namespace SagaPlatform.Core.Inbox;

/// <summary>By which id the inbox knows a message, and by which name people do.</summary>
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

    /// <summary>What people call a message of this type: <c>PlaceOrder</c>, <c>Fault&lt;ChargePayment&gt;</c>.</summary>
    public static string Name(Type message) => message.IsGenericType
        ? $"{message.Name[..message.Name.IndexOf('`', StringComparison.Ordinal)]}<{string.Join(",", message.GetGenericArguments().Select(Name))}>"
        : message.Name;
}
