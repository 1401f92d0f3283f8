using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Orders;
using SagaPlatform.Core.Http;
using SagaPlatform.Core.Inbox;
using SagaPlatform.Core.Outbox;
using SagaPlatform.Core.Persistence;
using SagaPlatform.Core.Sagas;

namespace SagaPlatform.Orders.Fulfilment;

/// <summary>Orders by HTTP. What is answered with 202 is stored: it happens, whatever breaks afterwards.</summary>
public static class OrderEndpoints
{
    const string PlacedBy = "http/place-order";

    /// <summary>Maps <c>/orders</c>.</summary>
    public static void MapOrders(this IEndpointRouteBuilder routes)
    {
        var orders = routes.MapGroup("/orders").WithTags("Orders");

        orders.MapPost("", Place)
            .Accepts<PlaceOrder>("application/json")
            .WithSummary("Places an order. The same id with the same content gets the same answer; with other content, 409.")
            .Produces<OrderView>(StatusCodes.Status202Accepted)
            .ProducesValidationProblem()
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge);
        orders.MapGet("{orderId:guid}", Get)
            .WithSummary("One order.")
            .Produces<OrderView>()
            .ProducesProblem(StatusCodes.Status404NotFound);
        orders.MapPost("{orderId:guid}/cancel", Cancel)
            .Accepts<CancelRequest>("application/json")
            .WithSummary("Asks for an order to be cancelled. It is, unless its parcel is handed over first.")
            .Produces<OrderView>(StatusCodes.Status202Accepted)
            .ProducesValidationProblem()
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict);
        orders.MapPost("{orderId:guid}/rulings", Rule)
            .Accepts<RulingRequest>("application/json")
            .WithSummary("A person's answer to the question of an order that needs attention.")
            .Produces<OrderView>(StatusCodes.Status202Accepted)
            .ProducesValidationProblem()
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict);
    }

    static async Task<IResult> Place(HttpContext http, MessageValidation validation, IPlatformStore store, RequestOutbox outbox)
    {
        var (order, problem) = await CommandRequest.Read<PlaceOrder>(http, validation);
        if (order == null)
            return problem!;

        // The saga remembers what it was started with for as long as it is kept; the inbox until the saga has begun.
        var fingerprint = ContentFingerprint.Of(order);
        if (await store.Find<OrderState>(order.OrderId, null, http.RequestAborted) is { } known)
            return known.Fingerprint == fingerprint ? Accepted(OrderView.Of(known)) : OtherContent(order.OrderId);

        var key = new InboxKey(order.OrderId, PlacedBy, fingerprint);
        try
        {
            await outbox.Send(Queues.OrderFulfilment, order, MessageIds.Derive(order.OrderId, PlacedBy), http.RequestAborted);
        }
        catch (MessageTooLargeException e)
        {
            return TypedResults.Problem(e.Message, statusCode: StatusCodes.Status413PayloadTooLarge, title: "Too large");
        }

        return await outbox.Commit(key, http.RequestAborted) == CommitOutcome.Committed
            || await store.Fingerprint(key, http.RequestAborted) == fingerprint
                ? Accepted(OrderView.Accepted(order.OrderId))
                : OtherContent(order.OrderId);
    }

    static async Task<IResult> Get(Guid orderId, HttpContext http, IPlatformStore store) =>
        await View(orderId, http, store) is { } view ? TypedResults.Ok(view) : Unknown(orderId);

    static async Task<IResult> Cancel(Guid orderId, HttpContext http, MessageValidation validation, IPlatformStore store, RequestOutbox outbox)
    {
        var (command, problem) = await CommandRequest.Read<CancelOrder>(http, validation, x => x with { OrderId = orderId });
        if (command == null)
            return problem!;
        if (await View(orderId, http, store) is not { } view)
            return Unknown(orderId);
        if (IsTooLateToCancel(view))
            return TypedResults.Problem($"The parcel of order {orderId} is being handed over, or has been.",
                statusCode: StatusCodes.Status409Conflict, title: "Too late to cancel");

        await Send(outbox, command, "http/cancel-order", orderId, http.RequestAborted);
        return Accepted(view);
    }

    static async Task<IResult> Rule(Guid orderId, HttpContext http, MessageValidation validation, IPlatformStore store, RequestOutbox outbox)
    {
        var (command, problem) = await CommandRequest.Read<RuleOrder>(http, validation, x => x with { OrderId = orderId });
        if (command == null)
            return problem!;
        if (await store.Find<OrderState>(orderId, null, http.RequestAborted) is not { } order)
            return Unknown(orderId);
        if (order.Ledger.Line(command.Step, "")?.Question == null)
            return TypedResults.Problem($"Order {orderId} has no open question about {command.Step}.",
                statusCode: StatusCodes.Status409Conflict, title: "Nothing to rule on");

        // The version makes the same answer to the same question one command, and to a later question another.
        await Send(outbox, command, $"http/rule-order/{order.Version}", orderId, http.RequestAborted);
        return Accepted(OrderView.Of(order));
    }

    static async Task Send<T>(RequestOutbox outbox, T command, string operation, Guid orderId, CancellationToken cancellation) where T : class
    {
        var id = MessageIds.Derive(orderId, $"{operation}/{ContentFingerprint.Of(command)}");
        await outbox.Send(Queues.OrderFulfilment, command, id, cancellation);
        await outbox.Commit(new InboxKey(id, operation), cancellation);
    }

    /// <summary>The saga would refuse it, and whoever asks by HTTP would not hear that. Orders that are given back are cancelled already.</summary>
    static bool IsTooLateToCancel(OrderView view) => view.Status is "Completed" or "Shipped"
        || view is { State: "HandOverParcel" or ProcessStates.NeedsAttention, Reason: null };

    static async Task<OrderView?> View(Guid orderId, HttpContext http, IPlatformStore store) =>
        await store.Find<OrderState>(orderId, null, http.RequestAborted) is { } order ? OrderView.Of(order)
        : await store.Fingerprint(new InboxKey(orderId, PlacedBy), http.RequestAborted) != null ? OrderView.Accepted(orderId)
        : null;

    static IResult Accepted(OrderView view) => TypedResults.Accepted($"/orders/{view.OrderId}", view);

    static IResult Unknown(Guid orderId) =>
        TypedResults.Problem($"There is no order {orderId}.", statusCode: StatusCodes.Status404NotFound, title: "No such order");

    static IResult OtherContent(Guid orderId) =>
        TypedResults.Problem($"Order {orderId} was placed before with other content. Use a new id for a new order.",
            statusCode: StatusCodes.Status409Conflict, title: "Another order has this id");

    /// <summary>The body of a cancellation; the order is in the path.</summary>
    /// <param name="Reason">1 to 256 characters.</param>
    public sealed record CancelRequest(string Reason);

    /// <summary>The body of a ruling; the order is in the path.</summary>
    /// <param name="Step">The step the question is about.</param>
    /// <param name="Ruling">What the person found out.</param>
    /// <param name="DecidedBy">Who says so.</param>
    public sealed record RulingRequest(string Step, Ruling Ruling, string DecidedBy);
}
