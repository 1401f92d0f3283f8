using System.Buffers;
using System.Text.Json;
using MassTransit;
using MassTransit.Serialization;

namespace SagaPlatform.Core.Outbox;

/// <summary>
/// Writes MassTransit's envelope without what no receiver reads: no indentation, no absent values, and not the sender's machine,
/// process and versions, which are as many bytes as the rest.
/// </summary>
/// <remarks>
/// Every message is stored once and carried twice, so its bytes count with us, the database and the broker. Any MassTransit reads it:
/// the names are those of its <c>application/vnd.masstransit+json</c>, and the message itself is written by its own options.
/// </remarks>
static class CompactEnvelope
{
    const int KeptBytesMax = 64 * 1024;

    static readonly JsonWriterOptions Writing = new() { Encoder = SystemTextJsonMessageSerializer.Options.Encoder, SkipValidation = true };

    [ThreadStatic]
    static (ArrayBufferWriter<byte> Bytes, Utf8JsonWriter Json)? _kept;

    /// <summary>Whether this message would go in MassTransit's own JSON envelope.</summary>
    public static bool Fits<T>(SendContext<T> context) where T : class => context.Serializer is SystemTextJsonMessageSerializer;

    /// <summary>The envelope of a message.</summary>
    /// <param name="context">What is sent, and to whom.</param>
    /// <param name="sentAt">When.</param>
    public static byte[] Write<T>(SendContext<T> context, DateTimeOffset sentAt) where T : class
    {
        var (bytes, json) = _kept ?? New();
        _kept = null; // a message may, while it is written, write another
        json.WriteStartObject();
        Id(json, "messageId"u8, context.MessageId);
        Id(json, "requestId"u8, context.RequestId);
        Id(json, "correlationId"u8, context.CorrelationId);
        Id(json, "conversationId"u8, context.ConversationId);
        Id(json, "initiatorId"u8, context.InitiatorId);
        Address(json, "sourceAddress"u8, context.SourceAddress);
        Address(json, "destinationAddress"u8, context.DestinationAddress);
        Address(json, "responseAddress"u8, context.ResponseAddress);
        Address(json, "faultAddress"u8, context.FaultAddress);
        json.WriteStartArray("messageType"u8);
        foreach (var type in context.SupportedMessageTypes)
            json.WriteStringValue(type);
        json.WriteEndArray();
        json.WritePropertyName("message"u8);
        JsonSerializer.Serialize(json, context.Message, context.Message.GetType(), SystemTextJsonMessageSerializer.Options);
        if (context.TimeToLive is { } live)
            json.WriteString("expirationTime"u8, (sentAt + live).UtcDateTime);
        json.WriteString("sentTime"u8, sentAt.UtcDateTime);
        Headers(json, context.Headers);
        json.WriteEndObject();
        json.Flush();

        var written = bytes.WrittenSpan.ToArray();
        bytes.ResetWrittenCount();
        json.Reset();
        if (bytes.Capacity <= KeptBytesMax)
            _kept = (bytes, json);
        return written;
    }

    static (ArrayBufferWriter<byte> Bytes, Utf8JsonWriter Json) New()
    {
        var bytes = new ArrayBufferWriter<byte>(2048);
        return (bytes, new Utf8JsonWriter(bytes, Writing));
    }

    static void Id(Utf8JsonWriter json, ReadOnlySpan<byte> name, Guid? id)
    {
        if (id is { } value)
            json.WriteString(name, value);
    }

    static void Address(Utf8JsonWriter json, ReadOnlySpan<byte> name, Uri? address)
    {
        if (address != null)
            json.WriteString(name, address.ToString());
    }

    static void Headers(Utf8JsonWriter json, SendHeaders headers)
    {
        var begun = false;
        foreach (var (name, value) in headers.GetAll())
        {
            if (value == null)
                continue;
            if (!begun)
                json.WriteStartObject("headers"u8);
            begun = true;
            json.WritePropertyName(name);
            JsonSerializer.Serialize(json, value, value.GetType(), SystemTextJsonMessageSerializer.Options);
        }

        if (begun)
            json.WriteEndObject();
    }
}
