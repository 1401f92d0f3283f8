using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Payments;
using SagaPlatform.Core.WorkItems;

namespace SagaPlatform.Payments.CrossBorderPayment;

/// <summary>The people of compliance: who decides about a hit, and what the saga then hears.</summary>
static class HitsReview
{
    /// <summary>The kind of work item, as compliance opens it.</summary>
    public const string Kind = "sanctions-hit";

    /// <summary>
    /// What the saga is told of a refusal, whatever compliance wrote: the payer must not learn that they are on a list
    /// (tipping off). The reason stays with the work item.
    /// </summary>
    public const string NotCleared = "compliance did not clear the payment";

    public static void Says(WorkItemKindBuilder kind) => kind
        .AnswersTo(Queues.CrossBorderPayment)
        .DecidedBy("compliance", deciders: 1)
        .EscalatesTo("compliance-leads", afterReminders: 2)
        .Approved((item, decision) => new HitsCleared(item.SagaId, decision.By))
        .Refused((item, _) => new HitsConfirmed(item.SagaId, NotCleared));
}
