using SagaPlatform.Chaos;
using SagaPlatform.Chaos.Checks;
using SagaPlatform.Chaos.Faults;
using SagaPlatform.Chaos.Load;

namespace SagaPlatform.Host.Tests.Chaos;

public sealed class FaultPlanTests
{
    [Fact]
    public void The_same_seed_is_the_same_plan_with_the_same_details()
    {
        Drawn(7).ShouldBe(Drawn(7));
        Drawn(7).ShouldNotBe(Drawn(8));
    }

    [Fact]
    public void Every_round_has_every_fault_as_often_as_it_weighs()
    {
        var round = FaultPlan.Known.Sum(x => x.Weight);
        var drawn = FaultPlan.Of(3, FaultPlan.Known).Take(round).Select(x => x.Fault.Name).ToList();

        foreach (var fault in FaultPlan.Known)
            drawn.Count(x => x == fault.Name).ShouldBe(fault.Weight, fault.Name);
    }

    [Fact]
    public void Every_fault_has_a_name_of_its_own_and_its_rows_of_the_matrix()
    {
        FaultPlan.Known.Select(x => x.Name).ShouldBeUnique();
        FaultPlan.Known.ShouldAllBe(x => x.Matrix.Split(' ', StringSplitOptions.None).All(row => row.Length == 3 && row[0] == 'F'));
    }

    [Fact]
    public void A_fault_that_is_not_known_is_refused_and_the_known_ones_are_named() =>
        Should.Throw<OptionException>(() => FaultPlan.Named(["meteorite"])).Message.ShouldContain("host-kill");

    [Fact]
    public void The_same_seed_asks_the_same_of_the_platform()
    {
        var (one, other) = (new Random(5), new Random(5));
        for (var i = 0; i < 200; i++)
        {
            var (a, b) = (Business.Next(one), Business.Next(other));
            (a.Id, a.Kind, a.Path).ShouldBe((b.Id, b.Kind, b.Path));
        }
    }

    [Fact]
    public void An_option_that_is_wrong_is_named() =>
        Should.Throw<OptionException>(() => ChaosOptions.Read(["--minutes", "soon"])).Message.ShouldContain("'soon'");

    [Theory]
    [InlineData(10, 10, 10, 0, 0, 0, true)]
    [InlineData(10, 9, 9, 0, 0, 0, true)] // what was never promised may be missing
    [InlineData(10, 10, 9, 0, 1, 0, false)]
    [InlineData(10, 10, 10, 1, 0, 0, false)]
    [InlineData(10, 10, 10, 0, 0, 1, false)]
    [InlineData(10, 0, 0, 0, 0, 0, false)] // a run in which nothing was promised proves nothing
    public void A_verdict_is_good_when_nothing_promised_is_lost_doubled_or_wrong(
        int attempts, int acknowledged, int ok, int duplicated, int lost, int unexpected, bool good)
    {
        var verdict = new Verdict(attempts, acknowledged, ok, 0, duplicated, lost, unexpected, 42);

        verdict.IsGood.ShouldBe(good);
        verdict.ToString().ShouldBe(
            $"attempts={attempts} acknowledged={acknowledged} ok={ok} recovered=0 duplicated={duplicated} lost={lost} unexpected={unexpected} seed=42");
    }

    static string[] Drawn(int seed) => [.. FaultPlan.Of(seed, FaultPlan.Known).Take(100).Select(x => $"{x.Fault.Name} {x.Random.Next()}")];
}
