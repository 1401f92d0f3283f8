using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Payments;
using SagaPlatform.Core.Sagas;
using SagaPlatform.Testing.Embedded;

namespace SagaPlatform.Payments.Tests.CrossBorderPayment;

/// <summary>The payment with the reference participants behind it: whatever they do, no money is made or lost.</summary>
public sealed class WithParticipantsTests
{
    [Fact]
    public async Task A_payment_that_meets_no_trouble_is_settled_without_time_passing()
    {
        await using var payment = await CrossBorderScenario.Of(ExamplePayment.Good());

        await payment.EndsSettled(10_850);
        (await payment.Moved("EUR-1001")).ShouldBe(-10_000);
        (await payment.Moved("USD-1001")).ShouldBe(10_850);
        (await payment.Account("USD-1001")).ReservedMinor.ShouldBe(0, "what is settled may be spent");
        payment.Platform.Time.GetUtcNow().ShouldBe(VirtualTime.Dawn);
        payment.NothingWentWrong();
    }

    [Theory]
    [InlineData(12_345, "EUR", "JPY", 20_061)] // 20,060.625 yen
    [InlineData(12_345, "EUR", "KWD", 41_232)] // 41.2323 dinar
    [InlineData(1, "KWD", "EUR", 0)] // 0.0299 cents: see below
    [InlineData(7, "KWD", "EUR", 2)] // 2.0958 cents
    [InlineData(50_000, "JPY", "USD", 33_385)] // over the euro: 333.846 dollars
    public async Task What_is_paid_out_is_rounded_to_the_minor_unit_of_its_currency(long amount, string currency, string payoutCurrency, long payout)
    {
        await using var payment = await CrossBorderScenario.Of(ExamplePayment.Of(amount, currency, payoutCurrency));

        if (payout == 0)
            await payment.EndsWithNothingMoved();
        else
            await payment.EndsSettled(payout);
    }

