using FluentValidation;
using SagaPlatform.Contracts.Orders;
using SagaPlatform.Core.Validation;

namespace SagaPlatform.Orders.Ride;

/// <summary>What a wish for a ride must look like.</summary>
public sealed class RequestRideValidator : CommandValidator<RequestRide>
{
    /// <summary>The rules.</summary>
    public RequestRideValidator()
    {
        RuleFor(x => x.RideId).NotEmpty();
        RuleFor(x => x.RiderId).NotEmpty();
        RuleFor(x => x.Zone).NotEmpty().MaximumLength(32);
        RuleFor(x => x.PaymentToken).NotEmpty().MaximumLength(128);
        RuleFor(x => x.From).NotNull().SetValidator(new GeoPointValidator());
        RuleFor(x => x.To).NotNull().SetValidator(new GeoPointValidator())
            .Must((x, to) => to == null || to != x.From).WithMessage("'{PropertyName}' must be another place than where the ride begins.");
    }
}

/// <summary>What a confirmation must look like.</summary>
public sealed class ConfirmRideValidator : CommandValidator<ConfirmRide>
{
    /// <summary>The rules.</summary>
    public ConfirmRideValidator()
    {
        RuleFor(x => x.RideId).NotEmpty();
        RuleFor(x => x.Fare).NotNull().SetValidator(new MoneyValidator());
    }
}

/// <summary>What a rider's change of mind must look like.</summary>
public sealed class CancelRideValidator : CommandValidator<CancelRide>
{
    /// <summary>The rules.</summary>
    public CancelRideValidator()
    {
        RuleFor(x => x.RideId).NotEmpty();
        RuleFor(x => x.Reason).NotEmpty().MaximumLength(200);
    }
}

/// <summary>What a driver's word that they cannot come must look like.</summary>
public sealed class DriverCannotComeValidator : CommandValidator<DriverCannotCome>
{
    /// <summary>The rules.</summary>
    public DriverCannotComeValidator()
    {
        RuleFor(x => x.RideId).NotEmpty();
        RuleFor(x => x.Reason).NotEmpty().MaximumLength(256);
    }
}

/// <summary>What a report of danger must look like.</summary>
public sealed class ReportDangerValidator : CommandValidator<ReportDanger>
{
    /// <summary>The rules.</summary>
    public ReportDangerValidator()
    {
        RuleFor(x => x.RideId).NotEmpty();
        RuleFor(x => x.AlertId).NotEmpty();
        RuleFor(x => x.What).NotEmpty().MaximumLength(512);
    }
}

/// <summary>What a person's ruling must look like.</summary>
public sealed class RuleRideValidator : CommandValidator<RuleRide>
{
    /// <summary>The rules.</summary>
    public RuleRideValidator()
    {
        RuleFor(x => x.RideId).NotEmpty();
        RuleFor(x => x.Step).NotEmpty().MaximumLength(64);
        RuleFor(x => x.Item).MaximumLength(64);
        RuleFor(x => x.Ruling).IsInEnum();
        RuleFor(x => x.DecidedBy).NotEmpty().MaximumLength(128);
    }
}

sealed class GeoPointValidator : AbstractValidator<GeoPoint>
{
    public GeoPointValidator()
    {
        RuleFor(x => x.LatitudeMicrodegrees).InclusiveBetween(-90_000_000, 90_000_000);
        RuleFor(x => x.LongitudeMicrodegrees).InclusiveBetween(-180_000_000, 180_000_000);
    }
}
