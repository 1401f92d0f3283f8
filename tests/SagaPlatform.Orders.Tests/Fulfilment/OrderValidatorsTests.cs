using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Orders;
using SagaPlatform.Orders.Fulfilment;

namespace SagaPlatform.Orders.Tests.Fulfilment;

public sealed class OrderValidatorsTests
{
    static readonly PlaceOrderValidator Placing = new();

    [Fact]
    public void A_good_order_passes() => Wrong(ExampleOrder.Good()).ShouldBeEmpty();

    [Fact]
    public void An_order_at_every_limit_passes_and_one_over_it_does_not()
    {
        var good = ExampleOrder.Good();
        var limit = good with
        {
            CustomerEmail = $"{new string('a', 242)}@example.com",
            PaymentToken = new string('t', 128),
            Lines = [.. Enumerable.Range(0, 100).Select(x => new OrderLine($"{x:D64}", 10_000))],
            Total = new Money(long.MaxValue, "EUR"),
            DeliverTo = new DeliveryAddress(new string('n', 128), new string('s', 128), new string('p', 16), new string('c', 128), "DE"),
        };
        Wrong(limit).ShouldBeEmpty();

        Wrong(good with { CustomerEmail = $"a{limit.CustomerEmail}" }).ShouldBe(["CustomerEmail"]);
        Wrong(good with { PaymentToken = $"t{limit.PaymentToken}" }).ShouldBe(["PaymentToken"]);
        Wrong(good with { Lines = [.. limit.Lines, new OrderLine("one more", 1)] }).ShouldBe(["Lines"]);
        Wrong(good with { Lines = [new OrderLine(new string('s', 65), 10_001)] }).ShouldBe(["Lines[0].Sku", "Lines[0].Quantity"]);
        Wrong(good with { DeliverTo = new DeliveryAddress(new string('n', 129), new string('s', 129), new string('p', 17), new string('c', 129), "DEU") })
            .ShouldBe(["DeliverTo.Name", "DeliverTo.Street", "DeliverTo.PostalCode", "DeliverTo.City", "DeliverTo.Country"]);
    }

    [Fact]
    public void An_article_is_named_once() =>
        Wrong(ExampleOrder.Good() with { Lines = [new OrderLine("SKU-1", 1), new OrderLine("SKU-1", 2)] }).ShouldBe(["Lines"]);

    [Fact]
    public void What_a_foreign_program_leaves_out_is_named_and_breaks_nothing() =>
        Wrong(new PlaceOrder(default, default, null!, null!, null!, null!, null!))
            .ShouldBe(["OrderId", "CustomerId", "CustomerEmail", "PaymentToken", "Total", "DeliverTo", "Lines"]);

    [Fact]
    public void A_line_that_is_null_is_named() =>
        Wrong(ExampleOrder.Good() with { Lines = [new OrderLine("SKU-1", 1), null!] }).ShouldBe(["Lines[1]"]);

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void An_order_costs_something(long minor) => Wrong(ExampleOrder.Good() with { Total = new Money(minor, "EUR") }).ShouldBe(["Total.AmountMinor"]);

    [Theory]
    [InlineData("", "DE", "Total.Currency")]
    [InlineData("eur", "DE", "Total.Currency")]
    [InlineData("EUR", "de", "DeliverTo.Country")]
    public void Codes_are_capital_letters(string currency, string country, string field)
    {
        var good = ExampleOrder.Good();
        Wrong(good with { Total = new Money(1, currency), DeliverTo = good.DeliverTo with { Country = country } }).ShouldBe([field]);
    }

    [Fact]
    public void A_card_number_is_no_token() => Wrong(ExampleOrder.Good() with { PaymentToken = "4111 1111 1111 1111" }).ShouldBe(["PaymentToken"]);

    [Fact]
    public void A_cancellation_says_which_order_and_why()
    {
        Fields(new CancelOrderValidator().Validate(new CancelOrder(Guid.NewGuid(), new string('r', 256)))).ShouldBeEmpty();
        Fields(new CancelOrderValidator().Validate(new CancelOrder(Guid.Empty, ""))).ShouldBe(["OrderId", "Reason"]);
        Fields(new CancelOrderValidator().Validate(new CancelOrder(Guid.NewGuid(), new string('r', 257)))).ShouldBe(["Reason"]);
    }

    [Fact]
    public void A_ruling_says_which_question_what_was_found_and_by_whom()
    {
        Fields(new RuleOrderValidator().Validate(new RuleOrder(Guid.NewGuid(), "HandOverParcel", Ruling.Done, "me"))).ShouldBeEmpty();
        Fields(new RuleOrderValidator().Validate(new RuleOrder(Guid.Empty, "", (Ruling)7, ""))).ShouldBe(["OrderId", "Step", "Ruling", "DecidedBy"]);
    }

    static IReadOnlyList<string> Wrong(PlaceOrder order) => Fields(Placing.Validate(order));

    static IReadOnlyList<string> Fields(FluentValidation.Results.ValidationResult result) =>
        [.. result.Errors.Select(x => x.PropertyName).Distinct(StringComparer.Ordinal)];
}
