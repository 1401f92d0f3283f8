using SagaPlatform.LoadTest.Arrivals;

namespace SagaPlatform.Host.Tests.LoadTest.Arrivals;

public sealed class ArrivalScheduleTests
{
    static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Fact]
    public void Steady_arrivals_come_at_equal_distances_the_first_at_once_and_none_at_the_end()
    {
        var arrivals = Of(new SteadyArrivals(4, TimeSpan.FromSeconds(2)));

        arrivals.ShouldBe([0, 0.25, 0.5, 0.75, 1, 1.25, 1.5, 1.75]);
    }

    [Theory]
    [InlineData(0.5, 30)]
    [InlineData(7.3, 438)]
    [InlineData(1_000, 60_000)]
    public void A_steady_rate_times_its_time_is_how_many_arrive(double rate, int sagas) =>
        new SteadyArrivals(rate, Minute).Count(int.MaxValue).ShouldBe(sagas);

    [Theory]
    [InlineData(0, 100)]
    [InlineData(100, 0)]
    [InlineData(20, 20)]
    [InlineData(3, 77)]
    public void A_ramp_has_the_mean_of_its_rates_and_at_each_quarter_what_its_area_says(double from, double to)
    {
        var arrivals = Of(new RampArrivals(from, to, Minute));

        arrivals.Count.ShouldBeInRange((int)((from + to) * 30) - 1, (int)((from + to) * 30) + 1);
        foreach (var t in new[] { 15d, 30, 45 })
            ((double)arrivals.Count(x => x < t)).ShouldBe((from * t) + ((to - from) * t * t / 120), tolerance: 1);
        arrivals.ShouldBe(arrivals.Order());
        arrivals[0].ShouldBe(0);
        arrivals[^1].ShouldBeLessThan(60);
    }

    [Fact]
    public void A_burst_is_due_at_one_moment_and_the_rate_goes_on_beside_it()
    {
        var arrivals = Of(new BurstArrivals(1, 3, TimeSpan.FromSeconds(1.5), TimeSpan.FromSeconds(4)));

        arrivals.ShouldBe([0, 1, 1.5, 1.5, 1.5, 2, 3, 3, 3, 3]);
    }

    [Fact]
    public void Bursts_come_without_a_rate_between_them_and_also_after_its_last_arrival()
    {
        Of(new BurstArrivals(0, 2, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(5))).ShouldBe([2, 2, 4, 4]);
        Of(new BurstArrivals(0.5, 1, TimeSpan.FromSeconds(0.9), TimeSpan.FromSeconds(2))).ShouldBe([0, 0.9, 1.8]);
    }

    [Fact]
    public void Counting_stops_at_the_limit() => new SteadyArrivals(100_000, TimeSpan.FromDays(1)).Count(max: 10).ShouldBe(10);

    [Fact]
    public void What_is_due_by_a_moment_is_counted_however_seldom_somebody_asks()
    {
        using var due = new DueCount(new SteadyArrivals(10, TimeSpan.FromSeconds(1)));

        due.By(TimeSpan.Zero).ShouldBe(1);
        due.By(TimeSpan.FromSeconds(0.55)).ShouldBe(6);
        due.By(Minute).ShouldBe(10);
        due.By(Minute).ShouldBe(10);
    }

    static List<double> Of(ArrivalSchedule schedule) => [.. schedule.Arrivals().Select(x => x.TotalSeconds)];
}
