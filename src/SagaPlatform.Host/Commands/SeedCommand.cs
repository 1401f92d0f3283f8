using System.Diagnostics;
using System.Globalization;
using SagaPlatform.Core.Hosting;
using SagaPlatform.Core.Persistence.PostgreSql;
using SagaPlatform.Host.Settings;
using SagaPlatform.Participants;
using SagaPlatform.Participants.SupplyChainSeed;

namespace SagaPlatform.Host.Commands;

/// <summary>
/// Loads suppliers, stores and stock into the platform's PostgreSQL, with progress. The same counts give the same rows; again
/// changes nothing. The platform may be running.
/// </summary>
static class SeedCommand
{
    const string Usage = "seed [--suppliers 10000] [--stores 10000] [--stock-lines 100000] [--seed 1]";

    static readonly Dictionary<string, string> Options = new(StringComparer.Ordinal)
    {
        ["--suppliers"] = nameof(SupplyChainSeedOptions.Suppliers),
        ["--stores"] = nameof(SupplyChainSeedOptions.Stores),
        ["--stock-lines"] = nameof(SupplyChainSeedOptions.StockLines),
        ["--seed"] = nameof(SupplyChainSeedOptions.Seed),
    };

    /// <exception cref="SettingsException">There is no PostgreSQL to load into, or an option is wrong.</exception>
    public static Task<int> Run(string[] args) =>
        Run(args, new ConfigurationBuilder().AddEnvironmentVariables(), Console.Out, Console.IsOutputRedirected ? null : Console.WindowWidth);

    /// <param name="args">The options.</param>
    /// <param name="settings">Where <c>SAGA_POSTGRES</c> is.</param>
    /// <param name="output">Where progress is shown.</param>
    /// <param name="columns">The width of the terminal; null where there is none.</param>
    /// <exception cref="SettingsException">There is no PostgreSQL to load into, or an option is wrong.</exception>
    internal static async Task<int> Run(string[] args, IConfigurationBuilder settings, TextWriter output, int? columns)
    {
        var configuration = settings.AddInMemoryCollection(Read(args)).Build();
        var postgres = HostSettings.ReadPostgres(configuration)
            ?? throw new SettingsException("seed needs SAGA_POSTGRES: the embedded platform loads its rows at start, as many as Participants:SupplyChain says.");

        await using var services = Services(configuration, postgres);
        var started = Stopwatch.GetTimestamp();
        await services.GetRequiredService<SchemaMigration>().Apply(postgres, CancellationToken.None);
        var bar = new ProgressBar(output, columns);
        var loaded = await services.GetRequiredService<SupplyLoad>().Load(bar.Show, CancellationToken.None);
        var added = loaded.Sum(x => x.Added);
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
            $"{loaded.Sum(x => x.Total):N0} rows in {Stopwatch.GetElapsedTime(started).TotalSeconds:0.0} s: {added:N0} added, {loaded.Sum(x => x.Total) - added:N0} were there."));
        return 0;
    }

    static ServiceProvider Services(IConfiguration configuration, string postgres) => new ServiceCollection()
        .AddSingleton(configuration)
        .AddLogging()
        .AddSagaPlatform(configuration)
        .AddPostgreSqlStore(x => x.ConnectionString = postgres)
        .AddParticipants()
        .BuildServiceProvider();

    static Dictionary<string, string?> Read(string[] args)
    {
        Dictionary<string, string?> settings = new(StringComparer.Ordinal);
        for (var i = 0; i < args.Length; i += 2)
        {
            if (!Options.TryGetValue(args[i], out var key) || i + 1 == args.Length
                || !int.TryParse(args[i + 1], NumberStyles.None, CultureInfo.InvariantCulture, out var count))
                throw new SettingsException($"'{string.Join(' ', args[i..])}' is not understood. Usage: {Usage}");
            settings[$"{SupplyChainSeedOptions.Section}:{key}"] = count.ToString(CultureInfo.InvariantCulture);
        }
        return settings;
    }
}
