using SagaPlatform.Contracts.Payments;
using SagaPlatform.Payments.Clearing;
using static SagaPlatform.Payments.Tests.Clearing.ExampleClearing;

namespace SagaPlatform.Payments.Tests.Clearing;

/// <summary>What the trades of a day net to.</summary>
public sealed class NettingTests
{
    [Fact]
    public void One_trade_is_one_instruction_for_the_buyer_and_one_for_the_seller() =>
        Netting.Of([Trade("B", "S", 10, 1_000)]).ShouldBe(
        [
            new SettlementInstruction("B/ACME/USD", "B", "ACME", "USD", 10, -1_000),
            new SettlementInstruction("S/ACME/USD", "S", "ACME", "USD", -10, 1_000),
        ]);

    [Fact]
    public void What_an_account_bought_and_sold_is_netted_and_who_only_passed_on_gets_the_difference() =>
        Netting.Of([Trade("B", "M", 10, 1_100), Trade("M", "S", 10, 1_000)]).Select(x => (x.Account, x.Quantity, x.CashMinor))
            .ShouldBe([("B", 10, -1_100), ("M", 0, 100), ("S", -10, 1_000)]);

    [Fact]
    public void Who_bought_and_sold_the_same_for_the_same_has_nothing_to_settle() =>
        Netting.Of([Trade("A", "B", 10, 1_000), Trade("B", "A", 10, 1_000)]).ShouldBeEmpty();

    [Fact]
    public void Instruments_and_currencies_are_not_netted_against_each_other() =>
        Netting.Of([Trade("A", "B", 1, 10), Trade("B", "A", 1, 10, "GLOBEX"), Trade("B", "A", 1, 10, currency: "EUR")]).Count.ShouldBe(6);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void Cash_nets_to_zero_per_currency_and_securities_to_zero_per_instrument_in_whatever_order_the_trades_come(int seed)
    {
        var random = new Random(seed);
        var trades = ByChance(random, 1_000);

        var net = Netting.Of(trades);

        net.Count.ShouldBeGreaterThan(50);
        net.GroupBy(x => x.Currency).ShouldAllBe(x => x.Sum(i => i.CashMinor) == 0);
        net.GroupBy(x => x.Instrument).ShouldAllBe(x => x.Sum(i => i.Quantity) == 0);
        net.Select(x => x.Name).ShouldBe(net.Select(x => x.Name).Distinct().Order(StringComparer.Ordinal));
        net.ShouldAllBe(x => x.Quantity != 0 || x.CashMinor != 0);
        Netting.Of(trades.OrderBy(_ => random.Next())).ShouldBe(net, "the order of the trades does not matter");
        foreach (var x in net)
            (x.Quantity, x.CashMinor).ShouldBe(Expected(trades, x), x.Name);
    }

    static (long Quantity, long CashMinor) Expected(IEnumerable<Trade> trades, SettlementInstruction instruction)
    {
        var own = trades.Where(x => x.Instrument == instruction.Instrument && x.Price.Currency == instruction.Currency).ToList();
        var (bought, sold) = (own.Where(x => x.Buyer == instruction.Account).ToList(), own.Where(x => x.Seller == instruction.Account).ToList());
        return (bought.Sum(x => x.Quantity) - sold.Sum(x => x.Quantity), sold.Sum(x => x.Price.AmountMinor) - bought.Sum(x => x.Price.AmountMinor));
    }
}
