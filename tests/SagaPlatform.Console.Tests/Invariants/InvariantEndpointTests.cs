using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace SagaPlatform.OperatorConsole.Tests.Invariants;

public sealed class InvariantEndpointTests
{
    [Fact]
    public async Task Each_law_is_listed_with_its_sentence_and_the_rows_it_is_about()
    {
        await using var console = await ConsoleScenario.Started();

        using var answer = await console.Http.GetAsync("/api/invariants");

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        var report = (await answer.Content.ReadFromJsonAsync<JsonObject>())!;
        report["holds"]!.GetValue<bool>().ShouldBeTrue();
        var laws = report["laws"]!.AsArray();
        laws.Select(x => x!["name"]!.GetValue<string>()).ShouldBe(
            ["sagas-owe-nothing-delivery", "sagas-owe-nothing-greeting", "sagas-wait-delivery", "sagas-wait-greeting"]);
        laws.ShouldAllBe(x => x!["sentence"]!.GetValue<string>().Length > 0 && x["broken"]!.AsArray().Count == 0 && x["rows"]!.GetValue<long>() == 0);
    }
}
