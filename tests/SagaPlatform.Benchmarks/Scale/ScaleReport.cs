using System.Globalization;
using System.Text.Json;
using SagaPlatform.Benchmarks.Measuring;

namespace SagaPlatform.Benchmarks.Scale;

/// <summary>The result as a table for people, and as JSON for machines.</summary>
static class ScaleReport
{
    static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static void Print(ScaleResult result)
    {
        Console.WriteLine();
        Console.WriteLine("                     sagas/s   p99 ms   CPU ms per saga               conflicts per");
        Console.WriteLine("                                        hosts  broker  database       1,000 sagas");
        if (result.Tables is { } tables)
        {
            Line("empty tables", tables.Empty);
            Line("full tables", tables.Full);
            Line("full and ringing", tables.Ringing);
        }

        foreach (var hosts in result.Hosts)
            Line(hosts.Hosts == 1 ? "1 host" : $"{hosts.Hosts} hosts", hosts.Rounds, ConflictsPerThousand(hosts));
        if (result.Tables is { Rings: { } rings })
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{rings.Count:N0} timeouts rang p50 {rings.Late.P50:0} ms, p99 {rings.Late.P99:0} ms, max {rings.Late.Max:0} ms late"));
        Console.WriteLine();
        foreach (var target in Targets(result))
            Console.WriteLine(target.Line);
        foreach (var broken in result.Broken)
            Console.WriteLine($"BROKEN  {broken}");
        Console.WriteLine(result.Broken.Count == 0 ? "Nothing was lost and nothing repeated." : "Speed that loses or repeats something is none.");
    }

    public static async Task Write(string file, ScaleResult result)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!);
        var told = new
        {
            Machine = Machine.Here(),
            result.Broken,
            Targets = Targets(result),
            Empty = Figures(result.Tables?.Empty),
            Full = Figures(result.Tables?.Full),
            Ringing = Figures(result.Tables?.Ringing),
            result.Tables?.Rings,
            Hosts = result.Hosts.Select(x => new { x.Hosts, ConflictsPerThousandSagas = ConflictsPerThousand(x), Figures = Figures(x.Rounds) }),
        };
        await File.WriteAllTextAsync(file, JsonSerializer.Serialize(told, Json) + "\n");
    }

    static IEnumerable<Target> Targets(ScaleResult result)
    {
        var one = result.Hosts[0].Rounds;
        var many = result.Hosts[^1].Rounds;
        return
        [
            .. result.Tables is { } x ? OfTables(x) : [],
            Target.AtMost($"CPU per saga of {result.Hosts[^1].Hosts} hosts over 1", many.Median(y => y.WorkerMs) / one.Median(y => y.WorkerMs), 1.3),
        ];
    }

    static IEnumerable<Target> OfTables(TablesRounds tables) =>
    [
        Target.AtLeast("sagas/s with full tables over empty ones", tables.Full.Ratio(tables.Empty, x => x.SagasPerSecond), 0.9),
        Target.AtMost("lateness p99 of timeouts, ms", tables.Rings.Late.P99, 1_000),
        Target.AtLeast("sagas/s while they ring over before", tables.Ringing.Median(x => x.SagasPerSecond) / tables.Full.Median(x => x.SagasPerSecond), 0.7),
    ];

    static double ConflictsPerThousand(HostsRound x) => 1_000.0 * x.Conflicts / x.Carried;

    static void Line(string name, IReadOnlyList<Round> rounds, double? conflicts = null) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
        $"{name,-20} {rounds.Median(x => x.SagasPerSecond),7:0} {rounds.Median(x => x.Drive.Latencies.P99),8:0} {rounds.Median(x => x.WorkerMs),12:0.00} {rounds.Median(x => x.BrokerMs),7:0.00} {rounds.Median(x => x.DatabaseMs),9:0.00} {conflicts,17:0.0}"));

    static object? Figures(IReadOnlyList<Round>? rounds) => rounds == null ? null : new
    {
        SagasPerSecond = rounds.Median(x => x.SagasPerSecond),
        P99Ms = rounds.Median(x => x.Drive.Latencies.P99),
        HostsCpuMsPerSaga = rounds.Median(x => x.WorkerMs),
        BrokerCpuMsPerSaga = rounds.Median(x => x.BrokerMs),
        DatabaseCpuMsPerSaga = rounds.Median(x => x.DatabaseMs),
        CommitsPerTransition = rounds.Median(x => x.CommitsPerTransition),
    };
}
