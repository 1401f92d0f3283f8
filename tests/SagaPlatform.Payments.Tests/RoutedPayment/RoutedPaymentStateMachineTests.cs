using Microsoft.Extensions.Options;
using SagaPlatform.Contracts.Payments;
using SagaPlatform.Core.Persistence;
using SagaPlatform.Core.Sagas;
using SagaPlatform.Payments.RoutedPayment;
using SagaPlatform.Testing.Embedded;

namespace SagaPlatform.Payments.Tests.RoutedPayment;

/// <summary>The machine as a whole, its documents, and its row.</summary>
public sealed class RoutedPaymentStateMachineTests
{
    static readonly RoutedPaymentStateMachine Machine = new(Options.Create(new RoutedPaymentOptions()));

    [Fact]
    public void The_machine_gets_everywhere_out_of_everywhere_and_never_waits_without_a_clock() =>
        MachineCheck.Verify(Machine).ShouldBeEmpty();

    [Fact]
    public void What_each_event_does_in_each_state_is_as_approved() =>
        Approved.File("tests/SagaPlatform.Payments.Tests/RoutedPayment/RoutedPaymentStateMachine.approved.md").ShouldSay(
            $"""
            # What each event does in each state of a payment

            Generated from the machine. `FAULTS`: nobody planned it there, so it ends in the error queue. A new `FAULTS` is to be
            looked at before it is approved with `UPDATE_APPROVED=1`.

            {MachineTable.Markdown(Machine)}
            """);

    [Fact]
    public void The_diagram_in_the_README_is_the_machine() =>
        Approved.File("src/SagaPlatform.Payments/RoutedPayment/README.md").ShouldSay(
            $"```mermaid\n{MachineDiagram.Mermaid(Machine)}```\n", between: "diagram");

    [Fact]
    public async Task A_payment_is_stored_and_read_as_it_was()
    {
        await using var platform = await EmbeddedPlatform.Start(RoutedPaymentFamilies.Scripted);
        var row = new RoutedPaymentState
        {
            CorrelationId = Guid.NewGuid(), CurrentState = "Capture", BusinessKey = "payment", Fingerprint = new string('f', 64),
            StartedAt = VirtualTime.Dawn, ChangedAt = VirtualTime.Dawn,
            PayerToken = "tok", Last4 = "4242", PayeeAccount = "merchant-1", AmountMinor = long.MaxValue, Currency = "EUR",
            SettlementCurrency = "USD", Region = "DE", Candidates = [new GatewayCandidate("north", 1), new GatewayCandidate("south", 2)],
            ConvertedMinor = 7, Rate = "1/2", RateSource = "central bank", Rounding = "half to even",
            Gateway = "north", Reference = "north-1", FeeMinor = 1,
        };

        await platform.Store.Commit(new UnitOfWork { Saga = new SagaChange("routed-payment", row.CorrelationId, row, 0) }, CancellationToken.None);

        var read = (await platform.Saga<RoutedPaymentState>(row.CorrelationId))!;
        read.ShouldNotBeSameAs(row);
        read.ShouldBeEquivalentTo(row);
    }
}
