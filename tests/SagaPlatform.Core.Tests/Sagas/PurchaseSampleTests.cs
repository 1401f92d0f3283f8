using SagaPlatform.Contracts;
using SagaPlatform.Core.Sagas;
using SagaPlatform.Core.Tests.Sagas.Samples;
using Purchase = SagaPlatform.Core.Tests.Sagas.Scenario<
    SagaPlatform.Core.Tests.Sagas.Samples.SamplePurchase, SagaPlatform.Core.Tests.Sagas.Samples.SamplePurchaseState>;

namespace SagaPlatform.Core.Tests.Sagas;

public sealed class PurchaseSampleTests
{
    static async Task<Purchase> Awaiting()
    {
        var purchase = await Purchase.Started(id => new StartPurchase(id));
        await purchase.IsBaffledBy(new Approve(purchase.Id, "Too soon"));
        await purchase.Hears(new BudgetHeld(purchase.Id));
        purchase.Said<ApprovalRequested>();
        return purchase;
    }

    [Fact]
    public async Task An_approved_purchase_is_bought_and_watched_until_it_arrives()
    {
        await using var purchase = await Awaiting();
        await purchase.FallsSilent();
        purchase.Last<ApprovalReminder>().Times.ShouldBe(1);
        purchase.Noted.ShouldBe("Consumed");
        await purchase.FallsSilent();
        purchase.Last<ApprovalReminder>().Times.ShouldBe(2);
        await purchase.Hears(new Approve(purchase.Id, "Ann"));
        purchase.IsIn("BuyIt");
        await purchase.Hears(new Approve(purchase.Id, "Bob"), new Bought(purchase.Id));
        purchase.IsIn("UnderWay");
        await purchase.FallsSilent();
        purchase.Asked<ReadParcelPosition>(times: 2);
        await purchase.Hears(new ParcelPosition(purchase.Id, false));
        purchase.IsIn("UnderWay");
        await purchase.FallsSilent();
        purchase.Asked<ReadParcelPosition>(times: 3);
        await purchase.Hears(new ParcelPosition(purchase.Id, true));
        purchase.IsIn("Completed");
        purchase.Last<PurchaseCompleted>().ApprovedBy.ShouldBe("Ann");
        purchase.Saga.ClockToken.ShouldBeNull();
        await purchase.Hears(new ParcelPosition(purchase.Id, true));
        purchase.Noted.ShouldStartWith("Ignored");
    }

    [Fact]
    public async Task Silence_after_three_reminders_is_a_no()
    {
        await using var purchase = await Awaiting();
        for (var day = 0; day < 4; day++) await purchase.FallsSilent();
        purchase.Said<ApprovalReminder>(times: 3);
        purchase.Asked<FreeBudget>();
        purchase.IsIn("Unwinding");
        purchase.Saga.Ledger.RingsAt.ShouldNotBeNull();
        await purchase.Hears(new BudgetFreed(purchase.Id), new Approve(purchase.Id, "Too late"));
        purchase.IsIn("Cancelled");
        purchase.Last<PurchaseCancelled>().Reason.ShouldBe("Nobody approved it.");
        purchase.NeverAsked<BuyIt>();
    }

    [Fact]
    public async Task An_overtaken_ring_reminds_nobody()
    {
        await using var purchase = await Awaiting();
        var first = purchase.Saga.Ledger.RingsAt!.Value;
        await purchase.FallsSilent();
        await purchase.Hears(new ProcessClockRang(purchase.Id, first));
        purchase.Noted.ShouldStartWith("Stale");
        purchase.Said<ApprovalReminder>(times: 1);
    }

    [Fact]
    public async Task A_fault_in_a_pause_changes_nothing_the_next_ring_finds_out()
    {
        await using var purchase = await Awaiting();
        await purchase.Hears(new Approve(purchase.Id, "Ann"), new Bought(purchase.Id));
        var rings = purchase.Saga.Ledger.RingsAt;
        await purchase.Faults<ReadParcelPosition>();
        purchase.IsIn("UnderWay");
        purchase.Saga.Ledger.RingsAt.ShouldBe(rings);
        purchase.Noted.ShouldStartWith("Ignored");
    }

    [Fact]
    public async Task A_denied_purchase_frees_the_budget()
    {
        await using var purchase = await Awaiting();
        await purchase.Hears(new Deny(purchase.Id, "Not this year."));
        purchase.Asked<FreeBudget>();
        await purchase.Hears(new BudgetFreed(purchase.Id));
        purchase.IsIn("Cancelled");
    }

