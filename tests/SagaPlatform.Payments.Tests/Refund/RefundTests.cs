using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Payments;
using SagaPlatform.Core.Sagas;
using SagaPlatform.Participants.CapturedPayments;
using SagaPlatform.Participants.Ledger;
using SagaPlatform.Participants.Notification;
using SagaPlatform.Payments.Tests.RoutedPayment;

namespace SagaPlatform.Payments.Tests.Refund;

/// <summary>Refunds of payments that the reference gateways captured: never more than was captured, executed where it was captured.</summary>
public sealed class RefundTests
{
    [Fact]
    public async Task A_refund_goes_to_the_gateway_that_captured_and_is_booked_and_told()
    {
        await using var scene = await PaymentScenario.Begun();
        var payment = await scene.PaysWith("tok_declined@northbank");

        var refund = await Refunds(scene, payment, 40_00);

        await scene.IsIn(refund, ProcessStates.Completed);
        scene.Sent<ExecuteRefund>(Queues.PaymentGateways).ShouldHaveSingleItem().Gateway.ShouldBe("atlantic");
        scene.Platform.Published<RefundCompleted>().ShouldHaveSingleItem().As<RefundCompleted>().ShouldBe(
            new RefundCompleted(refund.RefundId, payment.PaymentId, refund.Amount, $"atlantic-R-{refund.RefundId:N}"));
        await Book(scene, payment, refunded: 40_00, frozen: 0);
        (await scene.Balance(refund.RefundId, "payee:merchant-1", "EUR")).ShouldBe(-40_00);
        (await scene.Balance(refund.RefundId, "gateway:atlantic", "EUR")).ShouldBe(40_00);
        (await scene.Rows<RefundNotice>(all => all)).ShouldHaveSingleItem().PayerEmail.ShouldBe("ada@example.com");
        scene.Passed.ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public async Task A_payment_is_refunded_in_parts_until_nothing_is_left()
    {
        await using var scene = await PaymentScenario.Begun();
        var payment = await scene.Pays(ExamplePayment.Good());

        await scene.IsIn(await Refunds(scene, payment, 40_00), ProcessStates.Completed);
        await scene.IsIn(await Refunds(scene, payment, 60_00), ProcessStates.Completed);
        var tooMuch = await Refunds(scene, payment, 1);

        await scene.IsIn(tooMuch, ProcessStates.Cancelled);
        Why(scene).ShouldBe("1 EUR is more than can be refunded: captured 10000, refunded 10000, frozen 0");
        await Book(scene, payment, refunded: 100_00, frozen: 0);
        scene.Sent<ExecuteRefund>(Queues.PaymentGateways).Count.ShouldBe(2);
    }

    [Theory]
    [InlineData(100_01, "EUR", "more than can be refunded")]
    [InlineData(1_00, "USD", "captured in EUR, not in USD")]
    public async Task More_than_was_captured_or_another_currency_is_refused_and_nothing_is_frozen(long minor, string currency, string because)
    {
        await using var scene = await PaymentScenario.Begun();
        var payment = await scene.Pays(ExamplePayment.Good());

        var refund = await Refunds(scene, payment, minor, currency);

        await scene.IsIn(refund, ProcessStates.Cancelled);
        Why(scene).ShouldContain(because);
        scene.Sent<FreezePayment>(Queues.CapturedPayments).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("tok_declined")]
    [InlineData("nobody asked for it")]
    public async Task What_was_never_captured_is_not_refunded(string token)
    {
        await using var scene = await PaymentScenario.Begun();
        var payment = token == "tok_declined" ? await scene.PaysWith(token) : ExamplePayment.Good();

        var refund = await Refunds(scene, payment, 1_00);

        await scene.IsIn(refund, ProcessStates.Cancelled);
        Why(scene).ShouldBe($"there is no captured payment {payment.PaymentId}");
    }

    [Fact]
    public async Task Of_two_refunds_that_were_both_found_valid_only_one_fits_and_the_other_leaves_nothing_behind()
    {
        await using var scene = await PaymentScenario.Begun();
        var payment = await scene.Pays(ExamplePayment.Good());
        scene.Platform.Post.Hold<FreezePayment>();
        var one = await Refunds(scene, payment, 60_00);
        var other = await Refunds(scene, payment, 60_00);
        await scene.IsIn(one, "Freeze");
        await scene.IsIn(other, "Freeze");

        await Task.WhenAll(scene.Platform.Post.Held.ToList().Select(scene.Platform.Post.Deliver));
        await scene.Platform.Quiet();

        string[] ends = [(await scene.Of(one)).CurrentState, (await scene.Of(other)).CurrentState];
        ends.Order(StringComparer.Ordinal).ShouldBe(["Cancelled", "Completed"]);
        await Book(scene, payment, refunded: 60_00, frozen: 0);
        await scene.Lawful();
    }

    [Fact]
    public async Task Of_ten_refunds_at_once_as_many_are_given_as_fit()
    {
        await using var scene = await PaymentScenario.Begun();
        var payment = await scene.Pays(ExamplePayment.Good());
        var refunds = Enumerable.Range(0, 10).Select(_ => ExampleRefund.Of(payment.PaymentId, 30_00)).ToList();

        await Task.WhenAll(refunds.Select(x => scene.Platform.Sends(Queues.Refund, x)));
        await scene.Platform.Quiet();

        var ends = new List<string>();
        foreach (var refund in refunds)
            ends.Add((await scene.Of(refund)).CurrentState);
        ends.Count(x => x == "Completed").ShouldBe(3);
        ends.Count(x => x == "Cancelled").ShouldBe(7);
        await Book(scene, payment, refunded: 90_00, frozen: 0);
        await scene.Lawful();
    }

    [Theory]
    [InlineData("tok_refund_declined")]
    public async Task A_gateway_that_declines_leaves_the_payment_unfrozen_and_refundable(string token)
    {
        await using var scene = await PaymentScenario.Begun();
        var payment = await scene.PaysWith(token);

        var refund = await Refunds(scene, payment, 100_00);

        await scene.IsIn(refund, ProcessStates.Cancelled);
        Why(scene).ShouldBe("the card is closed");
        await Book(scene, payment, refunded: 0, frozen: 0);
        (await scene.Book(payment)).RefundableMinor.ShouldBe(100_00);
    }

    [Theory]
    [InlineData("tok_refund_silent", 60)]
    [InlineData("tok_refund_breaks", 0)]
    public async Task While_nobody_knows_whether_the_gateway_gave_it_back_the_amount_stays_frozen_until_a_person_finds_out(string token, int seconds)
    {
        await using var scene = await PaymentScenario.Begun();
        var payment = await scene.PaysWith(token);
        var refund = await Refunds(scene, payment, 100_00);
        await scene.Passes(seconds);
        await scene.IsIn(refund, ProcessStates.NeedsAttention);
        await Book(scene, payment, refunded: 0, frozen: 100_00);
        await scene.IsIn(await Refunds(scene, payment, 1), ProcessStates.Cancelled);

        await scene.Hears(new RuleRefund(refund.RefundId, "Execute", Ruling.NotDone, "treasurer"));

        await scene.IsIn(refund, ProcessStates.Cancelled);
        await Book(scene, payment, refunded: 0, frozen: 0);
    }

    [Fact]
    public async Task Money_that_was_given_back_unheard_of_is_booked_when_a_person_found_it()
    {
        await using var scene = await PaymentScenario.Begun();
        var payment = await scene.PaysWith("tok_refund_lost");
        var refund = await Refunds(scene, payment, 100_00);
        await scene.Passes(60);
        await scene.IsIn(refund, ProcessStates.NeedsAttention);
        scene.Announced<RefundNeedsAttention>().ShouldBe(1);

        await scene.Hears(new RuleRefund(refund.RefundId, "Execute", Ruling.Done, "treasurer"));

        await scene.IsIn(refund, ProcessStates.Completed);
        await Book(scene, payment, refunded: 100_00, frozen: 0);
        (await scene.Balance(refund.RefundId, "gateway:northbank", "EUR")).ShouldBe(100_00, "once, though it was asked twice");
    }

    [Theory]
    [InlineData("ada@refused.example", 0)]
    [InlineData("ada@silent.example", 20)]
    public async Task A_refund_completes_without_its_notice(string email, int seconds)
    {
        await using var scene = await PaymentScenario.Begun();
        var payment = await scene.Pays(ExamplePayment.Good());
        var refund = ExampleRefund.Of(payment.PaymentId, 1_00) with { PayerEmail = email };
        await scene.Hears(refund);

        await scene.Passes(seconds);

        await scene.IsIn(refund, ProcessStates.Completed);
        scene.Sent<UnfreezePayment>(Queues.CapturedPayments).ShouldBeEmpty();
    }

    [Fact]
    public async Task Thirds_of_a_converted_payment_sum_up_to_what_the_payee_got_to_the_minor_unit()
    {
        await using var scene = await PaymentScenario.Begun();
        var payment = await scene.Pays(ExamplePayment.Converted() with { Amount = new Money(1_00, "EUR") });

        foreach (var minor in (long[])[33, 33, 34])
            await scene.IsIn(await Refunds(scene, payment, minor), ProcessStates.Completed);

        scene.Sent<ExecuteRefund>(Queues.PaymentGateways).Select(x => x.PayeeShare.AmountMinor).ShouldBe([36, 36, 36]);
        var book = await scene.Book(payment);
        (book.RefundedShareMinor, book.SettlementMinor).ShouldBe((1_08, 1_08));
        (await scene.Rows<LedgerEntry>(all => all.Where(x => x.Account == "position:EUR"))).Sum(x => x.AmountMinor).ShouldBe(0);
        (await scene.Rows<LedgerEntry>(all => all.Where(x => x.Account == "position:USD"))).Sum(x => x.AmountMinor).ShouldBe(0);
    }

    [Fact]
    public async Task Cancelled_before_it_is_executed_the_payment_is_unfrozen()
    {
        await using var scene = await PaymentScenario.Begun();
        var payment = await scene.Pays(ExamplePayment.Good());
        scene.Platform.Post.Hold<PaymentFrozen>();
        var refund = await Refunds(scene, payment, 40_00);
        await Book(scene, payment, refunded: 0, frozen: 40_00);

        await scene.Hears(new CancelRefund(refund.RefundId, "Changed my mind."));
        await scene.Platform.Post.Deliver(scene.Platform.Post.Held.Single());
        await scene.Platform.Quiet();

        await scene.IsIn(refund, ProcessStates.Cancelled);
        await Book(scene, payment, refunded: 0, frozen: 0);
        scene.Sent<ExecuteRefund>(Queues.PaymentGateways).ShouldBeEmpty();
    }

    [Fact]
    public async Task While_it_is_executed_it_cannot_be_cancelled()
    {
        await using var scene = await PaymentScenario.Begun();
        var payment = await scene.Pays(ExamplePayment.Good());
        scene.Platform.Post.Hold<ExecuteRefund>();
        var refund = await Refunds(scene, payment, 40_00);

        await scene.Hears(new CancelRefund(refund.RefundId, "Changed my mind."));
        scene.Announced<RefundCancellationRefused>().ShouldBe(1);
        await scene.Platform.Post.Deliver(scene.Platform.Post.Held.Single());
        await scene.Platform.Quiet();

        await scene.IsIn(refund, ProcessStates.Completed);
    }

    static async Task<RequestRefund> Refunds(PaymentScenario scene, RequestPayment payment, long minor, string currency = "EUR")
    {
        var refund = ExampleRefund.Of(payment.PaymentId, minor, currency);
        await scene.Hears(refund);
        return refund;
    }

    static string Why(PaymentScenario scene) => scene.Platform.Published<RefundCancelled>()[^1].As<RefundCancelled>().Reason;

    static async Task Book(PaymentScenario scene, RequestPayment payment, long refunded, long frozen)
    {
        CapturedPayment book = await scene.Book(payment);
        (book.RefundedMinor, book.FrozenMinor).ShouldBe((refunded, frozen));
    }
}
