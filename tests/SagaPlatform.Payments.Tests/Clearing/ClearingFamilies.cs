using MassTransit;
using SagaPlatform.Contracts;
using SagaPlatform.Core.Hosting;
using SagaPlatform.Participants;
using SagaPlatform.Payments.Clearing;
using SagaPlatform.Testing.Embedded;

namespace SagaPlatform.Payments.Tests.Clearing;

/// <summary>The payment sagas on an embedded platform, as a clearing needs them.</summary>
static class ClearingFamilies
{
    /// <summary>The test itself answers the clearing.</summary>
    public static readonly EmbeddedFamily ClearingAlone = Alone(Queues.Clearing, bus => bus.AddSaga<ClearingStateMachine, ClearingState>(Queues.Clearing));

    /// <summary>The test itself answers the settlement.</summary>
    public static readonly EmbeddedFamily SettlementAlone = Alone(Queues.Settlement, bus => bus.AddSaga<SettlementStateMachine, SettlementState>(Queues.Settlement));

    /// <summary>Clearing, settlements and securities, on HTTP.</summary>
    public static readonly EmbeddedFamily WithSecurities = new EmbeddedFamily
    {
        Services = (services, configuration) => services.AddPayments(configuration).AddParticipants().AddParticipantInvariants(),
        Bus = bus =>
        {
            bus.AddPaymentSagas();
            bus.AddReferenceParticipants();
        },
        Queues = [Queues.Clearing, Queues.Settlement, Queues.Securities],
    }.OnHttp(routes => routes.MapPaymentEndpoints());

    /// <summary>Only one saga is on the bus, so that what it sends to another is seen and answered by the test.</summary>
    static EmbeddedFamily Alone(string queue, Action<IBusRegistrationConfigurator> bus) => new()
    {
        Services = (services, configuration) => services.AddPayments(configuration),
        Bus = bus,
        Queues = [queue],
    };
}
