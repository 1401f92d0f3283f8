using FluentValidation;
using SagaPlatform.Contracts.Payments;
using SagaPlatform.Core.Validation;

namespace SagaPlatform.Payments.CrossBorderPayment;

/// <summary>What a cross-border payment must look like, by HTTP and by message alike.</summary>
public sealed class StartCrossBorderPaymentValidator : CommandValidator<StartCrossBorderPayment>
{
    /// <summary>The largest amount, in minor units: so that every known rate leaves it within 63 bits.</summary>
    public const long AmountMinorMax = 100_000_000_000_000;

    /// <summary>The rules.</summary>
    public StartCrossBorderPaymentValidator()
    {
        RuleFor(x => x.PaymentId).NotEmpty();
        RuleFor(x => x.Payer).NotNull().SetValidator(new PaymentPartyValidator());
        RuleFor(x => x.Payee).NotNull().SetValidator(new PaymentPartyValidator())
            .Must((x, payee) => payee == null || x.Payer == null || payee.Account != x.Payer.Account)
            .WithMessage("'{PropertyName}' must have another account than the payer.");
        RuleFor(x => x.Amount).NotNull().SetValidator(new MoneyValidator())
            .Must(x => x == null || x.AmountMinor <= AmountMinorMax).WithMessage($"'{{PropertyName}}' must be at most {AmountMinorMax} minor units.");
        RuleFor(x => x.PayoutCurrency).CurrencyCode()
            .Must((x, payout) => payout == null || payout != x.Amount?.Currency)
            .WithMessage("'{PropertyName}' must be another currency than that of the amount.");
        RuleFor(x => x.Purpose).NotEmpty().MaximumLength(140);
        RuleFor(x => x.PayoutMinorMin).GreaterThan(0);
    }
}

/// <summary>What the payer's yes must look like.</summary>
public sealed class ConfirmQuoteValidator : CommandValidator<ConfirmQuote>
{
    /// <summary>The rules.</summary>
    public ConfirmQuoteValidator()
    {
        RuleFor(x => x.PaymentId).NotEmpty();
        RuleFor(x => x.Round).InclusiveBetween(1, 1_000);
    }
}

/// <summary>What the payer's change of mind must look like.</summary>
public sealed class CancelCrossBorderPaymentValidator : CommandValidator<CancelCrossBorderPayment>
{
    /// <summary>The rules.</summary>
    public CancelCrossBorderPaymentValidator()
    {
        RuleFor(x => x.PaymentId).NotEmpty();
        RuleFor(x => x.Reason).NotEmpty().MaximumLength(256);
    }
}

/// <summary>What a person's ruling must look like.</summary>
public sealed class RuleCrossBorderPaymentValidator : CommandValidator<RuleCrossBorderPayment>
{
    /// <summary>The rules.</summary>
    public RuleCrossBorderPaymentValidator()
    {
        RuleFor(x => x.PaymentId).NotEmpty();
        RuleFor(x => x.Step).NotEmpty().MaximumLength(64);
        RuleFor(x => x.Ruling).IsInEnum();
        RuleFor(x => x.DecidedBy).NotEmpty().MaximumLength(128);
    }
}

sealed class PaymentPartyValidator : AbstractValidator<PaymentParty>
{
    public PaymentPartyValidator()
    {
        RuleFor(x => x.Account).NotEmpty().MaximumLength(64);
        RuleFor(x => x.Name).NotEmpty().MaximumLength(128);
        RuleFor(x => x.Country).CountryCode();
    }
}
