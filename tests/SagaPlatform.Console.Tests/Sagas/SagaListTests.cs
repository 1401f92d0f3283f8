using System.Net;
using System.Text.Json.Nodes;

namespace SagaPlatform.OperatorConsole.Tests.Sagas;

public sealed class SagaListTests
{
    [Fact]
    public async Task A_saga_is_listed_with_its_type_its_key_its_state_and_where_to_read_more()
    {
        await using var console = await ConsoleScenario.Started();
        var id = await console.Delivery(with: x => x.BusinessKey = "D-1");

        var page = await console.Json("/api/sagas");

        var saga = page["items"]!.AsArray().ShouldHaveSingleItem()!.AsObject();
        saga.Select(x => x.Key).ShouldBe(
            ["type", "id", "businessKey", "state", "version", "startedAt", "changedAt", "endedAt", "question", "href"]);
        Text(saga, "type").ShouldBe("delivery");
        Text(saga, "id").ShouldBe($"{id:D}");
        Text(saga, "businessKey").ShouldBe("D-1");
        Text(saga, "state").ShouldBe("ChargeFee");
        saga["version"]!.GetValue<int>().ShouldBe(1);
        Text(saga, "startedAt").ShouldBe("2026-05-04T09:00:00+00:00");
        saga["endedAt"].ShouldBeNull();
        Text(saga, "href").ShouldBe($"/api/sagas/{id:D}");
        page["next"].ShouldBeNull();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(200)]
    public async Task The_pages_visit_each_saga_exactly_once_though_others_start_meanwhile(int limit)
    {
        await using var console = await ConsoleScenario.Started();
        List<Guid> expected = [];
        for (var i = 0; i < 6; i++)
        {
            expected.Add(await console.Delivery());
            expected.Add(await console.Greeting()); // at the same moment: only the id tells them apart
            console.Time.Advance(TimeSpan.FromSeconds(1));
        }

        List<Guid> visited = [];
        for (var next = $"/api/sagas?limit={limit}"; next != null;)
        {
            using var response = await console.Get(next);
            response.StatusCode.ShouldBe(HttpStatusCode.OK);
            var page = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
            page["items"]!.AsArray().Count.ShouldBeLessThanOrEqualTo(limit);
            visited.AddRange(page["items"]!.AsArray().Select(x => Guid.Parse(Text(x!, "id"))));
            next = Linked(response);
            (next == null).ShouldBe(page["next"] == null);
            await console.Delivery();
        }

        visited.ShouldBeUnique();
        visited.ShouldBe(expected, ignoreOrder: true);
    }

    [Fact]
    public async Task The_link_to_the_next_page_keeps_the_filter()
    {
        await using var console = await ConsoleScenario.Started();
        await console.Delivery();
        await console.Delivery();
        await console.Greeting();

        using var first = await console.Get("/api/sagas?type=delivery&state=ChargeFee&limit=1");
        var next = Linked(first).ShouldNotBeNull();

        next.ShouldStartWith("/api/sagas?type=delivery&state=ChargeFee&limit=1&cursor=");
        var second = await console.Json(next);
        Text(second["items"]![0]!, "type").ShouldBe("delivery");
        second["next"].ShouldBeNull();
    }

    [Fact]
    public async Task Filters_leave_out_what_does_not_match()
    {
        await using var console = await ConsoleScenario.Started();
        var charging = await console.Delivery(with: x => x.BusinessKey = "D 7/ä");
        var cancelled = await console.Delivery(x => x.Refused(x.Line("ChargeFee"), "No funds."));
        var asking = await console.Delivery(Silent.PastThePointOfNoReturn);
        var greeting = await console.Greeting();

        (await Ids(console, "type=greeting")).ShouldBe([greeting]);
        (await Ids(console, "state=Cancelled")).ShouldBe([cancelled]);
        (await Ids(console, $"key={Uri.EscapeDataString("D 7/ä")}")).ShouldBe([charging]);
        (await Ids(console, "needsAttention=true")).ShouldBe([asking]);
        (await Ids(console, "needsAttention=true&type=greeting")).ShouldBeEmpty();
        (await Ids(console, "type=&state=&key=&needsAttention=&limit=&cursor=")).Count.ShouldBe(4);
    }

    [Fact]
    public async Task An_unknown_type_is_refused_with_the_names_that_are_known()
    {
        await using var console = await ConsoleScenario.Started();

        var reason = await console.Problem("/api/sagas?type=deliveries", "type");

        reason.ShouldContain("Known: delivery, greeting.");
    }

    [Theory]
    [InlineData("0")]
    [InlineData("201")]
    [InlineData("-1")]
    [InlineData("many")]
    [InlineData("1.5")]
    [InlineData("99999999999")]
    public async Task A_limit_beyond_what_a_page_holds_is_refused(string limit)
    {
        await using var console = await ConsoleScenario.Started();

        (await console.Problem($"/api/sagas?limit={limit}", "limit")).ShouldBe("limit must be a whole number from 1 to 200.");
    }

    [Theory]
    [InlineData("x")]
    [InlineData("%00%ff")]
    [InlineData("bm90IGEgY3Vyc29y")]
    public async Task A_cursor_that_is_none_of_ours_is_refused(string cursor)
    {
        await using var console = await ConsoleScenario.Started();

        (await console.Problem($"/api/sagas?cursor={cursor}", "cursor")).ShouldContain("cursor");
    }

    [Fact]
    public async Task Everything_wrong_with_a_query_is_said_at_once()
    {
        await using var console = await ConsoleScenario.Started();

        var problem = await console.Json(
            $"/api/sagas?type=x&limit=0&needsAttention=maybe&key={new string('k', 257)}", HttpStatusCode.BadRequest);

        problem["errors"]!.AsObject().Select(x => x.Key).ShouldBe(["type", "limit", "needsAttention", "key"], ignoreOrder: true);
        problem["status"]!.GetValue<int>().ShouldBe(400);
    }

    static async Task<List<Guid>> Ids(ConsoleScenario console, string query) =>
        [.. (await console.Json($"/api/sagas?{query}"))["items"]!.AsArray().Select(x => Guid.Parse(Text(x!, "id")))];

    static string? Linked(HttpResponseMessage response)
    {
        if (!response.Headers.TryGetValues("Link", out var links))
            return null;
        var link = links.Single();
        link.ShouldEndWith(">; rel=\"next\"");
        return link[1..link.IndexOf('>', StringComparison.Ordinal)];
    }

    static string Text(JsonNode node, string name) => node[name]!.GetValue<string>();
}
