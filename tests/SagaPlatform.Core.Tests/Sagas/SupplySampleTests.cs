using SagaPlatform.Core.Tests.Sagas.Samples;
using Supply = SagaPlatform.Core.Tests.Sagas.Scenario<
    SagaPlatform.Core.Tests.Sagas.Samples.SampleSupply, SagaPlatform.Core.Tests.Sagas.Samples.SampleSupplyState>;

namespace SagaPlatform.Core.Tests.Sagas;

public sealed class SupplySampleTests
{
    static Task<Supply> Of(string[] suppliers, string[]? substitutes = null, bool chilled = false) =>
        Supply.Started(id => new StartSupply(id, suppliers, substitutes ?? [], chilled));

    [Fact]
    public async Task Each_supplier_has_its_own_line_and_a_failed_one_is_replaced()
    {
        await using var supply = await Of(["A", "B", "C"], ["S1", "S2"]);
        supply.Asked<OrderGoods>(times: 3);
        await supply.Hears(new GoodsPromised(supply.Id, "A"), new GoodsRefused(supply.Id, "B", "Out."), new GoodsPromised(supply.Id, "C"));
        supply.LastSent<OrderGoods>().Message.Supplier.ShouldBe("S1");
        supply.NeverAsked<CancelGoods>();
        supply.IsIn("Procure");
        supply.IsStoredAndLoaded();
        await supply.Hears(new GoodsPromised(supply.Id, "S1"));
        supply.IsIn("Deliver");
        supply.Ledger.ShouldBe("Procure(A)=Done, Procure(B)=Refused, Procure(C)=Done, Procure(S1)=Done, BookCooling=Skipped, Deliver=Asked");
        await supply.Hears(new Delivered(supply.Id));
        supply.Last<SupplyCompleted>().Suppliers.ShouldBe(["A", "C", "S1"]);
    }

    [Fact]
    public async Task A_step_is_asked_only_if_its_condition_holds()
    {
        await using var warm = await Of(["A"]);
        await warm.Hears(new GoodsPromised(warm.Id, "A"));
        warm.NeverAsked<BookCooling>();
        warm.IsIn("Deliver");

        await using var cold = await Of(["A"], chilled: true);
        await cold.Hears(new GoodsPromised(cold.Id, "A"));
        cold.Asked<BookCooling>();
        cold.NeverAsked<Deliver>();
        cold.IsIn("BookCooling");
    }

    [Fact]
    public async Task A_silent_supplier_is_replaced_and_undone_while_the_process_goes_on()
    {
        await using var supply = await Of(["A"], ["S1"], chilled: true);
        await supply.FallsSilent();
        supply.LastSent<OrderGoods>().Message.Supplier.ShouldBe("S1");
        supply.LastSent<CancelGoods>().Message.Supplier.ShouldBe("A");
        supply.LastSent<CancelGoods>().DestinationAddress!.AbsolutePath.ShouldEndWith("/supplier-desk");
        await supply.Hears(new GoodsPromised(supply.Id, "S1"));
        supply.IsIn("Procure"); // A may still have taken the order
        await supply.Hears(new GoodsCancelled(supply.Id, "A"));
        supply.IsIn("BookCooling");

        await supply.Hears(new GoodsPromised(supply.Id, "A")); // it had, after all
        supply.Asked<CancelGoods>(times: 2);
        supply.IsIn("BookCooling");
        await supply.Hears(new GoodsCancelled(supply.Id, "A"), new CoolingBooked(supply.Id), new Delivered(supply.Id));
        supply.IsIn("Completed");
    }

    [Fact]
    public async Task A_supplier_whose_order_faults_is_replaced_without_disturbing_the_others()
    {
        await using var supply = await Of(["A", "B"], ["S1"]);
        await supply.Faults(supply.Commands<OrderGoods>().Single(x => x.Message.Supplier == "A"));
        supply.Ledger.ShouldBe("Procure(A)=Undoing, Procure(B)=Asked, Procure(S1)=Asked");
        supply.LastSent<CancelGoods>().Message.Supplier.ShouldBe("A");
        supply.Asked<CancelGoods>(times: 1);
    }

