using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using SagaPlatform.Core.Operations;
using SagaPlatform.Core.Outbox;
using SagaPlatform.Core.Timeouts;

namespace SagaPlatform.Core.Persistence.Memory;

/// <summary>Runs the platform on memory.</summary>
public static class MemoryStoreRegistration
{
    /// <summary>
    /// Keeps everything in memory: <see cref="IPlatformStore"/>, <see cref="IOutboxStore"/>, <see cref="ITimeoutStore"/>,
    /// <see cref="ISagaQueries"/> and <see cref="IRetention"/>. Needs an <see cref="IOutboxIntake"/>. Nothing survives the process.
    /// </summary>
    public static IServiceCollection AddMemoryStore(this IServiceCollection services)
    {
        services.AddRowModel();
        services.TryAddSingleton<MemoryDatabase>();
        services.AddSingleton(sp => new MemoryStore(
            sp.GetRequiredService<RowModel>(), sp.GetRequiredService<SagaCatalogue>(), sp.GetRequiredService<TimeProvider>(),
            sp.GetRequiredService<IOutboxIntake>, sp.GetRequiredService<MemoryDatabase>(),
            sp.GetRequiredService<IOptions<RetentionOptions>>().Value));
        services.AddStore<MemoryStore>();
        return services;
    }
}
