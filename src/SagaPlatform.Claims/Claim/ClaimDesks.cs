using Microsoft.Extensions.DependencyInjection;
using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Claims;
using SagaPlatform.Core.WorkItems;

namespace SagaPlatform.Claims.Claim;

/// <summary>The people who decide about claims, and what the claim then hears.</summary>
static class ClaimDesks
{
    /// <summary>People are reminded so often before others are asked.</summary>
    const int RemindersBeforeEscalation = 2;

    public static IServiceCollection AddClaimDesks(this IServiceCollection services) => services
        .AddWorkItemKind(ClaimWork.Investigation, x => x
            .AnswersTo(Queues.Claim)
            .DecidedBy("claims-investigators")
            .EscalatesTo("claims-leads", RemindersBeforeEscalation)
            .Approved((item, decision) => new ClaimCleared(item.SagaId, decision.By))
            .Refused((item, decision) => new FraudConfirmed(item.SagaId, decision.By, decision.Reason!)))
        .AddWorkItemKind(ClaimWork.Approval, x => x
            .AnswersTo(Queues.Claim)
            .DecidedBy("claims-approvers")
            .EscalatesTo("claims-leads", RemindersBeforeEscalation)
            .Approved((item, _) => new ClaimApproved(item.SagaId, By(item)))
            .Refused((item, decision) => new ClaimApprovalDenied(item.SagaId, decision.By, decision.Reason!)))
        .AddWorkItemKind(ClaimWork.Appeal, x => x
            .AnswersTo(Queues.Claim)
            .DecidedBy("appeals-board")
            .EscalatesTo("claims-leads", RemindersBeforeEscalation)
            .Approved((item, _) => new AppealGranted(item.SagaId, By(item)))
            .Refused((item, decision) => new AppealDenied(item.SagaId, decision.By, decision.Reason!)));

    static IReadOnlyList<string> By(WorkItem item) => [.. item.Decisions.Select(x => x.By)];
}