    [Fact]
    public async Task A_replaced_supplier_that_cannot_be_undone_is_asked_about_but_holds_nobody_up()
    {
        await using var supply = await Of(["A"], ["S1"], chilled: true);
        await supply.Hears(new GoodsRefused(supply.Id, "A", "Out."), new GoodsPromised(supply.Id, "S1"), new CoolingBooked(supply.Id));
        supply.IsIn("Deliver");
        await supply.Hears(new GoodsPromised(supply.Id, "A"));
        for (var i = 0; i < 3; i++) await supply.FallsSilent();
        supply.Last<SupplyNeedsAttention>().Question.ShouldBe("Procure (A) was asked 3 times to be undone: is it?");
        supply.Saga.Question.ShouldNotBeNull();
        supply.IsIn("Deliver");
        await supply.Hears(new Delivered(supply.Id));
        supply.IsIn("NeedsAttention");
        supply.Said<SupplyCompleted>();
        supply.Saga.EndedAt.ShouldBeNull();
        await supply.Hears(new GoodsCancelled(supply.Id, "A"));
        supply.IsIn("Completed");
        supply.Saga.EndedAt.ShouldNotBeNull();
        supply.Said<SupplyCompleted>(times: 1);
    }

    [Fact]
    public async Task Nobody_left_to_ask_undoes_all_that_was_asked_at_once()
    {
        await using var supply = await Of(["A", "B", "C"], ["S1"]);
        await supply.Hears(new GoodsPromised(supply.Id, "A"), new GoodsRefused(supply.Id, "B", "Out."), new GoodsRefused(supply.Id, "S1", "Out too."));
        supply.Ledger.ShouldBe("Procure(A)=Undoing, Procure(B)=Refused, Procure(C)=Undoing, Procure(S1)=Refused");
        await supply.Hears(new GoodsCancelled(supply.Id, "A"), new GoodsCancelled(supply.Id, "C"));
        supply.IsIn("Cancelled");
        supply.Last<SupplyCancelled>().Reason.ShouldBe("Out too.");
        (await supply.IsBaffledBy(new GoodsPromised(supply.Id, "Z"))).GetBaseException().Message.ShouldContain("never asked");
    }

    [Fact]
    public async Task Nothing_to_procure_is_procured_at_once()
    {
        await using var supply = await Of([]);
        supply.IsIn("Deliver");
        supply.NeverAsked<OrderGoods>();
    }

    [Fact]
    public async Task A_failed_supplier_is_split_over_several_that_are_asked_at_once()
    {
        await using var supply = await Of(["A"], ["S1+S2", "S3"]);
        await supply.Hears(new GoodsRefused(supply.Id, "A", "Out."));
        supply.Ledger.ShouldBe("Procure(A)=Refused, Procure(S1)=Asked, Procure(S2)=Asked");
        supply.Saga.Ledger.Line("Procure", "A")!.ReplacedBy.ShouldBe("S1, S2");
        await supply.Hears(new GoodsPromised(supply.Id, "S1"));
        supply.IsIn("Procure"); // half of it is not yet promised
        await supply.Hears(new GoodsRefused(supply.Id, "S2", "Out."), new GoodsPromised(supply.Id, "S3"));
        supply.Ledger.ShouldBe("Procure(A)=Refused, Procure(S1)=Done, Procure(S2)=Refused, Procure(S3)=Done, BookCooling=Skipped, Deliver=Asked");
        supply.NeverAsked<CancelGoods>();
    }

    [Fact]
    public async Task When_one_of_the_several_fails_for_good_the_others_are_undone()
    {
        await using var supply = await Of(["A"], ["S1+S2"]);
        await supply.Hears(new GoodsRefused(supply.Id, "A", "Out."), new GoodsPromised(supply.Id, "S1"), new GoodsRefused(supply.Id, "S2", "Out too."));
        supply.Ledger.ShouldBe("Procure(A)=Refused, Procure(S1)=Undoing, Procure(S2)=Refused");
        await supply.Hears(new GoodsCancelled(supply.Id, "S1"));
        supply.IsIn("Cancelled");
    }

    [Fact]
    public async Task A_substitute_that_has_a_line_already_is_not_asked_twice_and_nobody_else_is_asked_for_a_part()
    {
        await using var supply = await Of(["A", "B"], ["S1+B"]);
        await supply.Hears(new GoodsPromised(supply.Id, "B"), new GoodsRefused(supply.Id, "A", "Out."));
        supply.Asked<OrderGoods>(times: 2);
        supply.Saga.Ledger.Line("Procure", "S1").ShouldBeNull();
        supply.Ledger.ShouldBe("Procure(A)=Refused, Procure(B)=Undoing");
        supply.Saga.Ledger.Reason.ShouldBe("Out.");
    }
}
