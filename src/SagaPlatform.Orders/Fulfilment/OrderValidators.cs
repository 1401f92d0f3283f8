using FluentValidation;
using SagaPlatform.Contracts.Orders;
using SagaPlatform.Core.Validation;

namespace SagaPlatform.Orders.Fulfilment;

/// <summary>What an order must look like, by HTTP and by message alike.</summary>
public sealed class PlaceOrderValidator : CommandValidator<PlaceOrder>
{
    /// <summary>Lines of one order at most.</summary>
    public const int LinesMax = 100;

    /// <summary>Pieces of one article at most.</summary>
    public const int QuantityMax = 10_000;

    /// <summary>The rules.</summary>
    public PlaceOrderValidator()
    {
        RuleFor(x => x.OrderId).NotEmpty();
        RuleFor(x => x.CustomerId).NotEmpty();
        RuleFor(x => x.CustomerEmail).NotEmpty().MaximumLength(254).EmailAddress();
        RuleFor(x => x.PaymentToken).NotEmpty().MaximumLength(128);
        RuleFor(x => x.Total).NotNull().SetValidator(new MoneyValidator());
        RuleFor(x => x.DeliverTo).NotNull().SetValidator(new DeliveryAddressValidator());
        RuleFor(x => x.Lines).NotEmpty()
            .Must(x => x == null || x.Count <= LinesMax).WithMessage($"'{{PropertyName}}' must have at most {LinesMax} lines.")
            .Must(x => x == null || x.Select(l => l?.Sku).Distinct(StringComparer.Ordinal).Count() == x.Count)
            .WithMessage("'{PropertyName}' must name each article once.");
        RuleForEach(x => x.Lines).NotNull().ChildRules(line =>
        {
            line.RuleFor(x => x.Sku).NotEmpty().MaximumLength(64);
            line.RuleFor(x => x.Quantity).InclusiveBetween(1, QuantityMax);
        });
    }
}

/// <summary>What a customer's change of mind must look like.</summary>
public sealed class CancelOrderValidator : CommandValidator<CancelOrder>
{
    /// <summary>The rules.</summary>
    public CancelOrderValidator()
    {
        RuleFor(x => x.OrderId).NotEmpty();
        RuleFor(x => x.Reason).NotEmpty().MaximumLength(256);
    }
}

/// <summary>What a person's ruling must look like.</summary>
public sealed class RuleOrderValidator : CommandValidator<RuleOrder>
{
    /// <summary>The rules.</summary>
    public RuleOrderValidator()
    {
        RuleFor(x => x.OrderId).NotEmpty();
        RuleFor(x => x.Step).NotEmpty().MaximumLength(64);
        RuleFor(x => x.Ruling).IsInEnum();
        RuleFor(x => x.DecidedBy).NotEmpty().MaximumLength(128);
    }
}

sealed class DeliveryAddressValidator : AbstractValidator<DeliveryAddress>
{
    public DeliveryAddressValidator()
    {
        RuleFor(x => x.Name).NotEmpty().MaximumLength(128);
        RuleFor(x => x.Street).NotEmpty().MaximumLength(128);
        RuleFor(x => x.PostalCode).NotEmpty().MaximumLength(16);
        RuleFor(x => x.City).NotEmpty().MaximumLength(128);
        RuleFor(x => x.Country).NotEmpty().Matches("^[A-Z]{2}$").WithMessage("'{PropertyName}' must be an ISO 3166-1 code, two capital letters.");
    }
}
