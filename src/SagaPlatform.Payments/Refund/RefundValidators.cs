using FluentValidation;
using SagaPlatform.Contracts.Payments;
using SagaPlatform.Core.Validation;

namespace SagaPlatform.Payments.Refund;

/// <summary>What a refund must look like, by HTTP and by message alike.</summary>
public sealed class RequestRefundValidator : CommandValidator<RequestRefund>
{
    /// <summary>The rules.</summary>
    public RequestRefundValidator()
    {
        RuleFor(x => x.RefundId).NotEmpty();
        RuleFor(x => x.PaymentId).NotEmpty();
        RuleFor(x => x.Amount).NotNull().SetValidator(new MoneyValidator());
        RuleFor(x => x.PayerEmail).NotEmpty().MaximumLength(254).EmailAddress();
        RuleFor(x => x.Reason).NotEmpty().MaximumLength(256);
    }
}

/// <summary>What a change of mind must look like.</summary>
public sealed class CancelRefundValidator : CommandValidator<CancelRefund>
{
    /// <summary>The rules.</summary>
    public CancelRefundValidator()
    {
        RuleFor(x => x.RefundId).NotEmpty();
        RuleFor(x => x.Reason).NotEmpty().MaximumLength(256);
    }
}

/// <summary>What a person's ruling must look like.</summary>
public sealed class RuleRefundValidator : CommandValidator<RuleRefund>
{
    /// <summary>The rules.</summary>
    public RuleRefundValidator()
    {
        RuleFor(x => x.RefundId).NotEmpty();
        RuleFor(x => x.Step).NotEmpty().MaximumLength(64);
        RuleFor(x => x.Ruling).IsInEnum();
        RuleFor(x => x.DecidedBy).NotEmpty().MaximumLength(128);
    }
}
