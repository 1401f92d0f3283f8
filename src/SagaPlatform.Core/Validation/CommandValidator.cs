using FluentValidation;
using FluentValidation.Results;
using SagaPlatform.Contracts;

namespace SagaPlatform.Core.Validation;

/// <summary>
/// The rules of a command that comes from outside, by HTTP or by message. Besides its own rules it refuses card numbers in
/// every text of the command, so that no saga has to remember to (PCI DSS 3.4: what never comes in is never stored or logged).
/// </summary>
/// <typeparam name="TCommand">The command.</typeparam>
public abstract class CommandValidator<TCommand> : AbstractValidator<TCommand> where TCommand : class
{
    /// <summary>Refuses card numbers; the derived rules come after it.</summary>
    protected CommandValidator() => RuleFor(x => x).Custom((command, context) =>
    {
        foreach (var (field, text) in TextFields.Of(command))
            if (CardNumber.AppearsIn(text))
                context.AddFailure(new ValidationFailure(field, $"'{field}' must not hold a card number. Send the payment provider's token.")
                {
                    ErrorCode = CardNumber.ErrorCode,
                });
    });
}

/// <summary>An amount of money: more than nothing, of a currency.</summary>
public sealed class MoneyValidator : AbstractValidator<Money>
{
    /// <summary>The rules.</summary>
    public MoneyValidator()
    {
        RuleFor(x => x.AmountMinor).GreaterThan(0);
        RuleFor(x => x.Currency).CurrencyCode();
    }
}

/// <summary>Rules that commands of every family share.</summary>
public static class SharedRules
{
    /// <summary>Three capital letters.</summary>
    public static IRuleBuilderOptions<T, string> CurrencyCode<T>(this IRuleBuilder<T, string> rule) => rule
        .NotEmpty().Matches("^[A-Z]{3}$").WithMessage("'{PropertyName}' must be an ISO 4217 code, three capital letters.");

    /// <summary>Two capital letters.</summary>
    public static IRuleBuilderOptions<T, string> CountryCode<T>(this IRuleBuilder<T, string> rule) => rule
        .NotEmpty().Matches("^[A-Z]{2}$").WithMessage("'{PropertyName}' must be an ISO 3166-1 code, two capital letters.");
}