    public static TheoryData<string, StartCrossBorderPayment, string> Refused => new()
    {
        { "embargo", ExamplePayment.Good() is var x ? x with { Payee = x.Payee with { Country = "ZZ" } } : x, "embargo" },
        { "no such currency", ExamplePayment.Good() with { PayoutCurrency = "XXX" }, "no rate" },
        { "more than the payer has", ExamplePayment.From("EUR-POOR") with { Amount = new Money(10_001, "EUR") }, "insufficient funds" },
        { "payer unknown", ExamplePayment.From("EUR-NOBODY"), "unknown" },
        { "payer closed", ExamplePayment.From("EUR-CLOSED"), "closed" },
        { "payer in another currency", ExamplePayment.From("GBP-1001"), "is in GBP" },
        { "payee closed", ExamplePayment.To("USD-CLOSED"), "closed" },
        { "payee unknown", ExamplePayment.To("USD-NOBODY"), "unknown" },
        { "payee in another currency", ExamplePayment.To("GBP-1001"), "is in GBP" },
        { "payee's bank does not settle", ExamplePayment.To("USD-UNSETTLED"), "does not settle" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task A_participant_that_refuses_cancels_the_payment_and_the_money_is_where_it_was(string why, StartCrossBorderPayment started, string reason)
    {
        await using var payment = await CrossBorderScenario.Of(started);

        await payment.EndsWithNothingMoved();
        (await payment.State()).Ledger.Reason!.ShouldContain(reason, customMessage: why);
        payment.Announced<CrossBorderPaymentNeedsAttention>(times: 0);
        payment.NothingWentWrong();
    }

    public static TheoryData<string, StartCrossBorderPayment> Silent => new()
    {
        { "debited, but nobody is told", ExamplePayment.From("EUR-SILENT") },
        { "not debited, and nobody is told", ExamplePayment.From("EUR-DEAF") },
        { "credited, but nobody is told", ExamplePayment.To("USD-SILENT") },
        { "not credited, and nobody is told", ExamplePayment.To("USD-DEAF") },
    };

    [Theory]
    [MemberData(nameof(Silent))]
    public async Task A_ledger_that_keeps_silent_is_asked_twice_and_then_all_goes_back_even_what_nobody_heard_of(string why, StartCrossBorderPayment started)
    {
        await using var payment = await CrossBorderScenario.Of(started);

        await payment.FallsSilent(times: 2);

        await payment.EndsWithNothingMoved();
        payment.NothingWentWrong();
        why.ShouldNotBeEmpty();
    }

    [Theory]
    [InlineData(99_999_901, 3)]
    [InlineData(99_999_902, 3)]
    [InlineData(99_999_903, 3)]
    [InlineData(99_999_904, 2)]
    [InlineData(99_999_905, 2)]
    public async Task An_exchange_that_keeps_silent_is_asked_again_and_then_all_goes_back_even_what_nobody_heard_of(long amountMinor, int times)
    {
        await using var payment = await CrossBorderScenario.Of(ExamplePayment.Of(amountMinor, "EUR", "USD"));

        await payment.FallsSilent(times);

        await payment.EndsWithNothingMoved();
        payment.NothingWentWrong();
    }

    [Theory]
    [InlineData("EUR-FAILS", "USD-1001")]
    [InlineData("EUR-1001", "USD-FAILS")]
    public async Task A_ledger_that_breaks_down_takes_nothing(string payer, string payee)
    {
        await using var payment = await CrossBorderScenario.Of(ExamplePayment.From(payer) is var x ? x with { Payee = x.Payee with { Account = payee } } : x);

        await payment.EndsWithNothingMoved();
    }

    [Fact]
    public async Task A_silent_settlement_is_a_question_for_a_person_who_finds_that_it_happened()
    {
        await using var payment = await CrossBorderScenario.Of(ExamplePayment.To("USD-SILENTSETTLE"));

        await payment.FallsSilent(times: 2);
        await payment.IsIn(ProcessStates.NeedsAttention);
        payment.Announced<CrossBorderPaymentNeedsAttention>();
        payment.Asked<ReversePayeeCredit>(Queues.Ledger, times: 0);
        await payment.Rules("Settle", Ruling.Done);

        await payment.EndsSettled(10_850);
    }

    [Theory]
    [InlineData(nameof(PartiesCleared))]
    [InlineData(nameof(QuoteAccepted))]
    [InlineData(nameof(PayerDebited))]
    [InlineData(nameof(FundsConverted))]
    [InlineData(nameof(PayeeCredited))]
    public async Task Cancelled_while_an_answer_is_on_its_way_what_it_tells_of_is_given_back(string answer)
    {
        await using var payment = await CrossBorderScenario.Of(ExamplePayment.Good(), holding: answer);

        await payment.Cancels();
        payment.Platform.Post.HoldNothing();
        await payment.Platform.Post.Deliver(payment.Platform.Post.Held.Single());
        await payment.Platform.Quiet();

        await payment.EndsWithNothingMoved();
        payment.NothingWentWrong();
    }

    [Fact]
    public async Task While_it_is_being_settled_it_is_too_late_to_cancel()
    {
        await using var payment = await CrossBorderScenario.Of(ExamplePayment.Good(), holding: nameof(CrossBorderPaymentSettled));

        await payment.Cancels();
        payment.Announced<CrossBorderCancellationRefused>();
        payment.Platform.Post.HoldNothing();
        await payment.Platform.Post.Deliver(payment.Platform.Post.Held.Single());
        await payment.Platform.Quiet();

        await payment.EndsSettled(10_850);
    }

    [Theory]
    [InlineData(nameof(ScreenParties))]
    [InlineData(nameof(RequestQuote))]
    [InlineData(nameof(AcceptQuote))]
    [InlineData(nameof(DebitPayer))]
    [InlineData(nameof(ConvertFunds))]
    [InlineData(nameof(CreditPayee))]
    [InlineData(nameof(SettleCrossBorderPayment))]
    public async Task A_command_delivered_twice_has_one_effect(string command)
    {
        await using var payment = await CrossBorderScenario.Of(ExamplePayment.Good(), holding: command);
        var held = payment.Platform.Post.Held.Single();
        payment.Platform.Post.HoldNothing();

        await payment.Platform.Post.Deliver(held);
        await payment.Platform.Post.DeliverCopy(held);
        await payment.Platform.Quiet();

        await payment.EndsSettled(10_850);
        payment.NothingWentWrong();
    }

    [Theory]
    [InlineData(nameof(PartiesCleared))]
    [InlineData(nameof(QuoteOffered))]
    [InlineData(nameof(PayerDebited))]
    [InlineData(nameof(FundsConverted))]
    [InlineData(nameof(PayeeCredited))]
    [InlineData(nameof(CrossBorderPaymentSettled))]
    public async Task A_lost_answer_is_asked_for_again_and_the_effect_stays_one(string answer)
    {
        await using var payment = await CrossBorderScenario.Of(ExamplePayment.Good(), holding: answer);
        payment.Platform.Post.Drop(payment.Platform.Post.Held.Single());
        payment.Platform.Post.HoldNothing();

        await payment.FallsSilent();

        await payment.EndsSettled(10_850);
        payment.NothingWentWrong();
    }

    [Fact]
    public async Task Two_payments_at_once_cannot_overdraw_an_account()
    {
        var one = ExamplePayment.From("EUR-POOR") with { Amount = new Money(6_000, "EUR") };
        var other = ExamplePayment.From("EUR-POOR") with { Amount = new Money(6_000, "EUR") };
        await using var payment = await CrossBorderScenario.Of(one, holding: nameof(DebitPayer));
        await payment.Hears(other);
        payment.Platform.Post.Held.Count.ShouldBe(2);
        var held = payment.Platform.Post.Held.ToList();
        payment.Platform.Post.HoldNothing();

        await Task.WhenAll(held.Select(x => payment.Platform.Post.Deliver(x)));
        await payment.Platform.Quiet();

        string?[] ends = [await payment.Platform.StateOf(one.PaymentId), await payment.Platform.StateOf(other.PaymentId)];
        ends.ShouldBe([ProcessStates.Completed, ProcessStates.Cancelled], ignoreOrder: true);
        (await payment.Account("EUR-POOR")).BalanceMinor.ShouldBe(4_000);
        await CrossBorderLaws.Hold(payment);
    }

    [Fact]
    public async Task Thirty_payments_at_once_conserve_every_currency()
    {
        await using var first = await CrossBorderScenario.Of(ExamplePayment.Good());
        string[] payees = ["USD-1002", "USD-CLOSED", "USD-1003", "USD-UNSETTLED", "USD-1001"];
        var others = Enumerable.Range(0, 29).Select(x => ExamplePayment.To(payees[x % payees.Length])).ToList();

        await Task.WhenAll(others.Select(x => first.Platform.Sends(Queues.CrossBorderPayment, x)));
        await first.Platform.Quiet();

        foreach (var other in others)
            (await first.Platform.StateOf(other.PaymentId)).ShouldBe(
                other.Payee.Account is "USD-CLOSED" or "USD-UNSETTLED" ? ProcessStates.Cancelled : ProcessStates.Completed);
        first.NothingWentWrong();
        await CrossBorderLaws.Hold(first);
    }
}
