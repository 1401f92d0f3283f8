using System.Numerics;

namespace SagaPlatform.LoadTest.Latencies;

/// <summary>
/// Counts latencies in bounded memory, as HdrHistogram does: exactly up to 127 µs, and above in steps of less than 1/64 of the
/// value. 1,984 counters (16 kB) reach 19 hours, however many latencies there are.
/// </summary>
/// <remarks>Ours because the package is not in our registry. Not safe for threads: its owner locks.</remarks>
sealed class LatencyHistogram
{
    /// <summary>2^7 counters of a microsecond each, then 2^6 for each doubling.</summary>
    const int ExactBits = 7;

    const int StepsPerDoubling = 1 << (ExactBits - 1);

    /// <summary>2^36 µs: 19 hours. What is longer counts as the longest.</summary>
    const int ValueBits = 36;

    readonly long[] _counts = new long[(1 << ExactBits) + ((ValueBits - ExactBits) * StepsPerDoubling)];

    /// <summary>How many were recorded.</summary>
    public long Count { get; private set; }

    /// <summary>The longest, exactly; zero when there is none.</summary>
    public TimeSpan Max { get; private set; }

    /// <summary>Records one; less than nothing counts as nothing.</summary>
    public void Record(TimeSpan latency)
    {
        _counts[IndexOf(Math.Clamp(latency.Ticks / TimeSpan.TicksPerMicrosecond, 0, (1L << ValueBits) - 1))]++;
        Count++;
        if (latency > Max)
            Max = latency;
    }

    /// <summary>The latency that so many percent did not exceed: the upper end of its step, never more than <see cref="Max"/>.</summary>
    /// <param name="percent">From 0 to 100.</param>
    /// <returns>Null when nothing was recorded.</returns>
    public TimeSpan? Percentile(double percent)
    {
        if (Count == 0)
            return null;

        // Rank n of n is the last one: nearest rank, so that p100 is the maximum and no percentile is interpolated. The decimal
        // keeps 99.9 % of 1,000 at 999, where the product in binary is a little more and would be rounded up.
        var rank = Math.Max(1, (long)Math.Ceiling((decimal)percent / 100 * Count));
        var index = 0;
        for (var below = _counts[0]; below < rank; below += _counts[index])
            index++;
        var upper = TimeSpan.FromMicroseconds(UpperEndOf(index));
        return index == _counts.Length - 1 || upper > Max ? Max : upper;
    }

    /// <summary>Adds what another one counted.</summary>
    public void Add(LatencyHistogram other)
    {
        for (var index = 0; index < _counts.Length; index++)
            _counts[index] += other._counts[index];
        Count += other.Count;
        Max = other.Max > Max ? other.Max : Max;
    }

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        Array.Clear(_counts);
        (Count, Max) = (0, TimeSpan.Zero);
    }

    static int IndexOf(long microseconds)
    {
        var doublings = Math.Max(0, BitOperations.Log2((ulong)microseconds) + 1 - ExactBits);
        // After the first doubling the top bit is always set: only the lower half of the steps is new.
        return (doublings * StepsPerDoubling) + (int)(microseconds >> doublings);
    }

    static long UpperEndOf(int index)
    {
        var doublings = Math.Max(0, (index / StepsPerDoubling) - 1);
        return ((index - ((long)doublings * StepsPerDoubling) + 1) << doublings) - 1;
    }
}
