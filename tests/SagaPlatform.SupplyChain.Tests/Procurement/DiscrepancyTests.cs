using SagaPlatform.Contracts;
using SagaPlatform.Contracts.SupplyChain;
using SagaPlatform.Core.WorkItems;
using SagaPlatform.Participants.Receiving;
using SagaPlatform.Participants.Suppliers;

namespace SagaPlatform.SupplyChain.Tests.Procurement;

/// <summary>A count that is not what was bought: a person decides, or nobody does.</summary>
public sealed class DiscrepancyTests
{
    [Theory]
    [InlineData("ART-LESS", 90, 10)]
    [InlineData("ART-MORE", 101, 0)]
    public async Task Accepted_the_counted_pieces_are_delivered_and_paid(string article, int counted, int missing)
    {
        await using var order = await ProcurementScenario.Of(ExampleProcurement.AllOrNothing((article, 100)));
        await order.IsIn("SettleDiscrepancy");
        (await order.Rows<Discrepancy>()).ShouldHaveSingleItem().Difference.ShouldBe(counted - 100);

        await order.Decides(WorkItemVerdict.Approve);

        (await order.Closed()).Lines.Single().ShouldBe(new LineCost(article, 100, counted, missing, counted * 90, counted * 90));
        order.Asked<CreditReturn>().ShouldBe(0);
    }

    [Fact]
    public async Task Refused_the_delivery_goes_back_is_credited_and_short_shipped_when_the_order_says_so()
    {
        await using var order = await ProcurementScenario.Of(ExampleProcurement.ShortShip(("ART-LESS", 100), ("ART-PLENTY", 5)));

        await order.Decides(WorkItemVerdict.Refuse, "half of it is broken");

        var cost = await order.Closed();
        cost.Lines.Select(x => (x.Article, x.Delivered, x.Short, x.CostMinor)).ShouldBe([("ART-LESS", 0, 100, 0), ("ART-PLENTY", 5, 0, 500)]);
        (await order.Rows<Purchase>()).Single(x => x.OfferId.StartsWith("ART-LESS", StringComparison.Ordinal)).Status.ShouldBe(PurchaseStatus.Credited);
        (await order.Stock("ART-LESS", "SUP-LESS")).ShouldBe(1_000_000_000);
    }

    [Fact]
    public async Task Refused_the_order_is_cancelled_when_it_takes_all_or_nothing()
    {
        await using var order = await ProcurementScenario.Of(ExampleProcurement.AllOrNothing(("ART-LESS", 100), ("ART-PLENTY", 5)));

        await order.Decides(WorkItemVerdict.Refuse, "half of it is broken");

        await order.OwesNothing();
        (await order.State()).Ledger.Reason.ShouldBe("half of it is broken");
    }

    [Fact]
    public async Task Refused_an_order_of_which_nothing_is_left_is_cancelled_whatever_it_says()
    {
        await using var order = await ProcurementScenario.Of(ExampleProcurement.ShortShip(("ART-LESS", 100)));

        await order.Decides(WorkItemVerdict.Refuse, "half of it is broken");

        await order.OwesNothing();
    }

    [Fact]
    public async Task A_supplier_who_does_not_credit_what_came_back_is_a_persons_question_and_the_store_keeps_its_goods()
    {
        await using var order = await ProcurementScenario.Of(
            ExampleProcurement.ShortShip(("ART-LESS", 100), ("ART-PLENTY", 5)), holding: type => type == nameof(ReturnCredited));
        await order.Decides(WorkItemVerdict.Refuse, "half of it is broken");
        await order.IsIn("CreditReturns");
        foreach (var answer in order.Platform.Post.Held.ToList())
            order.Platform.Post.Drop(answer);

        await order.Platform.LetTimePass(TimeSpan.FromSeconds(20));

        await order.IsIn("NeedsAttention");
        order.Asked<CreditReturn>().ShouldBe(2);
        await order.Platform.Hears(Queues.Procurement,
            new RuleProcurement(order.Id, "CreditReturns", "ART-LESS/SUP-LESS/100", Ruling.Done, "accountant"));
        (await order.Closed()).Cost.AmountMinor.ShouldBe(500);
        order.Asked<VoidPurchase>().ShouldBe(0);
    }

    [Fact]
    public async Task Nobody_decides_so_the_desk_is_reminded_the_item_escalates_and_a_person_is_asked_while_nothing_goes_back()
    {
        await using var order = await ProcurementScenario.Of(ExampleProcurement.AllOrNothing(("ART-LESS", 100)));

        await order.Platform.LetTimePass(TimeSpan.FromHours(4));

        await order.IsIn("NeedsAttention");
        var item = (await order.Rows<WorkItem>()).ShouldHaveSingleItem();
        (item.Reminders, item.EscalatedFrom, item.ForGroup).ShouldBe((1, "warehouse-desk", "buyers"));
        order.Asked<VoidPurchase>().ShouldBe(0);
        order.Asked<SendGoodsBack>().ShouldBe(0);
        order.Platform.Published<ProcurementNeedsAttention>().ShouldHaveSingleItem();

        await order.Decides(WorkItemVerdict.Approve);
        await order.Closed();
    }

    [Fact]
    public async Task Cancelled_while_a_person_decides_the_item_is_withdrawn_and_everything_goes_back()
    {
        await using var order = await ProcurementScenario.Of(ExampleProcurement.ShortShip(("ART-LESS", 100), ("ART-PLENTY", 5)));

        await order.Cancels();

        await order.OwesNothing();
        (await order.Rows<WorkItem>()).ShouldHaveSingleItem().Status.ShouldBe(WorkItemStatus.Withdrawn);
        order.Platform.SentTo<GoodsSentBack>(Queues.Procurement).Count.ShouldBe(2);
    }
}
