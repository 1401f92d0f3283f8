using System.Text.Json.Nodes;

namespace SagaPlatform.Contracts.Tests.Generation;

/// <summary>The envelope that MassTransit writes around every message: what another program must fill, and what it will find.</summary>
static class EnvelopeSchema
{
    public const string RelativePath = "schemas/Envelope.schema.json";

    public static JsonObject Create() => JsonNode.Parse(Content().ToJsonString())!.AsObject();

    static JsonObject Content() => new()
    {
        ["$schema"] = MessageSchema.Dialect,
        ["title"] = "Envelope",
        ["description"] = "The MassTransit envelope (application/vnd.masstransit+json). A sender may leave out every field that is not required.",
        ["type"] = "object",
        ["required"] = new JsonArray("messageId", "messageType", "message"),
        ["properties"] = new JsonObject
        {
            ["messageId"] = new JsonObject
            {
                ["description"] = "Made once by the sender and kept when the same message is sent again: a repeat with the same id has no further effect.",
                ["type"] = "string",
                ["format"] = "uuid",
            },
            ["correlationId"] = Id("Not used to find a saga; the saga's id stands in the message."),
            ["conversationId"] = Id("The same in every message that follows from a first one."),
            ["initiatorId"] = Id("The correlation id of the message that caused this one."),
            ["requestId"] = Id("Copied into the answer when the command has one."),
            ["sourceAddress"] = Address("Who sent it."),
            ["destinationAddress"] = Address("Where it was sent."),
            ["responseAddress"] = Address("Where an answer goes."),
            ["faultAddress"] = Address("Where a fault goes."),
            ["messageType"] = new JsonObject
            {
                ["description"] = "The names of the message's type on the wire.",
                ["type"] = "array",
                ["minItems"] = 1,
                ["items"] = new JsonObject { ["type"] = "string", ["pattern"] = "^urn:message:" },
            },
            ["message"] = new JsonObject { ["description"] = "The message itself, see the schema of its type.", ["type"] = "object" },
            ["sentTime"] = new JsonObject { ["description"] = "When it was sent, in UTC.", ["type"] = Optional("string"), ["format"] = "date-time" },
            ["expirationTime"] = new JsonObject { ["description"] = "When it loses its meaning, in UTC.", ["type"] = Optional("string"), ["format"] = "date-time" },
            ["headers"] = new JsonObject { ["description"] = "Free headers.", ["type"] = Optional("object") },
            ["host"] = new JsonObject { ["description"] = "The sending process.", ["type"] = Optional("object") },
        },
    };

    static JsonObject Id(string description) =>
        new() { ["description"] = description, ["type"] = Optional("string"), ["format"] = "uuid" };

    static JsonObject Address(string description) =>
        new() { ["description"] = description, ["type"] = Optional("string"), ["format"] = "uri" };

    static JsonArray Optional(string type) => new(type, "null");
}
