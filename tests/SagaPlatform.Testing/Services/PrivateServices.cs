using System.Diagnostics;

namespace SagaPlatform.Testing.Services;

/// <summary>One of the two services behind the platform.</summary>
public enum PrivateService
{
    /// <summary>The database.</summary>
    Postgres,

    /// <summary>The broker.</summary>
    RabbitMq,
}

/// <summary>
/// PostgreSQL and RabbitMQ for tests: those named by SAGA_POSTGRES and SAGA_RABBITMQ, otherwise private ones started by
/// <c>infra/native/services.sh</c> in a temporary directory. What is started here ends with this process, however it ends.
/// </summary>
/// <remarks>
/// Most tests share one pair per process (<see cref="Shared"/>) and keep apart by <see cref="TestDatabase"/> and
/// <see cref="TestVirtualHost"/>. A test that stops or crashes a service starts its own pair (<see cref="StartOwn"/>):
/// others would fail with it.
/// </remarks>
public sealed class PrivateServices : IAsyncDisposable
{
    static readonly Lazy<Task<PrivateServices>> SharedOnce = new(FindOrStart);

    static readonly Dictionary<string, string?> NothingGiven = new(StringComparer.Ordinal);

    readonly bool startedHere;

    PrivateServices(string postgres, Uri rabbitMq, Uri management, string? directory, bool startedHere)
    {
        Postgres = postgres;
        RabbitMq = rabbitMq;
        Management = management;
        Directory = directory;
        this.startedHere = startedHere;
    }

    /// <summary>Connection string of the maintenance database; the user may create databases.</summary>
    public string Postgres { get; }

    /// <summary>AMQP address with user, password and the default virtual host.</summary>
    public Uri RabbitMq { get; }

    /// <summary>Address of RabbitMQ's management API, without user and password: they are those of <see cref="RabbitMq"/>.</summary>
    public Uri Management { get; }

    /// <summary>Where the services live, or null where their endpoints were given and they are not ours to stop.</summary>
    public string? Directory { get; }

    /// <summary>The pair all tests of this process share, started at the first call.</summary>
    /// <exception cref="InvalidOperationException">There is neither an endpoint nor a way to start a service; the message says what to do.</exception>
    public static Task<PrivateServices> Shared() => SharedOnce.Value;

    /// <summary>A pair of one's own, for a test that stops or crashes it. Takes about 7 s; dispose it.</summary>
    /// <param name="prepare">Gets the directory of the services before they are started: to put a small disk under one, for instance.</param>
    /// <exception cref="InvalidOperationException">A service could not be started; the message says why.</exception>
    public static Task<PrivateServices> StartOwn(Func<string, Task>? prepare = null) => StartPair(NothingGiven, prepare);

    static async Task<PrivateServices> StartPair(Dictionary<string, string?> given, Func<string, Task>? prepare = null)
    {
        // The name is unguessable, and the script closes the directory to other users except for passing through.
        var directory = System.IO.Directory.CreateTempSubdirectory("saga-services-").FullName;
        if (prepare != null)
            await prepare(directory);
        await Script(given, "start", directory, "--test", "--until-exit", Environment.ProcessId.ToString());
        var endpoints = Read(Path.Combine(directory, "services.env"));
        return new(endpoints["SAGA_POSTGRES"], new(endpoints["SAGA_RABBITMQ"]), new(endpoints["SAGA_RABBITMQ_MANAGEMENT"]), directory, startedHere: true);
    }

    /// <summary>Starts a service again: same data, same address.</summary>
    public Task Start(PrivateService service) => Script(NothingGiven, "start", Owned(), NameOf(service));

    /// <summary>Stops a service in order.</summary>
    public Task Stop(PrivateService service) => Script(NothingGiven, "stop", Owned(), NameOf(service));

    /// <summary>Crashes a service (SIGKILL).</summary>
    public Task Kill(PrivateService service) => Script(NothingGiven, "kill", Owned(), NameOf(service));

    /// <summary>Stops both services and deletes their data, if they were started here.</summary>
    public async ValueTask DisposeAsync()
    {
        if (startedHere && Directory is not null)
        {
            await Script(NothingGiven, "remove", Directory);
        }
    }

    static async Task<PrivateServices> FindOrStart()
    {
        var postgres = Setting("SAGA_POSTGRES");
        var rabbitMq = Setting("SAGA_RABBITMQ");
        if (postgres is null || rabbitMq is null)
        {
            return await StartPair(new(StringComparer.Ordinal) { ["SAGA_POSTGRES"] = postgres, ["SAGA_RABBITMQ"] = rabbitMq, ["SAGA_RABBITMQ_MANAGEMENT"] = Setting("SAGA_RABBITMQ_MANAGEMENT") });
        }

        var broker = new Uri(rabbitMq);
        var management = Setting("SAGA_RABBITMQ_MANAGEMENT") ?? $"http://{broker.Host}:15672";
        return new(postgres, broker, new(management), Setting("SAGA_SERVICES_DIR"), startedHere: false);
    }

    string Owned() => Directory ?? throw new InvalidOperationException(
        "The services were given by SAGA_POSTGRES and SAGA_RABBITMQ: a test does not stop or start what it does not own. Use PrivateServices.StartOwn().");

    static string NameOf(PrivateService service) => service == PrivateService.Postgres ? "postgres" : "rabbitmq";

    static string? Setting(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;

    static async Task Script(Dictionary<string, string?> given, params string[] arguments)
    {
        var start = new ProcessStartInfo("bash") { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(Path.Combine(RepositoryRoot.Path, "infra", "native", "services.sh"));
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        // An endpoint that is given is handed back instead of starting a service: a pair of one's own is given none.
        foreach (var key in new[] { "SAGA_POSTGRES", "SAGA_RABBITMQ", "SAGA_RABBITMQ_MANAGEMENT" })
        {
            start.Environment[key] = given.GetValueOrDefault(key);
        }

        using var process = Process.Start(start) ?? throw new InvalidOperationException("bash could not be started.");
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException(
                $"infra/native/services.sh {string.Join(' ', arguments)} ended with code {process.ExitCode}: {await errors}{await output}");
        }
    }

    static Dictionary<string, string> Read(string file) => File.ReadLines(file)
        .Select(line => line.Split('=', 2))
        .ToDictionary(pair => pair[0], pair => pair[1].Trim('\''), StringComparer.Ordinal);
}
