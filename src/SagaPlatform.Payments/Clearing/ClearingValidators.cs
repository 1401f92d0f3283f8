using System.Globalization;
using FluentValidation;
using SagaPlatform.Contracts.Payments;
using SagaPlatform.Core.Validation;

namespace SagaPlatform.Payments.Clearing;

/// <summary>What a clearing must look like, by HTTP and by message alike.</summary>
public sealed class StartClearingValidator : CommandValidator<StartClearing>
{
    /// <summary>Trades of one clearing at most.</summary>
    public const int TradesMax = 1_000;

    /// <summary>Instructions that the trades may net to at most: each is a line in the ledger of the clearing.</summary>
    public const int InstructionsMax = 950;

    /// <summary>Pieces of one trade at most. With <see cref="TradesMax"/> of them no sum comes near its end.</summary>
    public const long QuantityMax = 1_000_000_000;

    /// <summary>The largest price of one trade, in minor units.</summary>
    public const long PriceMinorMax = 1_000_000_000_000_000;

    /// <summary>The rules.</summary>
    public StartClearingValidator()
    {
        RuleFor(x => x.ClearingId).NotEmpty();
        RuleFor(x => x.TradingDay).NotEmpty()
            .Must(x => DateOnly.TryParseExact(x, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _))
            .WithMessage("'{PropertyName}' must be a day, for example 2026-11-20.");
        RuleFor(x => x.Trades).NotEmpty()
            .Must(x => x == null || x.Count <= TradesMax).WithMessage($"'{{PropertyName}}' must have at most {TradesMax} trades.")
            .Must(x => x == null || x.Select(t => t?.TradeId).Distinct().Count() == x.Count).WithMessage("'{PropertyName}' must name each trade once.");
        RuleForEach(x => x.Trades).NotNull().SetValidator(new TradeValidator());
        RuleFor(x => x.Trades)
            .Must(x => Netting.Of(x).Count <= InstructionsMax)
            .When(x => x.Trades is { Count: <= TradesMax } trades && trades.All(t => t?.Price != null))
            .WithMessage($"'{{PropertyName}}' must net to at most {InstructionsMax} instructions: split the day into several clearings, account by account.");
    }
}

/// <summary>What a person's ruling on a clearing must look like.</summary>
public sealed class RuleClearingValidator : CommandValidator<RuleClearing>
{
    /// <summary>The rules.</summary>
    public RuleClearingValidator()
    {
        RuleFor(x => x.ClearingId).NotEmpty();
        RuleFor(x => x.Step).NotEmpty().MaximumLength(64);
        RuleFor(x => x.Instruction).NotEmpty().MaximumLength(80);
        RuleFor(x => x.Ruling).IsInEnum();
        RuleFor(x => x.DecidedBy).NotEmpty().MaximumLength(128);
    }
}

/// <summary>What a person's ruling on a settlement must look like.</summary>
public sealed class RuleSettlementValidator : CommandValidator<RuleSettlement>
{
    /// <summary>The rules.</summary>
    public RuleSettlementValidator()
    {
        RuleFor(x => x.SettlementId).NotEmpty();
        RuleFor(x => x.Step).NotEmpty().MaximumLength(64);
        RuleFor(x => x.Ruling).IsInEnum();
        RuleFor(x => x.DecidedBy).NotEmpty().MaximumLength(128);
    }
}

sealed class TradeValidator : AbstractValidator<Trade>
{
    public TradeValidator()
    {
        RuleFor(x => x.TradeId).NotEmpty();
        RuleFor(x => x.Buyer).Name();
        RuleFor(x => x.Seller).Name().NotEqual(x => x.Buyer).WithMessage("'{PropertyName}' must be another account than the buyer's.");
        RuleFor(x => x.Instrument).Name();
        RuleFor(x => x.Quantity).InclusiveBetween(1, StartClearingValidator.QuantityMax);
        RuleFor(x => x.Price).NotNull().SetValidator(new MoneyValidator());
        RuleFor(x => x.Price.AmountMinor).LessThanOrEqualTo(StartClearingValidator.PriceMinorMax).When(x => x.Price != null);
    }
}

/// <summary>Rules that the fields of a trade share.</summary>
static class TradeRules
{
    /// <summary>Names are parts of an instruction's name, in which slashes divide them; the clearing house trades nothing.</summary>
    public static IRuleBuilderOptions<T, string> Name<T>(this IRuleBuilder<T, string> rule) => rule
        .NotEmpty().MaximumLength(32).Matches("^[^/]*$").WithMessage("'{PropertyName}' must not hold a slash.")
        .NotEqual(ClearingHouse.Account).WithMessage($"'{{PropertyName}}' must not be {ClearingHouse.Account}.");
}
