using FluentValidation;
using SagaPlatform.Contracts.Claims;
using SagaPlatform.Core.Validation;

namespace SagaPlatform.Claims.Claim;

/// <summary>What a claim must look like, by HTTP and by message alike.</summary>
public sealed class FileClaimValidator : CommandValidator<FileClaim>
{
    /// <summary>Documents of one message at most.</summary>
    public const int DocumentsMax = 50;

    /// <summary>The rules.</summary>
    public FileClaimValidator()
    {
        RuleFor(x => x.ClaimId).NotEmpty();
        RuleFor(x => x.FiledBy).NotEmpty().MaximumLength(128);
        RuleFor(x => x.PolicyNumber).NotEmpty().MaximumLength(64);
        RuleFor(x => x.Peril).NotEmpty().MaximumLength(64);
        RuleFor(x => x.OccurredAt).NotEmpty();
        RuleFor(x => x.Description).NotEmpty().MaximumLength(2_000);
        RuleFor(x => x.Amount).NotNull().SetValidator(new MoneyValidator());
        RuleFor(x => x.PayoutAccount).NotEmpty().MaximumLength(64);
        RuleFor(x => x.Documents).NotNull()
            .Must(x => x == null || x.Count <= DocumentsMax).WithMessage($"'{{PropertyName}}' must have at most {DocumentsMax} documents.");
        RuleForEach(x => x.Documents).NotNull().SetValidator(new ClaimDocumentValidator());
    }
}

/// <summary>What documents that come in must look like.</summary>
public sealed class ProvideDocumentsValidator : CommandValidator<ProvideDocuments>
{
    /// <summary>The rules.</summary>
    public ProvideDocumentsValidator()
    {
        RuleFor(x => x.ClaimId).NotEmpty();
        RuleFor(x => x.Documents).NotEmpty().Must(x => x == null || x.Count <= FileClaimValidator.DocumentsMax)
            .WithMessage($"'{{PropertyName}}' must have at most {FileClaimValidator.DocumentsMax} documents.");
        RuleForEach(x => x.Documents).NotNull().SetValidator(new ClaimDocumentValidator());
    }
}

/// <summary>What an appeal must look like.</summary>
public sealed class AppealClaimValidator : CommandValidator<AppealClaim>
{
    /// <summary>The rules.</summary>
    public AppealClaimValidator()
    {
        RuleFor(x => x.ClaimId).NotEmpty();
        RuleFor(x => x.Reason).NotEmpty().MaximumLength(512);
    }
}

/// <summary>What a claimant's change of mind must look like.</summary>
public sealed class WithdrawClaimValidator : CommandValidator<WithdrawClaim>
{
    /// <summary>The rules.</summary>
    public WithdrawClaimValidator()
    {
        RuleFor(x => x.ClaimId).NotEmpty();
        RuleFor(x => x.Reason).NotEmpty().MaximumLength(256);
    }
}

/// <summary>What an operator's ruling must look like.</summary>
public sealed class RuleClaimValidator : CommandValidator<RuleClaim>
{
    /// <summary>The rules.</summary>
    public RuleClaimValidator()
    {
        RuleFor(x => x.ClaimId).NotEmpty();
        RuleFor(x => x.Step).NotEmpty().MaximumLength(64);
        RuleFor(x => x.Ruling).IsInEnum();
        RuleFor(x => x.DecidedBy).NotEmpty().MaximumLength(128);
    }
}

sealed class ClaimDocumentValidator : AbstractValidator<ClaimDocument>
{
    public ClaimDocumentValidator()
    {
        RuleFor(x => x.Kind).NotEmpty().MaximumLength(64);
        RuleFor(x => x.Reference).NotEmpty().MaximumLength(256);
    }
}
