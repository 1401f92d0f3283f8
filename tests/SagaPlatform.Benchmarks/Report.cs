using System.Globalization;
using System.Text.Json;
using SagaPlatform.Benchmarks.Measuring;

namespace SagaPlatform.Benchmarks;

/// <summary>The result as a table for people, and as JSON for machines.</summary>
static class Report
{
    static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static void Print(ComparisonResult result)
    {
        Console.WriteLine();
        Console.WriteLine("                                              sagas/s  transitions/s   p50 ms   p99 ms   CPU s per 1,000 sagas         memory   of yard-");
        Console.WriteLine("load, side                                                                            process broker database         MiB      stick");
        foreach (var load in result.Loads)
        {
            Line(load.Name + ", yardstick", load.Yardstick, result.YardstickMemoryMiB, 1);
            Line(load.Name + ", durable", load.Durable, result.DurableMemoryMiB, load.Durable.Ratio(load.Yardstick, x => x.SagasPerSecond));
        }

        Console.WriteLine();
        foreach (var target in Target.Of(result))
            Console.WriteLine(target.Line);
        foreach (var broken in result.Broken)
            Console.WriteLine($"BROKEN  {broken}");
        Console.WriteLine(result.Broken.Count == 0
            ? $"Nothing was lost and nothing repeated in {result.Carried:N0} sagas."
            : "Speed that loses or repeats something is none.");
    }

    public static async Task Write(string file, ComparisonResult result)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!);
        var told = new
        {
            Machine = Machine.Here(),
            result.Carried,
            result.Broken,
            Targets = Target.Of(result),
            Loads = result.Loads.Select(load => new
            {
                load.Name,
                Yardstick = Figures(load.Yardstick, result.YardstickMemoryMiB, 1),
                Durable = Figures(load.Durable, result.DurableMemoryMiB, load.Durable.Ratio(load.Yardstick, x => x.SagasPerSecond)),
            }),
        };
        await File.WriteAllTextAsync(file, JsonSerializer.Serialize(told, Json) + "\n");
    }

    static void Line(string name, List<Round> rounds, double memory, double ratio) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
        $"{name,-45} {rounds.Median(x => x.SagasPerSecond),8:0} {rounds.Median(x => x.TransitionsPerSecond),14:0} {rounds.Median(x => x.Drive.Latencies.P50),8:0.0} {rounds.Median(x => x.Drive.Latencies.P99),8:0.0} {rounds.Median(x => x.WorkerMs),9:0.00} {rounds.Median(x => x.BrokerMs),6:0.00} {rounds.Median(x => x.DatabaseMs),8:0.00} {memory,11:0} {ratio,10:0.00}"));

    static object Figures(List<Round> rounds, double memory, double ratio) => new
    {
        SagasPerSecond = rounds.Median(x => x.SagasPerSecond),
        TransitionsPerSecond = rounds.Median(x => x.TransitionsPerSecond),
        P50Ms = rounds.Median(x => x.Drive.Latencies.P50),
        P99Ms = rounds.Median(x => x.Drive.Latencies.P99),
        ProcessCpuSecondsPerThousand = rounds.Median(x => x.WorkerMs),
        BrokerCpuSecondsPerThousand = rounds.Median(x => x.BrokerMs),
        DatabaseCpuSecondsPerThousand = rounds.Median(x => x.DatabaseMs),
        CommitsPerTransition = rounds.Median(x => x.CommitsPerTransition),
        PeakMemoryMiB = memory,
        RatioToYardstick = ratio,
        Rounds = rounds.Select(x => x.SagasPerSecond),
    };
}

/// <summary>What the figures were measured on.</summary>
static class Machine
{
    public static object Here() => new
    {
        Cores = Environment.ProcessorCount,
        MemoryMiB = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (1024 * 1024),
        Os = System.Runtime.InteropServices.RuntimeInformation.OSDescription,
        Runtime = System.Runtime.InteropServices.RuntimeInformation.FrameworkDescription,
        Processor = File.Exists("/proc/cpuinfo")
            ? File.ReadLines("/proc/cpuinfo").FirstOrDefault(x => x.StartsWith("model name", StringComparison.Ordinal))?.Split(": ")[^1]
            : null,
        At = DateTimeOffset.UtcNow,
    };
}
