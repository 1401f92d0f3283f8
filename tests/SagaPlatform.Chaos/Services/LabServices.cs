using System.Diagnostics;
using Npgsql;
using SagaPlatform.Testing.Processes;
using SagaPlatform.Testing.Services;

namespace SagaPlatform.Chaos.Services;

/// <summary>A broker and a database of the lab's own, a proxy before each, and what an operator or a bad day can do to them.</summary>
sealed class LabServices : IAsyncDisposable
{
    /// <summary>Set by <c>infra/chaos.sh</c> when it has given this process mounts of its own: what is mounted then goes with it.</summary>
    const string OwnMounts = "SAGA_CHAOS_OWN_MOUNTS";

    const string SmallDiskSize = "1g";

    readonly PrivateServices _services;
    readonly Dictionary<string, string> _rabbit;
    readonly string _root;

    LabServices(PrivateServices services, TestVirtualHost broker, TestDatabase database)
    {
        (_services, Broker, Database) = (services, broker, database);
        _rabbit = Read("rabbitmq.env");
        var postgres = Read("postgres.env");
        _root = new NpgsqlConnectionStringBuilder(services.Postgres)
        {
            Username = "postgres", Password = postgres["PG_ROOT_PASSWORD"], Database = "postgres", Pooling = false,
        }.ConnectionString;
        PostgresHome = postgres["PG_HOME"];
        PostgresProxy = CutProxy.To(int.Parse(postgres["PG_PORT"]), HostProcess.FreePort());
        BrokerProxy = CutProxy.To(services.RabbitMq.Port, HostProcess.FreePort());
    }

    /// <summary>The broker, looked at from outside and not through the proxy.</summary>
    public TestVirtualHost Broker { get; }

    /// <summary>The database, looked at from outside and not through the proxy.</summary>
    public TestDatabase Database { get; }

    /// <summary>All processes of the platform reach PostgreSQL through it.</summary>
    public CutProxy PostgresProxy { get; }

    /// <summary>All processes of the platform reach RabbitMQ through it.</summary>
    public CutProxy BrokerProxy { get; }

    /// <summary>Where PostgreSQL keeps its data.</summary>
    public string PostgresHome { get; }

    /// <summary>Whether PostgreSQL has a disk of its own that can be filled.</summary>
    public bool HasSmallDisk { get; private init; }

    /// <summary>What the platform's processes are told.</summary>
    public string PostgresThroughProxy => new NpgsqlConnectionStringBuilder(Database.ConnectionString) { Port = PostgresProxy.Port }.ConnectionString;

    /// <summary>What the platform's processes are told.</summary>
    public string BrokerThroughProxy => new UriBuilder(Broker.Address) { Port = BrokerProxy.Port }.Uri.ToString();

    public static async Task<LabServices> Start()
    {
        var smallDisk = Environment.GetEnvironmentVariable(OwnMounts) == "1";
        var services = await PrivateServices.StartOwn(smallDisk ? MountSmallDisk : null);
        var lab = new LabServices(services, await TestVirtualHost.Create(services), await TestDatabase.Create(services)) { HasSmallDisk = smallDisk };
        if (smallDisk) // the write-ahead log may not take the whole disk by itself
            await lab.AsRoot("ALTER SYSTEM SET max_wal_size = '256MB'");
        return lab;
    }

    static Task MountSmallDisk(string directory)
    {
        var under = Path.Combine(directory, "postgres");
        Directory.CreateDirectory(under);
        return Run("mount", ["-t", "tmpfs", "-o", $"size={SmallDiskSize}", "saga-lab", under]);
    }

    /// <summary>Starts a service again.</summary>
    public Task Start(PrivateService service) => _services.Start(service);

    /// <summary>Stops a service in order.</summary>
    public Task Stop(PrivateService service) => _services.Stop(service);

    /// <summary>kill -9.</summary>
    public Task Kill(PrivateService service) => _services.Kill(service);

    /// <summary>An operator's command to the broker.</summary>
    public Task RabbitMqCtl(params string[] arguments) => Run("rabbitmqctl", ["-n", _rabbit["MQ_NODE"], .. arguments], x =>
    {
        x.FileName = File.Exists("/usr/lib/rabbitmq/bin/rabbitmqctl") ? "/usr/lib/rabbitmq/bin/rabbitmqctl" : "rabbitmqctl";
        x.Environment["HOME"] = Path.Combine(_services.Directory!, "rabbitmq");
        x.Environment["ERL_EPMD_PORT"] = _rabbit["MQ_EPMD_PORT"];
        x.Environment["RABBITMQ_CONF_ENV_FILE"] = Path.Combine(_services.Directory!, "rabbitmq", "rabbitmq-env.conf");
    });

    /// <summary>Stops or continues the broker's process.</summary>
    public Task SignalBroker(string signal) =>
        Run("kill", [$"-{signal}", File.ReadAllText(Path.Combine(_services.Directory!, "rabbitmq", "node.pid")).Trim()]);

    /// <summary>Runs one statement as the superuser.</summary>
    public async Task AsRoot(string sql)
    {
        await using var connection = new NpgsqlConnection(_root);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await PostgresProxy.DisposeAsync();
        await BrokerProxy.DisposeAsync();
        if (HasSmallDisk)
        {
            await _services.Kill(PrivateService.Postgres);
            await Run("umount", ["--lazy", PostgresHome]); // a mount cannot be deleted
        }

        await _services.DisposeAsync(); // databases and virtual hosts go with them
    }

    Dictionary<string, string> Read(string file) => File.ReadLines(Path.Combine(_services.Directory!, file))
        .Select(x => x.Split('=', 2))
        .ToDictionary(x => x[0], x => x[1].Trim('\''), StringComparer.Ordinal);

    static async Task Run(string program, string[] arguments, Action<ProcessStartInfo>? with = null)
    {
        var start = new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        with?.Invoke(start);
        using var process = Process.Start(start)!;
        var said = process.StandardOutput.ReadToEndAsync();
        var errors = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} returned {process.ExitCode}: {errors}{await said}");
    }
}
