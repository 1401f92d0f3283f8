using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Claims;
using SagaPlatform.Core.Participants;
using SagaPlatform.Core.WorkItems;

namespace SagaPlatform.Participants.ClaimsDesk;

/// <summary>Puts what people have to decide about a claim on their desk, reminds them, and takes it away again.</summary>
public sealed class ClaimsDeskHandler(WorkItems workItems) :
    ICommandHandler<InvestigateClaim>,
    ICommandHandler<WithdrawInvestigation>,
    ICommandHandler<RequestClaimApproval>,
    ICommandHandler<WithdrawClaimApproval>,
    ICommandHandler<ReviewAppeal>,
    ICommandHandler<WithdrawAppealReview>
{
    /// <inheritdoc />
    public Task<Answer> Handle(InvestigateClaim command, CancellationToken cancellation) => workItems.Open(
        new OpenWorkItem(ClaimWork.Investigation, command.ClaimId, nameof(InvestigateClaim), "Is this claim honest?",
            $"{command.Peril} under policy {command.PolicyNumber}, {Text(command.Amount)} claimed. The fraud check gave {command.Score} of 100. "
            + "Approve: it is honest. Refuse: it is a fraud, and why.")
        {
            MayNotDecide = command.MayNotDecide,
        },
        reason => new InvestigationRefused(command.ClaimId, reason));

    /// <inheritdoc />
    public Task<Answer> Handle(WithdrawInvestigation command, CancellationToken cancellation) =>
        workItems.Withdraw(ClaimWork.Investigation, command.ClaimId, new InvestigationWithdrawn(command.ClaimId));

    /// <inheritdoc />
    public Task<Answer> Handle(RequestClaimApproval command, CancellationToken cancellation) => workItems.Open(
        new OpenWorkItem(ClaimWork.Approval, command.ClaimId, "ApproveClaim", $"Pay {Text(command.Payable)}?",
            $"The risk is {command.Risk}. {(command.Approvers == 1 ? "One person" : $"{command.Approvers} different people")} must approve.")
        {
            DecidersNeeded = command.Approvers, MayNotDecide = command.MayNotDecide,
        },
        reason => new ClaimApprovalRefused(command.ClaimId, reason));

    /// <inheritdoc />
    public Task<Answer> Handle(WithdrawClaimApproval command, CancellationToken cancellation) =>
        workItems.Withdraw(ClaimWork.Approval, command.ClaimId, new ClaimApprovalWithdrawn(command.ClaimId));

    /// <inheritdoc />
    public Task<Answer> Handle(ReviewAppeal command, CancellationToken cancellation) => workItems.Open(
        new OpenWorkItem(ClaimWork.Appeal, command.ClaimId, nameof(ReviewAppeal), $"Was it wrong to reject this claim of {Text(command.Payable)}?",
            $"Rejected because: {command.RejectedBecause}\nAppealed because: {command.AppealedBecause}\nApprove: it is paid. Refuse: the rejection stands.")
        {
            DecidersNeeded = command.Approvers, MayNotDecide = command.MayNotDecide,
        },
        reason => new AppealReviewRefused(command.ClaimId, reason));

    /// <inheritdoc />
    public Task<Answer> Handle(WithdrawAppealReview command, CancellationToken cancellation) =>
        workItems.Withdraw(ClaimWork.Appeal, command.ClaimId, new AppealReviewWithdrawn(command.ClaimId));

    static string Text(Money amount) => $"{amount.AmountMinor:N0} minor units of {amount.Currency}";
}
