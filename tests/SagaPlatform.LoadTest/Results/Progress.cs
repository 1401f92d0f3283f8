using System.Globalization;
using SagaPlatform.LoadTest.Arrivals;
using SagaPlatform.LoadTest.Sagas;

namespace SagaPlatform.LoadTest.Results;

/// <summary>One second of a run.</summary>
/// <param name="Second">Since its beginning.</param>
/// <param name="Due">Sagas that were due by now.</param>
/// <param name="Started">Sagas that were started by now.</param>
/// <param name="Completed">Sagas that have completed.</param>
/// <param name="Failed">Sagas that have failed.</param>
/// <param name="Outstanding">Sagas under way.</param>
/// <param name="P50Ms">The median latency of those that completed in the last seconds, in milliseconds; null when none did.</param>
/// <param name="P99Ms">The same of the 99th percentile.</param>
sealed record ProgressLine(double Second, int Due, int Started, int Completed, int Failed, int Outstanding, double? P50Ms, double? P99Ms)
{
    /// <summary>What stands above the lines.</summary>
    public const string Heading = "     s       due   started  completed   failed  outstanding     p50 ms     p99 ms";

    /// <inheritdoc />
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{Second,6:0} {Due,9} {Started,9} {Completed,10} {Failed,8} {Outstanding,12} {Text(P50Ms),10} {Text(P99Ms),10}");

    static string Text(double? milliseconds) => milliseconds?.ToString("0.0", CultureInfo.InvariantCulture) ?? "-";
}

/// <summary>Writes a line in every second of a run, and keeps it.</summary>
/// <param name="run">Whose time it is.</param>
/// <param name="schedule">What is due.</param>
/// <param name="book">What became of it.</param>
/// <param name="output">Where to.</param>
/// <param name="time">The clock.</param>
sealed class Progress(LoadRun run, ArrivalSchedule schedule, SagaBook book, TextWriter output, TimeProvider time)
{
    static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    readonly List<ProgressLine> _lines = [];

    /// <summary>All that were written.</summary>
    public IReadOnlyList<ProgressLine> Lines => _lines;

    /// <summary>Writes until it is told to stop.</summary>
    public async Task Show(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(Every, time);
        using var due = new DueCount(schedule);
        await output.WriteLineAsync(ProgressLine.Heading);
        try
        {
            while (await timer.WaitForNextTickAsync(stop))
                await Write(due);
        }
        catch (OperationCanceledException)
        {
            // The run is over.
        }
    }

    async Task Write(DueCount due)
    {
        var (elapsed, counts) = (run.Elapsed, book.Count());
        var recent = book.RecentLatencies(elapsed);
        var line = new ProgressLine(Math.Round(elapsed.TotalSeconds, 3), due.By(elapsed), counts.Started, counts.Completed, counts.Failed,
            counts.Outstanding, recent.Percentile(50)?.TotalMilliseconds, recent.Percentile(99)?.TotalMilliseconds);
        _lines.Add(line);
        await output.WriteLineAsync(line.ToString());
    }
}
