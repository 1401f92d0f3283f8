using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using SagaPlatform.Host.Commands;
using SagaPlatform.Testing.Services;

namespace SagaPlatform.Host.Tests;

/// <summary>What operators do, on RabbitMQ and PostgreSQL.</summary>
public sealed class OperationsOnRealServicesTests : IAsyncLifetime
{
    static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    readonly HttpClient _http = new();
    TestDatabase _database = null!;
    TestVirtualHost _broker = null!;
    WebApplication _app = null!;

    public async Task InitializeAsync()
    {
        (_database, _broker) = (await TestDatabase.Create(), await TestVirtualHost.Create());
        _app = PlatformHost.Build(["--urls", "http://127.0.0.1:0", "--SAGA_MODE=platform", $"--SAGA_POSTGRES={_database.ConnectionString}", $"--SAGA_RABBITMQ={_broker.Address}",
            "--Orders:Fulfilment:ChargeWithin=00:10:00"]);
        await _app.StartAsync();
        _http.BaseAddress = new Uri(_app.Urls.Single());
    }

    public async Task DisposeAsync()
    {
        _http.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
        await _broker.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task A_message_that_fails_is_taken_over_from_rabbitmq_and_sent_again()
    {
        var order = ExampleOrders.Good() with { PaymentToken = "tok_fails" };
        using var placed = await _http.PostAsJsonAsync("/orders", order);

        var failed = (await Eventually($"/api/failed-messages?saga={order.OrderId}", x => x["items"]!.AsArray().Count > 0))["items"]![0]!;
        ((string?)failed["messageType"], (string?)failed["queue"], (int)failed["version"]!).ShouldBe(("ChargePayment", "payments", 1));
        await Eventually($"/api/sagas/{order.OrderId}", x => (string?)x["state"] == "Cancelled");
        var told = (await Get($"/api/sagas/{order.OrderId}/history"))["items"]!.AsArray().Count + 1; // the operator's own entry
        using var retried = await _http.PostAsJsonAsync($"/api/failed-messages/{failed["id"]}/retry", new { reason = "again", version = 1 });

        retried.StatusCode.ShouldBe(HttpStatusCode.OK);
        // By now the payment was taken back, so the charge that comes after it is refused, and the saga no longer cares.
        await Eventually($"/api/sagas/{order.OrderId}/history", x => x["items"]!.AsArray().Count > told);
        ((string?)(await Get($"/api/failed-messages/{failed["id"]}"))["status"]).ShouldBe("Retried");
    }

    [Fact]
    public async Task A_silent_order_is_held_released_cancelled_and_gives_everything_back()
    {
        var order = ExampleOrders.Good() with { PaymentToken = "tok_silent_nocharge" };
        using var placed = await _http.PostAsJsonAsync("/orders", order);
        var saga = await Eventually($"/api/sagas/{order.OrderId}", x => (string?)x["state"] == "ChargePayment");

        await Does("hold", saga);
        saga = await Eventually($"/api/sagas/{order.OrderId}", x => x["held"] != null);
        await Does("release", saga);
        saga = await Eventually($"/api/sagas/{order.OrderId}", x => x["held"] == null);
        var done = await Does("cancel", saga);

        ((string?)done["stateAfter"]).ShouldBe("Unwinding");
        await Eventually($"/api/sagas/{order.OrderId}", x => (string?)x["state"] == "Cancelled");
        ((bool)(await Get("/api/audit/verify"))["holds"]!).ShouldBeTrue();
        (await Get("/api/timeouts"))["items"]!.AsArray().ShouldBeEmpty("an order that has ended waits for nothing");
    }

    [Fact]
    public async Task Two_operators_and_an_answer_on_the_same_order_end_legally_and_one_operator_at_most_has_acted()
    {
        const int orders = 12;
        foreach (var _ in Enumerable.Range(0, orders))
        {
            var order = ExampleOrders.Good();
            using var placed = await _http.PostAsJsonAsync("/orders", order);
            var saga = await Eventually($"/api/sagas/{order.OrderId}", _ => true); // its answers are on their way

            var acts = await Task.WhenAll(Tries("cancel", saga), Tries("retry", saga));

            acts.ShouldAllBe(x => x == HttpStatusCode.OK || x == HttpStatusCode.Conflict);
            acts.Count(x => x == HttpStatusCode.OK).ShouldBeLessThanOrEqualTo(1, "both had looked at the same version");
            var ended = await Eventually($"/api/sagas/{order.OrderId}", x => x["endedAt"] != null);
            ((string?)ended["state"]).ShouldBe(acts[0] == HttpStatusCode.OK ? "Cancelled" : "Completed");
            var history = (await Get($"/api/sagas/{order.OrderId}/history"))["items"]!.AsArray();
            history.Count(x => ((string)x!["event"]!).StartsWith("Operator:", StringComparison.Ordinal)).ShouldBe(acts.Count(x => x == HttpStatusCode.OK));
            history.Where(x => x!["version"] != null && (int)x["version"]! > 0).Select(x => (int)x!["version"]!)
                .ShouldBe(Enumerable.Range(1, (int)ended["version"]!), "no write was lost");
        }

        ((bool)(await Get("/api/audit/verify"))["holds"]!).ShouldBeTrue();
    }

    async Task<HttpStatusCode> Tries(string verb, JsonNode saga)
    {
        using var answer = await _http.PostAsJsonAsync($"/api/sagas/{saga["id"]}/{verb}", new { reason = "a test", version = (int)saga["version"]! });
        return answer.StatusCode;
    }

    async Task<JsonNode> Does(string verb, JsonNode saga)
    {
        using var answer = await _http.PostAsJsonAsync($"/api/sagas/{saga["id"]}/{verb}", new { reason = "a test", version = (int)saga["version"]! });
        var text = await answer.Content.ReadAsStringAsync();
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, text);
        return JsonNode.Parse(text)!;
    }

    async Task<JsonNode> Get(string path) => (await _http.GetFromJsonAsync<JsonNode>(path))!;

    async Task<JsonNode> Eventually(string path, Func<JsonNode, bool> condition)
    {
        var until = DateTime.UtcNow + Limit;
        while (true)
        {
            using var answer = await _http.GetAsync(path);
            var seen = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
            if (answer.IsSuccessStatusCode && condition(seen))
                return seen;
            (DateTime.UtcNow < until).ShouldBeTrue($"{path} stayed {seen}");
            await Task.Delay(50);
        }
    }
}
