using System.Text.Json;
using MassTransit;
using SagaPlatform.Claims;
using SagaPlatform.Core.Hosting;
using SagaPlatform.Core.Operations.FailedMessages;
using SagaPlatform.Core.Outbox;
using SagaPlatform.Host.Settings;
using SagaPlatform.Orders;
using SagaPlatform.Participants;
using SagaPlatform.Payments;
using SagaPlatform.SupplyChain;

namespace SagaPlatform.Host.Bus;

/// <summary>The bus: in memory, or RabbitMQ.</summary>
static class BusRegistration
{
    public static void AddBus(this IServiceCollection services, IConfiguration configuration, HostSettings settings) =>
        services.AddBus(configuration, settings, bus =>
        {
            if (settings.RunsSagas)
                AddSagas(bus);
            if (settings.RunsParticipants)
                bus.AddReferenceParticipants();
        });

    /// <summary>The same bus with other sagas and participants on it: the benchmark's.</summary>
    internal static void AddBus(
        this IServiceCollection services, IConfiguration configuration, HostSettings settings, Action<IBusRegistrationConfigurator> serve)
    {
        services.AddMassTransit(bus =>
        {
            bus.UseSagaPlatform();
            serve(bus);
            if (settings.Embedded)
                bus.UsingInMemory((context, transport) =>
                {
                    transport.UseInstrumentation(); // left to itself, MassTransit measures with the meters of the process's first bus only
                    transport.TakeInFailedMessages(context, context.GetServices<ServedQueue>().Select(x => x.Name));
                    transport.ConfigureEndpoints(context);
                });
            else
                bus.UsingRabbitMq((context, transport) => Configure(transport, context, new Uri(settings.RabbitMq!), settings.Only));
        });

        // Until the queues are bound, what is published vanishes.
        services.Configure<MassTransitHostOptions>(x =>
            (x.WaitUntilStarted, x.StartTimeout, x.StopTimeout) = (true, TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(20)));

        if (settings.Embedded)
        {
            services.AddSingleton<IOutboxTransport, BusOutboxTransport>();
            return;
        }

        services.AddLimits<RabbitMqOptions>(configuration, "RabbitMq").Configure(x => x.Uri = settings.RabbitMq!);
        services.AddSingleton<RabbitMqOutboxTransport>();
        services.AddSingleton<IOutboxTransport>(x => x.GetRequiredService<RabbitMqOutboxTransport>());
    }

    static void AddSagas(IBusRegistrationConfigurator bus)
    {
        bus.AddOrderSagas();
        bus.AddPaymentSagas();
        bus.AddClaimSagas();
        bus.AddSupplyChainSagas();
    }

    static void Configure(IRabbitMqBusFactoryConfigurator transport, IBusRegistrationContext context, Uri broker, IReadOnlySet<string> only)
    {
        var user = broker.UserInfo.Split(':', 2);
        var port = broker.Port > 0 ? broker.Port : broker.Scheme == "amqps" ? 5671 : 5672;
        transport.Host(broker.Host, (ushort)port, Uri.UnescapeDataString(broker.AbsolutePath.Trim('/')) is { Length: > 0 } vhost ? vhost : "/",
            $"saga-bus {Environment.MachineName} {Environment.ProcessId}", host =>
            {
                if (user[0].Length > 0) // else the client's own default, as on the dispatcher's connection
                {
                    host.Username(Uri.UnescapeDataString(user[0]));
                    host.Password(Uri.UnescapeDataString(user.ElementAtOrDefault(1) ?? ""));
                }

                if (broker.Scheme == "amqps")
                    host.UseSsl(ssl => ssl.ServerName = broker.Host);
            });
        // MassTransit indents its envelopes: a quarter of their bytes, which everybody on the way stores, carries and reads.
        transport.ConfigureJsonSerializerOptions(x => new JsonSerializerOptions(x) { WriteIndented = false });
        transport.AddDeserializer(new PlainJson());
        transport.UseInstrumentation();
        transport.TakeInFailedMessages(context, context.GetServices<ServedQueue>().Select(x => x.Name).Where(x => only.Count == 0 || only.Contains(x)));
        transport.ConfigureEndpoints(context, filter => filter.Exclude(NotServedHere(context.GetServices<ServedQueue>(), only)));
    }

    /// <summary>What serves the queues that are left to other processes. Here such a saga can be seen, and its start leaves for its queue.</summary>
    static Type[] NotServedHere(IEnumerable<ServedQueue> queues, IReadOnlySet<string> only)
    {
        var known = queues.ToList();
        return only.FirstOrDefault(x => known.TrueForAll(q => q.Name != x)) is not { } unknown
            ? [.. known.Where(x => only.Count > 0 && !only.Contains(x.Name)).Select(x => x.By)]
            : throw new SettingsException($"SAGA_ONLY has '{unknown}'; it may be any of {string.Join(", ", known.Select(x => x.Name).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))}, by comma.");
    }
}
