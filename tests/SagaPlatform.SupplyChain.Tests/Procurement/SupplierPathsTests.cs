using SagaPlatform.Contracts;
using SagaPlatform.Contracts.SupplyChain;
using SagaPlatform.Participants.Suppliers;
using SagaPlatform.Testing.Embedded;

namespace SagaPlatform.SupplyChain.Tests.Procurement;

/// <summary>Who delivers, with the reference suppliers behind the order.</summary>
public sealed class SupplierPathsTests
{
    static readonly TimeSpan SilenceOfOne = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task An_order_that_meets_no_trouble_is_bought_from_the_cheapest_and_delivered_without_time_passing()
    {
        await using var order = await ProcurementScenario.Of(ExampleProcurement.AllOrNothing(("ART-PLENTY", 100)));

        var cost = await order.Closed();
        (await order.Purchases()).ShouldBe("ART-PLENTY/SUP-ALPHA/100=Done");
        (cost.Cost, cost.BestSinglePrice, cost.SavedMinor).ShouldBe((new Money(10_000, "USD"), new Money(10_000, "USD"), 0L));
        order.Platform.Time.GetUtcNow().ShouldBe(VirtualTime.Dawn);
        order.Platform.Published<ProcurementNeedsAttention>().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_line_that_the_cheapest_cannot_deliver_alone_is_split_and_costs_less_than_from_one_supplier()
    {
        await using var order = await ProcurementScenario.Of(ExampleProcurement.AllOrNothing(("ART-SPLIT", 100)));

        var cost = await order.Closed();
        (await order.Purchases()).ShouldBe("ART-SPLIT/SUP-ALPHA/60=Done, ART-SPLIT/SUP-BETA/40=Done");
        (cost.Cost.AmountMinor, cost.BestSinglePrice!.AmountMinor, cost.SavedMinor).ShouldBe((10_400, 11_000, 600L));
        (await order.Stock("ART-SPLIT", "SUP-ALPHA")).ShouldBe(0);
    }

    [Fact]
    public async Task A_supplier_who_refuses_is_replaced_by_the_next_best_and_nobody_else_is_disturbed()
    {
        await using var order = await ProcurementScenario.Of(ExampleProcurement.AllOrNothing(("ART-REFUSED", 10), ("ART-PLENTY", 5)));

        var cost = await order.Closed();
        (await order.Purchases()).ShouldBe("ART-REFUSED/SUP-REFUSES/10=Refused>ART-REFUSED/SUP-ALPHA/10, ART-PLENTY/SUP-ALPHA/5=Done, ART-REFUSED/SUP-ALPHA/10=Done");
        order.Asked<PurchaseGoods>().ShouldBe(3, "the other line is asked for once");
        order.Asked<VoidPurchase>().ShouldBe(0, "what was refused needs no voiding");
        cost.SavedMinor.ShouldBe(-100, "the best single supplier of the line would have been the one who refused");
    }

    [Theory]
    [InlineData("ART-SILENT", "SUP-SILENT")]
    [InlineData("ART-DEAF", "SUP-DEAF")]
    public async Task A_silent_suppliers_purchase_is_voided_and_the_line_goes_to_the_next_best(string article, string silent)
    {
        await using var order = await ProcurementScenario.Of(ExampleProcurement.AllOrNothing((article, 10), ("ART-PLENTY", 5)));
        await order.IsIn("Purchase");

        await order.Platform.LetTimePass(SilenceOfOne);

        await order.Closed();
        (await order.Purchases()).ShouldBe($"{article}/{silent}/10=Undone>{article}/SUP-ALPHA/10, ART-PLENTY/SUP-ALPHA/5=Done, {article}/SUP-ALPHA/10=Done");
        order.Asked<VoidPurchase>().ShouldBe(1);
        (await order.Stock(article, silent)).ShouldBe(1_000_000_000, "everything is in stock again");
    }

    [Fact]
    public async Task A_failed_purchase_is_split_again_over_the_next_best_suppliers()
    {
        await using var order = await ProcurementScenario.Of(ExampleProcurement.AllOrNothing(("ART-RESPLIT", 100)));

        await order.Closed();
        (await order.Purchases()).ShouldBe(
            "ART-RESPLIT/SUP-REFUSES/100=Refused>ART-RESPLIT/SUP-ALPHA/60, ART-RESPLIT/SUP-BETA/40, ART-RESPLIT/SUP-ALPHA/60=Done, ART-RESPLIT/SUP-BETA/40=Done");
    }

    [Fact]
    public async Task A_confirmation_that_comes_after_the_supplier_was_replaced_is_voided()
    {
        await using var order = await ProcurementScenario.Of(
            ExampleProcurement.AllOrNothing(("ART-PLENTY", 10)), holding: type => type == nameof(GoodsPurchased));
        var late = order.Platform.Post.Held.Single();
        order.Platform.Post.Drop(late);
        await order.Platform.LetTimePass(SilenceOfOne - TimeSpan.FromSeconds(1));
        foreach (var again in order.Platform.Post.Held.ToList())
            order.Platform.Post.Drop(again);
        order.Platform.Post.HoldNothing();
        await order.Platform.LetTimePass(TimeSpan.FromSeconds(2));
        (await order.Purchases()).ShouldBe("ART-PLENTY/SUP-ALPHA/10=Undone>ART-PLENTY/SUP-BETA/10, ART-PLENTY/SUP-BETA/10=Done");

        await order.Platform.Hears(Queues.Procurement, new GoodsPurchased(order.Id, "ART-PLENTY/SUP-ALPHA/10", "PO-LATE"));

        await order.Closed();
        order.Asked<VoidPurchase>().ShouldBe(2);
        (await order.Purchases()).ShouldBe("ART-PLENTY/SUP-ALPHA/10=Undone>ART-PLENTY/SUP-BETA/10, ART-PLENTY/SUP-BETA/10=Done");
        (await order.Stock("ART-PLENTY", "SUP-ALPHA")).ShouldBe(1_000_000_000);
    }

    [Fact]
    public async Task A_purchase_confirmed_twice_is_one_purchase()
    {
        await using var order = await ProcurementScenario.Of(
            ExampleProcurement.AllOrNothing(("ART-PLENTY", 10)), holding: type => type == nameof(GoodsPurchased));
        var answer = order.Platform.Post.Held.Single();
        order.Platform.Post.HoldNothing();

        await order.Platform.Post.DeliverCopy(answer);
        await order.Platform.Post.Deliver(answer);
        await order.Platform.Quiet();

        await order.Closed();
        (await order.Rows<Purchase>()).ShouldHaveSingleItem().Status.ShouldBe(PurchaseStatus.Confirmed);
    }

    [Fact]
    public async Task A_line_that_nobody_delivers_is_short_shipped_when_the_order_says_so()
    {
        await using var order = await ProcurementScenario.Of(ExampleProcurement.ShortShip(("ART-NOBODY", 10), ("ART-PLENTY", 5)));

        var cost = await order.Closed();
        (await order.Purchases()).ShouldBe("ART-NOBODY/SUP-REFUSES/10=Refused>nobody, ART-PLENTY/SUP-ALPHA/5=Done");
        cost.Lines.Select(x => (x.Article, x.Delivered, x.Short)).ShouldBe([("ART-NOBODY", 0, 10), ("ART-PLENTY", 5, 0)]);
        cost.Cost.AmountMinor.ShouldBe(500);
    }

    [Fact]
    public async Task A_line_that_nobody_delivers_cancels_the_order_when_it_says_so_and_nothing_is_owed()
    {
        await using var order = await ProcurementScenario.Of(ExampleProcurement.AllOrNothing(("ART-NOBODY", 10), ("ART-PLENTY", 5)));

        await order.OwesNothing();
        (await order.State()).Ledger.Reason.ShouldBe("SUP-REFUSES does not deliver");
    }

    [Fact]
    public async Task A_line_with_too_little_stock_is_delivered_in_part_or_not_at_all_as_the_order_says()
    {
        await using var some = await ProcurementScenario.Of(ExampleProcurement.ShortShip(("ART-SCARCE", 10)));
        await using var all = await ProcurementScenario.Of(ExampleProcurement.AllOrNothing(("ART-SCARCE", 10)));

        (await some.Closed()).Lines.Single().ShouldBe(new LineCost("ART-SCARCE", 10, 3, 7, 300, null));
        await all.OwesNothing();
        (await all.State()).Ledger.Reason.ShouldBe("ART-SCARCE is short: 10 wanted, 3 in stock");
        all.Asked<PurchaseGoods>().ShouldBe(0);
    }

    [Theory]
    [InlineData(ShortagePolicy.ShortShip)]
    [InlineData(ShortagePolicy.CancelOrder)]
    public async Task An_order_of_which_nothing_at_all_is_delivered_is_cancelled_whatever_it_says(ShortagePolicy policy)
    {
        await using var refused = await ProcurementScenario.Of(ExampleProcurement.Of(policy, ("ART-NOBODY", 10)));
        await using var unknown = await ProcurementScenario.Of(ExampleProcurement.Of(policy, ("ART-NONE", 10)));

        await refused.OwesNothing();
        await unknown.OwesNothing();
        (await unknown.State()).Ledger.Reason.ShouldBe("nobody has any of it in stock");
    }

    [Fact]
    public async Task Two_orders_after_the_last_pieces_get_them_once()
    {
        await using var order = await ProcurementScenario.Of(ExampleProcurement.ShortShip(("ART-SCARCE", 2)));
        var second = ExampleProcurement.ShortShip(("ART-SCARCE", 2), ("ART-PLENTY", 1));

        await order.Platform.Hears(Queues.Procurement, second);

        await order.IsIn("Completed");
        (await order.Platform.StateOf(second.ProcurementId)).ShouldBe("Completed");
        (await order.Stock("ART-SCARCE", "SUP-ALPHA")).ShouldBe(0);
        (await order.Rows<Purchase>()).Where(x => x.OfferId == "ART-SCARCE/SUP-ALPHA").Sum(x => x.Quantity).ShouldBe(3);
    }
}
