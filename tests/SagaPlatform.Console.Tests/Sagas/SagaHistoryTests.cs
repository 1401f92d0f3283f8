using System.Net;

namespace SagaPlatform.OperatorConsole.Tests.Sagas;

public sealed class SagaHistoryTests
{
    [Fact]
    public async Task The_pages_of_a_history_tell_each_event_once_oldest_first()
    {
        await using var console = await ConsoleScenario.Started();
        var id = await console.Delivery();
        await console.Happened(id, "Deliver", "FeeCharged", "TruckBooked");
        await console.Happened(await console.Delivery(), "SomebodyElse");

        List<string> events = [];
        for (string? cursor = ""; cursor != null;)
        {
            var page = await console.Json($"/api/sagas/{id}/history?limit=2&cursor={cursor}");
            events.AddRange(page["items"]!.AsArray().Select(x => x!["event"]!.GetValue<string>()));
            cursor = page["next"]?.GetValue<string>();
        }

        events.ShouldBe(["Deliver", "FeeCharged", "TruckBooked"]);
    }

    [Fact]
    public async Task What_became_of_a_message_is_a_word()
    {
        await using var console = await ConsoleScenario.Started();
        var id = await console.Delivery();
        await console.Happened(id, "Deliver");

        var page = await console.Json($"/api/sagas/{id}/history");

        page["items"]![0]!["kind"]!.GetValue<string>().ShouldBe("Consumed");
    }

    [Fact]
    public async Task A_message_that_named_no_saga_has_a_history_all_the_same()
    {
        await using var console = await ConsoleScenario.Started();
        var nobody = Guid.NewGuid();
        await console.Happened(nobody, "FeeCharged");

        (await console.Json($"/api/sagas/{nobody}/history"))["items"]!.AsArray().Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_saga_to_which_nothing_happened_yet_has_an_empty_history()
    {
        await using var console = await ConsoleScenario.Started();
        var id = await console.Delivery();

        var page = await console.Json($"/api/sagas/{id}/history");

        page["items"]!.AsArray().ShouldBeEmpty();
        page["next"].ShouldBeNull();
    }

    [Fact]
    public async Task Where_there_is_neither_saga_nor_history_nothing_is_found()
    {
        await using var console = await ConsoleScenario.Started();

        await console.Json($"/api/sagas/{Guid.NewGuid()}/history", HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_limit_or_cursor_that_is_wrong_is_refused_by_name()
    {
        await using var console = await ConsoleScenario.Started();
        var id = await console.Delivery();

        (await console.Problem($"/api/sagas/{id}/history?limit=501", "limit")).ShouldBe("limit must be a whole number from 1 to 500.");
        await console.Problem($"/api/sagas/{id}/history?cursor=nonsense!", "cursor");
    }
}
