using FluentValidation;
using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Payments;
using SagaPlatform.Payments.Clearing;
using static SagaPlatform.Payments.Tests.Clearing.ExampleClearing;

namespace SagaPlatform.Payments.Tests.Clearing;

/// <summary>What a day must look like to be cleared.</summary>
public sealed class ClearingValidatorsTests
{
    [Fact]
    public void A_good_day_is_accepted_with_one_trade_and_with_a_thousand()
    {
        Wrong(new StartClearingValidator(), Good()).ShouldBeEmpty();
        Wrong(new StartClearingValidator(), Of(ByChance(new Random(1), 1_000))).ShouldBeEmpty();
    }

    public static TheoryData<StartClearing, string> WrongDays => new()
    {
        { Good() with { ClearingId = Guid.Empty }, "ClearingId" },
        { Good() with { TradingDay = "20.11.2026" }, "TradingDay" },
        { Good() with { Trades = [] }, "Trades" },
        { Good() with { Trades = null! }, "Trades" },
        { Good() with { Trades = [null!] }, "Trades[0]" },
        { Of(ByChance(new Random(1), 1_001)), "Trades" },
        { Of(Enumerable.Range(0, 500).Select(x => Trade($"B{x}", $"S{x}", 1, 1))), "Trades" },
        { Good() with { Trades = [.. Good().Trades, .. Good().Trades] }, "Trades" },
        { Of(Trade("", "S", 1, 1)), "Trades[0].Buyer" },
        { Of(Trade("A/B", "S", 1, 1)), "Trades[0].Buyer" },
        { Of(Trade(new string('x', 33), "S", 1, 1)), "Trades[0].Buyer" },
        { Of(Trade("A", "A", 1, 1)), "Trades[0].Seller" },
        { Of(Trade("A", ClearingHouse.Account, 1, 1)), "Trades[0].Seller" },
        { Of(Trade("A", "B", 1, 1, instrument: "")), "Trades[0].Instrument" },
        { Of(Trade("A", "B", 0, 1)), "Trades[0].Quantity" },
        { Of(Trade("A", "B", 1_000_000_001, 1)), "Trades[0].Quantity" },
        { Of(Trade("A", "B", 1, 0)), "Trades[0].Price.AmountMinor" },
        { Of(Trade("A", "B", 1, StartClearingValidator.PriceMinorMax + 1)), "Trades[0].Price.AmountMinor" },
        { Of(Trade("A", "B", 1, 1) with { Price = null! }), "Trades[0].Price" },
    };

    [Theory]
    [MemberData(nameof(WrongDays))]
    public void A_wrong_field_is_named(StartClearing day, string field) => Wrong(new StartClearingValidator(), day).ShouldContain(field);

    [Fact]
    public void A_ruling_says_of_what_and_who_decided()
    {
        Wrong(new RuleClearingValidator(), new RuleClearing(Guid.NewGuid(), "Settle", "A/B/USD", Ruling.Done, "clerk")).ShouldBeEmpty();
        Wrong(new RuleClearingValidator(), new RuleClearing(Guid.Empty, "", "", (Ruling)7, "")).ShouldBe(["ClearingId", "Step", "Instruction", "Ruling", "DecidedBy"]);
        Wrong(new RuleSettlementValidator(), new RuleSettlement(Guid.NewGuid(), "PayFunds", Ruling.Done, "clerk")).ShouldBeEmpty();
        Wrong(new RuleSettlementValidator(), new RuleSettlement(Guid.Empty, "", (Ruling)7, "")).ShouldBe(["SettlementId", "Step", "Ruling", "DecidedBy"]);
    }

    static IEnumerable<string> Wrong<T>(IValidator<T> validator, T message) => validator.Validate(message).Errors.Select(x => x.PropertyName).Distinct();
}
