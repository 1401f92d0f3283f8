using Microsoft.Extensions.DependencyInjection;
using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Claims;
using SagaPlatform.Core.WorkItems;

namespace SagaPlatform.Participants.ClaimsDesk;

/// <summary>What people decide about claims, who they are, and what the claim then hears.</summary>
public static class Desks
{
    /// <summary>Whether a suspicious claim is honest.</summary>
    public const string Investigation = "claim-investigation";

    /// <summary>Whether a claim is paid.</summary>
    public const string Approval = "claim-approval";

    /// <summary>Whether a rejection was wrong.</summary>
    public const string Appeal = "claim-appeal";

    /// <summary>People are reminded so often before others are asked.</summary>
    const int RemindersBeforeEscalation = 2;

    /// <summary>Adds the kinds. Needed wherever the API is served, though the participants may run elsewhere.</summary>
    public static IServiceCollection AddClaimDesks(this IServiceCollection services) => services
        .AddWorkItemKind(Investigation, x => x
            .AnswersTo(Queues.Claim)
            .DecidedBy("claims-investigators")
            .EscalatesTo("claims-leads", RemindersBeforeEscalation)
            .Approved((item, decision) => new ClaimCleared(item.SagaId, decision.By))
            .Refused((item, decision) => new FraudConfirmed(item.SagaId, decision.By, decision.Reason!)))
        .AddWorkItemKind(Approval, x => x
            .AnswersTo(Queues.Claim)
            .DecidedBy("claims-approvers")
            .EscalatesTo("claims-leads", RemindersBeforeEscalation)
            .Approved((item, _) => new ClaimApproved(item.SagaId, By(item)))
            .Refused((item, decision) => new ClaimApprovalDenied(item.SagaId, decision.By, decision.Reason!)))
        .AddWorkItemKind(Appeal, x => x
            .AnswersTo(Queues.Claim)
            .DecidedBy("appeals-board")
            .EscalatesTo("claims-leads", RemindersBeforeEscalation)
            .Approved((item, _) => new AppealGranted(item.SagaId, By(item)))
            .Refused((item, decision) => new AppealDenied(item.SagaId, decision.By, decision.Reason!)));

    static IReadOnlyList<string> By(WorkItem item) => [.. item.Decisions.Select(x => x.By)];
}
