using MassTransit;
using MassTransit.Transports;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SagaPlatform.Core.History;
using SagaPlatform.Core.Hosting;
using SagaPlatform.Core.Operations;
using SagaPlatform.Core.Outbox;
using SagaPlatform.Core.Persistence;
using SagaPlatform.Core.Persistence.Memory;
using SagaPlatform.Core.Sagas;
using SagaPlatform.Core.Timeouts;
using Shouldly;
using IHost = Microsoft.Extensions.Hosting.IHost;

namespace SagaPlatform.Testing.Embedded;

/// <summary>
/// The whole platform in one process, on memory and in virtual time: real bus, real store, real sagas, and nothing that acts
/// by itself when time passes. A test says something, and waits until all that follows from it has happened.
/// </summary>
public sealed class EmbeddedPlatform : IAsyncDisposable
{
    /// <summary>Generous: a machine may be busy. Nothing ever waits for it to pass.</summary>
    static readonly TimeSpan QuietWithin = TimeSpan.FromSeconds(60);

    /// <summary>Looks again after this long even when nobody said that something changed.</summary>
    static readonly TimeSpan LookAgainAfter = TimeSpan.FromMilliseconds(20);

    /// <summary>More rings than any process of ours needs to come to an end.</summary>
    const int RingsMax = 200;

    readonly IHost _host;
    readonly MemoryDatabase _database;
    readonly Traffic _traffic;
    TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    EmbeddedPlatform(IHost host, EmbeddedFamily family)
    {
        _host = host;
        Post = new Post(new BusOutboxTransport(Get<IBus>()), Changed);
        _traffic = new Traffic(Get<IBusInstance>(), family.Queues, Changed);
        _database = Get<MemoryDatabase>();
    }

    /// <summary>What time it is.</summary>
    public VirtualTime Time => (VirtualTime)Get<TimeProvider>();

    /// <summary>The way from the outbox to the bus.</summary>
    public Post Post { get; }

    /// <summary>Rows.</summary>
    public IPlatformStore Store => Get<IPlatformStore>();

    /// <summary>What operators see.</summary>
    public ISagaQueries Queries => Get<ISagaQueries>();

    /// <summary>Every message that came into an exchange, in order.</summary>
    public IReadOnlyList<SeenMessage> Seen => _traffic.Seen;

    /// <summary>The messages that came into an exchange after the first so many, in order.</summary>
    public IReadOnlyList<SeenMessage> SeenAfter(int count) => _traffic.SeenAfter(count);

    /// <summary>A client of the HTTP endpoints.</summary>
    public HttpClient Http() => new() { BaseAddress = new Uri(Get<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()) };

    /// <summary>Starts a platform.</summary>
    public static async Task<EmbeddedPlatform> Start(EmbeddedFamily family)
    {
        EmbeddedPlatform? platform = null;
        var host = Build(family, () => platform!.Post);
        try
        {
            platform = new EmbeddedPlatform(host, family);
            await host.StartAsync();
        }
        catch
        {
            await ((IAsyncDisposable)host).DisposeAsync();
            throw;
        }

        family.Keep(platform.Get<RowModel>());
        return platform;
    }

    /// <summary>A service of the platform.</summary>
    public T Get<T>() where T : notnull => _host.Services.GetRequiredService<T>();

    /// <summary>Sends a message to a queue, as another program would, and waits until all that follows from it has happened.</summary>
    /// <returns>The message's id.</returns>
    public async Task<Guid> Hears(string queue, object message, Guid? messageId = null)
    {
        var id = await Sends(queue, message, messageId);
        await Quiet();
        return id;
    }

    /// <summary>Sends a message to a queue, and waits for nothing.</summary>
    public async Task<Guid> Sends(string queue, object message, Guid? messageId = null)
    {
        var id = messageId ?? NewId.NextGuid();
        var endpoint = await Get<IBus>().GetSendEndpoint(new Uri($"queue:{queue}"));
        await endpoint.Send(message, message.GetType(), Pipe.Execute<SendContext>(x => x.MessageId = id));
        return id;
    }

    /// <summary>Waits until nothing is under way: no message on the bus or in a handler, none in the outbox that could leave.</summary>
    public async Task Quiet()
    {
        var until = DateTime.UtcNow + QuietWithin;
        while (true)
        {
            var changed = Volatile.Read(ref _changed).Task;
            if (IsQuiet())
                return;
            if (DateTime.UtcNow > until)
                throw new TimeoutException($"The platform is not quiet after {QuietWithin}: {_traffic.Entered} messages came, {_traffic.Consumed} are consumed.");
            await Task.WhenAny(changed, Task.Delay(LookAgainAfter));
        }
    }

    /// <summary>Delivers what the post holds, in order, holds nothing more, and waits until all that follows has happened.</summary>
    public async Task Release()
    {
        Post.HoldNothing();
        foreach (var message in Post.Held)
            await Post.Deliver(message);
        await Quiet();
    }

    /// <summary>Lets time pass: each timeout rings when it is due, and what follows from it happens before the next one.</summary>
    public async Task LetTimePass(TimeSpan span)
    {
        await Quiet();
        var until = Time.GetUtcNow() + span;
        while (NextTimeout is { } due && due <= until)
            await RingAt(due);
        Time.AdvanceTo(until);
    }

