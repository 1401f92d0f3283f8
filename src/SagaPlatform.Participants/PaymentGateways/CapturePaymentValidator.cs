using FluentValidation;
using SagaPlatform.Contracts.Payments;
using SagaPlatform.Core.Validation;

namespace SagaPlatform.Participants.PaymentGateways;

/// <summary>What a gateway may be asked for. Its table is where a card number must never come to lie, whoever sends the command.</summary>
public sealed class CapturePaymentValidator : CommandValidator<CapturePayment>
{
    /// <summary>The rules.</summary>
    public CapturePaymentValidator()
    {
        RuleFor(x => x.PaymentId).NotEmpty();
        RuleFor(x => x.Gateway).NotEmpty().MaximumLength(64);
        RuleFor(x => x.PayerToken).NotEmpty().MaximumLength(128);
        RuleFor(x => x.Last4).NotEmpty().Matches("^[0-9]{4}$").WithMessage("'{PropertyName}' must be the last four digits of the card.");
        RuleFor(x => x.PayeeAccount).NotEmpty().MaximumLength(64);
        RuleFor(x => x.Amount).NotNull().SetValidator(new MoneyValidator());
        RuleFor(x => x.Settlement).NotNull().SetValidator(new MoneyValidator());
    }
}
