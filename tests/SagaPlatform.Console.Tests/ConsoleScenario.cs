using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SagaPlatform.OperatorConsole.Tests.Sagas.Samples;
using SagaPlatform.Core.Access;
using SagaPlatform.Core.Hosting;
using SagaPlatform.Core.History;
using SagaPlatform.Core.Operations;
using SagaPlatform.Core.Operations.Audit;
using SagaPlatform.Core.Outbox;
using SagaPlatform.Core.Persistence;
using SagaPlatform.Core.Persistence.Memory;
using SagaPlatform.Core.RateLimits;
using SagaPlatform.Core.Sagas;
using SagaPlatform.Core.Timeouts;
using Timeout = SagaPlatform.Core.Timeouts.Timeout;

namespace SagaPlatform.OperatorConsole.Tests;

/// <summary>A host with the console, the memory store, an in-memory bus and a clock that stands still, asked over HTTP.</summary>
sealed class ConsoleScenario : IAsyncDisposable
{
    public const string Deliveries = "delivery";
    public const string Greetings = "greeting";

    readonly WebApplication _app;
    readonly HttpClient _http;

    ConsoleScenario(WebApplication app, ManualTime time) => (_app, _http, Time) = (app, app.GetTestClient(), time);

    public ManualTime Time { get; }

    public HttpClient Http => _http;

    public TroubledStore Troubled => _app.Services.GetRequiredService<TroubledStore>();

    public T The<T>() where T : notnull => _app.Services.GetRequiredService<T>();

    public static async Task<ConsoleScenario> Started(params (string Key, string Value)[] settings)
    {
        var time = new ManualTime();
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Production" });
        builder.WebHost.UseTestServer();
        builder.Logging.ClearProviders();
        foreach (var (key, value) in settings)
            builder.Configuration[key] = value;

        builder.Services.AddSingleton<TimeProvider>(time);
        builder.Services.AddSagaPlatform(builder.Configuration);
        builder.Services.AddMemoryStore().AddRows(Sagas.Samples.Delivery.Map).AddRows(Sagas.Samples.Greeting.Map);
        builder.Services.AddRateLimit(_ => new RateLimit(Deliveries, 5, 10));
        builder.Services.AddSingleton<IOutboxTransport, BusOutboxTransport>();
        builder.Services.AddMassTransit(bus =>
        {
            bus.UseSagaPlatform();
            bus.AddSaga<Delivery, DeliveryState>(Deliveries);
            bus.AddSaga<Greeting, GreetingState>(Greetings);
            bus.UsingInMemory((context, transport) => transport.ConfigureEndpoints(context));
        });
        builder.Services.AddOptions<MassTransitHostOptions>().Configure(x => x.WaitUntilStarted = true);
        builder.Services.AddSingleton<TroubledStore>();
        builder.Services.AddSingleton<ISagaQueries>(x => x.GetRequiredService<TroubledStore>());
        builder.Services.AddSingleton<IOutboxStore>(x => x.GetRequiredService<TroubledStore>());
        builder.Services.AddSingleton<ITimeoutStore>(x => x.GetRequiredService<TroubledStore>());
        // Rounds are made by the tests that are about them.
        builder.Services.Remove(builder.Services.Single(x => x.ServiceType == typeof(IHostedService) && x.ImplementationType == typeof(Backstop)));

        builder.Services.AddOperatorConsole();
        builder.Services.AddOpenApi();
        var app = builder.Build();
        app.MapOperatorConsole();
        app.MapOpenApi();
        app.MapGet("/broken", string () => throw new InvalidOperationException("a detail that is nobody's business"));
        await app.StartAsync();
        // The backstop would have made them at the start: their silence counts from here.
        app.Services.GetRequiredService<OutboxSweeper>();
        app.Services.GetRequiredService<TimeoutRinger>();
        return new ConsoleScenario(app, time);
    }

    public Task<HttpResponseMessage> Get(string path) => _http.GetAsync(path);

    public async Task<JsonObject> Json(string path, HttpStatusCode expected = HttpStatusCode.OK)
    {
        using var response = await Get(path);
        var text = await response.Content.ReadAsStringAsync();
        response.StatusCode.ShouldBe(expected, text);
        return JsonNode.Parse(text)!.AsObject();
    }

