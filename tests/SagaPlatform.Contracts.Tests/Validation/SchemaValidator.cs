using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace SagaPlatform.Contracts.Tests.Validation;

/// <summary>
/// Checks a JSON value against the part of JSON Schema 2020-12 that the contracts use. It refuses a schema with any other
/// keyword: a keyword that is silently skipped would make a schema look stricter than its check.
/// </summary>
static class SchemaValidator
{
    static readonly TimeSpan PatternTimeout = TimeSpan.FromSeconds(1);

    /// <summary>What is wrong with the value, each with its place; empty when it is valid.</summary>
    /// <exception cref="NotSupportedException">The schema uses a keyword, type or format that is not checked here.</exception>
    public static IReadOnlyList<string> Validate(JsonObject schema, JsonNode? value)
    {
        var errors = new List<string>();
        Check(schema, value, "$", errors);
        return errors;
    }

    static void Check(JsonObject schema, JsonNode? value, string place, List<string> errors)
    {
        if (schema["type"] is { } type && !TypesOf(type).Any(name => IsOfType(name, value)))
        {
            errors.Add($"{place} must be of type {string.Join(" or ", TypesOf(type))}, but is {value?.ToJsonString() ?? "null"}");
            return;
        }

        foreach (var (keyword, argument) in schema)
        {
            var error = Broken(keyword, argument!, value);
            if (error is not null)
                errors.Add($"{place} {error}");
        }

        CheckChildren(schema, value, place, errors);
    }

    static void CheckChildren(JsonObject schema, JsonNode? value, string place, List<string> errors)
    {
        if (value is JsonObject obj)
        {
            foreach (var name in (schema["required"]?.AsArray() ?? []).Select(name => name!.GetValue<string>()))
            {
                if (!obj.ContainsKey(name))
                    errors.Add($"{place}.{name} is required, but missing");
            }

            foreach (var (name, property) in schema["properties"]?.AsObject() ?? [])
            {
                if (obj.TryGetPropertyValue(name, out var child))
                    Check(property!.AsObject(), child, $"{place}.{name}", errors);
            }
        }

        if (value is JsonArray items && schema["items"] is JsonObject itemSchema)
        {
            for (var i = 0; i < items.Count; i++)
                Check(itemSchema, items[i], $"{place}[{i}]", errors);
        }
    }

    static string? Broken(string keyword, JsonNode argument, JsonNode? value) => keyword switch
    {
        "$schema" or "title" or "description" or "default" => null,
        "type" or "required" or "properties" or "items" => null,
        "enum" => argument.AsArray().Any(allowed => JsonNode.DeepEquals(allowed, value))
            ? null
            : $"must be one of {argument.ToJsonString()}, but is {value?.ToJsonString() ?? "null"}",
        "format" => Text(value) is { } text && !HasFormat(argument.GetValue<string>(), text)
            ? $"must be a {argument}, but is \"{text}\""
            : FormatIsKnown(argument.GetValue<string>()),
        "pattern" => Text(value) is { } text && !Regex.IsMatch(text, argument.GetValue<string>(), RegexOptions.None, PatternTimeout)
            ? $"must match {argument}, but is \"{text}\""
            : null,
        // A limit on a value that it does not speak of (a length on a null) is kept: comparing with null is false.
        "minLength" => Length(value) < argument.GetValue<long>() ? $"must have at least {argument} characters" : null,
        "maxLength" => Length(value) > argument.GetValue<long>() ? $"must have at most {argument} characters" : null,
        "minimum" => Number(value) < argument.GetValue<long>() ? $"must be at least {argument}" : null,
        "exclusiveMinimum" => Number(value) <= argument.GetValue<long>() ? $"must be more than {argument}" : null,
        "maximum" => Number(value) > argument.GetValue<long>() ? $"must be at most {argument}" : null,
        "minItems" => (value as JsonArray)?.Count < argument.GetValue<long>() ? $"must have at least {argument} items" : null,
        "maxItems" => (value as JsonArray)?.Count > argument.GetValue<long>() ? $"must have at most {argument} items" : null,
        _ => throw new NotSupportedException($"The keyword {keyword} is not checked here: add it to {nameof(SchemaValidator)}."),
    };

    static IEnumerable<string> TypesOf(JsonNode type) =>
        type is JsonArray names ? names.Select(name => name!.GetValue<string>()) : [type.GetValue<string>()];

    static bool IsOfType(string name, JsonNode? value) => name switch
    {
        "object" => value is JsonObject,
        "array" => value is JsonArray,
        "null" => value is null,
        "string" => value?.GetValueKind() == JsonValueKind.String,
        "boolean" => value?.GetValueKind() is JsonValueKind.True or JsonValueKind.False,
        "number" => value?.GetValueKind() == JsonValueKind.Number,
        "integer" => Number(value) is { } number && decimal.IsInteger(number),
        _ => throw new NotSupportedException($"The type {name} is not known here: add it to {nameof(SchemaValidator)}."),
    };

    static string? Text(JsonNode? value) => value?.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null;

    // JSON Schema counts characters, not UTF-16 units.
    static long? Length(JsonNode? value) => Text(value)?.EnumerateRunes().LongCount();

    static decimal? Number(JsonNode? value) => value?.GetValueKind() == JsonValueKind.Number
        && decimal.TryParse(value.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    static string? FormatIsKnown(string format)
    {
        HasFormat(format, "");
        return null;
    }

    static bool HasFormat(string format, string text) => format switch
    {
        "uuid" => Guid.TryParseExact(text, "D", out _),
        "email" => Regex.IsMatch(text, @"^[^@\s]+@[^@\s]+$", RegexOptions.None, PatternTimeout),
        "uri" => Uri.TryCreate(text, UriKind.Absolute, out _),
        "date-time" => DateTimeOffset.TryParseExact(
            text, ["yyyy-MM-ddTHH:mm:ssK", "yyyy-MM-ddTHH:mm:ss.FFFFFFFK"], CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
        _ => throw new NotSupportedException($"The format {format} is not checked here: add it to {nameof(SchemaValidator)}."),
    };
}
