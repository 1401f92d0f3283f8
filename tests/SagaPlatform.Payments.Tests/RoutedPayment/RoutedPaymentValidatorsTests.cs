using System.Reflection;
using FluentValidation;
using FluentValidation.Results;
using Microsoft.Extensions.DependencyInjection;
using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Payments;
using SagaPlatform.Payments.Refund;
using SagaPlatform.Payments.RoutedPayment;

namespace SagaPlatform.Payments.Tests.RoutedPayment;

public sealed class RoutedPaymentValidatorsTests
{
    static readonly RequestPaymentValidator Requesting = new();

    [Fact]
    public void A_good_payment_passes() => Wrong(ExamplePayment.Good()).ShouldBeEmpty();

    [Fact]
    public void A_payment_at_every_limit_passes_and_one_over_it_does_not()
    {
        var good = ExamplePayment.Good();
        Wrong(good with { PayerToken = new string('t', 128), PayeeAccount = new string('p', 64), Amount = new Money(long.MaxValue, "EUR") }).ShouldBeEmpty();
        Wrong(good with { PayerToken = new string('t', 129), PayeeAccount = new string('p', 65) }).ShouldBe(["PayerToken", "PayeeAccount"]);
        Wrong(good with { Amount = new Money(0, "EUR") }).ShouldBe(["Amount.AmountMinor"]);
    }

    [Theory]
    [InlineData("424")]
    [InlineData("42424")]
    [InlineData("424x")]
    [InlineData("٤٢٤٢")]
    [InlineData("")]
    public void The_last_four_digits_are_four_digits(string last4) => Wrong(ExamplePayment.Good() with { Last4 = last4 }).ShouldBe(["Last4"]);

    [Fact]
    public void What_a_foreign_program_leaves_out_is_named_and_breaks_nothing() =>
        Wrong(new RequestPayment(default, null!, null!, null!, null!, null!, null!))
            .ShouldBe(["PaymentId", "PayerToken", "Last4", "PayeeAccount", "Amount", "SettlementCurrency", "Region"]);

    public static TheoryData<string> Commands => new(
        nameof(RequestPayment), nameof(CancelPayment), nameof(RulePayment), nameof(RequestRefund), nameof(CancelRefund), nameof(RuleRefund));

    /// <summary>Whatever texts a command has, and whichever of them is misused.</summary>
    [Theory]
    [MemberData(nameof(Commands))]
    public void A_card_number_is_refused_in_every_text_of_every_command(string name)
    {
        var commands = new Dictionary<string, (object Good, IValidator Validator)>
        {
            [nameof(RequestPayment)] = (ExamplePayment.Good(), Requesting),
            [nameof(CancelPayment)] = (new CancelPayment(Guid.NewGuid(), "x"), new CancelPaymentValidator()),
            [nameof(RulePayment)] = (new RulePayment(Guid.NewGuid(), "Capture", Ruling.Done, "me", "north"), new RulePaymentValidator()),
            [nameof(RequestRefund)] = (new RequestRefund(Guid.NewGuid(), Guid.NewGuid(), new Money(1, "EUR"), "a@b.example", "x"), new RequestRefundValidator()),
            [nameof(CancelRefund)] = (new CancelRefund(Guid.NewGuid(), "x"), new CancelRefundValidator()),
            [nameof(RuleRefund)] = (new RuleRefund(Guid.NewGuid(), "Execute", Ruling.Done, "me"), new RuleRefundValidator()),
        };
        var (good, validator) = commands[name];
        Check(validator, good).ShouldBeEmpty();

        foreach (var text in good.GetType().GetProperties().Where(x => x.PropertyType == typeof(string)))
            foreach (var card in (string[])["4111111111111111", "4111 1111 1111 1111", "my card is 4111-1111-1111-1111, thanks"])
                Check(validator, Misused(good, text, card)).ShouldContain(text.Name, $"{card} in {text.Name}");
    }

    [Fact]
    public void Every_command_from_outside_has_a_validator()
    {
        var services = new ServiceCollection().AddPayments(new Microsoft.Extensions.Configuration.ConfigurationBuilder().Build());
        foreach (var conversation in (Conversation[])[Conversations.RoutedPayment, Conversations.Refund])
            foreach (var command in conversation.Messages.Where(x => x.Queue == conversation.Queue))
                services.ShouldContain(x => x.ServiceType == typeof(IValidator<>).MakeGenericType(command.Type), command.Type.Name);
    }

    static object Misused(object good, PropertyInfo text, string value)
    {
        var copy = good.GetType().GetMethod("<Clone>$")!.Invoke(good, null)!;
        text.SetValue(copy, value);
        return copy;
    }

    static IReadOnlyList<string> Wrong(RequestPayment payment) => Fields(Requesting.Validate(payment));

    static IReadOnlyList<string> Check(IValidator validator, object command) => Fields(validator.Validate(new ValidationContext<object>(command)));

    static IReadOnlyList<string> Fields(ValidationResult result) => [.. result.Errors.Select(x => x.PropertyName).Distinct(StringComparer.Ordinal)];
}
