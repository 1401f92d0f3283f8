using FluentValidation;
using SagaPlatform.Contracts.Payments;
using SagaPlatform.Core.Validation;

namespace SagaPlatform.Payments.CrossChainTransfer;

/// <summary>What a transfer must look like, by HTTP and by message alike.</summary>
public sealed class InitiateTransferValidator : CommandValidator<InitiateTransfer>
{
    /// <summary>Characters of an account's name at most.</summary>
    public const int AccountCharactersMax = 64;

    /// <summary>The rules.</summary>
    public InitiateTransferValidator()
    {
        RuleFor(x => x.TransferId).NotEmpty();
        RuleFor(x => x.SourceAccount).NotEmpty().MaximumLength(AccountCharactersMax);
        RuleFor(x => x.TargetAccount).NotEmpty().MaximumLength(AccountCharactersMax);
        RuleFor(x => x.Amount).NotNull().SetValidator(new MoneyValidator());
    }
}

/// <summary>What a change of mind must look like.</summary>
public sealed class CancelTransferValidator : CommandValidator<CancelTransfer>
{
    /// <summary>The rules.</summary>
    public CancelTransferValidator()
    {
        RuleFor(x => x.TransferId).NotEmpty();
        RuleFor(x => x.Reason).NotEmpty().MaximumLength(256);
    }
}

/// <summary>What a person's ruling must look like.</summary>
public sealed class RuleTransferValidator : CommandValidator<RuleTransfer>
{
    /// <summary>The rules.</summary>
    public RuleTransferValidator()
    {
        RuleFor(x => x.TransferId).NotEmpty();
        RuleFor(x => x.Step).NotEmpty().MaximumLength(64);
        RuleFor(x => x.Ruling).IsInEnum();
        RuleFor(x => x.DecidedBy).NotEmpty().MaximumLength(128);
    }
}
