using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SagaPlatform.Core.Sagas;

/// <summary>Tells whether two messages say the same, whatever the order of their properties was on the wire.</summary>
public static class ContentFingerprint
{
    /// <summary>
    /// The SHA-256 of the message's canonical JSON: properties by ordinal name, no white space, and nothing for null,
    /// so a new optional property leaves the fingerprints of older messages as they were.
    /// </summary>
    /// <param name="message">The message, read as <typeparamref name="T"/>.</param>
    /// <returns>64 lower-case hexadecimal digits.</returns>
    public static string Of<T>(T message) where T : class
    {
        ArgumentNullException.ThrowIfNull(message);
        var canonical = new MemoryStream();
        using (var json = new Utf8JsonWriter(canonical))
            Write(JsonSerializer.SerializeToNode(message), json);
        return Convert.ToHexStringLower(SHA256.HashData(canonical.ToArray()));
    }

    static void Write(JsonNode? node, Utf8JsonWriter json)
    {
        switch (node)
        {
            case JsonObject properties:
                json.WriteStartObject();
                foreach (var (name, value) in properties.Where(x => x.Value != null).OrderBy(x => x.Key, StringComparer.Ordinal))
                {
                    json.WritePropertyName(name);
                    Write(value, json);
                }
                json.WriteEndObject();
                break;
            case JsonArray items:
                json.WriteStartArray();
                foreach (var item in items)
                    Write(item, json);
                json.WriteEndArray();
                break;
            case null:
                json.WriteNullValue();
                break;
            default:
                node.WriteTo(json);
                break;
        }
    }
}
