using Microsoft.Extensions.Options;
using SagaPlatform.Claims.Claim;
using SagaPlatform.Core.Persistence;
using SagaPlatform.Core.Sagas;
using SagaPlatform.Testing.Embedded;

namespace SagaPlatform.Claims.Tests.Claim;

/// <summary>The machine as a whole, its documents, and its row.</summary>
public sealed class ClaimStateMachineTests
{
    static readonly ClaimStateMachine Machine = new(Options.Create(new ClaimOptions()));

    [Fact]
    public void The_machine_gets_everywhere_out_of_everywhere_and_never_waits_without_a_clock() =>
        MachineCheck.Verify(Machine).ShouldBeEmpty();

    [Fact]
    public void What_each_event_does_in_each_state_is_as_approved() =>
        Approved.File("tests/SagaPlatform.Claims.Tests/Claim/ClaimStateMachine.approved.md").ShouldSay(
            $"""
            # What each event does in each state of a claim

            Generated from the machine. `FAULTS`: nobody planned it there, so it ends in the error queue. A new `FAULTS` is to be
            looked at before it is approved with `UPDATE_APPROVED=1`.

            {MachineTable.Markdown(Machine)}
            """);

    [Fact]
    public void The_diagram_in_the_README_is_the_machine() =>
        Approved.File("src/SagaPlatform.Claims/Claim/README.md").ShouldSay(
            $"```mermaid\n{MachineDiagram.Mermaid(Machine)}```\n", between: "diagram");

    [Fact]
    public async Task A_claim_is_stored_and_read_as_it_was()
    {
        await using var platform = await EmbeddedPlatform.Start(ClaimFamilies.Scripted);
        var at = new DateTimeOffset(2026, 11, 20, 10, 0, 0, TimeSpan.Zero);
        var row = new ClaimState
        {
            CorrelationId = Guid.NewGuid(), CurrentState = "ApproveClaim", BusinessKey = "claim", Fingerprint = new string('f', 64),
            StartedAt = at, ChangedAt = at, FiledBy = "Clara", PolicyNumber = "POL-1", Peril = "glass", OccurredAt = at.AddDays(-1),
            ClaimedMinor = long.MaxValue, Currency = "EUR", PayoutAccount = "acc", Documents = [ExampleClaim.Photo], MissingDocuments = ["invoice"],
            FraudScore = 60, IsSuspicious = true, PayableMinor = 7, Risk = "high", DecidedBy = ["Anna", "Bert"], Approvals = 2,
            Decision = ClaimDecision.Rejected, RejectedBecause = "no", AppealUntil = at.AddDays(30), AppealedBecause = "yes", IsComplex = true,
            DeadlineAt = at.AddDays(7), WarnAt = at.AddDays(5), Deadline = DeadlineStatus.Near, PaymentReference = "PAY-1",
            Ledger = new Ledger { At = "ApproveClaim", Deadlines = [new LedgerDeadline { Name = "Near", Due = at, Passed = at }] },
        };

        (await platform.Store.Commit(new UnitOfWork { Saga = new SagaChange("claim", row.CorrelationId, row, 0) }, default)).ShouldBe(CommitOutcome.Committed);

        var read = (await platform.Saga<ClaimState>(row.CorrelationId))!;
        read.ShouldNotBeSameAs(row);
        read.ShouldBeEquivalentTo(row);
    }
}
