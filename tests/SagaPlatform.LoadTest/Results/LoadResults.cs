using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;
using SagaPlatform.LoadTest.Latencies;

namespace SagaPlatform.LoadTest.Results;

/// <summary>The machine the generator ran on; figures without it say nothing.</summary>
/// <param name="Cores">Processors that this process may use.</param>
/// <param name="MemoryBytes">Memory that this process may use: the machine's, or its container's limit.</param>
/// <param name="Os">Name and version.</param>
/// <param name="Architecture">For example <c>X64</c>.</param>
/// <param name="Runtime">The .NET it ran on.</param>
sealed record MachineFacts(int Cores, long MemoryBytes, string Os, string Architecture, string Runtime)
{
    /// <summary>This one.</summary>
    public static MachineFacts Here() => new(Environment.ProcessorCount, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes,
        RuntimeInformation.OSDescription, RuntimeInformation.OSArchitecture.ToString(), RuntimeInformation.FrameworkDescription);
}

/// <summary>Percentiles in milliseconds; null where nothing was measured.</summary>
sealed record Percentiles(long Count, double? P50Ms, double? P90Ms, double? P99Ms, double? P999Ms, double? MaxMs)
{
    /// <summary>Of what was counted.</summary>
    public static Percentiles Of(LatencyHistogram x) => new(x.Count, Ms(x.Percentile(50)), Ms(x.Percentile(90)), Ms(x.Percentile(99)), Ms(x.Percentile(99.9)),
        x.Count == 0 ? null : x.Max.TotalMilliseconds);

    /// <inheritdoc />
    public override string ToString() => Count == 0
        ? "nothing was measured"
        : $"p50 {P50Ms:N1} ms, p90 {P90Ms:N1} ms, p99 {P99Ms:N1} ms, p99.9 {P999Ms:N1} ms, max {MaxMs:N1} ms";

    static double? Ms(TimeSpan? x) => x?.TotalMilliseconds;
}

/// <summary>What a run found, for people and for files.</summary>
sealed record LoadResults
{
    static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>When it began.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>Which saga.</summary>
    public required string Saga { get; init; }

    /// <summary>How they arrived, in words.</summary>
    public required string Arrivals { get; init; }

    /// <summary>How long ends were waited for after the last start.</summary>
    public double DrainSeconds { get; init; }

    /// <summary>Sagas that could be under way at once.</summary>
    public int OutstandingSagasMax { get; init; }

    /// <summary>Sagas that were due.</summary>
    public int Due { get; init; }

    /// <summary>What became of them.</summary>
    public required Verdict Verdict { get; init; }

    /// <summary>Of those that completed, from when each was due to when its end was heard.</summary>
    public required Percentiles Latency { get; init; }

    /// <summary>How long after its time each was started, by the generator's own timer and its bound on sagas under way.</summary>
    public required Percentiles StartedLate { get; init; }

    /// <summary>From the beginning of the run to the last completion.</summary>
    public double CompletedPerSecond { get; init; }

    /// <summary>Sagas that were started late because <see cref="OutstandingSagasMax"/> was reached.</summary>
    public int HeldBack { get; init; }

    /// <summary>Sagas that were due and never started.</summary>
    public int Unsent { get; init; }

    /// <summary>Messages that the broker refused or nobody took.</summary>
    public int NotTaken { get; init; }

    /// <summary>Messages that the broker never answered for.</summary>
    public int Unconfirmed { get; init; }

    /// <summary>Announcements that came again as the same message.</summary>
    public int Redelivered { get; init; }

    /// <summary>Announcements that could not be read.</summary>
    public int Unreadable { get; init; }

    /// <summary>Why sagas failed, and how often.</summary>
    public required IReadOnlyDictionary<string, int> Reasons { get; init; }

    /// <summary>What the generator used of the processors.</summary>
    public double GeneratorCpuSeconds { get; init; }

    /// <summary>Where it ran.</summary>
    public required MachineFacts Machine { get; init; }

    /// <summary>Each second of the run.</summary>
    public IReadOnlyList<ProgressLine> Seconds { get; init; } = [];

    /// <summary>Whether everything that was due was started, and did what it should, once.</summary>
    public bool IsGood => Verdict.IsGood && Unsent == 0 && NotTaken == 0 && Unreadable == 0;

    /// <summary>What this process used of the processors so far, in seconds.</summary>
    public static double CpuSeconds()
    {
        using var self = Process.GetCurrentProcess();
        return self.TotalProcessorTime.TotalSeconds;
    }

    /// <summary>Writes them to a file, anew.</summary>
    public Task Write(string file) => File.WriteAllTextAsync(file, JsonSerializer.Serialize(this, Json) + "\n");

    /// <summary>Says them to a person; the verdict is the last line.</summary>
    public void Tell(TextWriter to)
    {
        to.WriteLine();
        to.WriteLine($"latency       {Latency} ({Latency.Count:N0} completed sagas, each from when it was due)");
        to.WriteLine($"started late  {StartedLate} (part of the latency: the generator's own timer, and its bound on sagas under way)");
        to.WriteLine($"throughput    {CompletedPerSecond:N1} completed/s; the generator used {GeneratorCpuSeconds:N1} s of {Machine.Cores} cores");
        foreach (var warning in Warnings())
            to.WriteLine($"note          {warning}");
        foreach (var (reason, times) in Reasons.OrderByDescending(x => x.Value))
            to.WriteLine($"reason        {times:N0} x {reason}");
        to.WriteLine(Verdict);
    }

    IEnumerable<string> Warnings()
    {
        if (HeldBack > 0)
            yield return $"{HeldBack:N0} sagas were held back: {OutstandingSagasMax:N0} were under way at once (--outstanding-max). Their wait is part of the latency.";
        if (Unsent > 0)
            yield return $"{Unsent:N0} sagas were due and never started: there was no room for them until the end.";
        if (NotTaken > 0)
            yield return $"{NotTaken:N0} messages were not taken by the broker.";
        if (Unconfirmed > 0)
            yield return $"{Unconfirmed:N0} messages were never confirmed by the broker.";
        if (Verdict.Lost > 0)
            yield return $"Of {Verdict.Lost:N0} sagas no end was heard within {DrainSeconds:0.##} s after the last start; the latencies are without them.";
        if (Redelivered > 0)
            yield return $"{Redelivered:N0} announcements were delivered again as the same message: no fault.";
        if (Unreadable > 0)
            yield return $"{Unreadable:N0} announcements could not be read.";
    }
}
