using System.Text.Json;

namespace SagaPlatform.LoadTest.Broker;

/// <summary>Something that a platform announced, read from the wire.</summary>
/// <param name="Saga">The saga's id.</param>
/// <param name="Message">The message's own id.</param>
/// <param name="Reason">Why, where it says so.</param>
/// <param name="Body">All that it says.</param>
sealed record Announcement(Guid Saga, Guid Message, string? Reason, JsonElement Body)
{
    /// <summary>What the platform writes is an envelope with the message under <c>message</c>; others may write the message alone.</summary>
    /// <param name="body">JSON in UTF-8.</param>
    /// <param name="messageId">The property <c>message_id</c>, where there is one; else the envelope's counts.</param>
    /// <param name="idProperty">The property that holds the saga's id.</param>
    /// <returns>Null when it cannot be read.</returns>
    public static Announcement? Read(ReadOnlyMemory<byte> body, string? messageId, string idProperty)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            var message = json.RootElement.TryGetProperty("message", out var inner) && inner.ValueKind == JsonValueKind.Object ? inner : json.RootElement;
            var id = messageId ?? Text(json.RootElement, "messageId");
            // Without an id nobody can tell a repeat from a second message: it counts as another one.
            return new Announcement(message.GetProperty(idProperty).GetGuid(), Guid.TryParse(id, out var own) ? own : Guid.NewGuid(),
                Text(message, "reason") ?? Text(message, "question"), message.Clone());
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }

    static string? Text(JsonElement json, string property) =>
        json.TryGetProperty(property, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
