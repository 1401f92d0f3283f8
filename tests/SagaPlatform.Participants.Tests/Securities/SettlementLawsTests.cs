using SagaPlatform.Contracts.Payments;
using SagaPlatform.Core.Persistence;
using SagaPlatform.Participants.Securities;

namespace SagaPlatform.Participants.Tests.Securities;

/// <summary>Each law, broken once: the books say in words what is wrong.</summary>
public sealed class SettlementLawsTests
{
    static readonly Guid Done = Guid.NewGuid();

    [Fact]
    public async Task Books_in_order_break_nothing() => (await Broken(NewBooks())).ShouldBeEmpty();

    [Fact]
    public Task Securities_that_come_from_nowhere_are_seen() => Breaks(x => x.Entries[1].Quantity += 1, "not to zero");

    [Fact]
    public Task A_position_that_is_not_the_sum_of_its_entries_is_seen() => Breaks(x => x.Positions[0].Quantity += 1, "Position A/ACME has 11 pieces");

    [Fact]
    public Task Pieces_blocked_for_no_settlement_are_seen() => Breaks(x => x.Positions[0].Blocked = 3, "has 3 blocked");

    [Fact]
    public Task A_delivery_without_its_payment_is_seen() => Breaks(x => x.Payments[0].Status = LegStatus.Returned, $"The delivery of settlement {Done} is Final, its payment Returned.");

    static async Task Breaks(Action<Books> spoil, string sentence)
    {
        var books = NewBooks();
        spoil(books);
        (await Broken(books)).ShouldContain(x => x.Contains(sentence));
    }

    static async Task<IReadOnlyList<string>> Broken(Books books)
    {
        using var shop = new Shop();
        await shop.Write([.. books.Positions, .. books.Entries, .. books.Deliveries, .. books.Payments]);
        return await SettlementLaws.Broken((IRowQueries)shop.Store, CancellationToken.None);
    }

    /// <summary>One account got ten pieces from the house for 500.</summary>
    static Books NewBooks()
    {
        return new Books(
            [new SecurityPosition { Id = "A/ACME", Account = "A", Instrument = "ACME", Quantity = 10 }],
            [Side(1, ClearingHouse.Account, -10), Side(2, "A", 10)],
            [new DeliveryLeg { SettlementId = Done, FromAccount = ClearingHouse.Account, ToAccount = "A", Instrument = "ACME", Quantity = 10, Status = LegStatus.Final }],
            [new CashLeg { SettlementId = Done, FromAccount = "A", ToAccount = ClearingHouse.Account, AmountMinor = 500, Currency = "USD", Status = LegStatus.Final }]);
    }

    static SecurityEntry Side(int number, string account, long quantity) =>
        new() { Id = $"{Done}/{number}", SettlementId = Done, Account = account, Instrument = "ACME", Quantity = quantity };

    sealed record Books(
        IReadOnlyList<SecurityPosition> Positions, IReadOnlyList<SecurityEntry> Entries, IReadOnlyList<DeliveryLeg> Deliveries,
        IReadOnlyList<CashLeg> Payments);
}
