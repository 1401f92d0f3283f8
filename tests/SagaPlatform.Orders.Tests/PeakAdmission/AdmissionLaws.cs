using SagaPlatform.Core.Persistence;
using SagaPlatform.Core.Sagas;
using SagaPlatform.Orders.Fulfilment;
using SagaPlatform.Orders.PeakAdmission;

namespace SagaPlatform.Orders.Tests.PeakAdmission;

/// <summary>What is true of the line at every moment when no message is on its way, whatever happened.</summary>
sealed class AdmissionLaws(IRowQueries queries)
{
    /// <summary>The laws that are broken, as sentences.</summary>
    public async Task<IReadOnlyList<string>> Broken(PeakAdmissionOptions options)
    {
        var places = await All<LinePlace>();
        var sagas = (await All<AdmissionState>()).ToDictionary(x => x.OrderId);
        var orders = (await All<OrderState>()).ToDictionary(x => x.CorrelationId);
        return
        [
            .. places.GroupBy(x => (x.JoinedAt, x.OrderId)).Where(x => x.Count() > 1).Select(x => $"{x.Key} is the place of {x.Count()} orders."),
            .. Room(places, options),
            .. places.Where(x => x.Fingerprint.Length > 0 && !sagas.ContainsKey(x.OrderId)).Select(x => $"{x.OrderId} was let in and has no admission."),
            .. places.Where(x => orders.ContainsKey(x.OrderId) && x.CalledAt == null).Select(x => $"{x.OrderId} is fulfilled and was never called."),
            .. sagas.Values.Select(x => Ended(x, orders.GetValueOrDefault(x.OrderId), places)).OfType<string>(),
        ];
    }

    static IEnumerable<string> Room(IReadOnlyList<LinePlace> places, PeakAdmissionOptions options)
    {
        var called = places.Count(x => x.Status == PlaceStatus.Called);
        var waiting = places.Count(x => x.Status == PlaceStatus.Waiting);
        if (called > options.OrdersAtOnceMax)
            yield return $"{called} orders are fulfilled at once, allowed are {options.OrdersAtOnceMax}.";
        if (waiting > 0 && called < options.OrdersAtOnceMax)
            yield return $"{waiting} orders wait although only {called} of {options.OrdersAtOnceMax} are fulfilled.";
    }

    static string? Ended(AdmissionState saga, OrderState? order, IReadOnlyList<LinePlace> places) => saga.CurrentState switch
    {
        ProcessStates.Completed when order?.CurrentState != ProcessStates.Completed => $"{saga.OrderId} is completed, its order {order?.CurrentState}.",
        ProcessStates.Cancelled when order != null && order.CurrentState != ProcessStates.Cancelled => $"{saga.OrderId} is cancelled, its order {order.CurrentState}.",
        ProcessStates.Completed or ProcessStates.Cancelled when places.Any(x => x.OrderId == saga.OrderId && x.Status != PlaceStatus.Left) =>
            $"{saga.OrderId} has ended and keeps its place.",
        _ => null,
    };

    Task<IReadOnlyList<TRow>> All<TRow>() where TRow : class, IVersionedRow => queries.List<TRow, TRow>(x => x, CancellationToken.None);
}
