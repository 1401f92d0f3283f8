using Microsoft.Extensions.Hosting;
using SagaPlatform.Benchmarks.Workload;
using SagaPlatform.Core.Hosting;
using SagaPlatform.Core.Participants;
using SagaPlatform.Core.Persistence;
using SagaPlatform.Core.Persistence.PostgreSql;
using SagaPlatform.Core.Timeouts;
using SagaPlatform.Host.Bus;
using SagaPlatform.Host.Settings;

namespace SagaPlatform.Benchmarks.Workers;

/// <summary>The platform, put together as its host does, with the measured order and its participants in one process.</summary>
static class DurableWorker
{
    public static void Add(HostApplicationBuilder builder, Uri broker, string postgres)
    {
        var roles = new HashSet<string>(StringComparer.Ordinal) { "sagas", "participants" };
        var settings = new HostSettings(Embedded: false, postgres, broker.AbsoluteUri, roles, new HashSet<string>(StringComparer.Ordinal));
        var (services, configuration) = (builder.Services, builder.Configuration);

        services.AddSagaPlatform(configuration);
        services.AddPostgreSqlStore(x => x.ConnectionString = postgres);
        services.AddRows(MeasuredOrderState.Map);
        services.AddMigrations(typeof(DurableWorker).Assembly, "benchmark");
        services.AddPlatformClock(configuration.Limits<TimeoutOptions>("Timeouts"), postgres);
        services.AddBus(configuration, settings, bus =>
        {
            bus.AddSaga<MeasuredOrderMachine, MeasuredOrderState>(OrderQueues.Saga);
            bus.AddParticipant(OrderQueues.Inventory, x => x.Handles<ReserveInventory, MeasuredParticipants>());
            bus.AddParticipant(OrderQueues.Payments, x => x.Handles<ChargePayment, MeasuredParticipants>());
            bus.AddParticipant(OrderQueues.Shipping, x => x.Handles<ShipOrder, MeasuredParticipants>());
            bus.AddParticipant(OrderQueues.Notification, x => x.Handles<OrderCompleted, MeasuredParticipants>());
        });
    }
}
