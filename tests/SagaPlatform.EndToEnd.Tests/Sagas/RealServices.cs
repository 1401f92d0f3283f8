using System.Collections.Concurrent;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using SagaPlatform.Core.Hosting;
using SagaPlatform.Core.Operations;
using SagaPlatform.Core.Persistence;
using SagaPlatform.Core.Persistence.PostgreSql;
using SagaPlatform.Core.Sagas;
using SagaPlatform.Core.Timeouts;
using SagaPlatform.EndToEnd.Tests.Platform;
using SagaPlatform.Testing.Sagas;

namespace SagaPlatform.EndToEnd.Tests.Sagas;

/// <summary>
/// A host process on a fresh database and virtual host, with one saga's limits shortened, and everybody whom that saga asks
/// played by this process.
/// </summary>
sealed class RealServices : IAsyncDisposable
{
    /// <summary>
    /// How long each step and undo is waited for. Longer than an answer takes on a busy machine: a case in which it was not is
    /// carried again. Silence costs it a few times.
    /// </summary>
    public static readonly TimeSpan StepLimit = TimeSpan.FromSeconds(2);

    static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(50);

    readonly RealPlatform _platform;
    readonly ServiceProvider _reader;
    readonly ProcessDefinition _definition;
    readonly ConcurrentDictionary<Guid, RealSaga> _watched = new();
    readonly CancellationTokenSource _ends = new();
    readonly Task _watching;

    RealServices(RealPlatform platform, ScriptedParticipants participants, ServiceProvider reader, ProcessDefinition definition)
    {
        (_platform, Participants, _reader, _definition) = (platform, participants, reader, definition);
        Sources = new SagaSources(reader.GetRequiredService<IPlatformStore>(), reader.GetRequiredService<ISagaQueries>(), reader.GetRequiredService<ITimeoutStore>());
        _watching = Task.Run(Look);
    }

    public ScriptedParticipants Participants { get; }

    public SagaSources Sources { get; }

    /// <summary>Whether a saga did not come to rest: then most others will not either.</summary>
    public bool OneWaitedInVain { get; set; }

    /// <summary>Starts the host with this saga alone, under the script's settings, and waits until it is ready.</summary>
    public static async Task<RealServices> Start(SagaScript script)
    {
        var settings = script.Family.Settings.ToDictionary(x => x.Key.Replace(":", "__", StringComparison.Ordinal), x => x.Value!, StringComparer.Ordinal);
        settings["SAGA_ONLY"] = script.Queue; // what it starts besides is played as well
        var platform = await RealPlatform.WithoutParticipants(settings);
        var host = platform.Start("sagas");
        var participants = await ScriptedParticipants.On(platform.Broker.Address);
        foreach (var queue in script.Definition.Steps.SelectMany(x => (string[])[x.Queue, x.Undo?.Queue ?? ""]).Where(x => x.Length > 0).Distinct(StringComparer.Ordinal))
            await participants.Listen(queue);
        await participants.Listen($"{script.Queue}_error");
        await participants.Listen($"{script.Queue}_skipped");
        var reader = Reader(script, platform.Database.ConnectionString);
        await host.Ready();
        return new RealServices(platform, participants, reader, script.Definition);
    }

    /// <summary>Tells a saga from now on what speaks of it, and when its history grew.</summary>
    public void Watch(RealSaga saga)
    {
        Participants.Answer(saga);
        _watched[saga.Id] = saga;
    }

    /// <summary>Nobody looks at this saga any more.</summary>
    public void Forget(RealSaga saga) => _watched.TryRemove(saga.Id, out _);

    /// <summary>How long what was asked is waited for.</summary>
    public TimeSpan LimitOf(Said said) => _definition.Steps.Single(x => x.Name == said.Step!.Name) is var step && said.IsUndo ? step.Undo!.Limit : step.Limit;

    /// <summary>What the host wrote last.</summary>
    public string Outputs() => _platform.Outputs();

    /// <summary>Messages that are committed and have not left.</summary>
    public Task EverythingLeaves() => _platform.Until("NOT EXISTS (SELECT FROM saga.outbox)", TimeSpan.FromSeconds(60));

    public async ValueTask DisposeAsync()
    {
        await _ends.CancelAsync();
        await _watching;
        await Participants.DisposeAsync();
        await _reader.DisposeAsync();
        await _platform.DisposeAsync();
        _ends.Dispose();
    }

    /// <summary>Reads rows as the host does; nothing in it is started.</summary>
    static ServiceProvider Reader(SagaScript script, string connection)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(script.Family.Settings).Build();
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSagaPlatform(configuration);
        services.AddPostgreSqlStore(x => x.ConnectionString = connection);
        script.Family.Services(services, configuration);
        return services.BuildServiceProvider();
    }

    /// <summary>One small query for all: a saga reads more only when its own history grew.</summary>
    async Task Look()
    {
        await using var database = NpgsqlDataSource.Create(_platform.Database.ConnectionString);
        await using var command = database.CreateCommand("SELECT saga_id, count(*) FROM saga.history WHERE saga_id = ANY($1) GROUP BY saga_id");
        var ids = command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = [] });
        while (!_ends.IsCancellationRequested)
        {
            ids.Value = _watched.Keys.ToArray();
            await using (var reader = await command.ExecuteReaderAsync())
                while (await reader.ReadAsync())
                    if (_watched.TryGetValue(reader.GetGuid(0), out var saga))
                        saga.Lines((int)reader.GetInt64(1));
            await Task.Delay(LookEvery);
        }
    }
}
