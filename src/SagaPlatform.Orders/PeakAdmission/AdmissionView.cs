using SagaPlatform.Core.Sagas;

namespace SagaPlatform.Orders.PeakAdmission;

/// <summary>An admission as its customer sees it.</summary>
/// <param name="OrderId">The order.</param>
/// <param name="Status"><c>InLine</c>, <c>InFulfilment</c>, <c>Completed</c>, <c>Cancelling</c> or <c>Cancelled</c>.</param>
/// <param name="Place">Its place in the line, from 1; null when it does not wait.</param>
/// <param name="Before">How many wait before it; null when it does not wait.</param>
/// <param name="AdmissionId">The saga, for operators.</param>
/// <param name="State">Where the process is, for operators; null while it has not begun.</param>
/// <param name="JoinedAt">Since when it is in the line.</param>
/// <param name="CalledAt">When its turn came.</param>
/// <param name="TrackingNumber">The parcel's number, once the order is fulfilled.</param>
/// <param name="Reason">Why it is or was cancelled.</param>
/// <param name="Question">What a person has to find out, when it waits for one.</param>
/// <param name="EndedAt">When it ended.</param>
public sealed record AdmissionView(
    Guid OrderId,
    string Status,
    int? Place,
    int? Before,
    Guid AdmissionId,
    string? State = null,
    DateTimeOffset? JoinedAt = null,
    DateTimeOffset? CalledAt = null,
    string? TrackingNumber = null,
    string? Reason = null,
    string? Question = null,
    DateTimeOffset? EndedAt = null)
{
    /// <summary>What is known of an order that was let in.</summary>
    /// <param name="place">Its place.</param>
    /// <param name="admission">Its saga; null while it has not begun.</param>
    /// <param name="number">Its place as a number; null when it does not wait.</param>
    public static AdmissionView Of(LinePlace place, AdmissionState? admission, int? number) => new(
        place.OrderId, StatusOf(place, admission), number, number - 1, AdmissionState.SagaIdOf(place.OrderId), admission?.CurrentState,
        place.JoinedAt, place.CalledAt, admission?.TrackingNumber is { Length: > 0 } tracking ? tracking : null,
        admission?.Ledger.Reason, admission?.Question, admission?.EndedAt);

    static string StatusOf(LinePlace place, AdmissionState? admission) => admission switch
    {
        { CurrentState: ProcessStates.Completed } => "Completed",
        { CurrentState: ProcessStates.Cancelled } => "Cancelled",
        { Ledger.Reason: not null } => "Cancelling",
        _ => place.Status == PlaceStatus.Waiting ? "InLine" : "InFulfilment",
    };
}
