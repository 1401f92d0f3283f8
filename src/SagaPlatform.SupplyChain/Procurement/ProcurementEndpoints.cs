using Microsoft.AspNetCore.Routing;
using SagaPlatform.Contracts;
using SagaPlatform.Contracts.SupplyChain;
using SagaPlatform.Core.Http;
using SagaPlatform.Core.Sagas;

namespace SagaPlatform.SupplyChain.Procurement;

/// <summary>The body of a ruling; the procurement is in the path.</summary>
/// <param name="Step">The step the question is about.</param>
/// <param name="Item">Which purchase; empty for a step that has none. At most 80 characters.</param>
/// <param name="Ruling">What the person found out.</param>
/// <param name="DecidedBy">Who says so; 1 to 128 characters.</param>
public sealed record ProcurementRulingRequest(string Step, string Item, Ruling Ruling, string DecidedBy);

/// <summary>Procurements by HTTP.</summary>
public static class ProcurementEndpoints
{
    /// <summary>Maps <c>/procurements</c>.</summary>
    public static void MapProcurements(this IEndpointRouteBuilder routes) => routes
        .MapSaga<ProcurementState, ProcurementView>("/procurements", "procurement", Queues.Procurement, ProcurementView.Of, ProcurementView.Accepted)
        .Starts<StartProcurement>(x => x.ProcurementId, "Procures the goods of a store's order.")
        .Hears<CancelProcurement, CancelRequest>("cancel", (x, id) => x with { ProcurementId = id },
            "Asks for a procurement to be cancelled. It is, unless its goods leave for the store first.",
            (order, _) => order != null && IsTooLateToCancel(order)
                ? new Conflict("Too late to cancel", $"The goods of procurement {order.CorrelationId} are on their way to the store, or there.")
                : null)
        .Hears<RuleProcurement, ProcurementRulingRequest>("rulings", (x, id) => x with { ProcurementId = id },
            "A person's answer to the question of a procurement that needs attention.",
            (order, ruling) => order?.Ledger.Line(ruling.Step, ruling.Item ?? "") is { Question: not null } ? null
                : new Conflict("Nothing to rule on", $"There is no open question about {ruling.Step}{(string.IsNullOrEmpty(ruling.Item) ? "" : $" ({ruling.Item})")}."),
            eachState: true);

    /// <summary>Procurements that are given back are cancelled already.</summary>
    static bool IsTooLateToCancel(ProcurementState order) =>
        order is { CurrentState: ProcessStates.Completed } or { Ledger: { At: ProcurementSteps.Deliver or "CreditReturns", Reason: null } };
}
