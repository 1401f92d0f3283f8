using SagaPlatform.Contracts;
using SagaPlatform.Participants;
using SagaPlatform.Testing.Embedded;

namespace SagaPlatform.Payments.Tests.CrossChainTransfer;

/// <summary>The payment sagas on an embedded platform, as a transfer needs them.</summary>
static class TransferFamilies
{
    /// <summary>The test itself answers the saga.</summary>
    public static readonly EmbeddedFamily Scripted = new()
    {
        Services = (services, configuration) => services.AddPayments(configuration),
        Bus = bus => bus.AddPaymentSagas(),
        Queues = [Queues.CrossChainTransfer],
    };

    /// <summary>Both chains answer it.</summary>
    public static readonly EmbeddedFamily WithChains = new()
    {
        Services = (services, configuration) => services.AddPayments(configuration).AddParticipants(),
        Bus = bus =>
        {
            bus.AddPaymentSagas();
            bus.AddReferenceParticipants();
        },
        Queues = [Queues.CrossChainTransfer, Queues.SourceChain, Queues.TargetChain],
    };

    /// <summary>Both chains answer it, and it is on HTTP.</summary>
    public static readonly EmbeddedFamily WithHttp = WithChains.OnHttp(routes => routes.MapPaymentEndpoints());
}
