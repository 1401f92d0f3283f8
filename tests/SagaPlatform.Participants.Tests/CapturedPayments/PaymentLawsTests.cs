using Microsoft.Extensions.DependencyInjection;
using SagaPlatform.Core.Persistence;
using SagaPlatform.Participants.CapturedPayments;
using SagaPlatform.Participants.Ledger;
using SagaPlatform.Participants.PaymentGateways;
using SagaPlatform.Participants.PaymentRouting;

namespace SagaPlatform.Participants.Tests.CapturedPayments;

/// <summary>Each law of payments, broken once.</summary>
public sealed class PaymentLawsTests : IDisposable
{
    static readonly DateTimeOffset Now = new(2026, 11, 20, 9, 0, 0, TimeSpan.Zero);

    readonly Guid _payment = Guid.NewGuid();
    readonly Shop _shop = new();

    public void Dispose() => _shop.Dispose();

    [Fact]
    public async Task A_captured_and_partly_refunded_payment_breaks_nothing()
    {
        var refund = Guid.NewGuid();
        var given = Refund(refund, 40);
        await Write([
            Charge(), .. Charge().Capture().Entries(Now), Captured(x => (x.RefundedMinor, x.RefundedShareMinor) = (40, 40)),
            Hold(refund, 40, RefundHoldStatus.Booked), given, .. given.Movement("merchant-1").Entries(Now),
        ]);

        (await Broken()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Two_captures_of_a_confirmed_payment_are_told()
    {
        var second = Charge("atlantic", 2);
        await Write([Charge(), .. Charge().Capture().Entries(Now), second, .. second.Capture().Entries(Now), Captured()]);

        (await Broken()).ShouldHaveSingleItem().ShouldContain("northbank 100 EUR, atlantic 100 EUR");
    }

    [Fact]
    public async Task A_confirmed_payment_that_no_gateway_has_is_told()
    {
        await Write([Captured()]);

        (await Broken()).ShouldHaveSingleItem().ShouldContain("but the gateways have: .");
    }

    [Fact]
    public async Task What_a_gateway_holds_for_a_payment_that_ended_is_told_and_for_one_under_way_is_not()
    {
        await Write([Charge(), .. Charge().Capture().Entries(Now)]);

        (await Broken()).ShouldHaveSingleItem().ShouldContain("which ended without it");
        (await Broken(underWay: true)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_payee_who_does_not_have_what_was_captured_is_told()
    {
        await Write([Charge(), Captured()]);

        (await Broken()).ShouldHaveSingleItem().ShouldContain("should have 100 EUR of it, and has 0");
    }

    [Fact]
    public async Task More_frozen_than_the_refunds_hold_is_told()
    {
        await Write([Charge(), .. Charge().Capture().Entries(Now), Captured(x => (x.FrozenMinor, x.FrozenShareMinor) = (40, 40))]);

        (await Broken()).ShouldHaveSingleItem().ShouldContain("40 is frozen, its refunds hold 0");
    }

    [Fact]
    public async Task More_refunded_than_captured_is_told()
    {
        await Write([Charge(), .. Charge().Capture().Entries(Now), Captured(x => (x.RefundedMinor, x.RefundedShareMinor) = (101, 101))]);

        (await Broken()).ShouldContain(x => x.Contains("more is refunded and frozen (101 + 0) than captured (100)"));
    }

    [Fact]
    public async Task Money_given_back_that_nobody_set_aside_is_told()
    {
        var given = Refund(Guid.NewGuid(), 40);
        await Write([Charge(), .. Charge().Capture().Entries(Now), Captured(), given, .. given.Movement("merchant-1").Entries(Now)]);

        (await Broken()).ShouldHaveSingleItem().ShouldContain("neither frozen nor booked");
    }

    [Fact]
    public async Task A_booked_refund_that_no_gateway_gave_is_told()
    {
        await Write([
            Charge(), .. Charge().Capture().Entries(Now), Captured(x => (x.RefundedMinor, x.RefundedShareMinor) = (40, 40)),
            Hold(Guid.NewGuid(), 40, RefundHoldStatus.Booked),
        ]);

        (await Broken()).ShouldHaveSingleItem().ShouldContain("no gateway gave anything back");
    }

    [Fact]
    public async Task A_conversion_at_another_rate_than_the_fixed_one_is_told()
    {
        var charge = Charge();
        (charge.SettlementMinor, charge.SettlementCurrency) = (109, "USD");
        await Write([
            charge, .. charge.Capture().Entries(Now), Captured(x => (x.SettlementMinor, x.SettlementCurrency) = (109, "USD")),
            new PaymentConversion { PaymentId = _payment, FromMinor = 100, FromCurrency = "EUR", ToMinor = 108, ToCurrency = "USD", RateNumerator = 217, RateDenominator = 200 },
        ]);

        (await Broken()).ShouldHaveSingleItem().ShouldContain("paid 109 USD for 100 EUR, which no rate was fixed for");
    }

    [Fact]
    public async Task Money_out_of_nothing_is_told()
    {
        await Write([new LedgerEntry { Id = $"{_payment}/1", MovementId = _payment, Account = "house", AmountMinor = 7, Currency = "EUR", At = Now }]);

        (await Broken()).ShouldHaveSingleItem().ShouldContain("sums to 7 in EUR");
    }

    Task<IReadOnlyList<string>> Broken(bool underWay = false) =>
        PaymentLaws.Broken(_shop.Services.GetRequiredService<IRowQueries>(), (_, _) => Task.FromResult(underWay), CancellationToken.None);

    Task Write(IEnumerable<IVersionedRow> rows) => _shop.Write(rows);

    GatewayCharge Charge(string gateway = "northbank", int number = 1) => new()
    {
        Id = GatewayCharge.KeyOf(_payment, gateway), PaymentId = _payment, Gateway = gateway, GatewayNumber = number, PayeeAccount = "merchant-1",
        AmountMinor = 100, Currency = "EUR", SettlementMinor = 100, SettlementCurrency = "EUR", Status = GatewayChargeStatus.Captured, At = Now,
    };

    CapturedPayment Captured(Action<CapturedPayment>? but = null)
    {
        var captured = new CapturedPayment
        {
            PaymentId = _payment, Gateway = "northbank", Currency = "EUR", CapturedMinor = 100, SettlementCurrency = "EUR", SettlementMinor = 100, At = Now,
        };
        but?.Invoke(captured);
        return captured;
    }

    RefundHold Hold(Guid refund, long minor, RefundHoldStatus status) =>
        new() { RefundId = refund, PaymentId = _payment, AmountMinor = minor, ShareMinor = minor, Status = status, At = Now };

    GatewayRefund Refund(Guid refund, long minor) => new()
    {
        RefundId = refund, PaymentId = _payment, Gateway = "northbank", AmountMinor = minor, Currency = "EUR", PayeeShareMinor = minor, PayeeCurrency = "EUR", At = Now,
    };
}
