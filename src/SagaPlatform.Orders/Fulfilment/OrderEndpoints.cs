using Microsoft.AspNetCore.Routing;
using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Orders;
using SagaPlatform.Core.Http;
using SagaPlatform.Core.Sagas;

namespace SagaPlatform.Orders.Fulfilment;

/// <summary>Orders by HTTP.</summary>
public static class OrderEndpoints
{
    /// <summary>Maps <c>/orders</c>.</summary>
    public static void MapOrders(this IEndpointRouteBuilder routes) => routes
        .MapSaga<OrderState, OrderView>("/orders", "order", Queues.OrderFulfilment, OrderView.Of, OrderView.Accepted)
        .Starts<PlaceOrder>(x => x.OrderId, "Places an order.")
        .Hears<CancelOrder, CancelRequest>("cancel", (x, id) => x with { OrderId = id },
            "Asks for an order to be cancelled. It is, unless its parcel is handed over first.",
            (order, _) => order != null && IsTooLateToCancel(order)
                ? new Conflict("Too late to cancel", $"The parcel of order {order.CorrelationId} is being handed over, or has been.")
                : null)
        .Rules<RuleOrder>((x, id) => x with { OrderId = id }, x => x.Step);

    /// <summary>Orders that are given back are cancelled already.</summary>
    static bool IsTooLateToCancel(OrderState order) => OrderView.Of(order) is { Status: "Completed" or "Shipped" }
        or { State: "HandOverParcel" or ProcessStates.NeedsAttention, Reason: null };
}
