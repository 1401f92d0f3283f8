using Microsoft.AspNetCore.Routing;
using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Payments;
using SagaPlatform.Core.Http;

namespace SagaPlatform.Payments.Refund;

/// <summary>Refunds by HTTP.</summary>
public static class RefundEndpoints
{
    /// <summary>Maps <c>/refunds</c>.</summary>
    public static void MapRefunds(this IEndpointRouteBuilder routes) => routes
        .MapSaga<RefundState, RefundView>("/refunds", "refund", Queues.Refund, RefundView.Of, RefundView.Accepted)
        .Starts<RequestRefund>(x => x.RefundId, "Asks for money of a captured payment back.")
        .Hears<CancelRefund, CancelRequest>("cancel", (x, id) => x with { RefundId = id },
            "Asks for a refund to be cancelled. It is, unless the gateway is being asked to execute it.",
            (refund, _) => refund != null && IsTooLateToCancel(refund)
                ? new Conflict("Too late to cancel", $"Refund {refund.CorrelationId} is being executed, or has been.")
                : null)
        .Rules<RuleRefund>((x, id) => x with { RefundId = id }, x => x.Step);

    /// <summary>Refunds that are given back are cancelled already.</summary>
    static bool IsTooLateToCancel(RefundState refund) =>
        refund.Ledger is { Reason: null, At: not ("Validate" or "Freeze") } or { Reason: null, Ended: true };
}
