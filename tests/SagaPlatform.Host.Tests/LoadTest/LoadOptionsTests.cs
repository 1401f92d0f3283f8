using SagaPlatform.LoadTest;

namespace SagaPlatform.Host.Tests.LoadTest;

public sealed class LoadOptionsTests
{
    static readonly LoadOptions Good = new() { Broker = new Uri("amqp://saga:secret@127.0.0.1:5672/saga") };

    [Theory]
    [InlineData("steady", 600)]
    [InlineData("ramp", 300)]
    [InlineData("burst", 1_100)]
    public void The_rate_serves_every_shape(string shape, int sagas) =>
        (Good with { Shape = shape }).Schedule().Count(int.MaxValue).ShouldBe(sagas);

    [Fact]
    public void The_defaults_are_in_their_limits()
    {
        Good.Problems().ShouldBeEmpty();
        Good.CountProblem().ShouldBeNull();
    }

    [Fact]
    public void What_is_out_of_its_limits_is_named_with_them()
    {
        Problem(Good with { RatePerSecond = -1 }).ShouldBe("--rate is -1; it may be from 0 to 100000.");
        Problem(Good with { RatePerSecond = double.NaN }).ShouldStartWith("--rate ");
        Problem(Good with { RampFromPerSecond = 1e9 }).ShouldStartWith("--from ");
        Problem(Good with { SagasPerBurst = 0 }).ShouldStartWith("--burst ");
        Problem(Good with { BurstEverySeconds = 0 }).ShouldStartWith("--every ");
        Problem(Good with { Seconds = 0 }).ShouldStartWith("--seconds ");
        Problem(Good with { DrainSeconds = 0 }).ShouldStartWith("--drain ");
        Problem(Good with { OutstandingSagasMax = 0 }).ShouldStartWith("--outstanding-max ");
        Problem(Good with { Shape = "wave" }).ShouldContain("steady, ramp, burst");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("http://127.0.0.1:5672")]
    public void Without_a_broker_it_says_that_the_embedded_platform_has_none(string? broker) =>
        Problem(Good with { Broker = broker == null ? null : new Uri(broker) }).ShouldContain("The embedded platform (make run) has no broker.");

    [Fact]
    public void A_run_of_nothing_and_one_that_no_memory_holds_are_refused()
    {
        (Good with { RatePerSecond = 0 }).CountProblem().ShouldNotBeNull().ShouldStartWith("No saga");
        (Good with { RatePerSecond = 1_000, Seconds = 5_001 }).CountProblem().ShouldNotBeNull().ShouldStartWith("More than 5,000,000");
        (Good with { RatePerSecond = 1_000, Seconds = 5_000 }).CountProblem().ShouldBeNull();
    }

    static string Problem(LoadOptions options) => options.Problems().ShouldHaveSingleItem();
}
