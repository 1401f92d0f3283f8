using System.Text.Json.Nodes;
using SagaPlatform.Contracts.Tests.Generation;

namespace SagaPlatform.Contracts.Tests;

public class SchemaTests
{
    [Fact]
    public void Schemas_and_AsyncAPI_document_say_what_the_records_say()
    {
        var differences = CheckedInContracts.Files.Differences();

        differences.ShouldBeEmpty(string.Join("\n\n", differences));
    }

    [Fact]
    public void No_schema_or_golden_file_of_a_message_that_is_gone_remains()
    {
        var stale = CheckedInContracts.Files.Stale();

        stale.ShouldBeEmpty(
            $"{string.Join(", ", stale)}: no message of Conversations has these files. A schema goes with `make contracts`. A golden file "
            + "says that a message was removed or renamed, which is a breaking change: delete it by hand once nobody sends it any more.");
    }

    [Fact]
    public void Every_schema_has_a_title_and_a_description_and_allows_unknown_fields()
    {
        foreach (var (conversation, message) in CheckedInContracts.Files.Messages)
        {
            var text = CheckedInContracts.Files.Read(ContractPaths.SchemaOf(conversation, message));
            var schema = JsonNode.Parse(text)!.AsObject();

            schema["$schema"]!.GetValue<string>().ShouldBe("https://json-schema.org/draft/2020-12/schema");
            schema["title"]!.GetValue<string>().ShouldBe(message.Type.Name);
            schema["description"]!.GetValue<string>().ShouldNotBeNullOrWhiteSpace();
            text.ShouldNotContain("additionalProperties");
            text.ShouldNotContain("$ref");
        }
    }

    [Fact]
    public void The_schema_of_placing_an_order_has_the_limits_that_its_docs_state()
    {
        var schema = CheckedInContracts.Files.SchemaOf(Conversations.OrderFulfilment.Messages[0])["properties"]!;

        schema["orderId"]!["format"]!.GetValue<string>().ShouldBe("uuid");
        schema["customerEmail"]!["format"]!.GetValue<string>().ShouldBe("email");
        schema["customerEmail"]!["maxLength"]!.GetValue<int>().ShouldBe(254);
        schema["lines"]!["maxItems"]!.GetValue<int>().ShouldBe(100);
        schema["lines"]!["items"]!["properties"]!["quantity"]!["maximum"]!.GetValue<int>().ShouldBe(10_000);
        schema["total"]!["properties"]!["amountMinor"]!["minimum"]!.GetValue<int>().ShouldBe(0);
        schema["total"]!["properties"]!["currency"]!["pattern"]!.GetValue<string>().ShouldBe("^[A-Z]{3}$");
        schema["deliverTo"]!["properties"]!["country"]!["pattern"]!.GetValue<string>().ShouldBe("^[A-Z]{2}$");
    }
}
