using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Orders;
using SagaPlatform.Participants.Ledger;
using SagaPlatform.Participants.Payments;

namespace SagaPlatform.Participants.Tests.Payments;

public sealed class PaymentsHandlerTests : IDisposable
{
    static readonly Guid Order = Guid.NewGuid();
    static readonly Guid Customer = Guid.NewGuid();

    readonly Shop _shop = new();

    public void Dispose() => _shop.Dispose();

    [Fact]
    public async Task A_charge_moves_the_amount_from_the_customer_to_the_merchant()
    {
        (await Charge("tok_visa")).ShouldBe(new PaymentCharged(Order, $"R-{Order:N}"));

        var entries = await Entries();
        LedgerLaws.SumsToZero(entries).ShouldBeTrue();
        entries.Select(x => (x.Account, x.AmountMinor, x.Currency)).ShouldBe(
            [($"customer:{Customer}", -1250, "EUR"), ("merchant:clearing", 1250, "EUR")], ignoreOrder: true);
        (await _shop.Row<Charge>(Order))!.Status.ShouldBe(ChargeStatus.Charged);
    }

    [Fact]
    public async Task A_charge_asked_for_twice_is_made_once_and_answered_alike()
    {
        var first = await Charge("tok_visa");
        (await Charge("tok_visa")).ShouldBe(first);

        (await Entries()).Count.ShouldBe(2);
    }

    [Fact]
    public async Task Two_processes_that_charge_at_once_charge_once()
    {
        using var one = await _shop.Begin(Command("tok_visa"));
        using var other = await _shop.Begin(Command("tok_visa"));

        (await one.Commit()).ShouldBeTrue();
        (await other.Commit()).ShouldBeFalse();
        (await Charge("tok_visa")).ShouldBe(one.Answer);
        (await Entries()).Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_refund_gives_back_what_was_charged_and_only_once()
    {
        await Charge("tok_visa");

        (await Refund()).ShouldBe(new PaymentRefunded(Order));
        (await Refund()).ShouldBe(new PaymentRefunded(Order));

        var entries = await Entries();
        entries.Count.ShouldBe(4);
        LedgerLaws.SumsToZero(entries).ShouldBeTrue();
        entries.GroupBy(x => x.Account).ShouldAllBe(x => x.Sum(entry => entry.AmountMinor) == 0);
        (await _shop.Row<Charge>(Order))!.Status.ShouldBe(ChargeStatus.Refunded);
    }

    [Fact]
    public async Task A_refund_that_comes_first_is_answered_and_the_late_charge_declined()
    {
        (await Refund()).ShouldBe(new PaymentRefunded(Order));
        (await Charge("tok_visa")).ShouldBe(new PaymentDeclined(Order, "was undone before it arrived"));

        (await Entries()).ShouldBeEmpty();
        (await _shop.Row<Charge>(Order)).ShouldBeNull();
    }

    [Fact]
    public async Task A_charge_that_comes_again_after_its_refund_takes_nothing()
    {
        await Charge("tok_visa");
        await Refund();

        (await Charge("tok_visa")).ShouldBeOfType<PaymentDeclined>();
        (await Entries()).Count.ShouldBe(4);
    }

    [Fact]
    public async Task A_declined_charge_moves_nothing_and_neither_does_its_refund()
    {
        (await Charge("tok_declined_42")).ShouldBe(new PaymentDeclined(Order, "insufficient funds"));
        (await Charge("tok_visa")).ShouldBe(new PaymentDeclined(Order, "insufficient funds"));
        (await Refund()).ShouldBe(new PaymentRefunded(Order));

        (await Entries()).ShouldBeEmpty();
        (await _shop.Row<Charge>(Order))!.Status.ShouldBe(ChargeStatus.Declined);
    }

    [Fact]
    public async Task A_silent_token_is_charged_once_never_answered_and_refunded_in_full()
    {
        (await Charge("tok_silent_1")).ShouldBeNull();
        (await Charge("tok_silent_1")).ShouldBeNull();
        (await Entries()).Count.ShouldBe(2);

        (await Refund()).ShouldBe(new PaymentRefunded(Order));
        (await Entries()).GroupBy(x => x.Account).ShouldAllBe(x => x.Sum(entry => entry.AmountMinor) == 0);
    }

    [Fact]
    public async Task A_token_that_loses_the_command_is_neither_charged_nor_answered()
    {
        (await Charge("tok_silent_nocharge_1")).ShouldBeNull();
        (await Charge("tok_silent_nocharge_1")).ShouldBeNull();

        (await Entries()).ShouldBeEmpty();
        (await Refund()).ShouldBe(new PaymentRefunded(Order));
        (await Entries()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_token_that_breaks_the_provider_fails_every_time_and_can_still_be_called_off()
    {
        for (var i = 0; i < 2; i++)
            await Should.ThrowAsync<InvalidOperationException>(() => Charge("tok_fails"));
        (await Entries()).ShouldBeEmpty();

        (await Refund()).ShouldBe(new PaymentRefunded(Order));
        (await Charge("tok_fails")).ShouldBeOfType<PaymentDeclined>();
    }

    public static TheoryData<Money?, string?, string> BadCharges => new()
    {
        { null, "tok", "Amount is missing" },
        { new Money(0, "EUR"), "tok", "Amount.AmountMinor is 0, allowed is 1 to 100000000000" },
        { new Money(-5, "EUR"), "tok", "Amount.AmountMinor is -5, allowed is 1 to 100000000000" },
        { new Money(long.MaxValue, "EUR"), "tok", "Amount.AmountMinor is 9223372036854775807, allowed is 1 to 100000000000" },
        { new Money(1, "eur"), "tok", "Amount.Currency must be three capital letters (ISO 4217)" },
        { new Money(1, "EURO"), "tok", "Amount.Currency must be three capital letters (ISO 4217)" },
        { new Money(1, null!), "tok", "Amount.Currency must be three capital letters (ISO 4217)" },
        { new Money(1, "EUR"), null, "PaymentToken is missing" },
        { new Money(1, "EUR"), new string('t', 129), "PaymentToken has 129 characters, at most 128 are allowed" },
        { new Money(1, "EUR"), "4242 4242 4242 4242", "PaymentToken must be the provider's token, not a card number" },
    };

    [Theory]
    [MemberData(nameof(BadCharges))]
    public async Task A_charge_that_makes_no_sense_is_declined_by_name_and_moves_nothing(Money? amount, string? token, string reason)
    {
        (await _shop.Ask(new ChargePayment(Order, Customer, amount!, token!))).ShouldBe(new PaymentDeclined(Order, reason));

        (await Entries()).ShouldBeEmpty();
        (await _shop.Row<Charge>(Order)).ShouldBeNull();
    }

    [Fact]
    public async Task A_charge_without_a_customer_is_declined() =>
        (await _shop.Ask(new ChargePayment(Order, Guid.Empty, new Money(1, "EUR"), "tok")))
            .ShouldBe(new PaymentDeclined(Order, "CustomerId is missing"));

    Task<object?> Charge(string token) => _shop.Ask(Command(token));

    Task<object?> Refund() => _shop.Ask(new RefundPayment(Order));

    static ChargePayment Command(string token) => new(Order, Customer, new Money(1250, "EUR"), token);

    Task<IReadOnlyList<LedgerEntry>> Entries() =>
        _shop.Rows<LedgerEntry>(Enumerable.Range(1, 8).Select(x => (object)$"{Order}/{x}"));
}
