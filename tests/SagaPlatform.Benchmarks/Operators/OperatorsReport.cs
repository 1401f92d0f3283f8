using System.Globalization;
using System.Text.Json;

namespace SagaPlatform.Benchmarks.Operators;

/// <summary>The result as a table for people, and as JSON for machines.</summary>
static class OperatorsReport
{
    const double ListMsMax = 100;

    /// <summary>Counting a million takes as long as the machine is busy, and is done a fifth of the time at most; a followed saga is told of every second.</summary>
    const double GapMsMax = 10_000;

    /// <summary>From the last start until the counts have it.</summary>
    const double CaughtUpMsMax = 5_000;

    static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static void Print(OperatorsResult result)
    {
        Console.WriteLine();
        Console.WriteLine($"{"page, ms",-72}     p50     p99     max");
        foreach (var looked in result.Quiet)
            Line(looked.Path.Length > 72 ? looked.Path[..69] + "..." : looked.Path, looked);
        Line($"{result.Busy.Path}, at {result.SagasPerSecond:0} sagas/s", result.Busy);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{result.Counts} counts came live, never more than {result.LongestGapMs:0} ms apart; all sagas were counted {result.CaughtUpMs:0} ms after the last start"));
        Console.WriteLine();
        foreach (var target in Targets(result))
            Console.WriteLine(target.Line);
    }

    public static async Task Write(string file, OperatorsResult result)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!);
        await File.WriteAllTextAsync(file, JsonSerializer.Serialize(new { Machine = Machine.Here(), Targets = Targets(result), result }, Json) + "\n");
    }

    static IReadOnlyList<Target> Targets(OperatorsResult result) =>
    [
        Target.AtMost("p99 of the slowest page, ms", result.Quiet.Max(x => x.Took.P99), ListMsMax),
        Target.AtMost("p99 of the list under load, ms", result.Busy.Took.P99, ListMsMax),
        Target.AtMost("starts refused under load", result.Refused, 0),
        Target.AtMost("longest silence of the page under load, ms", result.LongestGapMs, GapMsMax),
        Target.AtMost("until the page has counted everything, ms", result.CaughtUpMs, CaughtUpMsMax),
    ];

    static void Line(string name, Looked looked) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
        $"{name,-72} {looked.Took.P50,7:0.0} {looked.Took.P99,7:0.0} {looked.Took.Max,7:0.0}"));
}
