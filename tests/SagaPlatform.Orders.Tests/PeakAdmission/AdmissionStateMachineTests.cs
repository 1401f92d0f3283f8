using SagaPlatform.Contracts.Orders;
using SagaPlatform.Orders.PeakAdmission;
using SagaPlatform.Orders.Tests.Fulfilment;
using SagaPlatform.Testing.Embedded;
using SagaPlatform.Testing.Sagas;

namespace SagaPlatform.Orders.Tests.PeakAdmission;

/// <summary>The machine as a whole, its documents, and its row.</summary>
public sealed class AdmissionStateMachineTests() : WholeMachine<AdmissionStateMachine, AdmissionState>(new AdmissionScript(), "an admission")
{
    protected override AdmissionState Filled() => new()
    {
        OrderId = Guid.NewGuid(), Order = ExampleOrder.Good() with { Lines = new List<OrderLine> { new("SKU-1", 2) } },
        JoinedAt = VirtualTime.Dawn.AddSeconds(-1), TrackingNumber = "TRACK-1",
    };

    [Fact]
    public void The_id_of_an_admission_is_not_its_orders_and_leads_back_to_it()
    {
        var order = Guid.NewGuid();
        var admission = AdmissionState.SagaIdOf(order);

        admission.ShouldNotBe(order);
        AdmissionState.SagaIdOf(admission).ShouldBe(order);
        (admission.Version, admission.Variant).ShouldBe((order.Version, order.Variant));
    }
}
