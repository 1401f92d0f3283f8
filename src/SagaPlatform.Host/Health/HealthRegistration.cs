using Microsoft.Extensions.Options;
using SagaPlatform.Core.Hosting;
using SagaPlatform.Host.Bus;
using SagaPlatform.Host.Settings;
using SagaPlatform.OperatorConsole.Health;

namespace SagaPlatform.Host.Health;

/// <summary>The health that only a process on real services has: of its publishers, of its queues, and the watch that ends it.</summary>
static class HealthRegistration
{
    /// <summary>Adds it, beside the checks of the console.</summary>
    public static void AddServiceHealth(this IServiceCollection services, HostSettings settings)
    {
        services.AddSingleton<IPublisherChannels>(x => x.GetRequiredService<RabbitMqOutboxTransport>());
        services.AddSingleton<PublisherCanary>();
        services.AddHostedService(x => x.GetRequiredService<PublisherCanary>());

        services.AddSingleton(x => new QueuesServedHere(
            [.. x.GetServices<ServedQueue>().Select(q => q.Name).Distinct(StringComparer.Ordinal).Where(q => settings.Only.Count == 0 || settings.Only.Contains(q))]));
        services.AddSingleton<IConsumerCounts, BrokerProbe>();
        services.AddSingleton<QueueWatch>();
        services.AddHostedService(x => x.GetRequiredService<QueueWatch>());

        services.AddHealthChecks().AddCheck<PublisherCheck>("publisher", tags: ["ready"]).AddCheck<ConsumersCheck>("consumers", tags: ["ready"]);
        services.AddSingleton<IOutsideServices>(x => new OutsideServices(
            x.GetRequiredService<IOptions<RabbitMqOptions>>(), settings.PostgreSql!, x.GetRequiredService<IOptions<HealthOptions>>()));
        services.AddSingleton<ProcessEnd>();
        services.AddSingleton<IProcessEnd>(x => x.GetRequiredService<ProcessEnd>());
        services.AddHostedService<HealthWatch>();
    }
}
