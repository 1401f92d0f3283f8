using System.Net;
using System.Text.Json.Nodes;
using SagaPlatform.Core.Access;

namespace SagaPlatform.OperatorConsole.Tests.Actions;

public sealed class ActionEndpointTests
{
    [Fact]
    public async Task A_stuck_saga_is_previewed_then_cancelled_and_the_audit_tells_who_and_why()
    {
        await using var console = await ConsoleScenario.Started();
        var id = await console.Delivery();
        var version = await console.VersionOf(id);

        var (_, seen) = await console.Post($"/api/sagas/{id}/cancel?preview=true", new { reason = "customer called", version });
        (seen["done"]!.GetValue<bool>(), Text(seen, "stateBefore"), Text(seen, "stateAfter")).ShouldBe((false, "ChargeFee", "Unwinding"));
        Text(seen["sends"]![0]!, "type").ShouldBe("RefundFee");
        seen["audit"].ShouldBeNull();
        (await console.VersionOf(id)).ShouldBe(version);

        var (status, done) = await console.Post($"/api/sagas/{id}/cancel", new { reason = "customer called", version });
        (status, done["done"]!.GetValue<bool>(), done["version"]!.GetValue<int>()).ShouldBe((HttpStatusCode.OK, true, version + 1));
        var row = (await console.Json($"/api/audit?saga={id}"))["items"]!.AsArray().Single(x => x!["about"] == null)!;
        (Text(row, "actor"), Text(row, "action"), Text(row, "reason")).ShouldBe(("local operator", "cancel", "customer called"));
        row["number"]!.GetValue<long>().ShouldBe(done["audit"]!.GetValue<long>());
        (await console.Json("/api/audit/verify"))["holds"]!.GetValue<bool>().ShouldBeTrue();
        (await console.Json($"/api/sagas/{id}/history"))["items"]!.AsArray().Select(x => Text(x!, "event")).ShouldContain("Operator:cancel");
    }

    [Fact]
    public async Task A_stale_version_is_a_409_that_says_where_the_saga_is_now()
    {
        await using var console = await ConsoleScenario.Started();
        var id = await console.Delivery();
        var version = await console.VersionOf(id);
        await console.Post($"/api/sagas/{id}/retry", new { reason = "again", version });

        var (status, problem) = await console.Post($"/api/sagas/{id}/cancel", new { reason = "so", version });

        (status, problem["version"]!.GetValue<int>(), Text(problem, "state")).ShouldBe((HttpStatusCode.Conflict, version + 1, "ChargeFee"));
    }

    [Fact]
    public async Task What_the_process_does_not_allow_is_a_409_with_the_reason()
    {
        await using var console = await ConsoleScenario.Started();
        var id = await console.Delivery(x => x.Answered(x.Line("ChargeFee"), _ => { }));

        var (status, problem) = await console.Post($"/api/sagas/{id}/release", new { reason = "so", version = await console.VersionOf(id) });

        (status, Text(problem, "detail")).ShouldBe((HttpStatusCode.Conflict, "It is not held."));
    }

    [Theory]
    [InlineData("{\"version\":1}", "reason")]
    [InlineData("{\"reason\":\"so\"}", "version")]
    [InlineData("{\"reason\":\"so\",\"version\":\"x\"}", "version")]
    public async Task A_request_that_lacks_something_is_told_what(string body, string field)
    {
        await using var console = await ConsoleScenario.Started();
        var id = await console.Delivery();

        var (status, problem) = await console.Post($"/api/sagas/{id}/cancel", JsonNode.Parse(body)!);

        status.ShouldBe(HttpStatusCode.BadRequest);
        problem["errors"]!.AsObject().Select(x => x.Key).ShouldBe([field]);
    }

    [Theory]
    [InlineData(AccessRole.Viewer, HttpStatusCode.Forbidden)]
    [InlineData(AccessRole.Approver, HttpStatusCode.Forbidden)]
    [InlineData(AccessRole.Operator, HttpStatusCode.OK)]
    [InlineData(AccessRole.Admin, HttpStatusCode.OK)]
    public async Task Only_operators_and_administrators_act(AccessRole role, HttpStatusCode expected)
    {
        await using var console = await ConsoleScenario.Started();
        var id = await console.Delivery();
        var version = await console.VersionOf(id);

        var (status, _) = await console.Post($"/api/sagas/{id}/hold", new { reason = "so", version }, await console.Key(role));

        status.ShouldBe(expected);
        (await console.VersionOf(id)).ShouldBe(expected == HttpStatusCode.OK ? version + 1 : version);
    }

