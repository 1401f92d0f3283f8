using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Payments;
using SagaPlatform.Participants.Ledger;
using SagaPlatform.Participants.Securities;

namespace SagaPlatform.Participants.Tests.Securities;

/// <summary>Each law, broken once: the books say in words what is wrong.</summary>
public sealed class SettlementLawsTests
{
    static readonly Guid Done = Guid.NewGuid();

    [Fact]
    public void Books_in_order_break_nothing() => SettlementLaws.Broken(Books()).ShouldBeEmpty();

    [Fact]
    public void Securities_that_come_from_nowhere_are_seen() => Breaks(x => x.Entries[1].Quantity += 1, "not to zero");

    [Fact]
    public void A_position_that_is_not_the_sum_of_its_entries_is_seen() => Breaks(x => x.Positions[0].Quantity += 1, "Position A/ACME has 11 pieces");

    [Fact]
    public void Pieces_blocked_for_no_settlement_are_seen() => Breaks(x => x.Positions[0].Blocked = 3, "has 3 blocked");

    [Fact]
    public void A_delivery_without_its_payment_is_seen() => Breaks(x => x.Payments[0].Status = LegStatus.Returned, $"The delivery of settlement {Done} is Final, its payment Returned.");

    [Fact]
    public void Money_that_comes_from_nowhere_is_seen() => Breaks(x => x.CashEntries[0].AmountMinor += 1, "does not sum to zero");

    [Fact]
    public void A_balance_that_is_not_the_sum_of_its_entries_is_seen() => Breaks(x => x.CashAccounts[0].BalanceMinor += 1, "not the sum of its entries");

    static void Breaks(Action<SettlementBooks> spoil, string sentence)
    {
        var books = Books();
        spoil(books);
        SettlementLaws.Broken(books).ShouldContain(x => x.Contains(sentence));
    }

    /// <summary>One account got ten pieces from the house for 500, which it had from outside.</summary>
    static SettlementBooks Books()
    {
        var opening = Guid.NewGuid();
        var account = Accounts.Held("A/USD");
        return new SettlementBooks(
            [new SecurityPosition { Id = "A/ACME", Account = "A", Instrument = "ACME", Quantity = 10 }],
            [Side(1, ClearingHouse.Account, -10), Side(2, "A", 10)],
            [new DeliveryLeg { SettlementId = Done, FromAccount = ClearingHouse.Account, ToAccount = "A", Instrument = "ACME", Quantity = 10, Status = LegStatus.Final }],
            [new CashLeg { SettlementId = Done, FromAccount = "A", ToAccount = ClearingHouse.Account, AmountMinor = 500, Currency = "USD", Status = LegStatus.Final }],
            [new LedgerAccount { Id = account, Currency = "USD", BalanceMinor = 100 }],
            [
                .. Movement.Transfer(opening, 1, Accounts.Outside, account, new Money(600, "USD")).Entries(DateTimeOffset.UnixEpoch),
                .. Movement.Transfer(Done, 1, account, "house:clearing", new Money(500, "USD")).Entries(DateTimeOffset.UnixEpoch),
            ]);
    }

    static SecurityEntry Side(int number, string account, long quantity) =>
        new() { Id = $"{Done}/{number}", SettlementId = Done, Account = account, Instrument = "ACME", Quantity = quantity };
}
