using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Quartz;
using SagaPlatform.Core.Persistence;
using SagaPlatform.Core.Timeouts;

namespace SagaPlatform.Core.Hosting;

/// <summary>Quartz: the recurring work of the platform, in memory or clustered on PostgreSQL.</summary>
public static class PlatformClock
{
    /// <summary>How often a process tells the others that it lives; one silent for six times this is taken for dead.</summary>
    static readonly TimeSpan CheckinInterval = TimeSpan.FromSeconds(1);

    static readonly TimeSpan RetentionEvery = TimeSpan.FromHours(1);

    /// <summary>Adds the clock. Without a connection string it runs in memory.</summary>
    public static IServiceCollection AddPlatformClock(
        this IServiceCollection services, TimeoutOptions timeouts, string? connectionString)
    {
        services.AddQuartz("SagaPlatform", quartz =>
        {
            quartz.ConfigureScheduler(x => x.InstanceId = "AUTO");
            quartz.UseDefaultThreadPool(maxConcurrency: 4);
            if (connectionString == null)
                quartz.UseInMemoryStore();
            else
                quartz.UsePersistentStore(store => Clustered(store, connectionString));

            quartz.ScheduleJob<RingTimeoutsJob>(x => Every(x, "ring-timeouts", timeouts.RingEvery), x => x.WithIdentity("ring-timeouts"));
            quartz.ScheduleJob<RetentionJob>(x => Every(x, "retention", RetentionEvery), x => x.WithIdentity("retention"));
        });
        return services.AddQuartzHostedService("SagaPlatform", x => x.WaitForJobsToComplete = true);
    }

    static void Clustered(IPersistentStoreBuilder store, string connectionString)
    {
        store.UsePostgres(NpgsqlFactory.Instance, connectionString);
        store.UseSystemTextJsonSerializer();
        store.ConfigureStore(x => x.TablePrefix = "quartz.qrtz_");
        store.ProvisionSchema(); // into the schema that our migrations make
        store.UseClustering(x => (x.CheckinInterval, x.CheckinMisfireThreshold) = (CheckinInterval, CheckinInterval * 5));
    }

    static void Every<TJob>(ITriggerConfigurator<TJob> trigger, string name, TimeSpan interval) where TJob : class, IJob => trigger
        .WithIdentity(name)
        .StartNow()
        .WithSimpleSchedule(x => x.WithInterval(interval).RepeatForever());
}
