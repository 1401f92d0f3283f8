using System.Text.Json.Nodes;

namespace SagaPlatform.Contracts.Tests.Generation;

public class DocumentedLimitsTests
{
    [Theory]
    [InlineData("string", "The article; 1 to 64 characters.", """{"type":"string","minLength":1,"maxLength":64}""")]
    [InlineData("string", "At most 1,024 characters.", """{"type":"string","maxLength":1024}""")]
    [InlineData("string", "A code of two capital letters.", """{"type":"string","pattern":"^[A-Z]{2}$"}""")]
    [InlineData("string", "A code of three capital letters.", """{"type":"string","pattern":"^[A-Z]{3}$"}""")]
    [InlineData("integer", "Pieces; 1 to 10,000.", """{"type":"integer","minimum":1,"maximum":10000}""")]
    [InlineData("integer", "At least 2.", """{"type":"integer","minimum":2}""")]
    [InlineData("integer", "More than 0.", """{"type":"integer","exclusiveMinimum":0}""")]
    [InlineData("array", "1 to 100 lines; each article at most once.", """{"type":"array","minItems":1,"maxItems":100}""")]
    public void A_limit_in_the_wording_of_the_contracts_is_understood(string type, string doc, string schema) =>
        Apply(type, doc, isCommand: false).ShouldBe(schema);

    [Theory]
    [InlineData("string", "Where the parcel goes.")]
    [InlineData("string", "Printed in 3 to 5 copies.")]
    [InlineData("integer", "Answered within 1 to 3 days of work.")]
    [InlineData("object", "What is charged; more than 0.")]
    [InlineData("array", "Each article at most once.")]
    public void A_sentence_that_states_no_clear_limit_gives_none(string type, string doc) =>
        Apply(type, doc, isCommand: true).ShouldBe($$"""{"type":"{{type}}"}""");

    [Fact]
    public void A_limit_of_commands_holds_for_commands_only()
    {
        const string Doc = "At least 0 in every command of the platform.";

        Apply("integer", Doc, isCommand: true).ShouldContain("\"minimum\":0");
        Apply("integer", Doc, isCommand: false).ShouldNotContain("minimum");
    }

    static string Apply(string type, string doc, bool isCommand)
    {
        var schema = new JsonObject { ["type"] = type };
        DocumentedLimits.Apply(schema, doc, isCommand);
        return schema.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
    }
}
