using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using SagaPlatform.Core.Operations.FailedMessages;
using SagaPlatform.Core.Operations.Runs;
using SagaPlatform.Core.Outbox;

namespace SagaPlatform.OperatorConsole.Tests.FailedMessages;

public sealed class FailedMessageEndpointTests
{
    [Fact]
    public async Task A_failed_message_is_found_by_its_cause_read_masked_and_sent_again_once()
    {
        await using var console = await ConsoleScenario.Started();
        var saga = await console.Delivery();
        var failed = Failed(saga);
        await console.Stored(failed);

        var group = (await console.Json("/api/failed-messages/groups"))["items"]!.AsArray().ShouldHaveSingleItem()!;
        (Text(group, "queue"), Text(group, "messageType"), group["count"]!.GetValue<long>()).ShouldBe(("elsewhere", "FeeCharged", 1));
        Text((await console.Json($"/api/failed-messages?group={Text(group, "group")}"))["items"]![0]!, "id").ShouldBe(failed.Id.ToString("D"));
        (await console.Json($"/api/sagas/{saga}"))["failedMessages"]!.AsArray().ShouldHaveSingleItem();
        (await console.Json($"/api/failed-messages/{failed.Id}"))["body"]!["customerEmail"]!.GetValue<string>().ShouldBe("a***@example.com");

        var (status, done) = await console.Post($"/api/failed-messages/{failed.Id}/retry", new { reason = "fixed", version = 1 });
        (status, Text(done["sends"]![0]!, "to")).ShouldBe((HttpStatusCode.OK, "elsewhere"));
        (await console.Post($"/api/failed-messages/{failed.Id}/retry", new { reason = "again", version = 1 })).Status.ShouldBe(HttpStatusCode.Conflict);
        (await console.Post($"/api/failed-messages/{failed.Id}/discard", new { reason = "again", version = 2 })).Status.ShouldBe(HttpStatusCode.Conflict);
        (await console.Json($"/api/sagas/{saga}/history"))["items"]!.AsArray().Select(x => Text(x!, "event")).ShouldContain("Operator:retry-message");
        (await console.Json("/api/audit"))["items"]!.AsArray().Select(x => Text(x!, "action")).ShouldBe(["retry-message", "retry-message"]);
    }

    [Fact]
    public async Task A_ramped_retry_stops_when_too_many_fail_again_and_leaves_the_rest()
    {
        await using var console = await ConsoleScenario.Started(("FailedMessages:RampSettle", "00:00:00"));
        var failed = Enumerable.Range(0, 30).Select(i => Failed(Guid.NewGuid(), i)).ToArray();
        await console.Stored(failed);
        // Of the second step, three come back: more than a fifth of ten.
        await console.Stored([.. failed.Skip(1).Take(3).Select(x => Failed(x.SagaId!.Value, 100, x.MessageId))]);

        var (_, begun) = await console.Post("/api/failed-messages/retry", new { reason = "fixed?", ids = failed.Select(x => x.Id), ramp = true });
        await console.The<BulkRunner>().CarryOn(CancellationToken.None);

        var run = await console.Json(Text(begun, "href"));
        (Text(run, "state"), run["tried"]!.GetValue<int>(), run["failed"]!.GetValue<int>()).ShouldBe(("Stopped", 11, 0));
        Text(run, "sentence").ShouldStartWith("3 of 10 failed again");
    }

    [Fact]
    public async Task A_ramped_retry_that_goes_well_goes_to_the_end()
    {
        await using var console = await ConsoleScenario.Started(("FailedMessages:RampSettle", "00:00:00"));
        var failed = Enumerable.Range(0, 30).Select(i => Failed(Guid.NewGuid(), i)).ToArray();
        await console.Stored(failed);

        var (_, begun) = await console.Post("/api/failed-messages/retry", new { reason = "fixed", group = "one-cause", ramp = true });
        await console.The<BulkRunner>().CarryOn(CancellationToken.None);

        var run = await console.Json(Text(begun, "href"));
        (Text(run, "state"), run["tried"]!.GetValue<int>(), run["failed"]!.GetValue<int>()).ShouldBe(("Done", 30, 0));
        (await console.Json("/api/failed-messages?status=Retried&limit=200"))["items"]!.AsArray().Count.ShouldBe(30);
    }

    [Fact]
    public async Task Discarding_needs_a_reason_and_a_choice()
    {
        await using var console = await ConsoleScenario.Started();

        var (status, problem) = await console.Post("/api/failed-messages/discard", new { });

        status.ShouldBe(HttpStatusCode.BadRequest);
        problem["errors"]!.AsObject().Select(x => x.Key).ShouldBe(["ids", "reason"], ignoreOrder: true);
    }

    static FailedMessage Failed(Guid saga, int minute = 0, Guid? messageId = null) => new()
    {
        Id = Guid.NewGuid(), MessageId = messageId ?? MessageIds.Derive(saga, "failed"), MessageType = "Tests:FeeCharged", Queue = "elsewhere", SagaType = ConsoleScenario.Deliveries,
        SagaId = saga, ExceptionType = "System.Exception", Exception = "It broke.", Frame = "at Here", StackTrace = "at Here", GroupKey = "one-cause",
        ContentType = "application/json", Body = Encoding.UTF8.GetBytes("{\"customerEmail\":\"ada@example.com\"}"),
        FailedAt = DateTimeOffset.UnixEpoch.AddMinutes(minute), TakenAt = DateTimeOffset.MaxValue.AddYears(-1),
    };

    static string Text(JsonNode node, string field) => node[field]!.GetValue<string>();
}
