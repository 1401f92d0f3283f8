using Microsoft.Extensions.Options;
using SagaPlatform.Core.Persistence;
using SagaPlatform.Core.Sagas;
using SagaPlatform.Payments.CrossChainTransfer;
using SagaPlatform.Testing.Embedded;

namespace SagaPlatform.Payments.Tests.CrossChainTransfer;

/// <summary>The machine as a whole, its documents, and its row.</summary>
public sealed class TransferStateMachineTests
{
    static readonly TransferStateMachine Machine = new(Options.Create(new TransferOptions()));

    [Fact]
    public void The_machine_gets_everywhere_out_of_everywhere_and_never_waits_without_a_clock() =>
        MachineCheck.Verify(Machine).ShouldBeEmpty();

    [Fact]
    public void What_each_event_does_in_each_state_is_as_approved() =>
        Approved.File("tests/SagaPlatform.Payments.Tests/CrossChainTransfer/TransferStateMachine.approved.md").ShouldSay(
            $"""
            # What each event does in each state of a transfer

            Generated from the machine. `FAULTS`: nobody planned it there, so it ends in the error queue. A new `FAULTS` is to be
            looked at before it is approved with `UPDATE_APPROVED=1`.

            {MachineTable.Markdown(Machine)}
            """);

    [Fact]
    public void The_diagram_in_the_README_is_the_machine() =>
        Approved.File("src/SagaPlatform.Payments/CrossChainTransfer/README.md").ShouldSay(
            $"```mermaid\n{MachineDiagram.Mermaid(Machine)}```\n", between: "diagram");

    [Fact]
    public async Task A_transfer_is_stored_and_read_as_it_was()
    {
        await using var platform = await EmbeddedPlatform.Start(TransferFamilies.Scripted);
        var at = new DateTimeOffset(2026, 11, 20, 10, 0, 0, TimeSpan.Zero);
        var row = new TransferState
        {
            CorrelationId = Guid.NewGuid(), CurrentState = "AwaitConfirmation", ClockToken = Guid.NewGuid(), BusinessKey = "transfer",
            Fingerprint = new string('f', 64), StartedAt = at, ChangedAt = at.AddSeconds(1), EndedAt = at.AddSeconds(2), Question = "did it happen?",
            SourceAccount = "SRC-1", TargetAccount = "TGT-1", AmountMinor = long.MaxValue, Currency = "BTC", FeeMinor = 7,
            Ledger = new Ledger { At = "AwaitConfirmation", RingsAt = at, Lines = [new LedgerLine { Step = "LockFunds", Status = LineStatus.Done, AskedAt = at }] },
        };
        var unit = new UnitOfWork { Saga = new SagaChange("cross-chain-transfer", row.CorrelationId, row, 0) };

        (await platform.Store.Commit(unit, CancellationToken.None)).ShouldBe(CommitOutcome.Committed);

        var read = (await platform.Saga<TransferState>(row.CorrelationId))!;
        read.ShouldNotBeSameAs(row);
        read.ShouldBeEquivalentTo(row);
        read.Version.ShouldBe(1);
    }
}
