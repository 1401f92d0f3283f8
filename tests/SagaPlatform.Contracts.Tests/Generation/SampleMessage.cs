using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace SagaPlatform.Contracts.Tests.Generation;

/// <summary>
/// Fills every property of a message with a value made from its name and schema: the same on every machine and in every run,
/// and never the default of its type, so that a property that gets lost on the way is seen.
/// </summary>
static class SampleMessage
{
    /// <summary>The sample of a whole envelope, as a program other than .NET would write it.</summary>
    public static JsonObject Envelope(ConversationMessage message, JsonObject schema) => new()
    {
        ["messageId"] = IdFrom(message.Urn),
        ["conversationId"] = IdFrom("conversation"),
        ["messageType"] = new JsonArray(message.Urn),
        ["message"] = Value(schema, "message", position: 0),
        ["sentTime"] = "2026-01-02T03:04:05Z",
    };

    public static JsonNode Value(JsonObject schema, string name, int position) => TypeOf(schema) switch
    {
        "object" => new JsonObject(schema["properties"]!.AsObject()
            .Select(property => KeyValuePair.Create(property.Key, (JsonNode?)Value(property.Value!.AsObject(), property.Key, position)))),
        "array" => Items(schema, name),
        "string" => Text(schema, name, position),
        "integer" => Number(schema, position),
        "boolean" => true,
        var other => throw new NotSupportedException($"No sample for {name} of type {other ?? "(none)"}: add it to {nameof(SampleMessage)}."),
    };

    static string? TypeOf(JsonObject schema) => schema["type"] is JsonArray types
        ? types.Select(type => type!.GetValue<string>()).First(type => type != "null")
        : schema["type"]?.GetValue<string>();

    // Two items, and not the same ones: a list that is cut or that repeats its first item is seen.
    static JsonArray Items(JsonObject schema, string name)
    {
        var count = Math.Min(2, schema["maxItems"]?.GetValue<long>() ?? 2);
        var items = new JsonArray();
        for (var position = 0; position < count; position++)
            items.Add(Value(schema["items"]!.AsObject(), name, position));
        return items;
    }

    static long Number(JsonObject schema, int position)
    {
        var least = schema["minimum"]?.GetValue<long>() ?? schema["exclusiveMinimum"]?.GetValue<long>() ?? 0;
        return Math.Min(least + 41 + position, schema["maximum"]?.GetValue<long>() ?? long.MaxValue);
    }

    static string Text(JsonObject schema, string name, int position)
    {
        // The second value, since the first is what an enumeration has when nobody set it.
        if (schema["enum"] is JsonArray values)
            return values[values.Count > 1 ? 1 : 0]!.GetValue<string>();

        return (schema["format"]?.GetValue<string>(), schema["pattern"]?.GetValue<string>()) switch
        {
            ("uuid", _) => IdFrom(name + position),
            ("email", _) => "customer@example.org",
            ("uri", _) => $"https://example.org/{name}",
            ("date-time", _) => "2026-01-02T03:04:05+00:00", // as System.Text.Json writes it
            (_, "^[A-Z]{3}$") => "EUR",
            (_, "^[A-Z]{2}$") => "DE",
            (null, null) => Words(schema, name, position),
            var (format, pattern) => throw new NotSupportedException($"No sample for {name} of format {format}, pattern {pattern}: add it to {nameof(SampleMessage)}."),
        };
    }

    // With a quote and letters beyond ASCII, which a careless writer or reader would break.
    static string Words(JsonObject schema, string name, int position)
    {
        var text = $"{name} {position + 1} \"äß\"";
        var max = schema["maxLength"]?.GetValue<int>() ?? text.Length;
        return text.Length <= max ? text : text[..max];
    }

    static string IdFrom(string name) => new Guid(SHA256.HashData(Encoding.UTF8.GetBytes(name)).AsSpan(0, 16)).ToString("D");
}
