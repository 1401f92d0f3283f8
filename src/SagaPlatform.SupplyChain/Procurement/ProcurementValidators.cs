using FluentValidation;
using SagaPlatform.Contracts.SupplyChain;
using SagaPlatform.Core.Validation;

namespace SagaPlatform.SupplyChain.Procurement;

/// <summary>What a store's order must look like, by HTTP and by message alike.</summary>
public sealed class StartProcurementValidator : CommandValidator<StartProcurement>
{
    /// <summary>Lines of one order at most: with every replacement and every discrepancy they fit into one ledger.</summary>
    public const int LinesMax = 30;

    /// <summary>Pieces of one article at most.</summary>
    public const int QuantityMax = 100_000;

    /// <summary>The rules.</summary>
    public StartProcurementValidator()
    {
        RuleFor(x => x.ProcurementId).NotEmpty();
        RuleFor(x => x.StoreId).NotEmpty().MaximumLength(32);
        RuleFor(x => x.Currency).CurrencyCode();
        RuleFor(x => x.LeadTimeHoursMax).InclusiveBetween(1, 24);
        RuleFor(x => x.OnShortage).IsInEnum();
        RuleFor(x => x.Lines).NotEmpty()
            .Must(x => x == null || x.Count <= LinesMax).WithMessage($"'{{PropertyName}}' must have at most {LinesMax} lines.")
            .Must(x => x == null || x.Select(l => l?.Article).Distinct(StringComparer.Ordinal).Count() == x.Count)
            .WithMessage("'{PropertyName}' must name each article once.");
        RuleForEach(x => x.Lines).NotNull().ChildRules(line =>
        {
            line.RuleFor(x => x.Article).NotEmpty().Matches("^[A-Za-z0-9.-]{1,32}$")
                .WithMessage("'{PropertyName}' must be 1 to 32 letters, digits, dots and hyphens.");
            line.RuleFor(x => x.Quantity).InclusiveBetween(1, QuantityMax);
        });
    }
}

/// <summary>What a store's change of mind must look like.</summary>
public sealed class CancelProcurementValidator : CommandValidator<CancelProcurement>
{
    /// <summary>The rules.</summary>
    public CancelProcurementValidator()
    {
        RuleFor(x => x.ProcurementId).NotEmpty();
        RuleFor(x => x.Reason).NotEmpty().MaximumLength(256);
    }
}

/// <summary>What a person's ruling must look like.</summary>
public sealed class RuleProcurementValidator : CommandValidator<RuleProcurement>
{
    /// <summary>The rules.</summary>
    public RuleProcurementValidator()
    {
        RuleFor(x => x.ProcurementId).NotEmpty();
        RuleFor(x => x.Step).NotEmpty().MaximumLength(64);
        RuleFor(x => x.Item).MaximumLength(PurchaseItem.CharactersMax);
        RuleFor(x => x.Ruling).IsInEnum();
        RuleFor(x => x.DecidedBy).NotEmpty().MaximumLength(128);
    }
}
