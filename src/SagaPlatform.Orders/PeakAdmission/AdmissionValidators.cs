using FluentValidation;
using SagaPlatform.Contracts.Orders;
using SagaPlatform.Core.Validation;
using SagaPlatform.Orders.Fulfilment;

namespace SagaPlatform.Orders.PeakAdmission;

/// <summary>An order that asks to be let in must look like one that is placed.</summary>
public sealed class AdmitOrderValidator : CommandValidator<AdmitOrder>
{
    /// <summary>The rules.</summary>
    public AdmitOrderValidator()
    {
        var order = new PlaceOrderValidator();
        RuleFor(x => x).Custom((x, context) =>
        {
            foreach (var failure in order.Validate(new PlaceOrder(
                x.OrderId, x.CustomerId, x.CustomerEmail, x.Lines, x.Total, x.PaymentToken, x.DeliverTo)).Errors)
                context.AddFailure(failure);
        });
    }
}

/// <summary>What a customer's change of mind must look like.</summary>
public sealed class CancelAdmissionValidator : CommandValidator<CancelAdmission>
{
    /// <summary>The rules.</summary>
    public CancelAdmissionValidator()
    {
        RuleFor(x => x.OrderId).NotEmpty();
        RuleFor(x => x.Reason).NotEmpty().MaximumLength(256);
    }
}

/// <summary>What a person's ruling must look like.</summary>
public sealed class RuleAdmissionValidator : CommandValidator<RuleAdmission>
{
    /// <summary>The rules.</summary>
    public RuleAdmissionValidator()
    {
        RuleFor(x => x.OrderId).NotEmpty();
        RuleFor(x => x.Step).NotEmpty().MaximumLength(64);
        RuleFor(x => x.Ruling).IsInEnum();
        RuleFor(x => x.DecidedBy).NotEmpty().MaximumLength(128);
    }
}
