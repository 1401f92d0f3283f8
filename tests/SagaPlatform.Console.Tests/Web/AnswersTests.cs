using System.Net;
using System.Text.Json.Nodes;

namespace SagaPlatform.OperatorConsole.Tests.Web;

public sealed class AnswersTests
{
    [Theory]
    [InlineData("/nowhere")]
    [InlineData("/api/sagas/a/b/c")]
    public async Task An_unknown_path_is_a_problem_too(string path)
    {
        await using var console = await ConsoleScenario.Started();

        using var response = await console.Get(path);

        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        JsonNode.Parse(await response.Content.ReadAsStringAsync())!["status"]!.GetValue<int>().ShouldBe(404);
    }

    [Fact]
    public async Task A_failure_is_a_problem_that_tells_nothing_of_the_inside()
    {
        await using var console = await ConsoleScenario.Started();

        using var response = await console.Get("/broken");
        var text = await response.Content.ReadAsStringAsync();

        response.StatusCode.ShouldBe(HttpStatusCode.InternalServerError);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        text.ShouldNotContain("nobody's business");
        text.ShouldNotContain("InvalidOperationException");
        text.ShouldNotContain("   at ");
    }

    [Fact]
    public async Task While_the_store_is_away_the_answer_is_to_come_again_and_not_that_something_broke()
    {
        await using var console = await ConsoleScenario.Started();
        console.Troubled.FailsAs = x => new TimeoutException(x);
        console.Troubled.FailsWith = "the server at a secret address does not answer";

        using var response = await console.Get("/api/sagas");
        var text = await response.Content.ReadAsStringAsync();

        response.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        response.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(1));
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        JsonNode.Parse(text)!["title"]!.GetValue<string>().ShouldBe("The store is away");
        text.ShouldNotContain("secret");
    }

    [Theory]
    [InlineData("/api/sagas")]
    [InlineData("/api/sagas?limit=0")]
    [InlineData("/api/machines/delivery/diagram")]
    [InlineData("/health/live")]
    [InlineData("/nowhere")]
    [InlineData("/broken")]
    public async Task No_answer_lets_a_browser_do_anything_with_it(string path)
    {
        await using var console = await ConsoleScenario.Started();

        using var response = await console.Get(path);

        response.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
        response.Headers.GetValues("Referrer-Policy").ShouldBe(["no-referrer"]);
        response.Headers.GetValues("Content-Security-Policy").Single().ShouldStartWith("default-src 'none'");
        response.Headers.CacheControl!.NoStore.ShouldBeTrue();
    }

    [Fact]
    public async Task Every_endpoint_is_documented()
    {
        await using var console = await ConsoleScenario.Started();

        var paths = (await console.Json("/openapi/v1.json"))["paths"]!.AsObject();

        paths.Select(x => x.Key).ShouldBe(
            ["/health/live", "/alive", "/health/ready", "/health", "/metrics", "/api/me", "/api/session", "/api/keys", "/api/keys/{id}/revoke", "/api/overview", "/api/stream",
             "/api/sagas", "/api/sagas/count", "/api/sagas/export", "/api/sagas/bulk", "/api/sagas/{id}", "/api/sagas/{id}/history", "/api/sagas/{id}/graph",
             "/api/sagas/{id}/cancel", "/api/sagas/{id}/retry", "/api/sagas/{id}/hold", "/api/sagas/{id}/release", "/api/sagas/{id}/resolve", "/api/sagas/{id}/send",
             "/api/timeouts", "/api/timeouts/{token}/ring", "/api/timeouts/{token}/postpone", "/api/timeouts/{token}/cancel",
             "/api/failed-messages", "/api/failed-messages/groups", "/api/failed-messages/retry", "/api/failed-messages/discard", "/api/failed-messages/{id}",
             "/api/failed-messages/{id}/retry", "/api/failed-messages/{id}/discard", "/api/runs", "/api/runs/{id}", "/api/runs/{id}/pause", "/api/runs/{id}/resume",
             "/api/runs/{id}/stop", "/api/audit", "/api/audit/verify", "/api/drain",
             "/api/machines", "/api/machines/{name}", "/api/machines/{name}/diagram", "/api/machines/{name}/table", "/api/work-items", "/api/work-items/{id}", "/api/work-items/{id}/decision",
             "/api/rate-limits", "/api/rate-limits/{name}", "/api/invariants", "/broken"], ignoreOrder: true);
        foreach (var (path, item) in paths.Where(x => x.Key != "/broken"))
            foreach (var (method, asked) in item!.AsObject())
            {
                asked!["summary"]!.GetValue<string>().ShouldNotBeEmpty(path);
                asked["tags"]![0]!.GetValue<string>().ShouldBeOneOf("Health", "Sagas", "Machines", "Work items", "Rate limits", "Invariants",
                    "Access", "Actions", "Audit", "Failed messages", "Live", "Metrics", "Overview", "Runs", "Timeouts");
                var done = asked["responses"]!.AsObject().First(x => x.Key.StartsWith('2'));
                if (done.Key != "204")
                    done.Value!["content"].ShouldNotBeNull($"{method} {path}");
            }

        var limit = paths["/api/sagas"]!["get"]!["parameters"]!.AsArray().Single(x => x!["name"]!.GetValue<string>() == "limit")!;
        limit["schema"]!["type"]!.GetValue<string>().ShouldBe("integer");
        limit["schema"]!["maximum"]!.GetValue<int>().ShouldBe(200);
        paths["/api/sagas/{id}"]!["get"]!["responses"]!.AsObject().Select(x => x.Key).ShouldBe(["200", "400", "404", "500"], ignoreOrder: true);
    }
}
