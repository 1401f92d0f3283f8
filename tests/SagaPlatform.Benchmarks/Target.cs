using System.Globalization;
using System.Text.Json.Serialization;
using SagaPlatform.Benchmarks.Measuring;

namespace SagaPlatform.Benchmarks;

/// <summary>What was aimed at, and what was reached.</summary>
/// <param name="What">In words.</param>
/// <param name="Value">What was measured.</param>
/// <param name="Wanted">The target in words.</param>
/// <param name="Met">Whether it was reached.</param>
sealed record Target(string What, double Value, string Wanted, bool Met)
{
    /// <summary>As the table shows it.</summary>
    [JsonIgnore]
    public string Line => string.Create(CultureInfo.InvariantCulture, $"{(Met ? "met    " : "NOT MET")} {What}: {Value:0.00} ({Wanted})");

    public static Target AtLeast(string what, double value, double least) => new(what, value, FormattableString.Invariant($"at least {least}"), value >= least);

    public static Target AtMost(string what, double value, double most) => new(what, value, FormattableString.Invariant($"at most {most}"), value <= most);

    public static IReadOnlyList<Target> Of(ComparisonResult result)
    {
        var memory = AtMost("peak memory of our process, MiB", result.DurableMemoryMiB, 400);
        return result.Loads is [var cold, var steady, var low, var high]
            ? [OfCold(cold), .. OfSteady(steady), .. OfLow(low), OfHigh(high), memory]
            : [.. OfSteady(result.Loads[0]), memory];
    }

    static Target OfCold(Load x) => AtLeast("cold sagas/s over the yardstick", x.Durable.Ratio(x.Yardstick, r => r.SagasPerSecond), 0.95);

    static IEnumerable<Target> OfSteady(Load x) =>
    [
        AtLeast("steady sagas/s over the yardstick", x.Durable.Ratio(x.Yardstick, r => r.SagasPerSecond), 0.9),
        AtMost("database CPU per saga, ms", x.Durable.Median(r => r.DatabaseMs), 0.4),
        AtMost("commits per transition at full load", x.Durable.Median(r => r.CommitsPerTransition), 0.2),
    ];

    static IEnumerable<Target> OfLow(Load x) =>
    [
        AtMost("whole-saga p99 at the low rate, ms", x.Durable.Median(r => r.Drive.Latencies.P99), 25),
        AtMost("the same over the yardstick's", x.Durable.Ratio(x.Yardstick, r => r.Drive.Latencies.P99), 2.5),
    ];

    static Target OfHigh(Load x) =>
        AtMost("whole-saga p99 at the high rate, ms", x.Durable.Median(r => r.Drive.Latencies.P99), 100);
}
