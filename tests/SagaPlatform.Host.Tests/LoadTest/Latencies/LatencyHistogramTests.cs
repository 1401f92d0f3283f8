using SagaPlatform.LoadTest.Latencies;

namespace SagaPlatform.Host.Tests.LoadTest.Latencies;

public sealed class LatencyHistogramTests
{
    [Fact]
    public void Nothing_has_no_percentile() => new LatencyHistogram().Percentile(50).ShouldBeNull();

    [Fact]
    public void A_percentile_is_the_latency_that_so_many_did_not_exceed()
    {
        var histogram = Of(Enumerable.Range(1, 100).Select(x => TimeSpan.FromMicroseconds(x)));

        Microseconds(histogram, 1).ShouldBe(1);
        Microseconds(histogram, 50).ShouldBe(50);
        Microseconds(histogram, 90).ShouldBe(90);
        Microseconds(histogram, 99).ShouldBe(99);
        Microseconds(histogram, 99.9).ShouldBe(100);
        Microseconds(histogram, 100).ShouldBe(100);
    }

    [Fact]
    public void Of_a_thousand_the_99_9th_percentile_is_the_999th()
    {
        // 99.9 / 100 * 1000 is a little more than 999 in binary.
        var histogram = Of(Enumerable.Repeat(TimeSpan.FromMicroseconds(7), 999).Append(TimeSpan.FromSeconds(1)));

        Microseconds(histogram, 99.9).ShouldBe(7);
        histogram.Percentile(100).ShouldBe(TimeSpan.FromSeconds(1));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(127)]
    [InlineData(128)]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData(65_535)]
    [InlineData(1_000_001)]
    [InlineData(68_000_000_000)]
    public void Every_size_of_latency_is_told_with_at_most_a_64th_too_much_and_never_too_little(long microseconds)
    {
        var latency = TimeSpan.FromMicroseconds(microseconds);
        var histogram = Of([latency, TimeSpan.FromDays(2)]);

        var told = histogram.Percentile(50).ShouldNotBeNull();
        told.ShouldBeGreaterThanOrEqualTo(latency);
        told.ShouldBeLessThanOrEqualTo(latency + (latency / 64));
    }

    [Fact]
    public void Percentiles_of_random_latencies_are_those_of_the_sorted_list_within_a_64th()
    {
        var random = new Random(20261121);
        var all = Enumerable.Range(0, 20_000).Select(_ => TimeSpan.FromMicroseconds((long)Math.Exp(random.NextDouble() * 20))).Order().ToList();
        var histogram = Of(all.OrderBy(_ => random.Next()));

        foreach (var percent in new[] { 0.01, 5, 50, 90, 99, 99.9, 99.99 })
        {
            var exact = all[(int)Math.Ceiling((decimal)percent / 100 * all.Count) - 1];
            histogram.Percentile(percent)!.Value.ShouldBeInRange(exact, exact + (exact / 64), $"p{percent}");
        }
    }

    [Fact]
    public void What_is_beyond_its_range_is_still_the_exact_maximum()
    {
        var histogram = Of([TimeSpan.FromMicroseconds(-3), TimeSpan.FromDays(3)]);

        histogram.Percentile(50).ShouldBe(TimeSpan.Zero);
        histogram.Percentile(99).ShouldBe(TimeSpan.FromDays(3));
        histogram.Max.ShouldBe(TimeSpan.FromDays(3));
    }

    [Fact]
    public void Two_are_one_when_they_are_added_and_none_when_they_are_cleared()
    {
        var one = Of([TimeSpan.FromMicroseconds(10)]);
        one.Add(Of([TimeSpan.FromMicroseconds(20), TimeSpan.FromMicroseconds(30)]));

        (one.Count, Microseconds(one, 50), Microseconds(one, 100)).ShouldBe((3, 20, 30));
        one.Clear();
        (one.Count, one.Max, one.Percentile(50)).ShouldBe((0, TimeSpan.Zero, null));
    }

    [Fact]
    public void Recent_latencies_are_those_of_the_last_five_seconds()
    {
        var recent = new RecentLatencies();
        for (var second = 0; second < 8; second++)
            recent.Record(TimeSpan.FromSeconds(second + 0.5), TimeSpan.FromMicroseconds(second + 1));

        recent.At(TimeSpan.FromSeconds(7.9)).Count.ShouldBe(5);
        Microseconds(recent.At(TimeSpan.FromSeconds(7.9)), 0).ShouldBe(4);
        recent.At(TimeSpan.FromSeconds(9)).Count.ShouldBe(3);
        recent.At(TimeSpan.FromSeconds(100)).Count.ShouldBe(0, "a long silence forgets all");
    }

    static LatencyHistogram Of(IEnumerable<TimeSpan> latencies)
    {
        var histogram = new LatencyHistogram();
        foreach (var latency in latencies)
            histogram.Record(latency);
        return histogram;
    }

    static long Microseconds(LatencyHistogram histogram, double percent) => (long)histogram.Percentile(percent)!.Value.TotalMicroseconds;
}
