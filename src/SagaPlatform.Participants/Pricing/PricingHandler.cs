using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Orders;
using SagaPlatform.Core.Participants;
using SagaPlatform.Core.Persistence;
using SagaPlatform.Participants.Drivers;

namespace SagaPlatform.Participants.Pricing;

/// <summary>Says what a ride costs: by the zone's tariff, the way, and how many of the zone's drivers are taken.</summary>
public sealed class PricingHandler(IRows rows, IRowQueries queries, TimeProvider clock) : ICommandHandler<QuoteRide>
{
    const int ValidSecondsMax = 3_600;

    /// <inheritdoc />
    public async Task<Answer> Handle(QuoteRide command, CancellationToken cancellation)
    {
        if (await rows.Find<Quote>(command.RideId) is { } told)
            return Told(told);
        if (FieldRules.Between("ValidForSeconds", command.ValidForSeconds, 1, ValidSecondsMax) is { } problem)
            return Answer.With(new QuoteRefused(command.RideId, problem));
        if (await rows.Find<Tariff>(command.Zone) is not { } tariff)
            return Answer.With(new QuoteRefused(command.RideId, $"There are no prices for zone {command.Zone}."));

        var surge = await Surge(tariff, cancellation);
        var meters = Distance.Meters(command.From, command.To);
        var fare = tariff.Fare(meters, surge);
        var quote = new Quote
        {
            RideId = command.RideId, FareMinor = fare.AmountMinor, CancellationMinor = tariff.CancellationMinor, Currency = fare.Currency,
            SurgePercent = surge, Meters = meters, ValidUntil = clock.GetUtcNow().AddSeconds(command.ValidForSeconds),
        };
        rows.Add(quote);
        return Told(quote);
    }

    async Task<int> Surge(Tariff tariff, CancellationToken cancellation)
    {
        var counts = await queries.List<Driver, KeyValuePair<DriverStatus, int>>(x => x
            .Where(d => d.Zone == tariff.Zone).GroupBy(d => d.Status).Select(d => new KeyValuePair<DriverStatus, int>(d.Key, d.Count())), cancellation);
        var free = counts.Where(x => x.Key == DriverStatus.Free).Sum(x => x.Value);
        return tariff.SurgePercent(free, counts.Sum(x => x.Value) - free);
    }

    static Answer Told(Quote x) => Answer.With(new RideQuoted(
        x.RideId, new Money(x.FareMinor, x.Currency), new Money(x.CancellationMinor, x.Currency), x.SurgePercent, x.Meters, x.ValidUntil));
}
