using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using SagaPlatform.Core.Access;
using SagaPlatform.Core.Hosting;
using SagaPlatform.Core.Operations.Actions;
using SagaPlatform.Core.Operations.Audit;
using SagaPlatform.Core.Operations.FailedMessages;
using SagaPlatform.Core.Operations.Runs;
using SagaPlatform.Core.Persistence;
using SagaPlatform.Core.Timeouts;

namespace SagaPlatform.Core.Operations;

/// <summary>Adds what operators may ask and do.</summary>
public static class OperationsRegistration
{
    /// <summary>What every process needs: it has the rows, and takes failed messages over. Who serves operators adds <see cref="AddBulkRunner"/>.</summary>
    internal static void AddOperations(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddLimits<FailedMessageOptions>(configuration, "FailedMessages");
        services.AddLimits<VersionGuardOptions>(configuration, "VersionGuard");
        services.AddLimits<AccessOptions>(configuration, "Access");
        services.AddRows(model =>
        {
            model.ApplyConfiguration(new FailedMessageMapping());
            model.ApplyConfiguration(new ApiKeyMapping());
            model.ApplyConfiguration(new BulkRunMapping());
        });
        services.AddSingleton<SagaHandles>();
        services.AddSingleton<ConcernedSagas>();
        services.AddSingleton<AuditTrail>();
        services.AddSingleton<AuditVerification>();
        services.AddSingleton(x => new SagaActions(x.GetRequiredService<ISagaQueries>(), x.GetRequiredService<ITimeoutStore>(),
            x.GetRequiredService<AuditTrail>(), x.GetRequiredService<IServiceScopeFactory>(), x.GetRequiredService<SagaHandles>()));
        services.AddSingleton<FailedMessageQueries>();
        services.AddSingleton<FailedMessageActions>();
        services.AddSingleton<BulkRuns>();
        services.AddSingleton<BulkRunner>();
        services.AddSingleton<ApiKeys>();
        services.AddSingleton(x => new VersionGuard(x.GetRequiredService<ISagaQueries>(), x.GetRequiredService<SagaHandles>()));
    }

    /// <summary>Lets this process carry bulk runs on.</summary>
    public static IServiceCollection AddBulkRunner(this IServiceCollection services) =>
        services.AddHostedService(x => x.GetRequiredService<BulkRunner>());
}
