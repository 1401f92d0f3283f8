using System.Text.Json.Nodes;
using SagaPlatform.OperatorConsole.Overview;

namespace SagaPlatform.OperatorConsole.Tests.Live;

public sealed class StreamTests
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    static readonly DateTimeOffset Begun = new ManualTime().GetUtcNow();

    [Fact]
    public async Task The_stream_tells_counts_and_the_saga_that_is_followed_as_they_change()
    {
        await using var console = await ConsoleScenario.Started();
        var id = await console.Delivery();
        using var stream = await Stream.Of(console, id);

        (await stream.Next("counts"))["types"]!.AsArray().Sum(x => x!["total"]!.GetValue<long>()).ShouldBe(1);
        (await stream.Next("saga"))["version"]!.GetValue<int>().ShouldBe(1);

        await console.Post($"/api/sagas/{id}/cancel", new { reason = "so", version = 1 });
        await console.The<OverviewSampler>().Sample(default);
        var moved = await stream.Next("saga");
        (moved["version"]!.GetValue<int>(), moved["state"]!.GetValue<string>()).ShouldBe((2, "Unwinding"));
    }

    [Fact]
    public async Task A_saga_that_is_followed_is_told_of_within_a_second_however_seldom_all_are_counted()
    {
        await using var console = await ConsoleScenario.Started(("Overview:SampleEvery", "00:01:00"), ("Overview:SampleUnwatchedEvery", "00:10:00"));
        var id = await console.Delivery();
        using var stream = await Stream.Of(console, id);
        await stream.Next("saga");

        await console.Post($"/api/sagas/{id}/cancel", new { reason = "so", version = 1 });
        var told = stream.Next("saga");
        while (!told.IsCompleted) // the stream may still be on its way to its next wait
        {
            console.Time.Advance(TimeSpan.FromMilliseconds(100));
            await Task.WhenAny(told, Task.Delay(10));
            console.Time.GetUtcNow().ShouldBeLessThan(Begun + TimeSpan.FromSeconds(50), "all are counted again after a minute");
        }

        (await told)["version"]!.GetValue<int>().ShouldBe(2);
    }

    /// <summary>What a page reads of the stream.</summary>
    sealed class Stream(HttpResponseMessage answer, StreamReader reader, CancellationTokenSource patience) : IDisposable
    {
        public static async Task<Stream> Of(ConsoleScenario console, Guid saga)
        {
            var patience = new CancellationTokenSource(Patience);
            var answer = await console.Http.GetAsync($"/api/stream?saga={saga}", HttpCompletionOption.ResponseHeadersRead, patience.Token);
            answer.Content.Headers.ContentType!.MediaType.ShouldBe("text/event-stream");
            return new Stream(answer, new StreamReader(await answer.Content.ReadAsStreamAsync(patience.Token)), patience);
        }

        public async Task<JsonNode> Next(string name)
        {
            for (var at = ""; await reader.ReadLineAsync(patience.Token) is { } line;)
                if (line.StartsWith("event: ", StringComparison.Ordinal))
                    at = line[7..];
                else if (line.StartsWith("data: ", StringComparison.Ordinal) && at == name)
                    return JsonNode.Parse(line[6..])!;
            throw new EndOfStreamException($"The stream ended before '{name}'.");
        }

        public void Dispose()
        {
            reader.Dispose();
            answer.Dispose();
            patience.Dispose();
        }
    }

    [Fact]
    public async Task The_overview_says_what_there_is_what_is_wrong_and_how_the_parts_are()
    {
        await using var console = await ConsoleScenario.Started();
        await console.Delivery();
        await console.Stranded("Gone");

        var overview = await console.Json("/api/overview");

        overview["trouble"]!["unknownStates"]!.GetValue<long>().ShouldBe(1);
        var delivery = overview["types"]!.AsArray().Single(x => x!["type"]!.GetValue<string>() == "delivery")!;
        (delivery["total"]!.GetValue<long>(), delivery["live"]!.GetValue<long>()).ShouldBe((2, 2));
        overview["health"]!["sentence"]!.GetValue<string>().ShouldNotBeEmpty();
        console.Time.Advance(TimeSpan.FromSeconds(10));
        await console.Delivery();
        await console.The<OverviewSampler>().Sample(default);
        var rates = (await console.Json("/api/overview"))["rates"]!;
        (rates["startedPerSecond"]!.GetValue<double>(), rates["samples"]!.AsArray().Count).ShouldBe((0.1, 1));
    }

    [Fact]
    public async Task Sagas_are_counted_and_exported_by_the_same_filter_as_they_are_listed()
    {
        await using var console = await ConsoleScenario.Started();
        await console.Delivery(with: x => x.BusinessKey = "=HYPERLINK(1),2");
        await console.Greeting();

        (await console.Json("/api/sagas/count?type=delivery"))["count"]!.GetValue<long>().ShouldBe(1);
        var csv = (await console.Http.GetStringAsync("/api/sagas/export?format=csv&type=delivery")).Split(["\r\n", "\n"], StringSplitOptions.RemoveEmptyEntries);
        csv.Length.ShouldBe(2);
        csv[1].ShouldContain("\"'=HYPERLINK(1),2\"");
        JsonNode.Parse(await console.Http.GetStringAsync("/api/sagas/export?format=json"))!.AsArray().Count.ShouldBe(2);
        await console.Problem("/api/sagas/export?format=pdf", "format");
    }

    [Fact]
    public async Task The_drain_report_tells_today_s_machine_from_an_older_one_and_a_lost_state()
    {
        await using var console = await ConsoleScenario.Started();
        await console.Stranded("Gone");

        var items = (await console.Json("/api/drain"))["items"]!.AsArray();

        var gone = items.Single(x => x!["state"]!.GetValue<string>() == "Gone")!;
        (gone["known"]!.GetValue<bool>(), gone["current"]!.GetValue<bool>(), gone["count"]!.GetValue<long>()).ShouldBe((false, false, 1));
        (await console.The<SagaPlatform.Core.Operations.VersionGuard>().Unknown(default))!.ShouldContain("1 of type delivery in state Gone");
    }
}