    /// <summary>Posts JSON, as whoever has this key; as the local operator without one.</summary>
    public async Task<(HttpStatusCode Status, JsonObject Body)> Post(string path, object body, string? key = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) };
        return await Send(request, key);
    }

    /// <summary>Gets JSON, as whoever has this key.</summary>
    public async Task<(HttpStatusCode Status, JsonObject Body)> GetAs(string path, string? key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        return await Send(request, key);
    }

    async Task<(HttpStatusCode Status, JsonObject Body)> Send(HttpRequestMessage request, string? key)
    {
        if (key != null)
            request.Headers.Add("X-Api-Key", key);
        using var response = await _http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return (response.StatusCode, text is "" ? [] : JsonNode.Parse(text)!.AsObject());
    }

    /// <summary>A new key of this role.</summary>
    public async Task<string> Key(AccessRole role, string name = "ann", params string[] scope) =>
        (await The<ApiKeys>().Make(name, role, scope, null, new Actor("test", "Admin"), CancellationToken.None)).Text;

    /// <summary>The version of a saga, as its page says it.</summary>
    public async Task<int> VersionOf(Guid saga) => (await Json($"/api/sagas/{saga}"))["version"]!.GetValue<int>();

    /// <summary>Writes rows beside all units of work of the platform.</summary>
    public async Task Stored(params IVersionedRow[] rows) => await Commit(new UnitOfWork().With(x => x.Rows.AddRange(rows.Select(r => new RowChange(r, 0)))));

    /// <summary>A refusal that names the field.</summary>
    public async Task<string> Problem(string path, string field)
    {
        using var response = await Get(path);
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        var errors = JsonNode.Parse(await response.Content.ReadAsStringAsync())!["errors"]!.AsObject();
        errors.Select(x => x.Key).ShouldBe([field]);
        return errors[field]![0]!.GetValue<string>();
    }

    /// <summary>A delivery as its own rules make it: started now, and then whatever else happens.</summary>
    public async Task<Guid> Delivery(Action<Conduct<DeliveryState>>? happens = null, Action<DeliveryState>? with = null)
    {
        var saga = new DeliveryState { CorrelationId = NewId.NextGuid() };
        saga.BusinessKey = $"D-{saga.CorrelationId:N}"[..10];
        with?.Invoke(saga);
        await Store(Deliveries, saga, The<Delivery>().Conduct, happens);
        return saga.CorrelationId;
    }

    /// <summary>A delivery that an older version left in a state which its machine no longer has.</summary>
    public Task Stranded(string state) => Commit(Deliveries, new DeliveryState
    {
        CorrelationId = NewId.NextGuid(), CurrentState = state, BusinessKey = "old", StartedAt = Time.GetUtcNow(), ChangedAt = Time.GetUtcNow(),
    });

    public async Task<Guid> Greeting()
    {
        var saga = new GreetingState { CorrelationId = NewId.NextGuid(), BusinessKey = "hello" };
        await Store(Greetings, saga, The<Greeting>().Conduct, null);
        return saga.CorrelationId;
    }

    public async Task Happened(Guid saga, params string[] events) => await Commit(new UnitOfWork().With(x => x.History.AddRange(
        events.Select(name => new HistoryEntry
        {
            SagaType = Deliveries, SagaId = saga, At = Time.GetUtcNow(), Kind = HistoryKind.Consumed, Event = name,
        }))));

    async Task Store<TState>(
        string type, TState saga, Func<TState, DateTimeOffset?, Conduct<TState>> conduct, Action<Conduct<TState>>? happens)
        where TState : ProcessState
    {
        var start = conduct(saga, Time.GetUtcNow());
        start.Start();
        saga.CurrentState = start.Proceed();
        if (happens != null)
        {
            var next = conduct(saga, Time.GetUtcNow());
            happens(next);
            saga.CurrentState = next.Proceed();
        }

        await Commit(type, saga);
    }

    Task Commit(string type, ProcessState saga) => Commit(
        new UnitOfWork { Saga = new SagaChange(type, saga.CorrelationId, saga, 0) }.With(x =>
        {
            if (saga.Ledger.RingsAt is { } due)
                x.TimeoutsSet.Add(Ring(type, saga.CorrelationId, due));
        }));

    async Task Commit(UnitOfWork unit) =>
        (await The<IPlatformStore>().Commit(unit, CancellationToken.None)).ShouldBe(CommitOutcome.Committed);

    Timeout Ring(string type, Guid saga, DateTimeOffset due) => new()
    {
        Token = NewId.NextGuid(),
        SagaType = type,
        SagaId = saga,
        Name = "ProcessClockRang",
        Due = due,
        After = due - Time.GetUtcNow(),
        Ring = new OutboxMessage
        {
            MessageId = NewId.NextGuid(), Destination = $"queue:{type}", MessageType = "ring", ContentType = "application/json",
            Body = [], CreatedAt = Time.GetUtcNow(),
        },
    };

    public async ValueTask DisposeAsync()
    {
        Troubled.HangsUntil?.TrySetResult();
        _http.Dispose();
        await _app.DisposeAsync();
    }
}

static class UnitOfWorkWords
{
    public static UnitOfWork With(this UnitOfWork unit, Action<UnitOfWork> change)
    {
        change(unit);
        return unit;
    }
}
