using SagaPlatform.Claims.Claim;
using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Claims;
using SagaPlatform.Core.Invariants;
using SagaPlatform.Core.Persistence;
using SagaPlatform.Core.Sagas;
using SagaPlatform.Core.WorkItems;
using SagaPlatform.Participants.ClaimsOffice;
using SagaPlatform.Testing.Embedded;

namespace SagaPlatform.Claims.Tests.Claim;

/// <summary>The laws of claims, broken one by one, as a running platform tells them.</summary>
public sealed class ClaimLawsTests
{
    const string Decided = "claims-are-decided-by-enough-people";
    const string Recorded = "claims-are-recorded";

    static readonly Guid Claim = Guid.Parse("0b1c5ea0-7f5c-4d5b-9f0e-3f7a2c1d9e55");
    static readonly DateTimeOffset At = new(2026, 5, 4, 9, 0, 0, TimeSpan.Zero);

    public static TheoryData<string, string, IVersionedRow[]> Broken => new()
    {
        { Decided, "60000 EUR is approved with 0 of 1 approvals", [Approved(60_000)] },
        { Decided, "60000 EUR is approved with 0 of 1 approvals", [Approved(60_000), Item(ClaimWork.Approval, WorkItemStatus.Refused, ("Anna", WorkItemVerdict.Refuse))] },
        { Decided, "60000 EUR is approved with 0 of 1 approvals", [Approved(60_000), Item(ClaimWork.Investigation, WorkItemStatus.Approved, ("Ines", WorkItemVerdict.Approve))] },
        { Decided, "2000000 EUR is approved with 1 of 2 approvals", [Approved(2_000_000), Item(ClaimWork.Approval, WorkItemStatus.Approved, ("Anna", WorkItemVerdict.Approve))] },
        { Decided, "100 EUR is approved with 0 of 1 approvals", [Approved(100, appealedBecause: "it was stolen")] },
        { Decided, "decided claim-approval of claim", [Approved(60_000), Item(ClaimWork.Approval, WorkItemStatus.Approved, ("Anna", WorkItemVerdict.Approve), (" anna", WorkItemVerdict.Approve))] },
        { Decided, "who may not", [Approved(60_000), Item(ClaimWork.Approval, WorkItemStatus.Approved, ("clara", WorkItemVerdict.Approve))] },
        { Recorded, "has a payment", [new ClaimRecord { ClaimId = Claim, Outcome = ClaimOutcome.Rejected, PaidMinor = 1, At = At }] },
        { Recorded, "is recorded as paid with 0", [new ClaimRecord { ClaimId = Claim, Outcome = ClaimOutcome.Paid, At = At }] },
        { Recorded, "is open, and the claim has a record", [new ClaimRecord { ClaimId = Claim, Outcome = ClaimOutcome.Withdrawn, At = At }, File(ClaimFileStatus.Open), Approved(100)] },
        { Recorded, "is Recorded, and the claim has no record", [File(ClaimFileStatus.Recorded)] },
        { Recorded, "is open, and the claim is over", [File(ClaimFileStatus.Open)] },
        { Recorded, "is open, and the claim is over", [File(ClaimFileStatus.Open), Approved(100, endedAt: At)] },
    };

    [Theory]
    [MemberData(nameof(Broken))]
    public async Task A_broken_law_is_named_and_told_in_a_sentence(string law, string sentence, IVersionedRow[] rows)
    {
        var laws = await Laws(rows);

        laws.Single(x => x.Name == law).Broken.ShouldHaveSingleItem().ShouldContain(sentence);
        laws.Single(x => x.Name != law).Broken.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_claim_that_two_people_approved_breaks_none() => (await Laws(
        Approved(2_000_000), File(ClaimFileStatus.Recorded), new ClaimRecord { ClaimId = Claim, Outcome = ClaimOutcome.Paid, PaidMinor = 2_000_000, Currency = "EUR", At = At },
        Item(ClaimWork.Approval, WorkItemStatus.Approved, ("Anna", WorkItemVerdict.Approve), ("Bert", WorkItemVerdict.Approve))))
        .SelectMany(x => x.Broken).ShouldBeEmpty();

    [Fact]
    public async Task A_claim_that_is_small_or_under_way_breaks_none() => (await Laws(Approved(100), File(ClaimFileStatus.Open)))
        .SelectMany(x => x.Broken).ShouldBeEmpty();

    static async Task<IReadOnlyList<InvariantResult>> Laws(params IVersionedRow[] rows)
    {
        await using var platform = await EmbeddedPlatform.Start(ClaimFamilies.WithParticipants);
        foreach (var row in rows)
            (await platform.Store.Commit(Written(row), default)).ShouldBe(CommitOutcome.Committed);
        return await platform.ClaimLaws();
    }

    static UnitOfWork Written(IVersionedRow row)
    {
        var unit = new UnitOfWork();
        if (row is ClaimState saga)
            unit.Saga = new SagaChange(Queues.Claim, saga.CorrelationId, saga, 0);
        else
            unit.Rows.Add(new RowChange(row, 0));
        return unit;
    }

    static ClaimState Approved(long minor, string appealedBecause = "", DateTimeOffset? endedAt = null) => new()
    {
        CorrelationId = Claim, CurrentState = endedAt == null ? "PayClaim" : ProcessStates.Completed, BusinessKey = "claim", Decision = ClaimDecision.Approved,
        PayableMinor = minor, Currency = "EUR", AppealedBecause = appealedBecause, StartedAt = At, ChangedAt = At, EndedAt = endedAt,
    };

    static ClaimFile File(ClaimFileStatus status) => new() { ClaimId = Claim, At = At, OccurredAt = At, Status = status };

    static WorkItem Item(string kind, WorkItemStatus status, params (string By, WorkItemVerdict Verdict)[] decisions) => new()
    {
        Id = WorkItem.IdOf(kind, Claim), Kind = kind, SagaType = "claim", SagaId = Claim, Step = "step", Title = "t", Details = "d", ForGroup = "g",
        MayNotDecide = ["Clara"], OpenedAt = At, DueAt = At, Status = status,
        Decisions = [.. decisions.Select(x => new WorkItemDecision(x.Verdict, x.By, At, "so"))],
    };
}
