using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using SagaPlatform.Host.Commands;

namespace SagaPlatform.Host.Tests;

/// <summary>What <c>make run</c> starts, asked from outside.</summary>
public sealed class EmbeddedPlatformTests : IAsyncLifetime
{
    static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    readonly Microsoft.AspNetCore.Builder.WebApplication _app = PlatformHost.Build(["--urls", "http://127.0.0.1:0", "--SAGA_MODE=embedded"]);
    readonly HttpClient _http = new();

    public async Task InitializeAsync()
    {
        await _app.StartAsync();
        _http.BaseAddress = new Uri(_app.Urls.Single());
    }

    public async Task DisposeAsync()
    {
        _http.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    [Fact]
    public async Task An_order_is_carried_to_its_end_and_every_page_shows_it()
    {
        var order = ExampleOrders.Good();
        using var placed = await _http.PostAsJsonAsync("/orders", order);
        placed.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        placed.Headers.Location!.ToString().ShouldBe($"/orders/{order.OrderId}");

        (await Eventually($"/orders/{order.OrderId}", x => (string?)x["status"] == "Completed"))["trackingNumber"].ShouldNotBeNull();
        var saga = await Get($"/api/sagas/{order.OrderId}");
        ((string?)saga["state"]).ShouldBe("Completed");
        saga["ledger"]!.AsArray().Count.ShouldBe(7);
        (await Get($"/api/sagas/{order.OrderId}/history"))["items"]!.AsArray().Count.ShouldBe(8);
        (await Get("/api/sagas?type=order-fulfilment&state=Completed"))["items"]!.AsArray().Select(x => (string?)x!["id"]).ShouldContain(order.OrderId.ToString());
        (await _http.GetStringAsync("/api/machines/order-fulfilment/diagram")).ShouldStartWith("stateDiagram-v2");
    }

    [Fact]
    public async Task It_says_that_it_is_alive_and_ready_and_with_what_reasons()
    {
        using var live = await _http.GetAsync("/health/live");
        live.StatusCode.ShouldBe(HttpStatusCode.OK);
        var ready = await Eventually("/health/ready", x => (string?)x["status"] == "Healthy");
        ready["checks"]!.AsArray().ShouldAllBe(x => !string.IsNullOrWhiteSpace((string?)x!["reason"]));
    }

    [Fact]
    public async Task The_api_description_names_every_endpoint()
    {
        var paths = (await Get("/openapi/v1.json"))["paths"]!.AsObject().Select(x => x.Key).ToList();

        foreach (var path in (string[])["/api/sagas", "/api/sagas/{id}", "/api/sagas/{id}/history", "/api/machines", "/api/machines/{name}/diagram", "/health/live", "/health/ready",
            "/api/overview", "/api/stream", "/api/sagas/{id}/cancel", "/api/timeouts/{token}/ring", "/api/failed-messages/retry", "/api/audit/verify", "/metrics",
            "/api/work-items", "/api/work-items/{id}", "/api/work-items/{id}/decision", "/api/rate-limits", "/api/rate-limits/{name}", "/api/invariants",
            "/orders/{id}/cancel", "/rides/{id}/confirm", "/claims/{id}/documents", "/claims/{id}/appeal"])
            paths.ShouldContain(path);
        foreach (var saga in (string[])["orders", "admissions", "rides", "payments", "refunds", "transfers", "cross-border-payments", "clearings", "claims", "procurements"])
            foreach (var path in (string[])[$"/{saga}", $"/{saga}/{{id}}", $"/{saga}/{{id}}/rulings"])
                paths.ShouldContain(path);
    }

    [Fact]
    public async Task An_unknown_path_is_a_problem_and_shows_nothing_of_the_inside()
    {
        using var answer = await _http.GetAsync("/no-such-thing");
        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        (await answer.Content.ReadAsStringAsync()).ShouldNotContain("   at ");
    }

    [Fact]
    public async Task A_message_that_fails_is_taken_over_from_its_error_queue_and_sent_again()
    {
        var order = ExampleOrders.Good() with { PaymentToken = "tok_fails" };
        using var placed = await _http.PostAsJsonAsync("/orders", order);

        var failed = (await Eventually($"/api/failed-messages?saga={order.OrderId}", x => x["items"]!.AsArray().Count > 0))["items"]![0]!;
        ((string?)failed["messageType"], (string?)failed["queue"], (string?)failed["sagaType"]).ShouldBe(("ChargePayment", "payments", "order-fulfilment"));
        (await Get("/api/failed-messages/groups"))["items"]!.AsArray().ShouldNotBeEmpty();
        ((string?)(await Get($"/api/failed-messages/{failed["id"]}"))["stack"]).ShouldNotBeNullOrEmpty();

        await Eventually($"/api/sagas/{order.OrderId}", x => (string?)x["state"] == "Cancelled");
        var told = (await Get($"/api/sagas/{order.OrderId}/history"))["items"]!.AsArray().Count + 1; // the operator's own entry
        using var retried = await _http.PostAsJsonAsync($"/api/failed-messages/{failed["id"]}/retry", new { reason = "again", version = 1 });
        retried.StatusCode.ShouldBe(HttpStatusCode.OK);
        // By now the payment was taken back, so the charge that comes after it is refused, and the saga no longer cares.
        await Eventually($"/api/sagas/{order.OrderId}/history", x => x["items"]!.AsArray().Count > told);
        ((string?)(await Get($"/api/failed-messages/{failed["id"]}"))["status"]).ShouldBe("Retried");
    }

    [Fact]
    public async Task Metrics_are_those_of_the_platform()
    {
        using var placed = await _http.PostAsJsonAsync("/orders", ExampleOrders.Good());
        var until = DateTime.UtcNow + Limit;
        string text;
        do
            text = await _http.GetStringAsync("/metrics");
        while (!text.Contains("saga_completed_total", StringComparison.Ordinal) && DateTime.UtcNow < until);

        text.ShouldContain("saga_started_total{type=\"order-fulfilment\"}");
    }

    async Task<JsonNode> Get(string path) => (await _http.GetFromJsonAsync<JsonNode>(path))!;

    async Task<JsonNode> Eventually(string path, Func<JsonNode, bool> condition)
    {
        var until = DateTime.UtcNow + Limit;
        while (true)
        {
            using var answer = await _http.GetAsync(path);
            var seen = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
            if (condition(seen))
                return seen;
            (DateTime.UtcNow < until).ShouldBeTrue($"{path} stayed {seen}");
            await Task.Delay(50);
        }
    }
}
