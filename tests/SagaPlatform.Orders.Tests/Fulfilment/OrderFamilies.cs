using SagaPlatform.Contracts;
using SagaPlatform.Participants;
using SagaPlatform.Testing.Embedded;

namespace SagaPlatform.Orders.Tests.Fulfilment;

/// <summary>The order sagas on an embedded platform.</summary>
static class OrderFamilies
{
    /// <summary>The test itself answers the saga.</summary>
    public static readonly EmbeddedFamily Scripted = new()
    {
        Services = (services, configuration) => services.AddOrders(configuration),
        Bus = bus => bus.AddOrderSagas(),
        Queues = [Queues.OrderFulfilment],
    };

    /// <summary>The same by HTTP.</summary>
    public static readonly EmbeddedFamily WithHttp = Scripted.OnHttp(routes => routes.MapOrderEndpoints());

    /// <summary>The reference participants answer it.</summary>
    public static readonly EmbeddedFamily WithParticipants = new()
    {
        Services = (services, configuration) => services.AddOrders(configuration).AddParticipants(),
        Bus = bus =>
        {
            bus.AddOrderSagas();
            bus.AddReferenceParticipants();
        },
        Queues = [Queues.OrderFulfilment, Queues.Inventory, Queues.Payments, Queues.Shipping, Queues.Notification],
    };
}