    /// <summary>Moves time to the next timeout and rings it; says whether there was one.</summary>
    public async Task<bool> RingNext()
    {
        await Quiet();
        if (NextTimeout is not { } due)
            return false;
        await RingAt(due);
        return true;
    }

    /// <summary>Lets time pass until a saga is in this state.</summary>
    public async Task Until(Guid saga, string state)
    {
        await Quiet();
        for (var rings = 0; await StateOf(saga) != state; rings++)
            if (rings == RingsMax || !await RingNext())
                (await StateOf(saga)).ShouldBe(state, $"Saga {saga} does not come to {state}: nothing more happens.");
    }

    /// <summary>The name of a saga's state; null when there is none.</summary>
    public async Task<string?> StateOf(Guid saga) => (await Queries.Find(saga, CancellationToken.None))?.Summary.State;

    /// <summary>A saga's row.</summary>
    public async Task<TState?> Saga<TState>(Guid saga) where TState : ProcessState =>
        await Store.Find<TState>(saga, null, CancellationToken.None);

    /// <summary>A saga's history, oldest first.</summary>
    public async Task<IReadOnlyList<HistoryEntry>> History(Guid saga)
    {
        var page = await Queries.History(saga, null, 500, CancellationToken.None);
        page.Next.ShouldBeNull("this history is longer than any test of ours should make one");
        return page.Items;
    }

    /// <summary>A saga's pending timeouts, earliest first.</summary>
    public Task<IReadOnlyList<PendingTimeout>> Timeouts(Guid saga) => Get<ITimeoutStore>().Of(saga, CancellationToken.None);

    /// <summary>Whether any timeout is pending, of any saga.</summary>
    public bool HasTimeouts => NextTimeout != null;

    /// <summary>What was published, each message once, in order.</summary>
    public IReadOnlyList<SeenMessage> Published<T>() =>
        [.. Seen.Where(x => x.Exchange.EndsWith($"{typeof(T).Namespace}:{typeof(T).Name}", StringComparison.Ordinal))];

    /// <summary>What came into a queue, repeats included, in order.</summary>
    public IReadOnlyList<SeenMessage> SentTo<T>(string queue) => [.. OfExchange(queue).Where(x => x.Type == typeof(T).Name)];

    /// <summary>What a queue's consumers could not handle.</summary>
    public IReadOnlyList<SeenMessage> Errors(string queue) => OfExchange($"{queue}_error");

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        await ((IAsyncDisposable)_host).DisposeAsync();
    }

    DateTimeOffset? NextTimeout
    {
        get
        {
            lock (_database.Lock)
                return _database.TimeoutsByDue.Count == 0 ? null : _database.TimeoutsByDue.Min.Due;
        }
    }

    async Task RingAt(DateTimeOffset due)
    {
        Time.AdvanceTo(due);
        await Get<TimeoutRinger>().Ring(CancellationToken.None);
        await Quiet();
    }

    IReadOnlyList<SeenMessage> OfExchange(string exchange) => [.. Seen.Where(x => x.Exchange == exchange)];

    /// <summary>
    /// Nothing is in a queue or a handler, then nothing can leave the outbox, and meanwhile nothing came in: so nothing moves.
    /// </summary>
    bool IsQuiet()
    {
        var entered = _traffic.Entered;
        return entered == _traffic.Consumed && !MoreLeaves() && entered == _traffic.Entered;
    }

    bool MoreLeaves()
    {
        lock (_database.Lock)
            return _database.Outbox.Values.Any(x => x.ParkedAt == null && !Post.HasConfirmed(x.Message.Id));
    }

    void Changed() =>
        Interlocked.Exchange(ref _changed, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();

    static IHost Build(EmbeddedFamily family, Func<Post> post)
    {
        if (family.Http == null)
        {
            var plain = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
            Configure(plain, family, post);
            return plain.Build();
        }

        var web = WebApplication.CreateSlimBuilder();
        web.WebHost.UseUrls("http://127.0.0.1:0");
        Configure(web, family, post);
        var app = web.Build();
        family.Http(app);
        return app;
    }

    static void Configure(IHostApplicationBuilder builder, EmbeddedFamily family, Func<Post> post)
    {
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            // A retry waits in real time, so it is short here.
            ["Inbox:AttemptsMax"] = "3", ["Inbox:BackOffFirst"] = "00:00:00.001", ["Participants:Inventory:SeedStock"] = "true",
        });
        builder.Configuration.AddInMemoryCollection(family.Settings);

        var services = builder.Services;
        services.AddSingleton<TimeProvider>(new VirtualTime());
        services.AddSagaPlatform(builder.Configuration);
        services.Remove(services.Single(x => x.ImplementationType == typeof(Backstop)));
        family.AddModel(services);
        services.AddMemoryStore();
        family.Services(services, builder.Configuration);
        services.AddMassTransit(bus =>
        {
            bus.UseSagaPlatform();
            family.Bus(bus);
            bus.UsingInMemory((context, transport) => transport.ConfigureEndpoints(context));
        });
        services.Configure<MassTransitHostOptions>(x => x.WaitUntilStarted = true);
        services.AddSingleton<IOutboxTransport>(_ => post());
    }
}
