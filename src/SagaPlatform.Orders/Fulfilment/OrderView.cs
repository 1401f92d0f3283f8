using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Orders;
using SagaPlatform.Core.Sagas;

namespace SagaPlatform.Orders.Fulfilment;

/// <summary>An order as its customer sees it.</summary>
/// <param name="OrderId">The order.</param>
/// <param name="Status"><c>Accepted</c>, <c>Created</c>, <c>Paid</c>, <c>Shipped</c>, <c>Completed</c>, <c>Cancelling</c> or <c>Cancelled</c>.</param>
/// <param name="State">Where the process is, for operators; null while the order is only accepted.</param>
/// <param name="Total">What it costs.</param>
/// <param name="Lines">What was ordered.</param>
/// <param name="TrackingNumber">The parcel's number, once there is one.</param>
/// <param name="TrackingUrl">Where to follow it, once tracking is open.</param>
/// <param name="Receipt">The receipt of the charge, once it is taken.</param>
/// <param name="Reason">Why it is or was cancelled.</param>
/// <param name="Question">What a person has to find out, when the order waits for one.</param>
/// <param name="PlacedAt">When the process took it up.</param>
/// <param name="EndedAt">When it ended.</param>
public sealed record OrderView(
    Guid OrderId,
    string Status,
    string? State = null,
    Money? Total = null,
    IReadOnlyList<OrderLine>? Lines = null,
    string? TrackingNumber = null,
    string? TrackingUrl = null,
    string? Receipt = null,
    string? Reason = null,
    string? Question = null,
    DateTimeOffset? PlacedAt = null,
    DateTimeOffset? EndedAt = null)
{
    /// <summary>An order that is stored and on its way to its process.</summary>
    public static OrderView Accepted(Guid orderId) => new(orderId, "Accepted");

    /// <summary>An order that its process has taken up.</summary>
    public static OrderView Of(OrderState order) => new(
        order.CorrelationId, StatusOf(order), order.CurrentState, order.Total, order.Lines,
        OrNull(order.TrackingNumber), OrNull(order.TrackingUrl), OrNull(order.Receipt),
        order.Ledger.Reason, order.Question, order.StartedAt, order.EndedAt);

    static string StatusOf(OrderState order) => order.CurrentState switch
    {
        ProcessStates.Completed => "Completed",
        ProcessStates.Cancelled => "Cancelled",
        _ when order.Ledger.Reason != null => "Cancelling",
        _ when IsDone(order, "HandOverParcel") => "Shipped",
        _ when IsDone(order, "ChargePayment") => "Paid",
        _ => "Created",
    };

    static bool IsDone(OrderState order, string step) => order.Ledger.Line(step, "")?.Status == LineStatus.Done;

    static string? OrNull(string text) => text.Length == 0 ? null : text;
}
