using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Payments;
using SagaPlatform.Core.Participants;
using SagaPlatform.Participants.Exchange;
using SagaPlatform.Participants.Ledger;

namespace SagaPlatform.Participants.Tests.Exchange;

/// <summary>A quote is told again while it is valid, a conversion happens once, and silence may have done something.</summary>
public sealed class ExchangeHandlersTests : IAsyncLifetime
{
    static readonly Guid Payment = Guid.NewGuid();

    readonly Shop _shop = new();

    public Task InitializeAsync() => _shop.SeedTestData();

    public Task DisposeAsync()
    {
        _shop.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task A_quote_is_told_again_while_it_is_valid_and_followed_by_the_next_one_afterwards()
    {
        var first = (await Quote(10_000)).ShouldBeOfType<QuoteOffered>();
        (first.Round, first.Payout, first.ValidUntil).ShouldBe((1, new Money(10_850, "USD"), _shop.Now.AddMinutes(10)));
        (await Quote(10_000)).ShouldBe(first);

        _shop.LetTimePass(TimeSpan.FromMinutes(10));

        (await Accept(round: 1)).ShouldBe(new QuoteExpired(Payment, 1));
        (await Quote(10_000)).ShouldBeOfType<QuoteOffered>().Round.ShouldBe(2);
        (await Accept(round: 2)).ShouldBe(new QuoteAccepted(Payment, 2, new Money(10_850, "USD")));
        (await Accept(round: 2)).ShouldBe(new QuoteAccepted(Payment, 2, new Money(10_850, "USD")));
    }

    [Theory]
    [InlineData(0, "EUR", "USD", "Amount.AmountMinor is 0, allowed is 1 to 100000000000000")]
    [InlineData(10_000, "EUR", "", "PayoutCurrency is missing")]
    [InlineData(10_000, "EUR", "XTS", "there is no rate from EUR to XTS")]
    [InlineData(1, "KRW", "USD", "1 KRW are worth nothing in USD")]
    public async Task What_cannot_be_quoted_is_refused_with_its_reason(long amount, string currency, string payout, string reason)
    {
        (await _shop.Ask(new RequestQuote(Payment, new Money(amount, currency), payout))).ShouldBe(new QuoteUnavailable(Payment, reason));
        (await _shop.All<FxQuote>()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Money_is_converted_once_and_back_once_at_the_same_rate()
    {
        await OnItsWay(10_000);

        var first = await Convert();
        first.ShouldBe(new FundsConverted(Payment, new Money(10_850, "USD")));
        (await Convert()).ShouldBe(first);
        (await Position("USD")).ShouldBe(-10_850);

        (await Reverse()).ShouldBe(new ConversionReversed(Payment));
        (await Reverse()).ShouldBe(new ConversionReversed(Payment));
        (await Position("USD")).ShouldBe(0);
        (await Convert()).ShouldBe(new FundsConversionRefused(Payment, Engagements.UndoneFirst));
        await TheLawsHold();
    }

    [Fact]
    public async Task A_reversal_that_comes_first_is_answered_and_the_late_conversion_refused()
    {
        await OnItsWay(10_000);

        (await Reverse()).ShouldBe(new ConversionReversed(Payment));
        (await Convert()).ShouldBe(new FundsConversionRefused(Payment, Engagements.UndoneFirst));
        (await Position("USD")).ShouldBe(0);
        await TheLawsHold();
    }

    [Theory]
    [InlineData(99_999_901, 1)]
    [InlineData(99_999_902, 0)]
    public async Task A_silent_request_may_have_made_a_quote(long amount, int quotes)
    {
        (await Quote(amount)).ShouldBeNull();
        (await Quote(amount)).ShouldBeNull();
        (await _shop.All<FxQuote>()).Count.ShouldBe(quotes);
    }

    [Fact]
    public async Task A_silent_yes_has_fixed_the_rate()
    {
        await Quote(99_999_903);

        (await Accept(round: 1)).ShouldBeNull();
        (await Accept(round: 1)).ShouldBeNull();

        (await _shop.Row<FxQuote>(Payment))!.Status.ShouldBe(FxQuoteStatus.Accepted);
    }

    [Theory]
    [InlineData(99_999_904, -108_499_896)]
    [InlineData(99_999_905, 0)]
    public async Task A_silent_conversion_may_have_converted_and_is_undone_all_the_same(long amount, long position)
    {
        await OnItsWay(amount);

        (await Convert()).ShouldBeNull();
        (await Convert()).ShouldBeNull();
        (await Position("USD")).ShouldBe(position);

        (await Reverse()).ShouldBe(new ConversionReversed(Payment));
        (await Position("USD")).ShouldBe(0);
        await TheLawsHold();
    }

    async Task OnItsWay(long amount)
    {
        (await Quote(amount)).ShouldBeOfType<QuoteOffered>();
        (await Accept(round: 1)).ShouldBeOfType<QuoteAccepted>();
        (await _shop.Ask(new DebitPayer(Payment, "EUR-1001", new Money(amount, "EUR")))).ShouldBe(new PayerDebited(Payment));
    }

    Task<object?> Quote(long amount) => _shop.Ask(new RequestQuote(Payment, new Money(amount, "EUR"), "USD"));

    Task<object?> Accept(int round) => _shop.Ask(new AcceptQuote(Payment, round));

    Task<object?> Convert() => _shop.Ask(new ConvertFunds(Payment));

    Task<object?> Reverse() => _shop.Ask(new ReverseConversion(Payment));

    async Task<long> Position(string currency) =>
        (await _shop.All<LedgerEntry>()).Where(x => x.Account == Accounts.Position(currency)).Sum(x => x.AmountMinor);

    async Task TheLawsHold()
    {
        var entries = await _shop.All<LedgerEntry>();
        LedgerLaws.SumsToZero(entries).ShouldBeTrue();
        LedgerLaws.BalancesEqualEntries([.. await _shop.All<LedgerAccount>()], entries).ShouldBeTrue();
    }
}
