using SagaPlatform.Contracts;
using SagaPlatform.Contracts.SupplyChain;
using SagaPlatform.SupplyChain.Procurement;

namespace SagaPlatform.SupplyChain.Tests.Procurement;

public sealed class CostReportTests
{
    static readonly LinePlan Plan = new("ART-1", [], [new RankedOffer("SUP-A", 100, 60, 6), new RankedOffer("SUP-B", 110, 1_000, 6)], 110);

    [Fact]
    public void A_split_line_costs_what_each_supplier_wants_and_is_compared_with_the_one_who_has_it_all() =>
        Line(100, ("SUP-A", 60), ("SUP-B", 40)).ShouldBe(new LineCost("ART-1", 100, 100, 0, 10_400, 11_000));

    [Fact]
    public void Short_pieces_cost_nothing_and_are_not_compared() =>
        Line(100, ("SUP-A", 60)).ShouldBe(new LineCost("ART-1", 100, 60, 40, 6_000, 6_600));

    [Fact]
    public void More_than_ordered_is_paid_and_is_not_short() =>
        Line(60, ("SUP-A", 61)).ShouldBe(new LineCost("ART-1", 60, 61, 0, 6_100, 6_710));

    [Fact]
    public void A_line_that_nobody_delivered_costs_nothing() =>
        Line(100).ShouldBe(new LineCost("ART-1", 100, 0, 100, 0, 0));

    [Fact]
    public void Large_orders_do_not_overflow()
    {
        var plan = Plan with { Offers = [new RankedOffer("SUP-A", 1_000_000_000_000, 100_000, 6)], BestSingleUnitPriceMinor = 1_000_000_000_000 };
        CostReport.LineOf(new ProcurementLine("ART-1", 100_000), plan, Deliveries(("SUP-A", 100_000))).CostMinor.ShouldBe(100_000_000_000_000_000);
    }

    [Fact]
    public void The_order_saved_what_its_lines_saved()
    {
        var report = CostReport.Of("USD", [new LineCost("A", 10, 10, 0, 900, 1_000), new LineCost("B", 10, 10, 0, 1_100, 1_050)]);

        (report.Cost, report.BestSinglePrice, report.SavedMinor).ShouldBe((new Money(2_000, "USD"), new Money(2_050, "USD"), 50L));
    }

    [Fact]
    public void A_delivered_line_that_no_single_supplier_had_leaves_nothing_to_compare_with()
    {
        var report = CostReport.Of("USD", [new LineCost("A", 10, 10, 0, 900, 1_000), new LineCost("B", 10, 10, 0, 1_100, null)]);

        (report.Cost.AmountMinor, report.BestSinglePrice, report.SavedMinor).ShouldBe((2_000, null, null));
    }

    [Fact]
    public void A_line_that_nobody_had_and_nobody_delivered_does_not_spoil_the_comparison() =>
        CostReport.Of("USD", [new LineCost("A", 10, 10, 0, 900, 1_000), new LineCost("B", 10, 0, 10, 0, null)]).SavedMinor.ShouldBe(100);

    static LineCost Line(int ordered, params (string, int)[] deliveries) =>
        CostReport.LineOf(new ProcurementLine("ART-1", ordered), Plan, Deliveries(deliveries));

    static IEnumerable<Delivery> Deliveries(params (string Supplier, int Pieces)[] from) =>
        from.Select(x => new Delivery(new PurchaseItem("ART-1", x.Supplier, x.Pieces), x.Pieces));
}
