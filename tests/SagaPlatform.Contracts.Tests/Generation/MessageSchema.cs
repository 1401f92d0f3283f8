using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;

namespace SagaPlatform.Contracts.Tests.Generation;

/// <summary>
/// The JSON Schema of a record as MassTransit's JSON writes it. Unknown fields are allowed (nothing says otherwise): a reader
/// of an older form must accept a message that gained an optional field.
/// </summary>
sealed class MessageSchema(DocComments docs)
{
    public const string Dialect = "https://json-schema.org/draft/2020-12/schema";

    static readonly string[] KeyOrder =
    [
        "$schema", "title", "description", "type", "format", "pattern", "enum", "default", "minLength", "maxLength",
        "minimum", "exclusiveMinimum", "maximum", "minItems", "maxItems", "required", "properties", "items",
    ];

    static readonly JsonSerializerOptions Options = new(JsonSerializerOptions.Default)
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    public JsonObject Of(Type message, MessageKind kind)
    {
        var schema = Export(message, kind == MessageKind.Command);
        schema["$schema"] = Dialect;
        // Parsed, so that its numbers are those that a reader of the file finds.
        return JsonNode.Parse(Ordered(schema).ToJsonString())!.AsObject();
    }

    JsonObject Export(Type type, bool isCommand) => Options.GetJsonSchemaAsNode(type, new JsonSchemaExporterOptions
    {
        TreatNullObliviousAsNonNullable = true,
        TransformSchemaNode = (context, node) => Describe(context, node, isCommand),
    }).AsObject();

    JsonNode Describe(JsonSchemaExporterContext context, JsonNode node, bool isCommand)
    {
        var type = Nullable.GetUnderlyingType(context.TypeInfo.Type) ?? context.TypeInfo.Type;
        var property = context.PropertyInfo?.AttributeProvider as PropertyInfo;
        if (node is not JsonObject schema)
            throw new NotSupportedException($"{Place(context)} of type {type.Name} has no schema: give it a type that JSON can describe.");
        if (type == typeof(decimal) || type == typeof(double) || type == typeof(float))
            throw new NotSupportedException($"{Place(context)} is a {type.Name}: amounts in messages are integers in minor units.");

        // A repeat of a type is exported as a pointer to its first place; readers of the files should not have to follow those.
        if (schema.ContainsKey("$ref"))
            schema = Export(type, isCommand);
        if (schema["properties"] is JsonObject)
            DescribeObject(schema, type);
        if (type.IsEnum)
            schema["type"] = schema["enum"]!.AsArray().Contains(null) ? new JsonArray("string", "null") : "string";
        if (property?.Name.EndsWith("Email", StringComparison.Ordinal) == true && type == typeof(string))
            schema["format"] = "email";

        if (property is not null && docs.Of(property) is { } doc)
        {
            schema["description"] = doc;
            DocumentedLimits.Apply(schema, doc, isCommand);
        }

        if (type.IsEnum)
            schema["description"] = WithMeanings(schema["description"]?.GetValue<string>() ?? docs.Of(type), type);
        return Ordered(schema);
    }

    void DescribeObject(JsonObject schema, Type type)
    {
        schema["title"] = type.Name;
        if (docs.Of(type) is { } doc)
            schema["description"] = doc;

        KeepRequired(schema);
    }

    /// <summary>Optional is what a message may leave out: whatever has a default value, and whatever may be null.</summary>
    static void KeepRequired(JsonObject schema)
    {
        var properties = schema["properties"]!.AsObject();
        var required = (schema["required"]?.AsArray() ?? [])
            .Select(name => name!.GetValue<string>())
            .Where(name => properties[name]?["type"] is not JsonArray types || types.All(type => type!.GetValue<string>() != "null"))
            .Select(name => (JsonNode)name)
            .ToArray();
        schema.Remove("required");
        if (required.Length > 0)
            schema["required"] = new JsonArray(required);
    }

    string WithMeanings(string? description, Type enumType)
    {
        var meanings = Enum.GetNames(enumType).Select(name => $"{name}: {docs.OfEnumValue(enumType, name)}");
        return string.Join(' ', meanings.Prepend(description).Where(part => part is not null));
    }

    static string Place(JsonSchemaExporterContext context) =>
        $"{context.BaseTypeInfo?.Type.Name ?? context.PropertyInfo?.DeclaringType.Name ?? context.TypeInfo.Type.Name}.{context.PropertyInfo?.Name}";

    static JsonObject Ordered(JsonObject schema)
    {
        var ordered = new JsonObject();
        foreach (var (key, value) in schema.OrderBy(entry => Array.IndexOf(KeyOrder, entry.Key)))
            ordered[key] = value?.DeepClone();
        return ordered;
    }
}
