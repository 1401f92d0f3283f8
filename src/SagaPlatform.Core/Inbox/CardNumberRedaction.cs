using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using MassTransit;
using MassTransit.Middleware.Rescue;
using MassTransit.Serialization;
using SagaPlatform.Core.Validation;

namespace SagaPlatform.Core.Inbox;

/// <summary>
/// A message that was refused because it holds a card number goes to the error queue without it: an error queue is kept and
/// looked into. Everything else of the message stays, so that its sender can be found.
/// </summary>
sealed class CardNumberRedaction : IFilter<ExceptionReceiveContext>
{
    public Task Send(ExceptionReceiveContext context, IPipe<ExceptionReceiveContext> next) =>
        next.Send(context.Exception.GetBaseException() is InvalidMessageException { HoldsCardNumber: true } ? new Redacted(context) : context);

    public void Probe(ProbeContext context) => context.CreateFilterScope("cardNumberRedaction");

    static byte[] Redact(byte[] body)
    {
        try
        {
            return JsonSerializer.SerializeToUtf8Bytes(Redact(JsonNode.Parse(body)));
        }
        catch (JsonException)
        {
            return Encoding.UTF8.GetBytes(CardNumber.Redact(Encoding.UTF8.GetString(body)));
        }
    }

    /// <summary>Texts only: ids among them that look like a card number are not worth the risk of keeping one.</summary>
    static JsonNode? Redact(JsonNode? node) => node switch
    {
        JsonObject fields => new JsonObject(fields.Select(x => KeyValuePair.Create(x.Key, Redact(x.Value)))),
        JsonArray items => new JsonArray([.. items.Select(Redact)]),
        JsonValue value when value.TryGetValue<string>(out var text) => JsonValue.Create(CardNumber.Redact(text)),
        _ => node?.DeepClone(),
    };

    /// <summary>The interface is implemented anew because MassTransit's proxy hands on the original body.</summary>
    sealed class Redacted(ExceptionReceiveContext context)
        : RescueExceptionReceiveContext(context, context.Exception), ReceiveContext
    {
        MessageBody ReceiveContext.Body { get; } = new MemoryMessageBody(Redact(context.GetBody()));
    }
}
