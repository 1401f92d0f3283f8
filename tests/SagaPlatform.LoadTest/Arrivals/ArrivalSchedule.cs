namespace SagaPlatform.LoadTest.Arrivals;

/// <summary>
/// When sagas are due to be started, counted from the beginning of a run. It is fixed beforehand and knows nothing of answers:
/// a platform that gets slow does not get fewer sagas.
/// </summary>
/// <param name="Length">How long sagas arrive; the end itself is outside.</param>
abstract record ArrivalSchedule(TimeSpan Length)
{
    /// <summary>Each arrival, in order of time.</summary>
    public abstract IEnumerable<TimeSpan> Arrivals();

    /// <summary>How many arrive.</summary>
    /// <param name="max">Counting stops there.</param>
    public int Count(int max) => Arrivals().Take(max).Count();
}

/// <summary>The same number in every second, at equal distances, the first at once.</summary>
/// <param name="PerSecond">Sagas per second.</param>
/// <param name="Length">How long.</param>
sealed record SteadyArrivals(double PerSecond, TimeSpan Length) : ArrivalSchedule(Length)
{
    /// <inheritdoc />
    public override IEnumerable<TimeSpan> Arrivals() => PerSecond <= 0
        ? []
        : Numbers().Select(x => TimeSpan.FromSeconds(x / PerSecond)).TakeWhile(x => x < Length);

    static IEnumerable<long> Numbers()
    {
        for (long number = 0; ; number++)
            yield return number;
    }

    /// <inheritdoc />
    public override string ToString() => $"{PerSecond:0.##}/s for {Length.TotalSeconds:0.##} s";
}

/// <summary>A rate that rises (or falls) evenly.</summary>
/// <param name="FromPerSecond">Sagas per second at the beginning.</param>
/// <param name="ToPerSecond">Sagas per second at the end.</param>
/// <param name="Length">How long it takes to get there.</param>
sealed record RampArrivals(double FromPerSecond, double ToPerSecond, TimeSpan Length) : ArrivalSchedule(Length)
{
    /// <inheritdoc />
    /// <remarks>
    /// After t seconds n = from·t + (to - from)·t²/(2·length) have arrived, solved for t. In this form of the solution nothing
    /// cancels out where the ramp is flat, and a rate of zero at the beginning divides by nothing.
    /// </remarks>
    public override IEnumerable<TimeSpan> Arrivals()
    {
        var steeper = (ToPerSecond - FromPerSecond) / Length.TotalSeconds;
        for (long number = 0; ; number++)
        {
            var square = (FromPerSecond * FromPerSecond) + (2 * steeper * number);
            if (square < 0) // a ramp that falls to nothing never gets to this one
                yield break;
            var at = number == 0 ? 0 : 2 * number / (FromPerSecond + Math.Sqrt(square));
            if (at >= Length.TotalSeconds)
                yield break;
            yield return TimeSpan.FromSeconds(at);
        }
    }

    /// <inheritdoc />
    public override string ToString() => $"{FromPerSecond:0.##}/s to {ToPerSecond:0.##}/s in {Length.TotalSeconds:0.##} s";
}

/// <summary>A steady rate, and now and then many at once.</summary>
/// <param name="BasePerSecond">Sagas per second between the bursts; may be 0.</param>
/// <param name="SagasPerBurst">Sagas that are due at the same moment.</param>
/// <param name="Every">The time between bursts; the first one comes after it.</param>
/// <param name="Length">How long.</param>
sealed record BurstArrivals(double BasePerSecond, int SagasPerBurst, TimeSpan Every, TimeSpan Length) : ArrivalSchedule(Length)
{
    /// <inheritdoc />
    public override IEnumerable<TimeSpan> Arrivals()
    {
        var burst = Every;
        foreach (var steady in new SteadyArrivals(BasePerSecond, Length).Arrivals())
        {
            for (; burst <= steady; burst += Every)
                foreach (var arrival in Enumerable.Repeat(burst, SagasPerBurst))
                    yield return arrival;
            yield return steady;
        }

        for (; burst < Length; burst += Every)
            foreach (var arrival in Enumerable.Repeat(burst, SagasPerBurst))
                yield return arrival;
    }

    /// <inheritdoc />
    public override string ToString() =>
        $"{BasePerSecond:0.##}/s and {SagasPerBurst} at once every {Every.TotalSeconds:0.##} s, for {Length.TotalSeconds:0.##} s";
}
