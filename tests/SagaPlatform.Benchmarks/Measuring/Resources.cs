using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Npgsql;
using SagaPlatform.Testing.Services;

namespace SagaPlatform.Benchmarks.Measuring;

/// <summary>What was used up to one moment.</summary>
/// <param name="Worker">CPU of the processes that carry the sagas.</param>
/// <param name="Broker">CPU of RabbitMQ.</param>
/// <param name="Database">CPU of all of PostgreSQL's processes.</param>
/// <param name="Commits">Transactions committed in the measured database.</param>
sealed record Usage(TimeSpan Worker, TimeSpan Broker, TimeSpan Database, long Commits)
{
    public static Usage operator -(Usage a, Usage b) =>
        new(a.Worker - b.Worker, a.Broker - b.Broker, a.Database - b.Database, a.Commits - b.Commits);
}

/// <summary>Reads CPU and memory where Linux tells them, and the database's own count of commits.</summary>
sealed class Resources
{
    const int LooksMax = 100;
    const int TicksPerSecond = 100; // USER_HZ, the same on every Linux of our kind

    readonly int _broker;
    readonly int _postmaster;
    readonly string _database;

    Resources(int broker, int postmaster, string database) => (_broker, _postmaster, _database) = (broker, postmaster, database);

    /// <summary>Finds the processes of the private services.</summary>
    public static async Task<Resources> Find(PrivateServices services, string database)
    {
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync();
        var postmaster = Parent(connection.ProcessID);

        using var api = new HttpClient { BaseAddress = services.Management };
        api.DefaultRequestHeaders.Authorization =
            new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(Uri.UnescapeDataString(services.RabbitMq.UserInfo))));
        return new Resources(await BrokerOf(api), postmaster, database);
    }

    /// <summary>A node that has just started does not tell its process id yet.</summary>
    static async Task<int> BrokerOf(HttpClient api)
    {
        for (var attempt = 1; ; attempt++)
        {
            using var nodes = JsonDocument.Parse(await api.GetStringAsync("/api/nodes"));
            if (nodes.RootElement[0].TryGetProperty("os_pid", out var id))
                return int.Parse(id.GetString()!, CultureInfo.InvariantCulture);
            if (attempt == LooksMax)
                throw new InvalidOperationException("RabbitMQ's management API does not tell its node's process id (os_pid).");
            await Task.Delay(200);
        }
    }

    /// <summary>What was used so far.</summary>
    public async Task<Usage> Used(IReadOnlyList<int> workers)
    {
        await using var connection = new NpgsqlConnection(_database);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("SELECT xact_commit FROM pg_stat_database WHERE datname = current_database()", connection);
        var commits = (long)(await command.ExecuteScalarAsync())!;
        return new Usage(Sum(workers), Cpu(_broker), Cpu(_postmaster, withEnded: true) + Sum(Children(_postmaster)), commits);
    }

    /// <summary>The most memory a process ever held, in MiB.</summary>
    public static double PeakMemoryMiB(int process) => File.ReadLines($"/proc/{process}/status")
        .Where(x => x.StartsWith("VmHWM:", StringComparison.Ordinal))
        .Select(x => double.Parse(x.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024)
        .First();

    static TimeSpan Sum(IEnumerable<int> processes) => processes.Aggregate(TimeSpan.Zero, (sum, x) => sum + Cpu(x));

    static IEnumerable<int> Children(int parent) => Directory.GetDirectories("/proc")
        .Select(x => int.TryParse(Path.GetFileName(x), CultureInfo.InvariantCulture, out var id) ? id : 0)
        .Where(x => x > 0 && Parent(x) == parent);

    static int Parent(int process) => Stat(process) is { } fields ? int.Parse(fields[1], CultureInfo.InvariantCulture) : 0;

    static TimeSpan Cpu(int process, bool withEnded = false)
    {
        if (Stat(process) is not { } fields)
            return TimeSpan.Zero; // it ended meanwhile; its parent has its time
        var ticks = fields[11..(withEnded ? 15 : 13)].Sum(x => long.Parse(x, CultureInfo.InvariantCulture));
        return TimeSpan.FromSeconds((double)ticks / TicksPerSecond);
    }

    // proc(5): the fields after the name, which may hold spaces: state, ppid, ... utime, stime, cutime, cstime.
    static string[]? Stat(int process)
    {
        try
        {
            var line = File.ReadAllText($"/proc/{process}/stat");
            return line[(line.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (IOException)
        {
            return null;
        }
    }
}