    [Fact]
    public async Task A_small_purchase_waits_for_no_approval_and_its_ledger_says_so()
    {
        await using var purchase = await Purchase.Started(id => new StartPurchase(id, IsSmall: true));
        await purchase.Hears(new BudgetHeld(purchase.Id));
        purchase.NeverSaid<ApprovalRequested>();
        purchase.IsIn("BuyIt");
        purchase.Ledger.ShouldBe("HoldBudget=Done, AwaitApproval=Skipped, BuyIt=Asked");
        await purchase.Hears(new Approve(purchase.Id, "Somebody"));
        purchase.Noted.ShouldStartWith("Ignored");
        purchase.Saga.ApprovedBy.ShouldBe("");
    }

    [Fact]
    public async Task What_has_no_parcel_is_completed_when_it_is_bought_and_nobody_asks_the_carrier()
    {
        await using var purchase = await Purchase.Started(id => new StartPurchase(id, IsDigital: true));
        await purchase.Hears(new BudgetHeld(purchase.Id), new Approve(purchase.Id, "Ann"), new Bought(purchase.Id));
        purchase.IsIn("Completed");
        purchase.NeverAsked<ReadParcelPosition>();
        purchase.Saga.ClockToken.ShouldBeNull();
        purchase.Saga.Ledger.Line("UnderWay")!.Status.ShouldBe(LineStatus.Skipped);
    }

    static async Task<Purchase> Unheard()
    {
        var purchase = await Purchase.Started(id => new StartPurchase(id));
        await purchase.FallsSilent();
        purchase.Asked<HoldBudget>(times: 2);
        purchase.NeverSaid<PurchaseNeedsAttention>();
        await purchase.FallsSilent();
        purchase.IsIn("NeedsAttention");
        purchase.Last<PurchaseNeedsAttention>().Question.ShouldBe("HoldBudget was not answered in time: did it happen?");
        purchase.Ledger.ShouldBe("HoldBudget=Asked");
        purchase.NeverAsked<FreeBudget>();
        return purchase;
    }

    [Fact]
    public async Task A_silent_budget_is_asked_about_and_asked_about_again_but_nothing_is_given_back()
    {
        await using var purchase = await Unheard();
        await purchase.FallsSilent();
        purchase.Said<PurchaseNeedsAttention>(times: 2);
        purchase.Asked<HoldBudget>(times: 2);
        purchase.NeverAsked<FreeBudget>();
        purchase.IsIn("NeedsAttention");
    }

    [Fact]
    public async Task A_late_answer_of_the_silent_budget_lets_the_purchase_go_on()
    {
        await using var purchase = await Unheard();
        await purchase.Hears(new BudgetHeld(purchase.Id));
        purchase.IsIn("AwaitApproval");
        purchase.Saga.Question.ShouldBeNull();
    }

    [Fact]
    public async Task A_late_refusal_of_the_silent_budget_gives_the_purchase_back()
    {
        await using var purchase = await Unheard();
        await purchase.Hears(new BudgetRefused(purchase.Id, "Spent."));
        purchase.IsIn("Cancelled");
        purchase.Last<PurchaseCancelled>().Reason.ShouldBe("Spent.");
        purchase.NeverAsked<FreeBudget>();
    }

    [Fact]
    public async Task A_purchase_whose_budget_is_silent_may_be_cancelled_and_the_budget_is_freed_too()
    {
        await using var purchase = await Unheard();
        await purchase.Hears(new CancelPurchase(purchase.Id, "Changed my mind."));
        purchase.IsIn("Unwinding");
        purchase.Asked<FreeBudget>();
        await purchase.Hears(new BudgetFreed(purchase.Id));
        purchase.IsIn("Cancelled");
        purchase.Saga.Question.ShouldBeNull();
    }

    [Theory]
    [InlineData(Ruling.Done, "AwaitApproval")]
    [InlineData(Ruling.NotDone, "Cancelled")]
    [InlineData(Ruling.AskAgain, "HoldBudget")]
    public async Task A_person_rules_what_became_of_the_silent_budget(Ruling ruling, string state)
    {
        await using var purchase = await Unheard();
        await purchase.Hears(new RulePurchase(purchase.Id, "HoldBudget", ruling));
        purchase.IsIn(state);
        purchase.Asked<HoldBudget>(times: ruling == Ruling.AskAgain ? 3 : 2);
        purchase.NeverAsked<FreeBudget>();
    }

    [Fact]
    public async Task A_budget_whose_second_asking_faults_is_asked_about_at_once()
    {
        await using var purchase = await Purchase.Started(id => new StartPurchase(id));
        await purchase.Faults<HoldBudget>();
        purchase.IsIn("HoldBudget");
        await purchase.Faults<HoldBudget>();
        purchase.IsIn("NeedsAttention");
        purchase.Saga.Question.ShouldBe("HoldBudget could not be handled: did it happen?");
    }
}
