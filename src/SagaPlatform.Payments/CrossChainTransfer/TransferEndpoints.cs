using Microsoft.AspNetCore.Routing;
using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Payments;
using SagaPlatform.Core.Http;

namespace SagaPlatform.Payments.CrossChainTransfer;

/// <summary>Transfers by HTTP.</summary>
public static class TransferEndpoints
{
    /// <summary>Maps <c>/transfers</c>.</summary>
    public static void MapTransfers(this IEndpointRouteBuilder routes) => routes
        .MapSaga<TransferState, TransferView>("/transfers", "transfer", Queues.CrossChainTransfer, TransferView.Of, TransferView.Accepted)
        .Starts<InitiateTransfer>(x => x.TransferId, "Moves money from an account of one chain to an account of another.")
        .Hears<CancelTransfer, CancelRequest>("cancel", (x, id) => x with { TransferId = id },
            "Asks for a transfer to be cancelled. It is, unless its release on the target chain is asked for first.",
            (transfer, _) => transfer != null && IsTooLateToCancel(transfer)
                ? new Conflict("Too late to cancel", $"The funds of transfer {transfer.CorrelationId} are being released, or have been.")
                : null)
        .Rules<RuleTransfer>((x, id) => x with { TransferId = id }, x => x.Step);

    /// <summary>Transfers that are given back are cancelled already.</summary>
    static bool IsTooLateToCancel(TransferState transfer) => TransferView.Of(transfer).Status is "Confirmed" or "Completed";
}
