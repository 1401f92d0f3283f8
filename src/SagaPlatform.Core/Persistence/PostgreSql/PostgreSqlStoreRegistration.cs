using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SagaPlatform.Core.Operations;
using SagaPlatform.Core.Outbox;
using SagaPlatform.Core.Timeouts;

namespace SagaPlatform.Core.Persistence.PostgreSql;

/// <summary>Runs the platform on PostgreSQL.</summary>
public static class PostgreSqlStoreRegistration
{
    /// <summary>
    /// Keeps everything in PostgreSQL: <see cref="IPlatformStore"/>, <see cref="IOutboxStore"/>, <see cref="ITimeoutStore"/>,
    /// <see cref="ISagaQueries"/> and <see cref="IRetention"/>. Needs an <see cref="IOutboxIntake"/>. Before any hosted
    /// service starts, the schema is brought up to date and the store takes its outbox node.
    /// </summary>
    public static IServiceCollection AddPostgreSqlStore(this IServiceCollection services, Action<PostgreSqlStoreOptions> configure)
    {
        services.AddRowModel();
        services.AddOptions<PostgreSqlStoreOptions>().Configure(configure).ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton<SchemaMigration>();
        services.AddSingleton(sp => new PostgreSqlStore(
            sp.GetRequiredService<IOptions<PostgreSqlStoreOptions>>(), sp.GetRequiredService<IOptions<RetentionOptions>>(),
            sp.GetRequiredService<RowModel>(), sp.GetRequiredService<SagaCatalogue>(), sp.GetRequiredService<TimeProvider>(),
            sp.GetRequiredService<ILogger<PostgreSqlStore>>(), sp.GetRequiredService<IOutboxIntake>));
        services.AddStore<PostgreSqlStore>();
        services.AddHostedService<PostgreSqlStart>();
        return services;
    }

    /// <summary>Adds the migrations embedded in an assembly as <c>Migrations/NNNN_name.sql</c>.</summary>
    /// <param name="services">The services.</param>
    /// <param name="assembly">Where they are.</param>
    /// <param name="set">The set's name in the database: it must never change.</param>
    public static IServiceCollection AddMigrations(this IServiceCollection services, Assembly assembly, string set) =>
        services.AddSingleton(new MigrationSet(assembly, set));
}

/// <summary>Makes the database ready before anything of the platform starts.</summary>
sealed class PostgreSqlStart(
    PostgreSqlStore store, SchemaMigration migration, IOptions<PostgreSqlStoreOptions> options, ILogger<PostgreSqlStart> log)
    : IHostedLifecycleService
{
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        if (options.Value.MigrateAtStart)
        {
            var applied = await migration.Apply(options.Value.ConnectionString, cancellationToken);
            if (applied > 0)
                log.LogInformation("Schema: {Count} migrations were applied", applied);
        }
        await store.Start(cancellationToken);
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
