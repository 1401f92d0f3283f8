using Microsoft.Extensions.Options;
using SagaPlatform.Contracts.SupplyChain;
using SagaPlatform.Core.Persistence;
using SagaPlatform.Core.Sagas;
using SagaPlatform.SupplyChain.Procurement;
using SagaPlatform.Testing.Embedded;

namespace SagaPlatform.SupplyChain.Tests.Procurement;

/// <summary>The machine as a whole, its documents, and its row.</summary>
public sealed class ProcurementStateMachineTests
{
    static readonly ProcurementStateMachine Machine = new(Options.Create(new ProcurementOptions()));

    [Fact]
    public void The_machine_gets_everywhere_out_of_everywhere_and_never_waits_without_a_clock() =>
        MachineCheck.Verify(Machine).ShouldBeEmpty();

    [Fact]
    public void What_each_event_does_in_each_state_is_as_approved() =>
        Approved.File("tests/SagaPlatform.SupplyChain.Tests/Procurement/ProcurementStateMachine.approved.md").ShouldSay(
            $"""
            # What each event does in each state of a procurement

            Generated from the machine. `FAULTS`: nobody planned it there, so it ends in the error queue. A new `FAULTS` is to be
            looked at before it is approved with `UPDATE_APPROVED=1`.

            {MachineTable.Markdown(Machine)}
            """);

    [Fact]
    public void The_diagram_in_the_README_is_the_machine() =>
        Approved.File("src/SagaPlatform.SupplyChain/Procurement/README.md").ShouldSay(
            $"```mermaid\n{MachineDiagram.Mermaid(Machine)}```\n", between: "diagram");

    [Fact]
    public async Task A_procurement_is_stored_and_read_as_it_was()
    {
        await using var platform = await EmbeddedPlatform.Start(ProcurementFamilies.Scripted);
        var at = new DateTimeOffset(2026, 11, 20, 10, 0, 0, TimeSpan.Zero);
        var row = new ProcurementState
        {
            CorrelationId = Guid.NewGuid(), CurrentState = "Purchase", BusinessKey = "p", Fingerprint = new string('f', 64), StartedAt = at, ChangedAt = at,
            StoreId = "ST-00001", Lines = [new ProcurementLine("ART-1", 2)], Currency = "USD", LeadTimeHoursMax = 24, OnShortage = ShortagePolicy.CancelOrder,
            Plan = [new LinePlan("ART-1", new List<SupplierShare> { new("SUP-A", 2) }, new List<RankedOffer> { new("SUP-A", 100, 5, 6) }, 100)],
            Counts = new() { ["ART-1/SUP-A/2"] = 2 }, Dock = "D1",
            Ledger = new Ledger { At = "Purchase", Lines = [new LedgerLine { Step = "Purchase", Item = "ART-1/SUP-A/2", Status = LineStatus.Done, AskedAt = at, ReplacedBy = "nobody" }] },
        };
        var unit = new UnitOfWork { Saga = new SagaChange("procurement", row.CorrelationId, row, 0) };

        (await platform.Store.Commit(unit, CancellationToken.None)).ShouldBe(CommitOutcome.Committed);

        (await platform.Saga<ProcurementState>(row.CorrelationId))!.ShouldBeEquivalentTo(row);
    }
}
