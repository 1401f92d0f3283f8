using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using SagaPlatform.Core.Operations;
using SagaPlatform.Core.Operations.Audit;
using SagaPlatform.Core.Outbox;
using SagaPlatform.Core.RateLimits;
using SagaPlatform.Core.Timeouts;

namespace SagaPlatform.Core.Persistence;

/// <summary>Adds rows to the platform.</summary>
public static class RowRegistration
{
    /// <summary>Adds a family's or participant's entity types to the one EF Core model.</summary>
    public static IServiceCollection AddRows(this IServiceCollection services, Action<ModelBuilder> configure) =>
        services.AddSingleton(new RowModelContribution(configure));

    /// <summary>What both stores need: the one model, the catalogue of registered <see cref="SagaType"/>s and the clock.</summary>
    internal static void AddRowModel(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<SagaCatalogue>();
        services.TryAddSingleton<RowModel>();
        services.AddOptions<RetentionOptions>().ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton<RowClaims>();
        services.TryAddScoped<IRows, Rows>();
    }

    /// <summary>One store for everything that asks for a part of it.</summary>
    internal static void AddStore<TStore>(this IServiceCollection services)
        where TStore : class, IPlatformStore, IRowQueries, IRowSnapshots, IRowLoader, IOutboxStore, ITimeoutStore, ISagaQueries, IRetention, IRateLimitStore, IAuditStore
    {
        services.AddSingleton<IPlatformStore>(sp => sp.GetRequiredService<TStore>());
        services.AddSingleton<IRowQueries>(sp => sp.GetRequiredService<TStore>());
        services.AddSingleton<IRowLoader>(sp => sp.GetRequiredService<TStore>());
        services.AddSingleton<IRowSnapshots>(sp => sp.GetRequiredService<TStore>());
        services.AddSingleton<IOutboxStore>(sp => sp.GetRequiredService<TStore>());
        services.AddSingleton<ITimeoutStore>(sp => sp.GetRequiredService<TStore>());
        services.AddSingleton<ISagaQueries>(sp => sp.GetRequiredService<TStore>());
        services.AddSingleton<IRetention>(sp => sp.GetRequiredService<TStore>());
        services.AddSingleton<IRateLimitStore>(sp => sp.GetRequiredService<TStore>());
        services.AddSingleton<IAuditStore>(sp => sp.GetRequiredService<TStore>());
    }
}
