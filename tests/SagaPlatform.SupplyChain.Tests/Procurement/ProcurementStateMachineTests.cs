using SagaPlatform.Contracts.SupplyChain;
using SagaPlatform.SupplyChain.Procurement;
using SagaPlatform.Testing.Sagas;

namespace SagaPlatform.SupplyChain.Tests.Procurement;

/// <summary>The machine as a whole, its documents, and its row.</summary>
public sealed class ProcurementStateMachineTests() : WholeMachine<ProcurementStateMachine, ProcurementState>(new ProcurementScript(), "a procurement")
{
    protected override ProcurementState Filled() => new()
    {
        StoreId = "ST-00001", Lines = [new ProcurementLine("ART-1", 2)], Currency = "USD", LeadTimeHoursMax = 24, OnShortage = ShortagePolicy.CancelOrder,
        Plan = [new LinePlan("ART-1", new List<SupplierShare> { new("SUP-A", 2) }, new List<RankedOffer> { new("SUP-A", 100, 5, 6) }, 100)],
        Counts = new() { ["ART-1/SUP-A/2"] = 2 }, Dock = "D1",
    };
}
