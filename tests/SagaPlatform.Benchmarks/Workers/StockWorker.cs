using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using SagaPlatform.Benchmarks.Workload;
using SagaPlatform.Core.Inbox;

namespace SagaPlatform.Benchmarks.Workers;

/// <summary>
/// The yardstick: stock MassTransit with its in-memory saga repository and in-memory outbox on the same broker. What it holds is
/// gone with its process, and a message is acknowledged whether or not what follows from it arrives.
/// </summary>
static class StockWorker
{
    public static void Add(HostApplicationBuilder builder, Uri broker)
    {
        var limits = new InboxOptions();
        builder.Services.AddMassTransit(bus =>
        {
            bus.DisableUsageTelemetry();
            bus.AddSagaStateMachine<StockOrderMachine, StockOrderState>().InMemoryRepository().Endpoint(x => x.Name = OrderQueues.Saga);
            bus.AddConsumer<StockInventory>().Endpoint(x => x.Name = OrderQueues.Inventory);
            bus.AddConsumer<StockPayments>().Endpoint(x => x.Name = OrderQueues.Payments);
            bus.AddConsumer<StockShipping>().Endpoint(x => x.Name = OrderQueues.Shipping);
            bus.AddConsumer<StockNotification>().Endpoint(x => x.Name = OrderQueues.Notification);
            bus.AddConfigureEndpointsCallback((context, name, endpoint) =>
            {
                // As the platform's endpoints, or the comparison were one of limits.
                endpoint.PrefetchCount = limits.PrefetchMessages;
                endpoint.ConcurrentMessageLimit = string.Equals(name, OrderQueues.Saga, StringComparison.Ordinal)
                    ? limits.SagaMessagesMax : limits.ParticipantMessagesMax;
                endpoint.UseInMemoryOutbox(context);
            });
            bus.UsingRabbitMq((context, transport) =>
            {
                transport.Host(broker);
                transport.ConfigureEndpoints(context);
            });
        });
        builder.Services.Configure<MassTransitHostOptions>(x => (x.WaitUntilStarted, x.StartTimeout) = (true, TimeSpan.FromSeconds(60)));
    }
}
