using System.Net.Mime;
using System.Runtime.Serialization;
using System.Text.Json;
using MassTransit;
using MassTransit.RabbitMqTransport;
using MassTransit.Serialization;

namespace SagaPlatform.Host.Bus;

/// <summary>Reads plain JSON, without MassTransit's envelope, from publishers in any language.</summary>
/// <remarks>
/// The type is what the header <c>MT-MessageType</c> says, or else the exchange it was published to. Without either it is
/// refused: MassTransit alone would hand it to every event of the queue.
/// </remarks>
sealed class PlainJson : ISerializerFactory, IMessageDeserializer
{
    const RawSerializerOptions Options = RawSerializerOptions.AddTransportHeaders | RawSerializerOptions.CopyHeaders;
    readonly SystemTextJsonRawMessageSerializer _raw = new(Options);

    public ContentType ContentType => SystemTextJsonRawMessageSerializer.JsonContentType;

    public IMessageSerializer CreateSerializer() => _raw;

    public IMessageDeserializer CreateDeserializer() => this;

    public void Probe(ProbeContext context) => _raw.Probe(context);

    public MessageBody GetMessageBody(string text) => _raw.GetMessageBody(text);

    public ConsumeContext Deserialize(ReceiveContext receiveContext) => new BodyConsumeContext(receiveContext,
        Deserialize(receiveContext.Body, receiveContext.TransportHeaders, receiveContext.InputAddress));

    public SerializerContext Deserialize(MessageBody body, Headers headers, Uri? destinationAddress = null)
    {
        var types = headers.GetMessageTypes();
        if (types.Length == 0)
            types = [TypeOf(headers.Get<string>(RabbitMqHeaders.Exchange))];

        try
        {
            var json = JsonSerializer.Deserialize<JsonElement>(body.GetBytes(), SystemTextJsonMessageSerializer.Options);
            return new SystemTextJsonRawSerializerContext(SystemTextJsonMessageSerializer.Instance, SystemTextJsonMessageSerializer.Options,
                ContentType, new RawMessageContext(headers, destinationAddress, Options), types, Options, json);
        }
        catch (JsonException e)
        {
            throw new SerializationException($"The body is not JSON: {e.Message}", e);
        }
    }

    static string TypeOf(string? exchange) => exchange?.Contains(':', StringComparison.Ordinal) == true
        ? $"urn:message:{exchange}"
        : throw new SerializationException(
            "A plain JSON message that is sent straight to a queue must name its type in the header MT-MessageType "
            + "(urn:message:Namespace:Type), or be published to the exchange Namespace:Type.");
}
