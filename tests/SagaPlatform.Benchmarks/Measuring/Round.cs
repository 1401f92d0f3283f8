using SagaPlatform.Benchmarks.Driving;

namespace SagaPlatform.Benchmarks.Measuring;

/// <summary>One measurement of one side.</summary>
/// <param name="Drive">What the driver saw.</param>
/// <param name="Usage">What was used for it.</param>
sealed record Round(Drive Drive, Usage Usage)
{
    /// <summary>Transitions of one order's saga.</summary>
    public const int TransitionsPerSaga = 4;

    public double SagasPerSecond => Drive.PerSecond;

    public double TransitionsPerSecond => Drive.PerSecond * TransitionsPerSaga;

    public double WorkerMs => PerSaga(Usage.Worker);

    public double BrokerMs => PerSaga(Usage.Broker);

    public double DatabaseMs => PerSaga(Usage.Database);

    public double CommitsPerTransition => (double)Usage.Commits / (Drive.Sagas * TransitionsPerSaga);

    // Milliseconds per saga are seconds per 1,000 sagas.
    double PerSaga(TimeSpan cpu) => cpu.TotalMilliseconds / Drive.Sagas;
}

/// <summary>Several rounds of one side under one load, as their medians.</summary>
static class Medians
{
    public static double Median(this IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[sorted.Length / 2 - 1] + sorted[sorted.Length / 2]) / 2;
    }

    public static double Median(this IReadOnlyList<Round> rounds, Func<Round, double> figure) => rounds.Select(figure).Median();

    /// <summary>The median of the ratios of rounds that ran one after the other: what the machine did to one it did to both.</summary>
    public static double Ratio(this IReadOnlyList<Round> rounds, IReadOnlyList<Round> yardstick, Func<Round, double> figure) =>
        rounds.Zip(yardstick, (x, y) => figure(x) / figure(y)).Median();
}
