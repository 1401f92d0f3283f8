using SagaPlatform.Contracts;
using SagaPlatform.Participants;
using SagaPlatform.Testing.Embedded;

namespace SagaPlatform.Payments.Tests.CrossBorderPayment;

/// <summary>The cross-border payment on an embedded platform.</summary>
static class CrossBorderFamilies
{
    /// <summary>The test itself answers the saga.</summary>
    public static readonly EmbeddedFamily Scripted = new()
    {
        Services = (services, configuration) => services.AddPayments(configuration),
        Bus = bus => bus.AddPaymentSagas(),
        Queues = [Queues.CrossBorderPayment],
    };

    /// <summary>The reference participants answer it.</summary>
    public static readonly EmbeddedFamily WithParticipants = new()
    {
        Services = (services, configuration) => services.AddPayments(configuration).AddParticipants(),
        Bus = bus =>
        {
            bus.AddPaymentSagas();
            bus.AddReferenceParticipants();
        },
        Queues = [Queues.CrossBorderPayment, Queues.Compliance, Queues.Exchange, Queues.Ledger],
    };

    /// <summary>The same by HTTP.</summary>
    public static readonly EmbeddedFamily WithHttp = WithParticipants.OnHttp(routes => routes.MapPaymentEndpoints());
}
