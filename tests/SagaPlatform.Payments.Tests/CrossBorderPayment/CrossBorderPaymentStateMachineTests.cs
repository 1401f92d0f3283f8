using Microsoft.Extensions.Options;
using SagaPlatform.Contracts.Payments;
using SagaPlatform.Core.Persistence;
using SagaPlatform.Core.Sagas;
using SagaPlatform.Payments.CrossBorderPayment;
using SagaPlatform.Testing.Embedded;

namespace SagaPlatform.Payments.Tests.CrossBorderPayment;

/// <summary>The machine as a whole, its documents, and its row.</summary>
public sealed class CrossBorderPaymentStateMachineTests
{
    static readonly CrossBorderPaymentStateMachine Machine = new(Options.Create(new CrossBorderPaymentOptions()));

    [Fact]
    public void The_machine_gets_everywhere_out_of_everywhere_and_never_waits_without_a_clock() =>
        MachineCheck.Verify(Machine).ShouldBeEmpty();

    [Fact]
    public void What_each_event_does_in_each_state_is_as_approved() =>
        Approved.File("tests/SagaPlatform.Payments.Tests/CrossBorderPayment/CrossBorderPaymentStateMachine.approved.md").ShouldSay(
            $"""
            # What each event does in each state of a cross-border payment

            Generated from the machine. `FAULTS`: nobody planned it there, so it ends in the error queue. A new `FAULTS` is to be
            looked at before it is approved with `UPDATE_APPROVED=1`.

            {MachineTable.Markdown(Machine)}
            """);

    [Fact]
    public void The_diagram_in_the_README_is_the_machine() =>
        Approved.File("src/SagaPlatform.Payments/CrossBorderPayment/README.md").ShouldSay(
            $"```mermaid\n{MachineDiagram.Mermaid(Machine)}```\n", between: "diagram");

    [Fact]
    public async Task A_payment_is_stored_and_read_as_it_was()
    {
        await using var platform = await EmbeddedPlatform.Start(CrossBorderFamilies.Scripted);
        var at = new DateTimeOffset(2026, 11, 20, 10, 0, 0, TimeSpan.Zero);
        var row = new CrossBorderPaymentState
        {
            CorrelationId = Guid.NewGuid(), CurrentState = "Convert", BusinessKey = "payment", Fingerprint = new string('f', 64), StartedAt = at, ChangedAt = at,
            Payer = new PaymentParty("EUR-1", "Ada", "DE"), Payee = new PaymentParty("USD-1", "Bea", "US"), AmountMinor = long.MaxValue, Currency = "EUR",
            Purpose = "invoice", PayoutMinorMin = 7, Hits = ["one", "two"], ClearedBy = "Olga", QuoteRound = 3, PayoutMinor = 8, PayoutCurrency = "USD",
            Rate = "217/200 (1.085)", RateSource = "market", QuoteValidUntil = at.AddMinutes(10),
        };

        (await platform.Store.Commit(new UnitOfWork { Saga = new SagaChange("cross-border-payment", row.CorrelationId, row, 0) }, CancellationToken.None))
            .ShouldBe(CommitOutcome.Committed);

        var read = (await platform.Saga<CrossBorderPaymentState>(row.CorrelationId))!;
        read.ShouldNotBeSameAs(row);
        read.ShouldBeEquivalentTo(row);
    }
}
