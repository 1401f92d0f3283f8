using Microsoft.Extensions.Options;
using SagaPlatform.Core.Persistence;
using SagaPlatform.Core.Sagas;
using SagaPlatform.Payments.Refund;
using SagaPlatform.Payments.Tests.RoutedPayment;
using SagaPlatform.Testing.Embedded;

namespace SagaPlatform.Payments.Tests.Refund;

/// <summary>The machine as a whole, its documents, and its row.</summary>
public sealed class RefundStateMachineTests
{
    static readonly RefundStateMachine Machine = new(Options.Create(new RefundOptions()));

    [Fact]
    public void The_machine_gets_everywhere_out_of_everywhere_and_never_waits_without_a_clock() =>
        MachineCheck.Verify(Machine).ShouldBeEmpty();

    [Fact]
    public void What_each_event_does_in_each_state_is_as_approved() =>
        Approved.File("tests/SagaPlatform.Payments.Tests/Refund/RefundStateMachine.approved.md").ShouldSay(
            $"""
            # What each event does in each state of a refund

            Generated from the machine. `FAULTS`: nobody planned it there, so it ends in the error queue. A new `FAULTS` is to be
            looked at before it is approved with `UPDATE_APPROVED=1`.

            {MachineTable.Markdown(Machine)}
            """);

    [Fact]
    public void The_diagram_in_the_README_is_the_machine() =>
        Approved.File("src/SagaPlatform.Payments/Refund/README.md").ShouldSay(
            $"```mermaid\n{MachineDiagram.Mermaid(Machine)}```\n", between: "diagram");

    [Fact]
    public async Task A_refund_is_stored_and_read_as_it_was()
    {
        await using var platform = await EmbeddedPlatform.Start(RoutedPaymentFamilies.Scripted);
        var row = new RefundState
        {
            CorrelationId = Guid.NewGuid(), CurrentState = "Execute", BusinessKey = "refund", Fingerprint = new string('f', 64),
            StartedAt = VirtualTime.Dawn, ChangedAt = VirtualTime.Dawn,
            PaymentId = Guid.NewGuid(), AmountMinor = long.MaxValue, Currency = "EUR", PayerEmail = "ada@example.com", RequestedBecause = "why",
            Gateway = "north", PayeeShareMinor = 7, PayeeCurrency = "USD", Reference = "north-R-1",
        };

        await platform.Store.Commit(new UnitOfWork { Saga = new SagaChange("refund", row.CorrelationId, row, 0) }, CancellationToken.None);

        var read = (await platform.Saga<RefundState>(row.CorrelationId))!;
        read.ShouldNotBeSameAs(row);
        read.ShouldBeEquivalentTo(row);
    }
}
