using SagaPlatform.Contracts;
using SagaPlatform.Participants;
using SagaPlatform.Testing.Embedded;

namespace SagaPlatform.SupplyChain.Tests.Procurement;

/// <summary>The supply chain sagas on an embedded platform.</summary>
static class ProcurementFamilies
{
    /// <summary>The test itself answers the saga.</summary>
    public static readonly EmbeddedFamily Scripted = new()
    {
        Services = (services, configuration) => services.AddSupplyChain(configuration),
        Bus = bus => bus.AddSupplyChainSagas(),
        Queues = [Queues.Procurement],
    };

    /// <summary>The reference participants answer it, with the scripted suppliers and a few others.</summary>
    public static readonly EmbeddedFamily WithParticipants = new()
    {
        Services = (services, configuration) => services.AddSupplyChain(configuration).AddParticipants(),
        Bus = bus =>
        {
            bus.AddSupplyChainSagas();
            bus.AddReferenceParticipants();
        },
        Queues = [Queues.Procurement, Queues.Suppliers, Queues.Receiving, Queues.StoreDelivery],
    };

    /// <summary>The same by HTTP.</summary>
    public static readonly EmbeddedFamily WithHttp = WithParticipants.OnHttp(routes => routes.MapSupplyChainEndpoints());
}
