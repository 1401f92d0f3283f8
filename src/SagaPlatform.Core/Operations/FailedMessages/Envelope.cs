using System.Text.Json;

namespace SagaPlatform.Core.Operations.FailedMessages;

/// <summary>What can be read of a message without knowing its class: MassTransit's envelope, or plain JSON.</summary>
/// <param name="MessageId">The id its sender gave it.</param>
/// <param name="CorrelationId">Whom it concerns, if its sender said so.</param>
/// <param name="MessageType">Its type as the contracts name it, <c>Namespace:Name</c>.</param>
/// <param name="Message">The message itself; null when the body is no JSON.</param>
sealed record Envelope(Guid? MessageId, Guid? CorrelationId, string? MessageType, JsonElement? Message)
{
    const string Urn = "urn:message:";

    internal static Envelope Read(byte[] body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            var root = json.RootElement;
            if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("message", out var message) || !root.TryGetProperty("messageType", out var types))
                return new Envelope(null, null, null, root.Clone());
            var type = types.ValueKind == JsonValueKind.Array && types.GetArrayLength() > 0 ? types[0].GetString() : null;
            return new Envelope(Id(root, "messageId"), Id(root, "correlationId"),
                type?.StartsWith(Urn, StringComparison.Ordinal) == true ? type[Urn.Length..] : type, message.Clone());
        }
        catch (JsonException)
        {
            return new Envelope(null, null, null, null);
        }
    }

    static Guid? Id(JsonElement root, string name) =>
        root.TryGetProperty(name, out var id) && id.ValueKind == JsonValueKind.String && id.TryGetGuid(out var value) ? value : null;
}
