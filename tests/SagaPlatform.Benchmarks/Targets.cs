using SagaPlatform.Benchmarks.Measuring;

namespace SagaPlatform.Benchmarks;

/// <summary>What was aimed at, and what was reached.</summary>
/// <param name="What">In words.</param>
/// <param name="Value">What was measured.</param>
/// <param name="Wanted">The target in words.</param>
/// <param name="Met">Whether it was reached.</param>
sealed record Target(string What, double Value, string Wanted, bool Met)
{
    static Target AtLeast(string what, double value, double least) => new(what, value, FormattableString.Invariant($"at least {least}"), value >= least);

    static Target AtMost(string what, double value, double most) => new(what, value, FormattableString.Invariant($"at most {most}"), value <= most);

    public static IReadOnlyList<Target> Of(ComparisonResult x) =>
    [
        AtLeast("steady sagas/s over the yardstick", x.Steady.Durable.Ratio(x.Steady.Yardstick, r => r.SagasPerSecond), 0.9),
        AtLeast("cold sagas/s over the yardstick", x.Cold.Durable.Ratio(x.Cold.Yardstick, r => r.SagasPerSecond), 0.95),
        AtMost("whole-saga p99 at the low rate, ms", x.Low.Durable.Median(r => r.Drive.Latencies.P99), 25),
        AtMost("the same over the yardstick's", x.Low.Durable.Ratio(x.Low.Yardstick, r => r.Drive.Latencies.P99), 2.5),
        AtMost("whole-saga p99 at 55 % of the highest rate, ms", x.High.Durable.Median(r => r.Drive.Latencies.P99), 100),
        AtMost("database CPU per saga, ms", x.Steady.Durable.Median(r => r.DatabaseMs), 0.4),
        AtMost("commits per transition at full load", x.Steady.Durable.Median(r => r.CommitsPerTransition), 0.2),
        AtMost("peak memory of our process, MiB", x.DurableMemoryMiB, 400),
    ];
}

/// <summary>Targets.</summary>
static class Targets
{
    public static IReadOnlyList<Target> Of(ComparisonResult result) => Target.Of(result);
}
