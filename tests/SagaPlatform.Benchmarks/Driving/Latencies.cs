namespace SagaPlatform.Benchmarks.Driving;

/// <summary>How long whole sagas took, in milliseconds.</summary>
/// <param name="P50">Half were faster.</param>
/// <param name="P99">99 of 100 were faster.</param>
/// <param name="Max">None was slower.</param>
sealed record Latencies(double P50, double P99, double Max)
{
    public static Latencies Of(IEnumerable<double> milliseconds)
    {
        var sorted = milliseconds.Order().ToArray();
        return sorted.Length == 0 ? new Latencies(0, 0, 0) : new Latencies(At(0.5), At(0.99), sorted[^1]);

        double At(double share) => sorted[Math.Min(sorted.Length - 1, (int)Math.Ceiling(share * sorted.Length) - 1)];
    }
}

/// <summary>What one drive saw.</summary>
/// <param name="Sagas">How many were started and ended.</param>
/// <param name="Elapsed">From the first start to the last end.</param>
/// <param name="Latencies">Of whole sagas; in an open loop they count from the moment a saga was due.</param>
sealed record Drive(int Sagas, TimeSpan Elapsed, Latencies Latencies)
{
    public double PerSecond => Sagas / Elapsed.TotalSeconds;
}
