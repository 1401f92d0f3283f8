using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Orders;
using SagaPlatform.Participants.Fares;
using SagaPlatform.Participants.Ledger;

namespace SagaPlatform.Participants.Tests.Fares;

/// <summary>A ride pays its fare or its fee once, and what it pays is split without a rest.</summary>
public sealed class FareHandlerTests : IDisposable
{
    static readonly Guid Ride = Guid.NewGuid();

    static readonly Guid Rider = Guid.NewGuid();

    readonly Shop _shop = new();

    public void Dispose() => _shop.Dispose();

    [Fact]
    public async Task A_fare_is_taken_once_and_the_driver_gets_eighty_of_a_hundred()
    {
        var first = await Charge("tok_visa");
        first.ShouldBe(new FareCharged(Ride, $"F-{Ride:N}"));
        (await Charge("tok_visa")).ShouldBe(first);

        await Moved(rider: -531, driver: 424, ours: 107);
    }

    [Fact]
    public async Task A_declined_fare_says_why_each_time_and_takes_nothing()
    {
        (await Charge("tok_declined")).ShouldBe(new FareDeclined(Ride, "insufficient funds"));
        (await Charge("tok_declined")).ShouldBe(new FareDeclined(Ride, "insufficient funds"));
        await Moved(0, 0, 0);
    }

    [Theory]
    [InlineData("tok_silent", -531, 424, 107)]
    [InlineData("tok_silent_nocharge", 0, 0, 0)]
    public async Task Silence_may_have_taken_the_fare_but_never_twice(string token, long rider, long driver, long ours)
    {
        (await Charge(token)).ShouldBeNull();
        (await Charge(token)).ShouldBeNull();
        await Moved(rider, driver, ours);
    }

    [Fact]
    public async Task A_provider_that_breaks_down_takes_nothing()
    {
        await Should.ThrowAsync<InvalidOperationException>(() => Charge("tok_fails"));
        await Moved(0, 0, 0);
    }

    [Fact]
    public async Task A_cancellation_fee_is_taken_once()
    {
        (await Settle(500)).ShouldBe(new CancellationSettled(Ride, new Money(500, "EUR")));
        (await Settle(500)).ShouldBe(new CancellationSettled(Ride, new Money(500, "EUR")));
        await Moved(rider: -500, driver: 400, ours: 100);
    }

    [Fact]
    public async Task A_cancellation_for_nothing_is_settled_and_moves_nothing()
    {
        (await Settle(0)).ShouldBe(new CancellationSettled(Ride, new Money(0, "EUR")));
        await Moved(0, 0, 0);
    }

    [Fact]
    public async Task What_the_card_will_not_pay_of_the_fee_the_rider_owes_and_the_driver_gets()
    {
        (await Settle(500, "tok_declined")).ShouldBe(new CancellationSettled(Ride, new Money(500, "EUR")));

        await Moved(rider: 0, driver: 400, ours: 100);
        (await Sum(FareHandler.DebtAccount(Rider))).ShouldBe(-500);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_ride_never_pays_both_its_fare_and_a_fee(bool fareFirst)
    {
        using var fare = await _shop.Begin(Fare("tok_visa"));
        using var fee = await _shop.Begin(Fee(500, "tok_visa"));

        (await (fareFirst ? fare : fee).Commit()).ShouldBeTrue();
        (await (fareFirst ? fee : fare).Commit()).ShouldBeFalse("the entries of both have the same ids");

        await Moved(fareFirst ? -531 : -500, fareFirst ? 424 : 400, fareFirst ? 107 : 100);
    }

    Task<object?> Charge(string token) => _shop.Ask(Fare(token));

    Task<object?> Settle(long fee, string token = "tok_visa") => _shop.Ask(Fee(fee, token));

    static ChargeFare Fare(string token) => new(Ride, Rider, "D-1", new Money(531, "EUR"), token);

    static SettleCancellation Fee(long fee, string token) => new(Ride, Rider, "D-1", new Money(fee, "EUR"), token);

    async Task Moved(long rider, long driver, long ours)
    {
        (await Sum(Accounts.Customer(Rider)), await Sum(FareHandler.DriverAccount("D-1")), await Sum(FareHandler.CommissionAccount))
            .ShouldBe((rider, driver, ours));
        LedgerLaws.SumsToZero(await _shop.All<LedgerEntry>()).ShouldBeTrue();
    }

    async Task<long> Sum(string account) => (await _shop.All<LedgerEntry>()).Where(x => x.Account == account).Sum(x => x.AmountMinor);
}
