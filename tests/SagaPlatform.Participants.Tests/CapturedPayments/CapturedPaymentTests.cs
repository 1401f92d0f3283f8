using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Payments;
using SagaPlatform.Participants.CapturedPayments;
using SagaPlatform.Participants.PaymentGateways;
using SagaPlatform.Participants.Tests.PaymentGateways;

namespace SagaPlatform.Participants.Tests.CapturedPayments;

/// <summary>Of a captured payment never more is refunded than was captured, on the payer's side and on the payee's.</summary>
public sealed class CapturedPaymentTests
{
    static readonly DateTimeOffset Now = new(2026, 11, 20, 9, 0, 0, TimeSpan.Zero);

    /// <summary>Two processes read the same row: the one that commits last is told so, and reads again.</summary>
    [Fact]
    public async Task Two_refunds_that_read_the_payment_at_the_same_time_do_not_both_get_it()
    {
        using var shop = new Shop();
        var payment = await Captured(shop);
        var (one, other) = (Freeze(payment, 60_00), Freeze(payment, 60_00));

        using var first = await shop.Begin(one);
        using var second = await shop.Begin(other);
        first.Answer.ShouldBeOfType<PaymentFrozen>();
        second.Answer.ShouldBeOfType<PaymentFrozen>("both saw enough");

        (await first.Commit()).ShouldBeTrue();
        (await second.Commit()).ShouldBeFalse();
        (await shop.Ask(other)).ShouldBeOfType<FreezeRefused>().Reason.ShouldContain("frozen 6000");
        (await shop.Row<CapturedPayment>(payment))!.FrozenMinor.ShouldBe(60_00);
    }

    [Fact]
    public async Task A_void_at_the_moment_of_the_confirmation_does_not_leave_a_confirmed_payment_without_money()
    {
        using var shop = new Shop();
        await PaymentGatewayTests.Seeded(shop);
        var payment = Guid.NewGuid();
        var captured = (PaymentCaptured)(await shop.Ask(PaymentGatewayTests.Capture(payment, GatewaySeed.Northbank)))!;

        using var confirm = await shop.Begin(Confirm(payment, captured));
        await shop.Ask(new VoidCapture(payment, GatewaySeed.Northbank));

        (await confirm.Commit()).ShouldBeFalse();
        (await shop.Ask(Confirm(payment, captured))).ShouldBeOfType<PaymentConfirmationRefused>();
        (await shop.Row<CapturedPayment>(payment)).ShouldBeNull();
    }

    [Fact]
    public async Task A_freeze_that_its_undo_has_overtaken_is_refused_and_one_undo_more_changes_nothing()
    {
        using var shop = new Shop();
        var payment = await Captured(shop);
        var freeze = Freeze(payment, 60_00);

        await shop.Ask(new UnfreezePayment(freeze.RefundId));
        (await shop.Ask(freeze)).ShouldBeOfType<FreezeRefused>();
        await shop.Ask(new UnfreezePayment(freeze.RefundId));

        (await shop.Row<CapturedPayment>(payment))!.FrozenMinor.ShouldBe(0);
    }

    [Fact]
    public async Task A_refund_is_booked_once_however_often_it_is_asked()
    {
        using var shop = new Shop();
        var payment = await Captured(shop);
        var freeze = Freeze(payment, 60_00);
        await shop.Ask(freeze);

        await shop.Ask(new BookRefund(freeze.RefundId));
        await shop.Ask(new BookRefund(freeze.RefundId));

        var row = (await shop.Row<CapturedPayment>(payment))!;
        (row.RefundedMinor, row.FrozenMinor).ShouldBe((60_00, 0));
    }

    [Fact]
    public async Task What_was_never_frozen_is_not_booked()
    {
        using var shop = new Shop();
        await Should.ThrowAsync<InvalidOperationException>(() => shop.Ask(new BookRefund(Guid.NewGuid())));
    }

    /// <summary>Any order of freezing, unfreezing and booking, on amounts that do not divide: the seed is in the message.</summary>
    [Fact]
    public void Whatever_is_frozen_unfrozen_and_booked_both_sides_keep_their_law_and_come_out_even()
    {
        for (var seed = 0; seed < 2_000; seed++)
        {
            var random = new Random(seed);
            var payment = new CapturedPayment
            {
                PaymentId = Guid.NewGuid(), Currency = "EUR", CapturedMinor = random.Next(1, 500), SettlementCurrency = "USD", SettlementMinor = random.Next(1, 5_000),
            };
            var open = new List<RefundHold>();
            for (var i = 0; i < 40; i++)
            {
                Step(random, payment, open);
                Lawful(payment, open, seed);
            }

            foreach (var hold in open)
                payment.Book(hold, Now);
            var rest = new Money(payment.RefundableMinor, "EUR");
            if (rest.AmountMinor > 0 && payment.Problem(rest) == null)
                payment.Book(payment.Freeze(Guid.NewGuid(), rest, Now), Now);
            if (payment.RefundableMinor == 0)
                payment.RefundedShareMinor.ShouldBe(payment.SettlementMinor, $"seed {seed}: refunded in full, the payee gave all back");
        }
    }

    static void Step(Random random, CapturedPayment payment, List<RefundHold> open)
    {
        var amount = new Money(random.Next(1, 60), "EUR");
        if (random.Next(3) == 0 && payment.Problem(amount) == null)
            open.Add(payment.Freeze(Guid.NewGuid(), amount, Now));
        else if (open.Count > 0)
        {
            var hold = open[random.Next(open.Count)];
            open.Remove(hold);
            if (random.Next(2) == 0)
                payment.Unfreeze(hold, Now);
            else
                payment.Book(hold, Now);
        }
    }

    static void Lawful(CapturedPayment payment, List<RefundHold> open, int seed)
    {
        payment.FrozenMinor.ShouldBe(open.Sum(x => x.AmountMinor), $"seed {seed}");
        payment.FrozenShareMinor.ShouldBe(open.Sum(x => x.ShareMinor), $"seed {seed}");
        (payment.FrozenMinor + payment.RefundedMinor).ShouldBeLessThanOrEqualTo(payment.CapturedMinor, $"seed {seed}");
        (payment.FrozenShareMinor + payment.RefundedShareMinor).ShouldBeLessThanOrEqualTo(payment.SettlementMinor, $"seed {seed}");
    }

    static async Task<Guid> Captured(Shop shop)
    {
        await PaymentGatewayTests.Seeded(shop);
        var payment = Guid.NewGuid();
        var captured = (PaymentCaptured)(await shop.Ask(PaymentGatewayTests.Capture(payment, GatewaySeed.Northbank)))!;
        (await shop.Ask(Confirm(payment, captured))).ShouldBe(new PaymentConfirmed(payment));
        return payment;
    }

    static ConfirmPayment Confirm(Guid payment, PaymentCaptured captured) =>
        new(payment, captured.Gateway, captured.Reference, "merchant-1", captured.Captured, captured.Captured);

    static FreezePayment Freeze(Guid payment, long minor) => new(Guid.NewGuid(), payment, new Money(minor, "EUR"));
}
