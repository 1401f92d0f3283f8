using FluentValidation;
using SagaPlatform.Contracts;
using SagaPlatform.Contracts.SupplyChain;
using SagaPlatform.SupplyChain.Procurement;

namespace SagaPlatform.SupplyChain.Tests.Procurement;

public sealed class ProcurementValidatorsTests
{
    static readonly StartProcurement Good = ExampleProcurement.ShortShip(("ART-1", 1), ("ART-2", 2));

    [Fact]
    public void A_good_order_passes() => Wrong(Good).ShouldBeEmpty();

    [Fact]
    public void An_order_at_every_limit_passes_and_one_over_it_does_not()
    {
        var limit = Good with
        {
            StoreId = new string('s', 32),
            LeadTimeHoursMax = 24,
            Lines = [.. Enumerable.Range(0, 30).Select(x => new ProcurementLine($"A-{x:D30}", 100_000))],
        };
        Wrong(limit).ShouldBeEmpty();

        Wrong(Good with { StoreId = new string('s', 33) }).ShouldBe(["StoreId"]);
        Wrong(Good with { LeadTimeHoursMax = 25 }).ShouldBe(["LeadTimeHoursMax"]);
        Wrong(Good with { LeadTimeHoursMax = 0 }).ShouldBe(["LeadTimeHoursMax"]);
        Wrong(Good with { Lines = [.. limit.Lines, new ProcurementLine("more", 1)] }).ShouldBe(["Lines"]);
        Wrong(Good with { Lines = [new ProcurementLine(new string('a', 33), 100_001)] }).ShouldBe(["Lines[0].Article", "Lines[0].Quantity"]);
    }

    [Theory]
    [InlineData("ART/1")]
    [InlineData("ART 1")]
    [InlineData("")]
    public void An_article_is_written_so_that_it_can_name_a_purchase(string article) =>
        Wrong(Good with { Lines = [new ProcurementLine(article, 1)] }).Distinct().ShouldBe(["Lines[0].Article"]);

    [Fact]
    public void An_article_is_named_once() => Wrong(Good with { Lines = [new ProcurementLine("ART-1", 1), new ProcurementLine("ART-1", 2)] }).ShouldBe(["Lines"]);

    [Fact]
    public void What_a_foreign_program_leaves_out_is_named_and_breaks_nothing() =>
        Wrong(new StartProcurement(default, null!, null!, null!, 0, default)).ShouldBe(["ProcurementId", "StoreId", "Currency", "LeadTimeHoursMax", "Lines"]);

    [Fact]
    public void A_policy_that_does_not_exist_is_named() => Wrong(Good with { OnShortage = (ShortagePolicy)7 }).ShouldBe(["OnShortage"]);

    [Fact]
    public void A_card_number_in_any_text_is_refused() => Wrong(Good with { StoreId = "4111 1111 1111 1111" }).ShouldContain("StoreId");

    [Fact]
    public void A_change_of_mind_has_a_reason()
    {
        Wrong(new CancelProcurementValidator(), new CancelProcurement(Guid.NewGuid(), "Found it cheaper.")).ShouldBeEmpty();
        Wrong(new CancelProcurementValidator(), new CancelProcurement(default, "")).ShouldBe(["ProcurementId", "Reason"]);
    }

    [Fact]
    public void A_ruling_says_about_what_and_by_whom()
    {
        Wrong(new RuleProcurementValidator(), new RuleProcurement(Guid.NewGuid(), "Purchase", "ART-1/SUP-A/60", Ruling.NotDone, "buyer")).ShouldBeEmpty();
        Wrong(new RuleProcurementValidator(), new RuleProcurement(Guid.NewGuid(), "DeliverToStore", null!, Ruling.Done, "buyer")).ShouldBeEmpty();
        Wrong(new RuleProcurementValidator(), new RuleProcurement(default, "", new string('i', 81), (Ruling)7, "")).ShouldBe(["ProcurementId", "Step", "Item", "Ruling", "DecidedBy"]);
    }

    static IEnumerable<string> Wrong(StartProcurement order) => Wrong(new StartProcurementValidator(), order);

    static IEnumerable<string> Wrong<T>(IValidator<T> rules, T message) => rules.Validate(message).Errors.Select(x => x.PropertyName).Distinct();
}
