using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Claims;
using SagaPlatform.Core.Participants;
using SagaPlatform.Core.WorkItems;

namespace SagaPlatform.Participants.Tests.ClaimsDesk;

/// <summary>Each decision about a claim is one piece of work: opened once, reminded of, taken away, and told again when it is decided.</summary>
public sealed class ClaimsDeskHandlerTests : IDisposable
{
    static readonly Guid Claim = Guid.NewGuid();

    static readonly Money Payable = new(140_000, "EUR");

    readonly Shop _shop = new();

    public static TheoryData<string> Kinds => [ClaimWork.Investigation, ClaimWork.Approval, ClaimWork.Appeal];

    public void Dispose() => _shop.Dispose();

    [Theory]
    [InlineData(ClaimWork.Investigation, "claims-investigators", "InvestigateClaim", 1)]
    [InlineData(ClaimWork.Approval, "claims-approvers", "ApproveClaim", 2)]
    [InlineData(ClaimWork.Appeal, "appeals-board", "ReviewAppeal", 2)]
    public async Task Work_is_opened_once_for_those_who_decide_it(string kind, string group, string step, int deciders)
    {
        (await Open(kind)).ShouldBeNull();
        (await Open(kind)).ShouldBeNull();

        var item = await Item(kind);
        (item.ForGroup, item.Step, item.DecidersNeeded, item.Status, item.Reminders).ShouldBe((group, step, deciders, WorkItemStatus.Open, 1));
        item.MayNotDecide.ShouldBe(["Clara Claimant"]);
        (await _shop.All<WorkItem>()).Count.ShouldBe(1);
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task With_the_second_reminder_it_goes_to_the_leads(string kind)
    {
        for (var asked = 1; asked <= 3; asked++)
            await Open(kind);

        (await Item(kind)).ForGroup.ShouldBe("claims-leads");
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task An_approval_is_told_each_time_somebody_asks(string kind)
    {
        await Open(kind);
        await _shop.Decide(kind, Claim, WorkItemVerdict.Approve, "Anna");

        for (var asked = 1; asked <= 2; asked++)
            switch (await Open(kind))
            {
                case ClaimCleared x when kind == ClaimWork.Investigation: x.ShouldBe(new ClaimCleared(Claim, "Anna")); break;
                case ClaimApproved x when kind == ClaimWork.Approval: x.By.ShouldBe(["Anna"]); break;
                case AppealGranted x when kind == ClaimWork.Appeal: x.By.ShouldBe(["Anna"]); break;
                case var other: throw new InvalidOperationException($"{kind} was answered with {other}.");
            }
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task A_refusal_is_told_with_its_reason_each_time_somebody_asks(string kind)
    {
        object refused = kind switch
        {
            ClaimWork.Investigation => new FraudConfirmed(Claim, "Anna", "too dear"),
            ClaimWork.Approval => new ClaimApprovalDenied(Claim, "Anna", "too dear"),
            _ => new AppealDenied(Claim, "Anna", "too dear"),
        };
        await Open(kind);
        await _shop.Decide(kind, Claim, WorkItemVerdict.Refuse, "Anna", "too dear");

        (await Open(kind)).ShouldBe(refused);
        (await Open(kind)).ShouldBe(refused);
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task Withdrawn_work_is_gone_once_and_not_opened_again(string kind)
    {
        await Open(kind);

        (await Withdraw(kind)).ShouldBe(Withdrawn(kind));
        (await Withdraw(kind)).ShouldBe(Withdrawn(kind));

        (await Item(kind)).Status.ShouldBe(WorkItemStatus.Withdrawn);
        (await Open(kind)).ShouldBe(Refused(kind));
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task A_withdrawal_that_comes_first_is_answered_and_the_late_opening_refused(string kind)
    {
        (await Withdraw(kind)).ShouldBe(Withdrawn(kind));
        (await Open(kind)).ShouldBe(Refused(kind));
        (await Item(kind)).Status.ShouldBe(WorkItemStatus.Withdrawn);
    }

    [Fact]
    public async Task The_three_decisions_about_one_claim_are_three_pieces_of_work()
    {
        foreach (var kind in new[] { ClaimWork.Investigation, ClaimWork.Approval, ClaimWork.Appeal })
            await Open(kind);
        await Withdraw(ClaimWork.Approval);

        (await _shop.All<WorkItem>()).Where(x => x.Status == WorkItemStatus.Open).Select(x => x.Kind)
            .ShouldBe([ClaimWork.Investigation, ClaimWork.Appeal], ignoreOrder: true);
    }

    Task<object?> Open(string kind) => kind switch
    {
        ClaimWork.Investigation => _shop.Ask(new InvestigateClaim(Claim, "POL-1001", "glass", Payable, 60, ["Clara Claimant"])),
        ClaimWork.Approval => _shop.Ask(new RequestClaimApproval(Claim, Payable, "high", 2, ["Clara Claimant"])),
        _ => _shop.Ask(new ReviewAppeal(Claim, "too dear", "It was not my fault.", Payable, 2, ["Clara Claimant"])),
    };

    Task<object?> Withdraw(string kind) => kind switch
    {
        ClaimWork.Investigation => _shop.Ask(new WithdrawInvestigation(Claim)),
        ClaimWork.Approval => _shop.Ask(new WithdrawClaimApproval(Claim)),
        _ => _shop.Ask(new WithdrawAppealReview(Claim)),
    };

    static object Withdrawn(string kind) => kind switch
    {
        ClaimWork.Investigation => new InvestigationWithdrawn(Claim),
        ClaimWork.Approval => new ClaimApprovalWithdrawn(Claim),
        _ => new AppealReviewWithdrawn(Claim),
    };

    static object Refused(string kind) => kind switch
    {
        ClaimWork.Investigation => new InvestigationRefused(Claim, Engagements.UndoneFirst),
        ClaimWork.Approval => new ClaimApprovalRefused(Claim, Engagements.UndoneFirst),
        _ => new AppealReviewRefused(Claim, Engagements.UndoneFirst),
    };

    async Task<WorkItem> Item(string kind) => (await _shop.Row<WorkItem>(WorkItem.IdOf(kind, Claim))).ShouldNotBeNull(kind);
}
