using SagaPlatform.Contracts.Claims;
using SagaPlatform.Core.Persistence;
using SagaPlatform.Core.WorkItems;
using SagaPlatform.Participants.ClaimsOffice;
using SagaPlatform.Testing.Embedded;

namespace SagaPlatform.Claims.Tests.Claim;

/// <summary>The laws of claims, broken one by one.</summary>
public sealed class ClaimLawsTests
{
    static readonly Guid Claim = Guid.Parse("0b1c5ea0-7f5c-4d5b-9f0e-3f7a2c1d9e55");
    static readonly DateTimeOffset At = new(2026, 5, 4, 9, 0, 0, TimeSpan.Zero);

    public static TheoryData<string, IVersionedRow[]> Broken => new()
    {
        { "has no record", [] },
        { "paid 60000 EUR with 0 of 1 approvals", [Paid(60_000)] },
        { "paid 60000 EUR with 0 of 1 approvals", [Paid(60_000), Item(ClaimWork.Approval, WorkItemStatus.Refused, ("Anna", WorkItemVerdict.Refuse))] },
        { "paid 60000 EUR with 0 of 1 approvals", [Paid(60_000), Item(ClaimWork.Investigation, WorkItemStatus.Approved, ("Ines", WorkItemVerdict.Approve))] },
        { "paid 2000000 EUR with 1 of 2 approvals", [Paid(2_000_000), Item(ClaimWork.Approval, WorkItemStatus.Approved, ("Anna", WorkItemVerdict.Approve))] },
        { "decided claim-approval of claim", [Paid(2_000_000), Item(ClaimWork.Approval, WorkItemStatus.Approved, ("Anna", WorkItemVerdict.Approve), (" anna", WorkItemVerdict.Approve))] },
        { "who may not", [Paid(60_000), Item(ClaimWork.Approval, WorkItemStatus.Approved, ("clara", WorkItemVerdict.Approve))] },
        { "has a payment", [new ClaimRecord { ClaimId = Claim, Outcome = ClaimOutcome.Rejected, PaidMinor = 1, At = At }] },
        { "claim-appeal of claim", [Paid(100), Item(ClaimWork.Appeal, WorkItemStatus.Open)] },
        { "The file of claim", [Paid(100), new ClaimFile { ClaimId = Claim, At = At, OccurredAt = At }] },
    };

    [Theory]
    [MemberData(nameof(Broken))]
    public async Task A_broken_law_is_told_in_a_sentence(string sentence, IVersionedRow[] rows) =>
        (await BrokenBy(rows)).ShouldContain(x => x.Contains(sentence, StringComparison.Ordinal));

    [Fact]
    public async Task A_claim_that_two_people_approved_breaks_none() => (await BrokenBy(
        [
            Paid(2_000_000), Item(ClaimWork.Approval, WorkItemStatus.Approved, ("Anna", WorkItemVerdict.Approve), ("Bert", WorkItemVerdict.Approve)),
            new ClaimFile { ClaimId = Claim, At = At, OccurredAt = At, Status = ClaimFileStatus.Recorded },
        ])).ShouldBeEmpty();

    static async Task<IReadOnlyList<string>> BrokenBy(IVersionedRow[] rows)
    {
        await using var platform = await EmbeddedPlatform.Start(ClaimFamilies.WithParticipants);
        var unit = new UnitOfWork();
        unit.Rows.AddRange(rows.Select(x => new RowChange(x, 0)));
        if (!unit.IsEmpty)
            (await platform.Store.Commit(unit, default)).ShouldBe(CommitOutcome.Committed);
        return await ClaimLaws.Broken(platform.Get<IRowQueries>(), [Claim], 50_000, 1_000_000, default);
    }

    static ClaimRecord Paid(long minor) => new()
    {
        ClaimId = Claim, Outcome = ClaimOutcome.Paid, PaidMinor = minor, Currency = "EUR", PaymentReference = "PAY-1", At = At,
    };

    static WorkItem Item(string kind, WorkItemStatus status, params (string By, WorkItemVerdict Verdict)[] decisions) => new()
    {
        Id = WorkItem.IdOf(kind, Claim), Kind = kind, SagaType = "claim", SagaId = Claim, Step = "step", Title = "t", Details = "d", ForGroup = "g",
        MayNotDecide = ["Clara"], OpenedAt = At, DueAt = At, Status = status,
        Decisions = [.. decisions.Select(x => new WorkItemDecision(x.Verdict, x.By, At, "so"))],
    };
}
