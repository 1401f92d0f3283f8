using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Payments;
using SagaPlatform.Core.Persistence;
using SagaPlatform.Participants.ExchangeRates;

namespace SagaPlatform.Payments.Tests.CrossBorderPayment;

/// <summary>A rate is good for a while: a yes in time fixes it, a yes too late is offered a new one.</summary>
public sealed class QuoteTests
{
    static readonly TimeSpan Validity = TimeSpan.FromMinutes(10);

    [Fact]
    public async Task The_payer_is_shown_a_quote_and_no_money_moves_before_their_yes()
    {
        await using var payment = await CrossBorderScenario.Of(ExamplePayment.Asking());

        await payment.IsIn("AgreeRate");
        var ready = payment.Platform.Published<CrossBorderQuoteReady>().Single().As<CrossBorderQuoteReady>();
        (ready.Round, ready.Amount, ready.Payout).ShouldBe((1, new Money(10_000, "EUR"), new Money(10_850, "USD")));
        ready.ValidUntil.ShouldBe(payment.Platform.Time.GetUtcNow() + Validity);
        payment.Asked<DebitPayer>(Queues.Ledger, times: 0);

        await payment.Confirms(1);
        await payment.EndsSettled(10_850);
    }

    [Fact]
    public async Task A_quote_that_is_good_enough_is_taken_without_asking_and_one_that_is_not_is_shown()
    {
        await using var good = await CrossBorderScenario.Of(ExamplePayment.Good() with { PayoutMinorMin = 10_850 });
        good.Announced<CrossBorderQuoteReady>(times: 0);
        await good.EndsSettled(10_850);

        await using var poor = await CrossBorderScenario.Of(ExamplePayment.Good() with { PayoutMinorMin = 10_851 });
        poor.Announced<CrossBorderQuoteReady>();
        await poor.IsIn("AgreeRate");
    }

    [Fact]
    public async Task A_yes_that_comes_after_the_quote_expired_is_refused_and_a_new_quote_is_offered_at_the_new_rate()
    {
        await using var payment = await CrossBorderScenario.Of(ExamplePayment.Asking());
        await RateBecomes(payment, 2, 1);
        payment.Platform.Time.AdvanceTo(payment.Platform.Time.GetUtcNow() + Validity);

        await payment.Confirms(1);

        await payment.IsIn("AgreeRate");
        payment.Asked<DebitPayer>(Queues.Ledger, times: 0);
        var offers = payment.Platform.Published<CrossBorderQuoteReady>();
        offers.Count.ShouldBe(2);
        offers[1].As<CrossBorderQuoteReady>().Payout.ShouldBe(new Money(20_000, "USD"));

        await payment.Confirms(1); // what they saw first is not what they would get
        await payment.IsIn("AgreeRate");
        await payment.Confirms(2);
        await payment.EndsSettled(20_000);
    }

    [Fact]
    public async Task A_yes_a_moment_before_the_quote_expires_fixes_its_rate_whatever_the_rate_is_then()
    {
        await using var payment = await CrossBorderScenario.Of(ExamplePayment.Asking(), holding: nameof(QuoteAccepted));
        payment.Platform.Time.AdvanceTo(payment.Platform.Time.GetUtcNow() + Validity - TimeSpan.FromTicks(10));
        await payment.Confirms(1);
        await RateBecomes(payment, 2, 1);

        payment.Platform.Post.HoldNothing();
        payment.Platform.Time.AdvanceTo(payment.Platform.Time.GetUtcNow() + TimeSpan.FromTicks(5));
        await payment.Platform.Post.Deliver(payment.Platform.Post.Held.Single());
        await payment.Platform.Quiet();

        await payment.EndsSettled(10_850);
    }

    [Fact]
    public async Task A_payer_who_confirms_nothing_is_offered_three_quotes_and_then_the_payment_is_cancelled()
    {
        await using var payment = await CrossBorderScenario.Of(ExamplePayment.Asking());

        await payment.FallsSilent(times: 2);
        payment.Announced<CrossBorderQuoteReady>(times: 3);
        (await payment.State()).QuoteRound.ShouldBe(3);
        await payment.FallsSilent();

        await payment.EndsWithNothingMoved();
        (await payment.State()).Ledger.Reason.ShouldBe("The payer did not confirm any quote.");
        payment.Asked<DebitPayer>(Queues.Ledger, times: 0);
    }

    [Fact]
    public async Task A_payer_who_says_yes_twice_pays_once()
    {
        await using var payment = await CrossBorderScenario.Of(ExamplePayment.Asking());

        await payment.Confirms(1);
        await payment.Confirms(1);

        await payment.EndsSettled(10_850);
        payment.Asked<DebitPayer>(Queues.Ledger);
        payment.NothingWentWrong();
    }

    [Fact]
    public async Task A_payer_who_cancels_instead_pays_nothing()
    {
        await using var payment = await CrossBorderScenario.Of(ExamplePayment.Asking());

        await payment.Cancels();
        await payment.EndsWithNothingMoved();

        await payment.Confirms(1);
        await payment.EndsWithNothingMoved();
        payment.Asked<DebitPayer>(Queues.Ledger, times: 0);
        payment.NothingWentWrong();
    }

    static async Task RateBecomes(CrossBorderScenario payment, long numerator, long denominator)
    {
        var unit = new UnitOfWork();
        unit.Rows.Add(new RowChange(new ExchangeRate
        {
            Id = "EUR/USD/2", FromCurrency = "EUR", ToCurrency = "USD", Numerator = numerator, Denominator = denominator, Source = "the market",
            ValidFrom = payment.Platform.Time.GetUtcNow(),
        }, 0));
        (await payment.Platform.Store.Commit(unit, CancellationToken.None)).ShouldBe(CommitOutcome.Committed);
    }
}
