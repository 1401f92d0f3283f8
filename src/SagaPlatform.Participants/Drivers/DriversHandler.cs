using Microsoft.Extensions.Options;
using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Orders;
using SagaPlatform.Core.Participants;
using SagaPlatform.Core.Persistence;

namespace SagaPlatform.Participants.Drivers;

/// <summary>Finds drivers, offers them rides, sends them, and sets them free again.</summary>
/// <remarks>
/// The offer claims the driver's row: two rides that offer to one driver at once meet at its version, and the second finds it
/// taken. The driver's own answer is scripted (<see cref="DriverTestData"/>); a real one would come from their telephone.
/// </remarks>
public sealed class DriversHandler(IRows rows, IRowQueries queries, Engagements engagements, IOptions<DriversOptions> options) :
    ICommandHandler<SearchDrivers>,
    ICommandHandler<OfferRide>,
    ICommandHandler<ReleaseDriver>,
    ICommandHandler<DispatchDriver>,
    ICommandHandler<FreeDriver>
{
    /// <inheritdoc />
    public async Task<Answer> Handle(SearchDrivers command, CancellationToken cancellation)
    {
        var limits = options.Value;
        var free = await queries.List<Driver, Driver>(x => x
            .Where(d => d.Zone == command.Zone && d.Status == DriverStatus.Free).OrderBy(d => d.DriverId).Take(limits.DriversLookedAtMax), cancellation);
        var nearest = free.OrderBy(x => Distance.Meters(x.Position, command.From)).ThenBy(x => x.DriverId, StringComparer.Ordinal)
            .Take(limits.DriversNamedMax).Select(x => x.DriverId).ToList();
        return Answer.With(nearest.Count > 0
            ? new DriversFound(command.RideId, nearest)
            : new NoDriverFound(command.RideId, $"There is no free driver in {command.Zone}."));
    }

    /// <inheritdoc />
    public Task<Answer> Handle(OfferRide command, CancellationToken cancellation) => engagements.Do(
        Key(command.RideId, command.DriverId),
        () => Offer(command),
        reason => new DriverDeclined(command.RideId, command.DriverId, reason));

    /// <inheritdoc />
    public Task<Answer> Handle(ReleaseDriver command, CancellationToken cancellation) => engagements.Undo(
        Key(command.RideId, command.DriverId),
        () => Free(command.RideId, command.DriverId, at: null),
        new DriverReleased(command.RideId, command.DriverId));

    /// <inheritdoc />
    public async Task<Answer> Handle(DispatchDriver command, CancellationToken cancellation)
    {
        var driver = await rows.Find<Driver>(command.DriverId);
        if (driver?.IsWith(command.RideId) != true)
            return Answer.With(new DispatchRefused(command.RideId, "The driver does not have this ride."));
        if (driver.Status != DriverStatus.OnTheWay)
        {
            driver.Claim(command.RideId, DriverStatus.OnTheWay);
            rows.Change(driver);
        }

        return Answer.With(new DriverOnTheWay(command.RideId));
    }

    /// <inheritdoc />
    public async Task<Answer> Handle(FreeDriver command, CancellationToken cancellation)
    {
        await Free(command.RideId, command.DriverId, command.At);
        return Answer.With(new DriverFreed(command.RideId));
    }

    async Task<Outcome> Offer(OfferRide command)
    {
        var driver = await rows.Find<Driver>(command.DriverId);
        if (driver == null)
            return Declined(command, "There is no such driver.");
        if (driver.Status != DriverStatus.Free)
            return Declined(command, "The driver has another ride.");
        if (DriverTestData.BreaksDown(driver.DriverId))
            throw new InvalidOperationException("The drivers' service broke down, as the test data asks.");
        if (DriverTestData.Declines(driver.DriverId))
            return Declined(command, "The driver does not want to.");

        var isSilent = DriverTestData.IsSilent(driver.DriverId);
        driver.Claim(command.RideId, isSilent ? DriverStatus.Offered : DriverStatus.Taken);
        rows.Change(driver);
        return isSilent ? Outcome.DoneSilently : Outcome.Done(new DriverAccepted(command.RideId, command.DriverId));
    }

    async Task Free(Guid ride, string driverId, GeoPoint? at)
    {
        var driver = await rows.Find<Driver>(driverId);
        if (driver?.IsWith(ride) != true)
            return;
        driver.Free();
        if (at != null)
            driver.MoveTo(at);
        rows.Change(driver);
    }

    static Outcome Declined(OfferRide command, string reason) =>
        Outcome.Refused(new DriverDeclined(command.RideId, command.DriverId, reason));

    static string Key(Guid ride, string driver) => Engagement.KeyOf(Queues.Drivers, $"offer-{driver}", ride);
}
