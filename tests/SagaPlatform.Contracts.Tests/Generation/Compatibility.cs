using System.Text.Json;
using System.Text.Json.Nodes;
using MassTransit.Serialization;
using SagaPlatform.Contracts.Tests.Validation;

namespace SagaPlatform.Contracts.Tests.Generation;

/// <summary>Whether a message that was written in an older form is still understood by today's record, completely.</summary>
static class Compatibility
{
    /// <summary>What would be misread; empty when the old form is still good.</summary>
    /// <param name="record">Today's record.</param>
    /// <param name="schema">Today's schema of it.</param>
    /// <param name="message">A message in the old form, without its envelope.</param>
    public static IReadOnlyList<string> BreaksOf(Type record, JsonObject schema, JsonNode message)
    {
        var breaks = SchemaValidator.Validate(schema, message).Concat(Losses(record, message)).ToList();
        return breaks.ConvertAll(reason =>
            $"breaking change of {record.Name}: {reason}. Messages in this form may be on their way while a new version starts: "
            + "only add optional properties, and give a changed meaning a new message (contracts/README.md).");
    }

    /// <summary>The places of all values with their kind, for example <c>$.lines[].sku: String</c>.</summary>
    public static IReadOnlySet<string> ShapeOf(JsonNode message) =>
        Leaves(message, "$", placeOfItem: _ => "[]")
            .Select(leaf => $"{leaf.Place}: {leaf.Value?.GetValueKind() ?? JsonValueKind.Null}")
            .ToHashSet(StringComparer.Ordinal);

    static IEnumerable<string> Losses(Type record, JsonNode message)
    {
        JsonNode? readBack;
        try
        {
            var read = message.Deserialize(record, SystemTextJsonMessageSerializer.Options);
            readBack = JsonSerializer.SerializeToNode(read, record, SystemTextJsonMessageSerializer.Options);
        }
        catch (JsonException error)
        {
            return [$"it cannot be read at {error.Path}"];
        }

        var kept = Leaves(readBack, "$", i => $"[{i}]").ToDictionary(leaf => leaf.Place, leaf => leaf.Value);
        return Leaves(message, "$", i => $"[{i}]")
            .Where(leaf => leaf.Value is not null)
            .Where(leaf => !kept.TryGetValue(leaf.Place, out var value) || !JsonNode.DeepEquals(value, leaf.Value))
            .Select(leaf => kept.ContainsKey(leaf.Place)
                ? $"{leaf.Place} is read as another value"
                : $"{leaf.Place} is no longer read (renamed or removed)");
    }

    static IEnumerable<(string Place, JsonNode? Value)> Leaves(JsonNode? node, string place, Func<int, string> placeOfItem) => node switch
    {
        JsonObject obj => obj.SelectMany(property => Leaves(property.Value, $"{place}.{property.Key}", placeOfItem)),
        JsonArray items => items.SelectMany((item, i) => Leaves(item, place + placeOfItem(i), placeOfItem)),
        _ => [(place, node)],
    };
}
