using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Payments;
using SagaPlatform.Participants.Ledger;
using SagaPlatform.Participants.PaymentGateways;
using SagaPlatform.Participants.PaymentRouting;
using static SagaPlatform.Participants.PaymentGateways.GatewaySeed;

namespace SagaPlatform.Payments.Tests.RoutedPayment;

/// <summary>Which gateways are chosen, and at which rate a payment is converted.</summary>
public sealed class RoutingTests
{
    [Theory]
    [InlineData(100_00, "EUR", "DE", "northbank 130, atlantic 205, worldwide 320", "all that take euros from Germany, the cheapest first")]
    [InlineData(5_000_001, "EUR", "DE", "atlantic 87530, worldwide 145030", "too much for northbank; 87,500.0175 and 145,000.029 are rounded")]
    [InlineData(100_00, "USD", "US", "pacific 180, atlantic 205, worldwide 320", "another currency and region")]
    [InlineData(100_00, "EUR", "US", "atlantic 205, worldwide 320", "northbank takes no American cards")]
    [InlineData(10_000, "JPY", "JP", "pacific 180, worldwide 320", "no minor units")]
    [InlineData(10_000, "KWD", "BR", "worldwide 320", "only worldwide goes there")]
    public async Task Gateways_are_chosen_by_amount_currency_region_and_fee(long minor, string currency, string region, string ranked, string why)
    {
        await using var scene = await PaymentScenario.Begun();

        var payment = await scene.Pays(ExamplePayment.Good() with
        {
            Amount = new Money(minor, currency), SettlementCurrency = currency, Region = region,
        });

        string.Join(", ", (await scene.Of(payment)).Candidates.Select(x => $"{x.Gateway} {x.FeeMinor}")).ShouldBe(ranked, why);
        await scene.IsCapturedBy(payment, ranked[..ranked.IndexOf(' ', StringComparison.Ordinal)]);
    }

    [Theory]
    [InlineData(2_000_000_000, "EUR", "more than any gateway takes")]
    [InlineData(100_00, "XTS", "a currency no gateway knows")]
    public async Task What_no_gateway_takes_is_refused_at_once(long minor, string currency, string why)
    {
        await using var scene = await PaymentScenario.Begun();

        var payment = await scene.Pays(ExamplePayment.Good() with { Amount = new Money(minor, currency), SettlementCurrency = currency });

        await scene.IsCancelled(payment, $"no gateway takes {minor} {currency} from DE");
        scene.Asked(payment).ShouldBeEmpty(why);
    }

    [Theory]
    [InlineData(100_00, "EUR", "USD", 108_50, "217/200", "exact")]
    [InlineData(1_00, "EUR", "USD", 1_08, "217/200", "108.5 is rounded to the even 108")]
    [InlineData(3_00, "EUR", "USD", 3_26, "217/200", "325.5 is rounded to the even 326")]
    [InlineData(100_00, "EUR", "JPY", 16_250, "325/2", "yen have no minor units")]
    [InlineData(108_50, "USD", "EUR", 100_00, "200/217", "the way back")]
    public async Task A_payment_in_another_currency_is_converted_before_it_is_captured_and_rate_source_and_rounding_are_recorded(
        long minor, string from, string to, long settled, string rate, string why)
    {
        await using var scene = await PaymentScenario.Begun();

        var payment = await scene.Pays(ExamplePayment.Good() with { Amount = new Money(minor, from), SettlementCurrency = to });

        await scene.IsIn(payment, "Completed");
        var state = await scene.Of(payment);
        (state.ConvertedMinor, state.Rate, state.RateSource, state.Rounding)
            .ShouldBe((settled, rate, "reference rates", PaymentConversion.HalfToEven), why);
        var row = (await scene.Rows<PaymentConversion>(all => all.Where(x => x.PaymentId == payment.PaymentId))).ShouldHaveSingleItem();
        ($"{row.RateNumerator}/{row.RateDenominator}", row.Source, row.Rounding, row.ToMinor)
            .ShouldBe((rate, "reference rates", PaymentConversion.HalfToEven, settled));
        (await scene.Balance(payment.PaymentId, Accounts.Position(from), from)).ShouldBe(minor);
        (await scene.Balance(payment.PaymentId, Accounts.Position(to), to)).ShouldBe(-settled);
        (await scene.Balance(payment.PaymentId, GatewayAccounts.Payee("merchant-1"), to)).ShouldBe(settled);
        scene.Platform.Published<PaymentCompleted>()[0].As<PaymentCompleted>().Settled.ShouldBe(new Money(settled, to));
    }

    [Fact]
    public async Task A_converted_payment_whose_gateway_is_replaced_keeps_its_rate_and_all_positions_but_one_are_reversed()
    {
        await using var scene = await PaymentScenario.Begun();
        var payment = await scene.Pays(ExamplePayment.Converted() with { PayerToken = "tok_lost@northbank" });

        await scene.Passes(10);

        await scene.IsCapturedBy(payment, Atlantic);
        scene.Sent<ConvertPayment>(Queues.PaymentRouting).Count.ShouldBe(1);
        (await scene.Balance(payment.PaymentId, Accounts.Position("EUR"), "EUR")).ShouldBe(100_00);
        (await scene.Balance(payment.PaymentId, Accounts.Position("USD"), "USD")).ShouldBe(-108_50);
    }

    [Fact]
    public async Task Without_a_rate_nothing_is_captured()
    {
        await using var scene = await PaymentScenario.Begun();

        var payment = await scene.Pays(ExamplePayment.Good() with { SettlementCurrency = "XTS" });

        await scene.IsCancelled(payment, "there is no rate from EUR to XTS");
        scene.Asked(payment).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_is_nothing_in_the_other_currency_is_refused()
    {
        await using var scene = await PaymentScenario.Begun();

        var payment = await scene.Pays(ExamplePayment.Good() with { Amount = new Money(1, "KRW"), SettlementCurrency = "EUR" });

        await scene.IsCancelled(payment, "1 KRW is nothing in EUR");
        scene.Asked(payment).ShouldBeEmpty();
    }
}
