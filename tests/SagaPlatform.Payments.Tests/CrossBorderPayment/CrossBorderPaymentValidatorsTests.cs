using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Payments;
using SagaPlatform.Payments.CrossBorderPayment;

namespace SagaPlatform.Payments.Tests.CrossBorderPayment;

public sealed class CrossBorderPaymentValidatorsTests
{
    static readonly StartCrossBorderPaymentValidator Starting = new();

    [Fact]
    public void A_good_payment_passes()
    {
        Wrong(ExamplePayment.Good()).ShouldBeEmpty();
        Wrong(ExamplePayment.Asking()).ShouldBeEmpty();
    }

    [Fact]
    public void A_payment_at_every_limit_passes_and_one_over_it_does_not()
    {
        var good = ExamplePayment.Good();
        var limit = good with
        {
            Payer = new PaymentParty(new string('a', 64), new string('n', 128), "DE"),
            Payee = new PaymentParty(new string('b', 64), new string('n', 128), "US"),
            Purpose = new string('p', 140),
            Amount = new Money(StartCrossBorderPaymentValidator.AmountMinorMax, "EUR"),
            PayoutMinorMin = long.MaxValue,
        };
        Wrong(limit).ShouldBeEmpty();

        Wrong(good with { Payer = new PaymentParty(new string('a', 65), new string('n', 129), "DEU") }).ShouldBe(["Payer.Account", "Payer.Name", "Payer.Country"]);
        Wrong(good with { Payee = new PaymentParty(new string('a', 65), new string('n', 129), "us") }).ShouldBe(["Payee.Account", "Payee.Name", "Payee.Country"]);
        Wrong(good with { Purpose = new string('p', 141) }).ShouldBe(["Purpose"]);
        Wrong(good with { Amount = new Money(StartCrossBorderPaymentValidator.AmountMinorMax + 1, "EUR") }).ShouldBe(["Amount"]);
        Wrong(good with { Amount = new Money(0, "EUR") }).ShouldBe(["Amount.AmountMinor"]);
        Wrong(good with { PayoutMinorMin = 0 }).ShouldBe(["PayoutMinorMin"]);
    }

    [Fact]
    public void What_a_foreign_program_leaves_out_is_named_and_breaks_nothing() =>
        Wrong(new StartCrossBorderPayment(default, null!, null!, null!, null!, null!))
            .ShouldBe(["PaymentId", "Payer", "Payee", "Amount", "PayoutCurrency", "Purpose"]);

    [Fact]
    public void It_crosses_currencies_and_accounts()
    {
        var good = ExamplePayment.Good();
        Wrong(good with { PayoutCurrency = "EUR" }).ShouldBe(["PayoutCurrency"]);
        Wrong(good with { PayoutCurrency = "usd" }).ShouldBe(["PayoutCurrency"]);
        Wrong(good with { Payee = good.Payee with { Account = good.Payer.Account } }).ShouldBe(["Payee"]);
    }

    [Fact]
    public void A_card_number_is_no_account() =>
        Wrong(ExamplePayment.From("4111 1111 1111 1111")).ShouldBe(["Payer.Account"]);

    [Fact]
    public void A_yes_names_a_quote()
    {
        Fields(new ConfirmQuoteValidator().Validate(new ConfirmQuote(Guid.NewGuid(), 1))).ShouldBeEmpty();
        Fields(new ConfirmQuoteValidator().Validate(new ConfirmQuote(Guid.Empty, 0))).ShouldBe(["PaymentId", "Round"]);
        Fields(new ConfirmQuoteValidator().Validate(new ConfirmQuote(Guid.NewGuid(), 1_001))).ShouldBe(["Round"]);
    }

    [Fact]
    public void A_cancellation_says_which_payment_and_why()
    {
        Fields(new CancelCrossBorderPaymentValidator().Validate(new CancelCrossBorderPayment(Guid.NewGuid(), new string('r', 256)))).ShouldBeEmpty();
        Fields(new CancelCrossBorderPaymentValidator().Validate(new CancelCrossBorderPayment(Guid.Empty, ""))).ShouldBe(["PaymentId", "Reason"]);
    }

    [Fact]
    public void A_ruling_says_which_question_what_was_found_and_by_whom()
    {
        Fields(new RuleCrossBorderPaymentValidator().Validate(new RuleCrossBorderPayment(Guid.NewGuid(), "Settle", Ruling.Done, "me"))).ShouldBeEmpty();
        Fields(new RuleCrossBorderPaymentValidator().Validate(new RuleCrossBorderPayment(Guid.Empty, "", (Ruling)7, "")))
            .ShouldBe(["PaymentId", "Step", "Ruling", "DecidedBy"]);
    }

    static IReadOnlyList<string> Wrong(StartCrossBorderPayment payment) => Fields(Starting.Validate(payment));

    static IReadOnlyList<string> Fields(FluentValidation.Results.ValidationResult result) =>
        [.. result.Errors.Select(x => x.PropertyName).Distinct(StringComparer.Ordinal)];
}
