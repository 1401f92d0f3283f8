using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Orders;
using SagaPlatform.Core.Sagas;

namespace SagaPlatform.Orders.Ride;

/// <summary>A ride as its rider sees it.</summary>
/// <param name="RideId">The ride.</param>
/// <param name="Status"><c>Accepted</c>, <c>Matching</c>, <c>Offered</c>, <c>DriverComing</c>, <c>Riding</c>, <c>Closing</c>, <c>Completed</c>, <c>Cancelling</c> or <c>Cancelled</c>.</param>
/// <param name="State">Where the process is, for operators; null while the ride is only accepted.</param>
/// <param name="From">Where it begins.</param>
/// <param name="To">Where it goes.</param>
/// <param name="DriverId">Who comes, once somebody has taken the ride.</param>
/// <param name="Fare">What it costs, once there is a price.</param>
/// <param name="SurgePercent">100 is the usual price.</param>
/// <param name="ValidUntil">Until when the price is kept.</param>
/// <param name="MetersLeft">How far it is, while they ride.</param>
/// <param name="Alerts">What people look at, or have looked at.</param>
/// <param name="Receipt">The receipt of the fare, once it is taken.</param>
/// <param name="Reason">Why it is or was cancelled.</param>
/// <param name="Fee">What cancelling cost.</param>
/// <param name="Question">What a person has to find out, when the ride waits for one.</param>
/// <param name="EndedAt">When it ended.</param>
public sealed record RideView(
    Guid RideId,
    string Status,
    string? State = null,
    GeoPoint? From = null,
    GeoPoint? To = null,
    string? DriverId = null,
    Money? Fare = null,
    int? SurgePercent = null,
    DateTimeOffset? ValidUntil = null,
    int? MetersLeft = null,
    IReadOnlyList<RideAlert>? Alerts = null,
    string? Receipt = null,
    string? Reason = null,
    Money? Fee = null,
    string? Question = null,
    DateTimeOffset? EndedAt = null)
{
    /// <summary>A ride that is stored and on its way to its process.</summary>
    public static RideView Accepted(Guid rideId) => new(rideId, "Accepted");

    /// <summary>A ride that its process has taken up.</summary>
    public static RideView Of(RideState x) => new(
        x.CorrelationId, StatusOf(x), x.CurrentState, x.From, x.To, OrNull(x.DriverId),
        x.ValidUntil == null ? null : x.Fare, x.ValidUntil == null ? null : x.SurgePercent, x.ValidUntil, x.MetersLeft,
        x.Alerts.Count == 0 ? null : x.Alerts, OrNull(x.Receipt), x.Ledger.Reason is { } reason ? x.TellsRider(reason) : null,
        x.FeeDue.AmountMinor > 0 ? x.FeeDue : null, x.Question, x.EndedAt);

    static string StatusOf(RideState x) => x.CurrentState switch
    {
        ProcessStates.Completed => "Completed",
        ProcessStates.Cancelled => "Cancelled",
        _ when x.Ledger.Reason != null => "Cancelling",
        _ => x.Ledger.At switch
        {
            "ConfirmQuote" => "Offered",
            "DispatchDriver" or "AwaitPickUp" => "DriverComing",
            "UnderWay" => "Riding",
            "CloseRide" => "Closing",
            _ => "Matching",
        },
    };

    static string? OrNull(string text) => text.Length == 0 ? null : text;
}
