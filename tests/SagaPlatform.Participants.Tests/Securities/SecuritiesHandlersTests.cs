using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Payments;
using SagaPlatform.Core.Persistence;
using SagaPlatform.Participants.Ledger;
using SagaPlatform.Participants.Securities;

namespace SagaPlatform.Participants.Tests.Securities;

/// <summary>The two legs of a settlement: once, however often they come, blocked until final, and never after their undo.</summary>
public sealed class SecuritiesHandlersTests : IAsyncLifetime
{
    const string House = ClearingHouse.Account;
    const long Plenty = SecuritySeed.PlentifulPieces;
    const long Rich = SecuritySeed.PlentifulMinor;

    readonly Shop _shop = new();
    readonly Guid _id = Guid.NewGuid();

    public Task InitializeAsync() => _shop.SeedTestData();

    public Task DisposeAsync()
    {
        _shop.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task Delivered_securities_leave_at_once_and_come_in_blocked_and_go_back_once()
    {
        for (var i = 0; i < 2; i++)
            (await _shop.Ask(Delivery("BRK-01", House))).ShouldBe(new SecuritiesDelivered(_id));
        (await Position("BRK-01")).ShouldBe((Plenty - 10, 0));

        for (var i = 0; i < 2; i++)
            (await _shop.Ask(new ReturnSecurities(_id))).ShouldBe(new SecuritiesReturned(_id));

        (await Position("BRK-01")).ShouldBe((Plenty, 0));
        (await _shop.Ask(Delivery("BRK-01", House))).ShouldBeOfType<DeliveryRefused>();
        (await Broken()).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_comes_in_is_blocked_until_the_settlement_is_final_and_then_stays()
    {
        await _shop.Ask(Delivery(House, "BRK-NOSECURITIES"));
        await _shop.Ask(Payment("BRK-NOSECURITIES", House));
        (await Position("BRK-NOSECURITIES")).ShouldBe((10, 10));
        (await _shop.Ask(Delivery("BRK-NOSECURITIES", House) with { SettlementId = Guid.NewGuid() })).ShouldBeOfType<DeliveryRefused>().Reason.ShouldContain("0 there");

        for (var i = 0; i < 2; i++)
            (await _shop.Ask(new FinaliseSettlement(_id))).ShouldBe(new SettlementFinalised(_id));

        (await Position("BRK-NOSECURITIES")).ShouldBe((10, 0));
        (await Should.ThrowAsync<InvalidOperationException>(() => _shop.Ask(new ReturnSecurities(_id)))).Message.ShouldContain("Final already");
        (await Should.ThrowAsync<InvalidOperationException>(() => _shop.Ask(new ReturnFunds(_id)))).Message.ShouldContain("Final already");
        (await Broken()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Money_that_comes_in_is_reserved_until_the_settlement_is_final_and_goes_back_once()
    {
        var other = Guid.NewGuid();
        await _shop.Ask(Payment(House, "BRK-NOMONEY"));
        (await Cash("BRK-NOMONEY")).ShouldBe((500, 500));
        (await _shop.Ask(Payment("BRK-NOMONEY", House) with { SettlementId = other })).ShouldBeOfType<FundsRefused>().Reason.ShouldContain("0 there");
        for (var i = 0; i < 2; i++)
            (await _shop.Ask(new ReturnFunds(_id))).ShouldBe(new FundsReturned(_id));
        (await Cash("BRK-NOMONEY")).ShouldBe((0, 0));

        var third = Guid.NewGuid();
        await _shop.Ask(Payment(House, "BRK-NOMONEY") with { SettlementId = third });
        (await _shop.Ask(new FinaliseSettlement(third))).ShouldBe(new SettlementFinalised(third));

        (await Cash("BRK-NOMONEY")).ShouldBe((500, 0));
        (await Broken()).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_undo_that_overtakes_its_leg_is_answered_and_the_leg_then_refused()
    {
        (await _shop.Ask(new ReturnSecurities(_id))).ShouldBe(new SecuritiesReturned(_id));
        (await _shop.Ask(new ReturnFunds(_id))).ShouldBe(new FundsReturned(_id));

        (await _shop.Ask(Delivery("BRK-01", House))).ShouldBeOfType<DeliveryRefused>();
        (await _shop.Ask(Payment("BRK-01", House))).ShouldBeOfType<FundsRefused>();
        ((await Position("BRK-01")).Quantity, (await Cash("BRK-01")).Balance).ShouldBe((Plenty, Rich));
    }

    [Fact]
    public async Task Nothing_becomes_final_of_which_a_leg_is_missing_or_gone_back()
    {
        (await _shop.Ask(new FinaliseSettlement(_id))).ShouldBeOfType<FinalityRefused>();
        var half = Guid.NewGuid();
        await _shop.Ask(Delivery("BRK-01", House) with { SettlementId = half });
        await _shop.Ask(Payment(House, "BRK-01") with { SettlementId = half });
        await _shop.Ask(new ReturnFunds(half));

        (await _shop.Ask(new FinaliseSettlement(half))).ShouldBeOfType<FinalityRefused>();

        (await _shop.Ask(new ReturnSecurities(half))).ShouldBe(new SecuritiesReturned(half));
        (await Broken()).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("BRK-NONE", "ACME", 10, "unknown")]
    [InlineData("BRK-01", "NOBODYS", 10, "too few")]
    [InlineData("BRK-NOSECURITIES", "ACME", 10, "too few")]
    [InlineData("", "ACME", 10, "From is missing")]
    [InlineData("BRK-01", "", 10, "Instrument is missing")]
    [InlineData("BRK-01", "ACME", 0, "Quantity is 0")]
    public async Task What_cannot_be_delivered_is_refused_and_the_reason_said(string from, string instrument, long quantity, string reason)
    {
        (await _shop.Ask(new DeliverSecurities(_id, from, House, instrument, quantity))).ShouldBeOfType<DeliveryRefused>().Reason.ShouldContain(reason);
        (await Broken()).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("BRK-NONE", 10, "USD", "unknown")]
    [InlineData("BRK-01", 10, "JPY", "unknown")]
    [InlineData("BRK-NOMONEY", 10, "USD", "too little")]
    [InlineData("", 10, "USD", "From is missing")]
    [InlineData("BRK-01", 0, "USD", "AmountMinor is 0")]
    [InlineData("BRK-01", 1, "", "Currency is missing")]
    public async Task What_cannot_be_paid_is_refused_and_the_reason_said(string from, long amountMinor, string currency, string reason)
    {
        (await _shop.Ask(new PayFunds(_id, from, House, new Money(amountMinor, currency)))).ShouldBeOfType<FundsRefused>().Reason.ShouldContain(reason);
        (await Broken()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Seeding_again_adds_nothing()
    {
        (await new SecuritySeed().Missing(_shop.Store, CancellationToken.None)).IsEmpty.ShouldBeTrue();
        (await Broken()).ShouldBeEmpty();
    }

    DeliverSecurities Delivery(string from, string to) => new(_id, from, to, "ACME", 10);

    PayFunds Payment(string from, string to) => new(_id, from, to, new Money(500, "USD"));

    async Task<(long Quantity, long Blocked)> Position(string account)
    {
        var row = (await _shop.Row<SecurityPosition>(SecurityPosition.IdOf(account, "ACME")))!;
        return (row.Quantity, row.Blocked);
    }

    async Task<(long Balance, long Reserved)> Cash(string account)
    {
        var row = (await _shop.Row<LedgerAccount>(Accounts.Held($"{account}/USD")))!;
        return (row.BalanceMinor, row.ReservedMinor);
    }

    Task<IReadOnlyList<string>> Broken() => SettlementLaws.Broken((IRowQueries)_shop.Store, CancellationToken.None);
}