    [Fact]
    public async Task A_key_for_one_type_of_saga_changes_no_other()
    {
        await using var console = await ConsoleScenario.Started();
        var (delivery, greeting) = (await console.Delivery(), await console.Greeting());
        var key = await console.Key(AccessRole.Operator, "bob", ConsoleScenario.Greetings);

        (await console.Post($"/api/sagas/{delivery}/hold", new { reason = "so", version = 1 }, key)).Status.ShouldBe(HttpStatusCode.Forbidden);
        (await console.Post($"/api/sagas/{greeting}/hold", new { reason = "so", version = 1 }, key)).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task An_overdue_timeout_is_found_and_rung()
    {
        await using var console = await ConsoleScenario.Started();
        var id = await console.Delivery();
        console.Time.Advance(TimeSpan.FromMinutes(10));

        var late = (await console.Json("/api/timeouts?overdue=true"))["items"]!.AsArray().ShouldHaveSingleItem()!;
        (Text(late, "sagaId"), late["overdueSeconds"]!.GetValue<double>()).ShouldBe((id.ToString("D"), 300));
        (await console.Json("/api/sagas?inTrouble=true"))["items"]!.AsArray().ShouldHaveSingleItem();

        var (status, done) = await console.Post($"/api/timeouts/{Text(late, "token")}/ring", new { reason = "late", version = await console.VersionOf(id) });
        (status, Text(done["timeouts"]![0]!, "change")).ShouldBe((HttpStatusCode.OK, "rung"));
        (await console.Json("/api/timeouts?overdue=true"))["items"]!.AsArray().ShouldBeEmpty();
        (await console.Post($"/api/timeouts/{Text(late, "token")}/ring", new { reason = "late", version = 2 })).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task The_page_of_a_saga_says_what_is_owed_what_may_be_done_and_what_it_would_hear()
    {
        await using var console = await ConsoleScenario.Started();
        var id = await console.Delivery(x => x.Answered(x.Line("ChargeFee"), _ => { }), x => x.Legs = ["sea"]);

        var saga = await console.Json($"/api/sagas/{id}");

        saga["ledger"]!.AsArray().Select(x => (Text(x!, "step"), x!["owed"]!.GetValue<bool>())).ShouldBe([("ChargeFee", true), ("BookTruck", false)]);
        saga["actions"]!.AsArray().Where(x => x!["possible"]!.GetValue<bool>()).Select(x => Text(x!, "verb")).ShouldBe(["Cancel", "Retry", "Resolve", "Hold", "Send"]);
        var booked = saga["events"]!.AsArray().Single(x => Text(x!, "name") == "TruckBooked")!;
        Text(booked, "reaction").ShouldBe("Handled");
        booked["schema"]!["properties"]!.AsObject().Select(x => x.Key).ShouldBe(["deliveryId", "leg"]);

        var (_, sent) = await console.Post($"/api/sagas/{id}/send?preview=true",
            new { reason = "it called", version = saga["version"]!.GetValue<int>(), @event = "TruckBooked", message = new { deliveryId = id, leg = "sea" } });
        Text(sent, "stateAfter").ShouldBe("Customs");
    }

    [Fact]
    public async Task The_graph_of_a_saga_shows_its_way_and_what_may_come_next()
    {
        await using var console = await ConsoleScenario.Started();
        var id = await console.Delivery();

        var graph = await console.Json($"/api/sagas/{id}/graph");

        Text(graph, "current").ShouldBe("ChargeFee");
        var states = graph["states"]!.AsArray();
        states.Where(x => x!["next"]!.GetValue<bool>()).Select(x => Text(x!, "name")).ShouldContain("Unwinding");
        states.Single(x => Text(x!, "name") == "ChargeFee")!["count"]!.GetValue<long>().ShouldBe(1);
        graph["arrows"]!.AsArray().Where(x => x!["next"]!.GetValue<bool>()).ShouldAllBe(x => Text(x!, "from") == "ChargeFee");
        (await console.Json("/api/machines/delivery"))["arrows"]!.AsArray().Count.ShouldBe(graph["arrows"]!.AsArray().Count);
    }

    [Fact]
    public async Task Many_are_counted_first_then_acted_on_in_a_run_with_a_result_for_each()
    {
        await using var console = await ConsoleScenario.Started();
        var ids = new List<Guid>();
        for (var i = 0; i < 3; i++)
            ids.Add(await console.Delivery());
        await console.Post($"/api/sagas/{ids[0]}/cancel", new { reason = "so", version = 1 });
        var body = new { verb = "Cancel", reason = "recall", filter = new { type = "delivery" } };

        (await console.Post("/api/sagas/bulk?preview=true", body)).Body["count"]!.GetValue<long>().ShouldBe(3);
        var (status, begun) = await console.Post("/api/sagas/bulk", body);
        status.ShouldBe(HttpStatusCode.Accepted);
        await console.The<SagaPlatform.Core.Operations.Runs.BulkRunner>().CarryOn(CancellationToken.None);

        var run = await console.Json(Text(begun, "href"));
        (Text(run, "state"), run["total"]!.GetValue<int>(), run["failed"]!.GetValue<int>()).ShouldBe(("Done", 3, 1));
        var refused = run["items"]!.AsArray().Single(x => !x!["ok"]!.GetValue<bool>())!;
        (Guid.Parse(Text(refused, "id")), Text(refused, "sentence")).ShouldBe((ids[0], "It is being given back already, or has been."));
        (await console.Post($"/api/runs/{Text(run, "id")}/pause", new { reason = "so" })).Status.ShouldBe(HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task A_paused_run_waits_until_it_is_resumed()
    {
        await using var console = await ConsoleScenario.Started();
        await console.Delivery();
        var (_, begun) = await console.Post("/api/sagas/bulk", new { verb = "Hold", reason = "so", filter = new { type = "delivery" } });
        var (href, runner) = (Text(begun, "href"), console.The<SagaPlatform.Core.Operations.Runs.BulkRunner>());

        (await console.Post($"{href}/pause", new { reason = "wait" })).Status.ShouldBe(HttpStatusCode.OK);
        await runner.CarryOn(CancellationToken.None);
        (await console.Json(href))["tried"]!.GetValue<int>().ShouldBe(0);

        (await console.Post($"{href}/resume", new { reason = "go" })).Status.ShouldBe(HttpStatusCode.OK);
        await runner.CarryOn(CancellationToken.None);
        Text(await console.Json(href), "state").ShouldBe("Done");
    }

    static string Text(JsonNode node, string field) => node[field]!.GetValue<string>();
}
