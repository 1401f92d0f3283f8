using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using SagaPlatform.Core.RateLimits;

namespace SagaPlatform.OperatorConsole.Tests.RateLimits;

public sealed class RateLimitEndpointTests
{
    [Fact]
    public async Task A_limit_is_listed_and_changed_while_running()
    {
        await using var console = await ConsoleScenario.Started();

        var answer = await Put(console, "delivery", """{"permitsPerSecond": 12.5, "burst": 30}""");

        answer.Status.ShouldBe(HttpStatusCode.OK);
        (answer.Body["name"]!.GetValue<string>(), answer.Body["permitsPerSecond"]!.GetValue<double>(), answer.Body["burst"]!.GetValue<int>())
            .ShouldBe(("delivery", 12.5, 30));
        var listed = (await console.The<RateLimitControl>().List(default)).ShouldHaveSingleItem();
        (listed.PermitsPerSecond, listed.Burst).ShouldBe((12.5, 30));
    }

    [Theory]
    [InlineData("""{"permitsPerSecond": -1, "burst": 0}""", "permitsPerSecond", "burst")]
    [InlineData("""{"permitsPerSecond": "many"}""", "permitsPerSecond", "burst")]
    [InlineData("""{"permitsPerSecond": 1, "burst": 1.5}""", "burst")]
    [InlineData("""{"permitsPerSecond": 1e9, "burst": 1}""", "permitsPerSecond")]
    [InlineData("[]", "$")]
    [InlineData("{", "$")]
    public async Task What_is_wrong_is_named_field_by_field_and_nothing_is_changed(string body, params string[] fields)
    {
        await using var console = await ConsoleScenario.Started();

        var answer = await Put(console, "delivery", body);

        answer.Status.ShouldBe(HttpStatusCode.BadRequest);
        ((JsonObject)answer.Body["errors"]!).Select(x => x.Key).ShouldBe(fields, ignoreOrder: true);
        (await console.The<RateLimitControl>().List(default)).Single().ChangedAt.ShouldBeNull();
    }

    [Fact]
    public async Task A_limit_that_does_not_exist_is_not_found_and_the_known_ones_are_named()
    {
        await using var console = await ConsoleScenario.Started();

        var answer = await Put(console, "nothing", """{"permitsPerSecond": 1, "burst": 1}""");

        answer.Status.ShouldBe(HttpStatusCode.NotFound);
        answer.Body["detail"]!.GetValue<string>().ShouldContain("delivery");
    }

    static async Task<(HttpStatusCode Status, JsonNode Body)> Put(ConsoleScenario console, string name, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await console.Http.PutAsync($"/api/rate-limits/{name}", content);
        return (answer.StatusCode, JsonNode.Parse(await answer.Content.ReadAsStringAsync())!);
    }
}
