using System.Collections.Concurrent;
using System.Text.Json;
using MassTransit;
using MassTransit.Context;
using MassTransit.Serialization;

namespace SagaPlatform.Simulation.Simulator;

/// <summary>Messages as they travel.</summary>
static class Envelope
{
    static readonly ConcurrentDictionary<Type, Func<object, Guid, string, byte[]>> Writers = new();
    static readonly SystemTextJsonMessageSerializer Serializer = new();

    /// <summary>The media type of what is written here.</summary>
    public static string ContentType { get; } = SystemTextJsonMessageSerializer.JsonContentType.ToString();

    /// <summary>Puts a message in its envelope.</summary>
    public static byte[] Of(object message, Guid messageId, string queue) => Writers.GetOrAdd(message.GetType(), type =>
        typeof(Envelope).GetMethod(nameof(Write), System.Reflection.BindingFlags.Static | System.Reflection.BindingFlags.NonPublic)!
            .MakeGenericMethod(type).CreateDelegate<Func<object, Guid, string, byte[]>>())(message, messageId, queue);

    /// <summary>Takes a message out of its envelope.</summary>
    public static object Open(byte[] body, Type type)
    {
        using var envelope = JsonDocument.Parse(body);
        return envelope.RootElement.GetProperty("message").Deserialize(type, SystemTextJsonMessageSerializer.Options)!;
    }

    static byte[] Write<T>(object message, Guid messageId, string queue) where T : class
    {
        var context = new MessageSendContext<T>((T)message)
        {
            MessageId = messageId,
            DestinationAddress = new Uri($"loopback://localhost/{queue}"),
            SupportedMessageTypes = MessageTypeCache<T>.MessageTypeNames,
            Serializer = Serializer,
        };
        return Serializer.GetMessageBody(context).GetBytes();
    }
}
