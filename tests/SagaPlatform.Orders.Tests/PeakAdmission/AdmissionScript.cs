using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Orders;
using SagaPlatform.Core.Hosting;
using SagaPlatform.Orders.PeakAdmission;
using SagaPlatform.Orders.Tests.Fulfilment;
using SagaPlatform.Testing.Embedded;
using SagaPlatform.Testing.Sagas;

namespace SagaPlatform.Orders.Tests.PeakAdmission;

/// <summary>What the line and order fulfilment say to an admission, for the tests that every saga has.</summary>
public sealed class AdmissionScript : SagaScript<AdmissionStateMachine, AdmissionState>
{
    static readonly EmbeddedFamily Scripted = new()
    {
        Services = (services, configuration) => services.AddOrders(configuration),
        Bus = bus => bus.AddSaga<AdmissionStateMachine, AdmissionState>(Queues.PeakAdmission),
        Queues = [Queues.PeakAdmission],
    };

    public AdmissionScript() : base(Scripted, Queues.PeakAdmission)
    {
        StartedBy(id => Start(AdmissionState.SagaIdOf(id)));

        When<AwaitTurn>(yes: c => new TurnCame(c.OrderId), no: c => new TurnRefused(c.OrderId, "has left"));
        WhenUndone<LeaveLine>(c => new LineLeft(c.OrderId));
        When<PlaceOrder>(yes: c => new OrderCompleted(c.OrderId, "TRACK-1"), no: c => new OrderCancelled(c.OrderId, "no funds"));
        When<GiveUpPlace>(yes: c => new PlaceGivenUp(c.OrderId));

        CancelledBy(id => new CancelAdmission(AdmissionState.SagaIdOf(id), "Changed my mind."));
        RuledBy((id, step, _, ruling) => new RuleAdmission(AdmissionState.SagaIdOf(id), step, ruling, "clerk"));
    }

    static StartAdmission Start(Guid orderId) => new(orderId, ExampleOrder.Good(orderId) with { CustomerId = orderId }, VirtualTime.Dawn);
}

public sealed class AdmissionFaultsTests : EveryFault<AdmissionScript>;

public sealed class AdmissionUndosTests : EveryUndo<AdmissionScript>;

public sealed class AdmissionCancellationsTests : EveryCancellation<AdmissionScript>;

public sealed class AdmissionWalksTests : RandomWalks<AdmissionScript>;

public sealed class AdmissionSchedulesTests : RandomSchedules<AdmissionScript>;
