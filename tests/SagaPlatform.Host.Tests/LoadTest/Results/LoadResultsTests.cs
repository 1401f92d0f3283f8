using System.Text.Json;
using SagaPlatform.LoadTest.Latencies;
using SagaPlatform.LoadTest.Results;

namespace SagaPlatform.Host.Tests.LoadTest.Results;

public sealed class LoadResultsTests
{
    static readonly LoadResults Good = new()
    {
        Saga = "order", Arrivals = "steady, 20/s for 30 s", Due = 600, OutstandingSagasMax = 10_000, DrainSeconds = 60,
        Verdict = new Verdict(Started: 600, Completed: 600, Failed: 0, Lost: 0, Duplicated: 0),
        Latency = Percentiles.Of(new LatencyHistogram()), StartedLate = Percentiles.Of(new LatencyHistogram()),
        Reasons = new Dictionary<string, int>(), Machine = MachineFacts.Here(),
    };

    [Fact]
    public void The_verdict_is_the_last_line()
    {
        Lines(Good)[^1].ShouldBe("started=600 completed=600 failed=0 lost=0 duplicated=0");
        Good.IsGood.ShouldBeTrue();
    }

    [Fact]
    public void Whatever_went_wrong_is_not_good()
    {
        (Good with { Verdict = Good.Verdict with { Failed = 1 } }).IsGood.ShouldBeFalse();
        (Good with { Verdict = Good.Verdict with { Lost = 1 } }).IsGood.ShouldBeFalse();
        (Good with { Verdict = Good.Verdict with { Duplicated = 1 } }).IsGood.ShouldBeFalse();
        (Good with { Unsent = 1 }).IsGood.ShouldBeFalse();
        (Good with { NotTaken = 1 }).IsGood.ShouldBeFalse();
        (Good with { Unreadable = 1 }).IsGood.ShouldBeFalse();
    }

    [Fact]
    public void What_makes_the_figures_less_than_they_seem_is_said()
    {
        var said = string.Join('\n', Lines(Good with
        {
            HeldBack = 3, Unsent = 4, Redelivered = 5, Unconfirmed = 6, Verdict = Good.Verdict with { Lost = 7 },
            Reasons = new Dictionary<string, int> { ["OrderCancelled: no stock"] = 8 },
        }));

        said.ShouldContain("3 sagas were held back: 10,000 were under way at once (--outstanding-max).");
        said.ShouldContain("4 sagas were due and never started");
        said.ShouldContain("5 announcements were delivered again");
        said.ShouldContain("6 messages were never confirmed");
        said.ShouldContain("Of 7 sagas no end was heard within 60 s");
        said.ShouldContain("8 x OrderCancelled: no stock");
        Lines(Good).ShouldNotContain(line => line.StartsWith("note", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_file_holds_the_figures_and_the_machine()
    {
        var histogram = new LatencyHistogram();
        histogram.Record(TimeSpan.FromMilliseconds(12.5));
        var file = Path.GetTempFileName();
        try
        {
            await (Good with { Latency = Percentiles.Of(histogram) }).Write(file);

            using var read = JsonDocument.Parse(await File.ReadAllTextAsync(file));
            read.RootElement.GetProperty("verdict").GetProperty("started").GetInt32().ShouldBe(600);
            read.RootElement.GetProperty("latency").GetProperty("p999Ms").GetDouble().ShouldBe(12.5);
            read.RootElement.GetProperty("startedLate").GetProperty("maxMs").ValueKind.ShouldBe(JsonValueKind.Null, "nothing was measured");
            var machine = read.RootElement.GetProperty("machine");
            machine.GetProperty("cores").GetInt32().ShouldBe(Environment.ProcessorCount);
            machine.GetProperty("memoryBytes").GetInt64().ShouldBeGreaterThan(0);
            machine.GetProperty("os").GetString().ShouldNotBeNullOrEmpty();
        }
        finally
        {
            File.Delete(file);
        }
    }

    static string[] Lines(LoadResults results)
    {
        using var said = new StringWriter();
        results.Tell(said);
        return said.ToString().TrimEnd().Split(Environment.NewLine);
    }
}
