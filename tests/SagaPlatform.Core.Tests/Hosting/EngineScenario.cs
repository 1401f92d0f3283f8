using System.Collections.Concurrent;
using FluentValidation;
using MassTransit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SagaPlatform.Core.History;
using SagaPlatform.Core.Hosting;
using SagaPlatform.Core.Inbox;
using SagaPlatform.Core.Persistence;
using SagaPlatform.Core.Persistence.Memory;
using SagaPlatform.Testing.Embedded;
using SagaPlatform.Core.Tests.Persistence;

namespace SagaPlatform.Core.Tests.Hosting;

/// <summary>The engine on the in-memory bus and store, with one plain saga and one plain consumer that a test scripts.</summary>
sealed class EngineScenario : IAsyncDisposable
{
    public const string Errands = "errand";
    public const string Porters = "porter";

    static EmbeddedFamily Family(Action<IServiceCollection>? more) => new()
    {
        Services = (services, _) =>
        {
            services
                .AddSingleton<ErrandScript>()
                .AddSingleton<IValidator<Nudge>, NudgeRules>()
                .AddSingleton<LogLines>()
                .AddSingleton<ILoggerProvider>(x => x.GetRequiredService<LogLines>())
                .AddLogging(x => x.SetMinimumLevel(LogLevel.Debug))
                .AddRows(Map)
                .AddSingleton<CountingStore>()
                .AddSingleton<IPlatformStore>(x => x.GetRequiredService<CountingStore>());
            more?.Invoke(services);
        },
        Bus = bus =>
        {
            bus.AddSaga<Errand, ErrandState>(Errands);
            bus.AddConsumer<Porter>().Endpoint(x => x.Name = Porters);
        },
        Queues = [Errands, Porters],
    };

    EngineScenario(EmbeddedPlatform platform) => Platform = platform;

    public EmbeddedPlatform Platform { get; }

    public ErrandScript Script => Platform.Get<ErrandScript>();

    public LogLines Log => Platform.Get<LogLines>();

    /// <summary>How often a row was looked for, by the engine and not by the test.</summary>
    public int Reads => Platform.Get<CountingStore>().Reads - _ownReads;

    int _ownReads;

    public Guid Id { get; } = Guid.NewGuid();

    /// <summary>A platform whose saga waits to be nudged.</summary>
    public static async Task<EngineScenario> Started(Action<IServiceCollection>? more = null)
    {
        var scenario = new EngineScenario(await EmbeddedPlatform.Start(Family(more)));
        await scenario.Hears(new StartErrand(scenario.Id));
        (await scenario.Saga()).CurrentState.ShouldBe("Waiting");
        return scenario;
    }

    public Task<Guid> Hears(object message, Guid? messageId = null) => Platform.Hears(Errands, message, messageId);

    public Task<Guid> PorterHears(object message, Guid? messageId = null) => Platform.Hears(Porters, message, messageId);

    public async Task<ErrandState> Saga()
    {
        var before = Platform.Get<CountingStore>().Reads;
        var saga = (await Platform.Saga<ErrandState>(Id)).ShouldNotBeNull();
        _ownReads += Platform.Get<CountingStore>().Reads - before;
        return saga;
    }

    /// <summary>Another process writes the saga.</summary>
    public async Task SomebodyElseWrites(Action<ErrandState> change)
    {
        var theirs = await Saga();
        change(theirs);
        var unit = new UnitOfWork { Saga = new SagaChange(Errands, Id, theirs, theirs.Version) };
        (await Platform.Store.Commit(unit, CancellationToken.None)).ShouldBe(CommitOutcome.Committed);
    }

    /// <summary>The history after the start.</summary>
    public async Task<IReadOnlyList<HistoryEntry>> History() => [.. (await Platform.History(Id)).Skip(1)];

    public async Task<HistoryEntry> LastLine() => (await Platform.History(Id))[^1];

    public IReadOnlyList<string> Words() => [.. Platform.Published<ErrandWord>().Select(x => x.As<ErrandWord>().Text)];

    public ValueTask DisposeAsync() => Platform.DisposeAsync();

    static void Map(ModelBuilder model)
    {
        model.MapProcess<ErrandState>("errand");
        model.Entity<ShelfRow>(shelf =>
        {
            shelf.ToTable("shelf");
            shelf.HasKey(x => x.Sku);
            shelf.Property(x => x.Version).IsConcurrencyToken();
        });
    }
}

/// <summary>The embedded store, counting how often a row is looked for.</summary>
sealed class CountingStore(MemoryStore inner) : IPlatformStore
{
    int _reads;

    public int Reads => _reads;

    public Task<TRow?> Find<TRow>(object key, InboxKey? inbox, CancellationToken cancellation) where TRow : class, IVersionedRow
    {
        Interlocked.Increment(ref _reads);
        return inner.Find<TRow>(key, inbox, cancellation);
    }

    public Task<IReadOnlyList<TRow>> FindAll<TRow>(IReadOnlyCollection<object> keys, CancellationToken cancellation)
        where TRow : class, IVersionedRow => inner.FindAll<TRow>(keys, cancellation);

    public Task<CommitOutcome> Commit(UnitOfWork unit, CancellationToken cancellation) => inner.Commit(unit, cancellation);

    public Task<string?> Fingerprint(InboxKey key, CancellationToken cancellation) => inner.Fingerprint(key, cancellation);
}

/// <summary>What was logged, with the scopes around it.</summary>
sealed class LogLines : ILoggerProvider, ISupportExternalScope
{
    IExternalScopeProvider _scopes = new LoggerExternalScopeProvider();

    public ConcurrentQueue<LogLine> All { get; } = [];

    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => _scopes = scopeProvider;

    public ILogger CreateLogger(string categoryName) => new Logger(this);

    public void Dispose()
    {
    }

    public sealed record LogLine(LogLevel Level, string Text, IReadOnlyDictionary<string, object?> Scope);

    sealed class Logger(LogLines lines) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => lines._scopes.Push(state);

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            Dictionary<string, object?> scope = [];
            lines._scopes.ForEachScope((x, into) =>
            {
                foreach (var (name, value) in x as IEnumerable<KeyValuePair<string, object?>> ?? [])
                    into[name] = value;
            }, scope);
            lines.All.Enqueue(new LogLine(logLevel, formatter(state, exception), scope));
        }
    }
}
