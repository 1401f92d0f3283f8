using MassTransit;
using MassTransit.DependencyInjection;
using MassTransit.Middleware;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using SagaPlatform.Core.Inbox;
using SagaPlatform.Core.Invariants;
using SagaPlatform.Core.Operations;
using SagaPlatform.Core.Outbox;
using SagaPlatform.Core.Persistence;
using SagaPlatform.Core.RateLimits;
using SagaPlatform.Core.Telemetry;
using SagaPlatform.Core.Timeouts;
using SagaPlatform.Core.WorkItems;

namespace SagaPlatform.Core.Hosting;

/// <summary>Puts the engine into a service collection. The store, the transport and the sagas are the host's choice.</summary>
public static class PlatformRegistration
{
    /// <summary>Adds what every process of the platform needs besides a store (<c>AddMemoryStore</c> or <c>AddPostgreSqlStore</c>).</summary>
    public static IServiceCollection AddSagaPlatform(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddLimits<InboxOptions>(configuration, "Inbox");
        services.AddLimits<OutboxOptions>(configuration, "Outbox");
        services.AddLimits<TimeoutOptions>(configuration, "Timeouts");
        services.AddLimits<RetentionOptions>(configuration, "Retention");
        services.AddLimits<SagaCacheOptions>(configuration, "SagaCache");
        services.AddLimits<RateLimitOptions>(configuration, "RateLimits");

        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<SagaCatalogue>();
        services.AddSingleton<PlatformMeter>();
        services.AddSingleton<SagaTurnstile>();
        services.AddSingleton<SagaRowCache>();
        services.AddSingleton<MessageValidation>();
        services.AddSingleton<RateLimiter>();
        services.AddSingleton<RateLimitControl>();
        services.AddHostedService<SagaStart>();
        services.AddHostedService<VersionGuardStart>();
        services.AddScoped<UnitOfWork>();
        services.AddScoped<MessageCapture>();
        services.AddScoped<RequestOutbox>();
        services.AddScoped<IOutboxContextFactory<IPlatformStore>, ConsumerUnitOfWork>();

        services.AddWorkItems(configuration);
        services.AddOperations(configuration);
        services.AddSingleton<InvariantChecks>();

        services.AddSingleton<UnacknowledgedCount>();
        services.AddSingleton<OutboxDispatcher>();
        services.AddSingleton<IOutboxIntake>(x => x.GetRequiredService<OutboxDispatcher>());
        services.AddHostedService(x => x.GetRequiredService<OutboxDispatcher>());
        services.AddSingleton<OutboxSweeper>();
        services.AddSingleton<TimeoutRinger>();
        services.AddHostedService<Backstop>();
        return services;
    }

    /// <summary>Prepares a bus for sagas and participants; the host adds those, and chooses the transport.</summary>
    public static void UseSagaPlatform(this IBusRegistrationConfigurator bus)
    {
        bus.SetKebabCaseEndpointNameFormatter();
        bus.DisableUsageTelemetry();
        bus.AddConfigureEndpointsCallback(SagaRegistration.ConfigureEndpoint);
        bus.AddReceiveObserver<FaultedMessageObserver>();
        bus.AddReceiveObserver<AcknowledgeObserver>();
        bus.Replace(ServiceDescriptor.Scoped<IScopedBusContextProvider<IBus>, RequestBusContext>());
    }
}
