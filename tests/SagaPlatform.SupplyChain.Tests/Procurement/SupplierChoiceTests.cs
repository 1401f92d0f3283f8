using SagaPlatform.Contracts.SupplyChain;
using SagaPlatform.Core.Sagas;
using SagaPlatform.SupplyChain.Procurement;

namespace SagaPlatform.SupplyChain.Tests.Procurement;

/// <summary>Who is asked instead of a supplier who failed.</summary>
public sealed class SupplierChoiceTests
{
    [Fact]
    public void The_next_best_is_asked_for_all_of_it() =>
        SupplierChoice.Instead(Order(100, Failed("A", 100)), "ART-1/A/100").ShouldBe(["ART-1/B/100"]);

    [Fact]
    public void Several_share_what_one_has_too_little_of() =>
        SupplierChoice.Instead(Order(400, Failed("A", 100), Failed("B", 300)), "ART-1/B/300").ShouldBe(["ART-1/C/200", "ART-1/D/100"]);

    [Fact]
    public void Who_confirmed_a_part_is_asked_for_more_once() =>
        SupplierChoice.Instead(Order(140, Failed("A", 100), Done("B", 100)), "ART-1/A/100").ShouldBe(["ART-1/B/100/2"]);

    [Fact]
    public void Who_has_not_answered_yet_or_failed_before_is_not_asked_again() =>
        SupplierChoice.Instead(Order(140, Failed("A", 100), Line("B", 40, LineStatus.Asked), Failed("C", 20)), "ART-1/A/100").ShouldBe(["ART-1/D/100"]);

    [Fact]
    public void Who_was_asked_for_more_is_not_asked_a_third_time() =>
        SupplierChoice.Instead(Order(140, Failed("A", 100), Done("B", 40), Done("B", 10, round: 2), Failed("C", 10)), "ART-1/A/100").ShouldBe(["ART-1/D/100"]);

    [Fact]
    public void A_part_is_bought_when_the_order_takes_a_part_and_not_when_it_wants_all()
    {
        LedgerLine[] purchases = [Failed("A", 100), Failed("B", 100), Failed("C", 700)];

        SupplierChoice.Instead(Order(900, purchases), "ART-1/C/700").ShouldBe(["ART-1/D/200"]);
        SupplierChoice.Instead(Order(900, ShortagePolicy.CancelOrder, purchases), "ART-1/C/700").ShouldBeEmpty();
    }

    [Fact]
    public void The_order_goes_on_without_a_purchase_as_long_as_another_is_made_or_may_be()
    {
        var failed = Failed("A", 100);
        SupplierChoice.GoesOnWithoutPurchase(Order(100, failed, Done("B", 10)), failed.Item).ShouldBeTrue();
        SupplierChoice.GoesOnWithoutPurchase(Order(100, failed, Line("B", 10, LineStatus.Asked)), failed.Item).ShouldBeTrue();
        SupplierChoice.GoesOnWithoutPurchase(Order(100, failed, Failed("B", 10)), failed.Item).ShouldBeFalse();
        SupplierChoice.GoesOnWithoutPurchase(Order(100, ShortagePolicy.CancelOrder, failed, Done("B", 10)), failed.Item).ShouldBeFalse();
    }

    [Theory]
    [InlineData("ART-1/SUP-A/60")]
    [InlineData("ART-1/SUP-A/60/2")]
    public void An_item_reads_as_it_was_written(string item) => PurchaseItem.Parse(item).ToString().ShouldBe(item);

    [Theory]
    [InlineData("ART-1/SUP-A")]
    [InlineData("ART-1/SUP-A/-1")]
    [InlineData("")]
    public void What_is_no_item_is_refused(string item) => Should.Throw<FormatException>(() => PurchaseItem.Parse(item));

    [Fact]
    public void The_longest_item_fits_its_limit() =>
        new PurchaseItem(new string('a', 32), new string('s', 32), 100_000, 2).ToString().Length.ShouldBeLessThanOrEqualTo(PurchaseItem.CharactersMax);

    [Fact]
    public void The_laws_name_a_line_that_was_bought_twice_or_forgotten()
    {
        var whole = Order(100, Done("A", 100));
        ProcurementLaws.Broken(whole).ShouldBeEmpty();

        whole.Ledger.Lines.Add(Done("B", 10));
        ProcurementLaws.Broken(whole).Single().ShouldContain("100 of ART-1 were ordered, 110 are bought");

        whole.Ledger.Lines.Clear();
        ProcurementLaws.Broken(whole).Single().ShouldContain("0 are bought");
    }

    static ProcurementState Order(int quantity, params LedgerLine[] purchases) => Order(quantity, ShortagePolicy.ShortShip, purchases);

    static ProcurementState Order(int quantity, ShortagePolicy onShortage, params LedgerLine[] purchases) => new()
    {
        OnShortage = onShortage,
        Lines = [new ProcurementLine("ART-1", quantity)],
        Plan =
        [
            new LinePlan("ART-1", [new SupplierShare("A", quantity)],
                [new RankedOffer("A", 100, 100, 6), new RankedOffer("B", 110, 300, 6), new RankedOffer("C", 120, 200, 6), new RankedOffer("D", 130, 200, 6)], 100),
        ],
        Ledger = new Ledger { At = "Purchase", Lines = [.. purchases] },
    };

    static LedgerLine Failed(string supplier, int quantity) => Line(supplier, quantity, LineStatus.Refused);

    static LedgerLine Done(string supplier, int quantity, int round = 1) => Line(supplier, quantity, LineStatus.Done, round);

    static LedgerLine Line(string supplier, int quantity, LineStatus status, int round = 1) =>
        new() { Step = "Purchase", Item = new PurchaseItem("ART-1", supplier, quantity, round).ToString(), Status = status };
}
