using SagaPlatform.Contracts;
using SagaPlatform.Participants;
using SagaPlatform.Testing.Embedded;

namespace SagaPlatform.Payments.Tests.RoutedPayment;

/// <summary>Routed payments and refunds on an embedded platform.</summary>
static class RoutedPaymentFamilies
{
    /// <summary>The test itself answers the sagas.</summary>
    public static readonly EmbeddedFamily Scripted = new()
    {
        Services = (services, configuration) => services.AddPayments(configuration),
        Bus = bus => bus.AddPaymentSagas(),
        Queues = [Queues.RoutedPayment, Queues.Refund],
    };

    /// <summary>The same by HTTP.</summary>
    public static readonly EmbeddedFamily WithHttp = Scripted.OnHttp(routes => routes.MapPaymentEndpoints());

    /// <summary>The reference participants answer them.</summary>
    public static readonly EmbeddedFamily WithParticipants = new()
    {
        Services = (services, configuration) => services.AddPayments(configuration).AddParticipants(),
        Bus = bus =>
        {
            bus.AddPaymentSagas();
            bus.AddReferenceParticipants();
        },
        Queues =
        [
            Queues.RoutedPayment, Queues.Refund, Queues.PaymentRouting, Queues.PaymentGateways, Queues.CapturedPayments, Queues.Notification,
        ],
    };
}
