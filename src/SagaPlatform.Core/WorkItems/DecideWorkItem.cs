using FluentValidation;
using SagaPlatform.Core.Validation;

namespace SagaPlatform.Core.WorkItems;

/// <summary>What a person says about a work item.</summary>
/// <param name="Decision">Approve or refuse.</param>
/// <param name="DecidedBy">Who says so; 1 to 128 characters. Whoever calls is believed: see the README.</param>
/// <param name="Reason">Why; at most 512 characters. A refusal needs one.</param>
/// <param name="Group">For which group they decide; when it is given, the item must be with that group.</param>
public sealed record DecideWorkItem(WorkItemVerdict? Decision, string DecidedBy, string? Reason = null, string? Group = null);

/// <summary>What a decision must look like.</summary>
public sealed class DecideWorkItemValidator : CommandValidator<DecideWorkItem>
{
    /// <summary>The rules.</summary>
    public DecideWorkItemValidator()
    {
        RuleFor(x => x.Decision).NotNull().IsInEnum();
        RuleFor(x => x.DecidedBy).NotEmpty().MaximumLength(WorkItem.PersonCharactersMax);
        RuleFor(x => x.Reason).MaximumLength(WorkItem.ReasonCharactersMax);
        RuleFor(x => x.Reason).NotEmpty().When(x => x.Decision == WorkItemVerdict.Refuse)
            .WithMessage("'{PropertyName}' must say why it is refused.");
        RuleFor(x => x.Group).MaximumLength(WorkItem.NameCharactersMax);
    }
}
