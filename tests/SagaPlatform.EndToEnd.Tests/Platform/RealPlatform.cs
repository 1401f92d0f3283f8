using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization;
using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Orders;
using SagaPlatform.Testing.Services;

namespace SagaPlatform.EndToEnd.Tests.Platform;

/// <summary>A database and a virtual host of its own, with host and participants as processes: what a test breaks is real.</summary>
public sealed class RealPlatform : IAsyncDisposable
{
    static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };
    static readonly TimeSpan PollEvery = TimeSpan.FromMilliseconds(100);

    readonly List<HostProcess> _processes = [];
    readonly Dictionary<string, string> _settings;

    RealPlatform(TestDatabase database, TestVirtualHost broker, IReadOnlyDictionary<string, string>? limits)
    {
        (Database, Broker) = (database, broker);
        _settings = new Dictionary<string, string>(limits ?? new Dictionary<string, string>(), StringComparer.Ordinal)
        {
            ["SAGA_MODE"] = "platform",
            ["SAGA_POSTGRES"] = database.ConnectionString,
            ["SAGA_RABBITMQ"] = broker.Address.ToString(),
            // The tests look into the error queues themselves.
            ["FailedMessages__TakeIn"] = "false",
        };
    }

    public TestDatabase Database { get; }

    public TestVirtualHost Broker { get; }

    /// <summary>Limits that tests with silence in them use: shorter than real ones, longer than a cold start on a busy machine.</summary>
    public static IReadOnlyDictionary<string, string> ShortLimits { get; } = new[]
    {
        "ReserveWithin", "ChargeWithin", "ShipWithin", "HandOverWithin", "ConfirmWithin", "UndoWithin",
    }.ToDictionary(x => $"Orders__Fulfilment__{x}", _ => "00:00:04", StringComparer.Ordinal);

    /// <summary>Limits that do not pass while processes are restarted or the machine is busy.</summary>
    public static IReadOnlyDictionary<string, string> PatientLimits { get; } =
        ShortLimits.Keys.ToDictionary(x => x, _ => "00:02:00", StringComparer.Ordinal);

    /// <summary>A platform with its participants running, and no host yet.</summary>
    public static async Task<RealPlatform> WithParticipants(IReadOnlyDictionary<string, string>? limits = null)
    {
        var platform = new RealPlatform(await TestDatabase.Create(), await TestVirtualHost.Create(), limits);
        await platform.Start("participants").Ready();
        return platform;
    }

    /// <summary>A platform on which a test answers the sagas itself, with these settings and no process yet.</summary>
    public static async Task<RealPlatform> WithoutParticipants(IReadOnlyDictionary<string, string> settings) =>
        new(await TestDatabase.Create(), await TestVirtualHost.Create(), settings);

    /// <summary>Starts a host; it is not waited for.</summary>
    public HostProcess Host(string? crashAt = null) => Start("sagas,api", crashAt);

    /// <summary>Starts a process with these roles; it is not waited for.</summary>
    public HostProcess Start(string roles, string? crashAt = null)
    {
        var settings = new Dictionary<string, string>(_settings, StringComparer.Ordinal) { ["SAGA_ROLES"] = roles };
        if (crashAt != null)
            settings["SAGA_CRASH_AT"] = crashAt;
        var process = HostProcess.Start(settings);
        _processes.Add(process);
        return process;
    }

    /// <summary>Kills the participants that <see cref="WithParticipants"/> started; their queues stay.</summary>
    public Task KillParticipants() => _processes[0].Kill();

    /// <summary>An order that nothing goes wrong with.</summary>
    public static PlaceOrder Order(string token = "tok_visa_4242", string postalCode = "10115", string sku = "SKU-1002",
        string email = "ada@example.com") => new(
        Guid.NewGuid(), Guid.NewGuid(), email, [new OrderLine("SKU-1001", 2), new OrderLine(sku, 1)], new Money(4990, "EUR"), token,
        new DeliveryAddress("Ada Lovelace", "12 St James Square", postalCode, "Berlin", "DE"));

    /// <summary>Places an order by HTTP and expects it to be accepted. A host that dies before it answers is asked again elsewhere.</summary>
    public static async Task Place(HostProcess host, PlaceOrder order)
    {
        using var http = Client(host);
        using var answer = await http.PostAsJsonAsync("/orders", order, Json);
        answer.StatusCode.ShouldBe(HttpStatusCode.Accepted, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>A client of that host.</summary>
    public static HttpClient Client(HostProcess host) => new() { BaseAddress = host.Address, Timeout = TimeSpan.FromSeconds(30) };

    /// <summary>Waits until every order has reached an end.</summary>
    public async Task AllEnd(IReadOnlyCollection<Guid> orders, TimeSpan limit)
    {
        var until = DateTime.UtcNow + limit;
        long ended;
        do
        {
            ended = await Database.Scalar<long>(
                $"SELECT count(*) FROM saga.order_fulfilment WHERE ended_at IS NOT NULL AND id = ANY({Laws.Array(orders)})");
            if (ended == orders.Count)
                return;
            await Task.Delay(PollEvery);
        }
        while (DateTime.UtcNow < until);

        throw new InvalidOperationException(
            $"{orders.Count - ended} of {orders.Count} orders did not end within {limit}.\n{await Laws.Open(Database)}\n{Outputs()}");
    }

    /// <summary>The order's state, or null when its saga has not begun.</summary>
    public async Task<string?> StateOf(Guid order) => await Database.Scalar<string>(
        $"SELECT coalesce((SELECT state FROM saga.order_fulfilment WHERE id = '{order}'), '')") is { Length: > 0 } state ? state : null;

    /// <summary>Waits until a query says so.</summary>
    public async Task Until(string condition, TimeSpan limit)
    {
        var until = DateTime.UtcNow + limit;
        while (!await Database.Scalar<bool>($"SELECT {condition}"))
        {
            if (DateTime.UtcNow > until)
                throw new InvalidOperationException($"Not so within {limit}: {condition}\n{await Laws.Open(Database)}\n{Outputs()}");
            await Task.Delay(PollEvery);
        }
    }

    /// <summary>What the processes wrote last.</summary>
    public string Outputs() => string.Join("\n---\n", _processes.Select(x => x.Output));

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _processes)
            await process.DisposeAsync();
        await Broker.DisposeAsync();
        await Database.DisposeAsync();
    }
}

/// <summary>A warm platform that the tests of one class share: each looks only at its own orders.</summary>
public sealed class SharedPlatform : IAsyncLifetime
{
    static readonly TimeSpan WarmLimit = TimeSpan.FromSeconds(120);

    public RealPlatform Platform { get; private set; } = null!;

    public HostProcess Host { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Platform = await RealPlatform.WithParticipants(RealPlatform.ShortLimits);
        Host = Platform.Host();
        await Host.Ready();
        var warm = RealPlatform.Order();
        await RealPlatform.Place(Host, warm);
        await Platform.AllEnd([warm.OrderId], WarmLimit);
    }

    public async Task DisposeAsync() => await Platform.DisposeAsync();
}
