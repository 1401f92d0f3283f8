using FluentValidation;
using SagaPlatform.Contracts.Payments;
using SagaPlatform.Core.Validation;

namespace SagaPlatform.Payments.RoutedPayment;

/// <summary>What a payment must look like, by HTTP and by message alike.</summary>
public sealed class RequestPaymentValidator : CommandValidator<RequestPayment>
{
    /// <summary>The rules.</summary>
    public RequestPaymentValidator()
    {
        RuleFor(x => x.PaymentId).NotEmpty();
        RuleFor(x => x.PayerToken).NotEmpty().MaximumLength(128);
        RuleFor(x => x.Last4).NotEmpty().Matches("^[0-9]{4}$").WithMessage("'{PropertyName}' must be the last four digits of the card.");
        RuleFor(x => x.PayeeAccount).NotEmpty().MaximumLength(64);
        RuleFor(x => x.Amount).NotNull().SetValidator(new MoneyValidator());
        RuleFor(x => x.SettlementCurrency).CurrencyCode();
        RuleFor(x => x.Region).CountryCode();
    }
}

/// <summary>What a change of mind must look like.</summary>
public sealed class CancelPaymentValidator : CommandValidator<CancelPayment>
{
    /// <summary>The rules.</summary>
    public CancelPaymentValidator()
    {
        RuleFor(x => x.PaymentId).NotEmpty();
        RuleFor(x => x.Reason).NotEmpty().MaximumLength(256);
    }
}

/// <summary>What a person's ruling must look like.</summary>
public sealed class RulePaymentValidator : CommandValidator<RulePayment>
{
    /// <summary>The rules.</summary>
    public RulePaymentValidator()
    {
        RuleFor(x => x.PaymentId).NotEmpty();
        RuleFor(x => x.Step).NotEmpty().MaximumLength(64);
        RuleFor(x => x.Ruling).IsInEnum();
        RuleFor(x => x.DecidedBy).NotEmpty().MaximumLength(128);
        RuleFor(x => x.Gateway).MaximumLength(64);
    }
}
