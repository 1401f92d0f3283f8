using SagaPlatform.Contracts.SupplyChain;
using SagaPlatform.Participants.Suppliers;

namespace SagaPlatform.Participants.Tests.Suppliers;

public sealed class SupplierRankingTests
{
    [Fact]
    public void The_cheapest_is_best_of_equals_the_faster_and_then_the_more_reliable() =>
        Plan(1, Offer("slow", 100, lead: 9), Offer("dear", 110), Offer("fast", 100, lead: 2), Offer("shaky", 100, lead: 9, reliability: 900), Offer("cheap", 90))
            .Offers.Select(x => x.Supplier).ShouldBe(["cheap", "fast", "slow", "shaky", "dear"]);

    [Fact]
    public void A_line_is_split_only_where_the_best_has_too_little() =>
        Plan(100, Offer("a", 100, stock: 60), Offer("b", 110, stock: 30), Offer("c", 120, stock: 1_000), Offer("d", 130))
            .Chosen.ShouldBe([new SupplierShare("a", 60), new SupplierShare("b", 30), new SupplierShare("c", 10)]);

    [Fact]
    public void The_best_single_supplier_is_the_cheapest_who_has_all_of_it()
    {
        Plan(100, Offer("a", 100, stock: 60), Offer("b", 110, stock: 100), Offer("c", 120)).BestSingleUnitPriceMinor.ShouldBe(110);
        Plan(100, Offer("a", 100, stock: 60), Offer("b", 110, stock: 60)).BestSingleUnitPriceMinor.ShouldBeNull();
    }

    [Fact]
    public void When_the_cheapest_few_have_too_little_the_few_with_the_most_are_taken()
    {
        var plan = Plan(100, max: 2, Offer("a", 100, stock: 10), Offer("b", 110, stock: 10), Offer("c", 120, stock: 80), Offer("d", 130, stock: 90));

        plan.Offers.Select(x => x.Supplier).ShouldBe(["c", "d"]);
        plan.Chosen.ShouldBe([new SupplierShare("c", 80), new SupplierShare("d", 20)]);
    }

    [Fact]
    public void What_nobody_has_is_missing()
    {
        var line = new ProcurementLine("ART-1", 100);
        var plan = SupplierRanking.PlanOf(line, [Offer("a", 100, stock: 10)], 6);

        SupplierRanking.MissingOf(line, plan).ShouldBe(90);
        SupplierRanking.MissingOf(line, SupplierRanking.PlanOf(line, [], 6)).ShouldBe(100);
    }

    static LinePlan Plan(int quantity, params SupplierOffer[] offers) => Plan(quantity, 6, offers);

    static LinePlan Plan(int quantity, int max, params SupplierOffer[] offers) =>
        SupplierRanking.PlanOf(new ProcurementLine("ART-1", quantity), offers, max);

    static SupplierOffer Offer(string supplier, long price, int stock = 1_000, int lead = 6, int reliability = 990) => new()
    {
        OfferId = $"ART-1/{supplier}", Article = "ART-1", SupplierId = supplier, UnitPriceMinor = price, Currency = "USD",
        LeadTimeHours = lead, ReliabilityPermille = reliability, Initial = stock, Stock = stock,
    };
}
