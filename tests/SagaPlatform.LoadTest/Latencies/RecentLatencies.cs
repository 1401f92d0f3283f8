namespace SagaPlatform.LoadTest.Latencies;

/// <summary>The latencies of the last seconds: what a person wants to see while a run goes on.</summary>
/// <remarks>Not safe for threads: its owner locks.</remarks>
sealed class RecentLatencies
{
    /// <summary>How far it looks back, the second under way included.</summary>
    public const int Seconds = 5;

    readonly LatencyHistogram[] _ring = [.. Enumerable.Range(0, Seconds).Select(_ => new LatencyHistogram())];
    long _second;

    /// <param name="at">Since the beginning of the run; it only grows.</param>
    /// <param name="latency">What was measured then.</param>
    public void Record(TimeSpan at, TimeSpan latency)
    {
        MoveTo(at);
        _ring[_second % Seconds].Record(latency);
    }

    /// <summary>All of the last seconds together.</summary>
    public LatencyHistogram At(TimeSpan now)
    {
        MoveTo(now);
        var all = new LatencyHistogram();
        foreach (var second in _ring)
            all.Add(second);
        return all;
    }

    void MoveTo(TimeSpan now)
    {
        var second = (long)now.TotalSeconds;
        // After a long silence everything is old, and one round forgets it.
        for (var step = Math.Min(second - _second, Seconds); step > 0; step--)
            _ring[(second - step + 1) % Seconds].Clear();
        _second = Math.Max(second, _second);
    }
}
