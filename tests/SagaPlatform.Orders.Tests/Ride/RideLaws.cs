using SagaPlatform.Core.Persistence;
using SagaPlatform.Core.Sagas;
using SagaPlatform.Orders.Ride;
using SagaPlatform.Participants.Drivers;
using SagaPlatform.Participants.Fares;
using SagaPlatform.Participants.Ledger;

namespace SagaPlatform.Orders.Tests.Ride;

/// <summary>What is true of rides, drivers and money at every moment when no message is on its way, whatever happened.</summary>
sealed class RideLaws(IRowQueries queries)
{
    /// <summary>The laws that are broken, as sentences.</summary>
    public async Task<IReadOnlyList<string>> Broken()
    {
        var rides = await All<RideState>();
        var drivers = await All<Driver>();
        var entries = await All<LedgerEntry>();
        return
        [
            .. await DriverLaws.Broken(queries, CancellationToken.None),
            .. rides.Where(x => ProcessStates.IsEnd(x.CurrentState)).SelectMany(x => drivers.Where(d => d.IsWith(x.CorrelationId))
                .Select(d => $"Ride {x.CorrelationId} is {x.CurrentState}, and {d.DriverId} is still {d.Status} for it.")),
            .. rides.SelectMany(x => Money(x, [.. entries.Where(e => e.MovementId == x.CorrelationId)])),
        ];
    }

    static IEnumerable<string> Money(RideState ride, List<LedgerEntry> entries)
    {
        if (entries.Sum(x => x.AmountMinor) != 0)
            yield return $"The entries of ride {ride.CorrelationId} do not sum to zero.";
        if (entries.Exists(x => x.Account == Accounts.MerchantClearing))
            yield return $"Ride {ride.CorrelationId} touches the takings of orders, which are checked against their charges.";
        var paid = -entries.Where(x => x.Account == Accounts.Customer(ride.RiderId) || x.Account == FareHandler.DebtAccount(ride.RiderId)).Sum(x => x.AmountMinor);
        var due = ride.CurrentState switch
        {
            ProcessStates.Completed when ride.Receipt.Length > 0 => ride.FareMinor,
            ProcessStates.Cancelled => ride.FeeDue.AmountMinor,
            _ => -1,
        };
        if (due >= 0 && paid != due)
            yield return $"Ride {ride.CorrelationId} is {ride.CurrentState}: the rider paid {paid}, due is {due}.";
        if (paid > Math.Max(ride.FareMinor, ride.FeeMinor))
            yield return $"Ride {ride.CorrelationId} was paid more than once: {paid}.";
    }

    Task<IReadOnlyList<TRow>> All<TRow>() where TRow : class, IVersionedRow => queries.List<TRow, TRow>(x => x, CancellationToken.None);
}
