using System.Text.Json.Nodes;

namespace SagaPlatform.Contracts.Tests.Validation;

public class SchemaValidatorTests
{
    [Theory]
    [InlineData("""{"type":"string"}""", "\"a\"", "1", "must be of type string")]
    [InlineData("""{"type":["string","null"]}""", "null", "1", "must be of type string or null")]
    [InlineData("""{"type":"integer"}""", "2.0", "1.5", "must be of type integer")]
    [InlineData("""{"type":"number"}""", "1.5", "true", "must be of type number")]
    [InlineData("""{"type":"boolean"}""", "false", "0", "must be of type boolean")]
    [InlineData("""{"type":"object"}""", "{}", "[]", "must be of type object")]
    [InlineData("""{"type":"array"}""", "[]", "null", "must be of type array")]
    [InlineData("""{"required":["a"]}""", """{"a":null}""", """{"A":1}""", "$.a is required")]
    [InlineData("""{"properties":{"a":{"type":"string"}}}""", """{"b":1}""", """{"a":1}""", "$.a must be of type string")]
    [InlineData("""{"items":{"minimum":3}}""", "[3,4]", "[3,2]", "$[1] must be at least 3")]
    [InlineData("""{"enum":["Done","NotDone"]}""", "\"Done\"", "\"done\"", "must be one of")]
    [InlineData("""{"format":"uuid"}""", "\"19d6045c-5d9b-bdbc-35e0-e3e5789f8565\"", "\"19d6045c5d9bbdbc35e0e3e5789f8565\"", "must be a uuid")]
    [InlineData("""{"format":"email"}""", "\"a@example.org\"", "\"a.example.org\"", "must be a email")]
    [InlineData("""{"format":"uri"}""", "\"rabbitmq://host/queue\"", "\"queue\"", "must be a uri")]
    [InlineData("""{"format":"date-time"}""", "\"2026-01-02T03:04:05.678Z\"", "\"2 January 2026\"", "must be a date-time")]
    [InlineData("""{"pattern":"^[A-Z]{3}$"}""", "\"EUR\"", "\"eur\"", "must match")]
    [InlineData("""{"minLength":1}""", "\"a\"", "\"\"", "at least 1 characters")]
    [InlineData("""{"maxLength":2}""", "\"\\ud83d\\ude00b\"", "\"abc\"", "at most 2 characters")]
    [InlineData("""{"minimum":0}""", "0", "-1", "at least 0")]
    [InlineData("""{"exclusiveMinimum":0}""", "1", "0", "more than 0")]
    [InlineData("""{"maximum":10000}""", "10000", "10001", "at most 10000")]
    [InlineData("""{"minItems":1}""", "[1]", "[]", "at least 1 items")]
    [InlineData("""{"maxItems":1}""", "[1]", "[1,2]", "at most 1 items")]
    public void A_keyword_lets_the_good_value_pass_and_names_what_is_wrong_with_the_bad_one(
        string schema, string good, string bad, string error)
    {
        SchemaValidator.Validate(Schema(schema), JsonNode.Parse(good)).ShouldBeEmpty();
        SchemaValidator.Validate(Schema(schema), JsonNode.Parse(bad)).ShouldHaveSingleItem().ShouldContain(error);
    }

    [Theory]
    [InlineData("""{"maxLength":1}""", "12345")]
    [InlineData("""{"minimum":3}""", "\"a\"")]
    [InlineData("""{"minItems":1}""", "null")]
    [InlineData("""{"format":"uuid"}""", "null")]
    [InlineData("""{"pattern":"^a$"}""", "1")]
    public void A_limit_does_not_speak_of_values_of_another_type(string schema, string value) =>
        SchemaValidator.Validate(Schema(schema), JsonNode.Parse(value)).ShouldBeEmpty();

    [Theory]
    [InlineData("""{"oneOf":[]}""", "oneOf")]
    [InlineData("""{"format":"ipv4"}""", "ipv4")]
    [InlineData("""{"type":"decimal"}""", "decimal")]
    public void A_schema_that_it_cannot_check_completely_is_refused(string schema, string word) =>
        Should.Throw<NotSupportedException>(() => SchemaValidator.Validate(Schema(schema), JsonNode.Parse("null")))
            .Message.ShouldContain(word);

    [Fact]
    public void All_errors_are_named_with_their_places()
    {
        var schema = Schema("""{"properties":{"lines":{"items":{"required":["sku"],"properties":{"quantity":{"maximum":5}}}}}}""");

        SchemaValidator.Validate(schema, JsonNode.Parse("""{"lines":[{"sku":"a"},{"quantity":6}]}""")).ShouldBe(
            ["$.lines[1].sku is required, but missing", "$.lines[1].quantity must be at most 5"]);
    }

    static JsonObject Schema(string text) => JsonNode.Parse(text)!.AsObject();
}
