using SagaPlatform.Contracts.Orders;
using SagaPlatform.Core.Outbox;
using SagaPlatform.Core.Participants;
using SagaPlatform.Core.Persistence;
using SagaPlatform.Core.WorkItems;
using SagaPlatform.Participants.Drivers;

namespace SagaPlatform.Participants.RideMonitoring;

/// <summary>Says where a driver is and how a ride goes, and brings alerts before people.</summary>
/// <remarks>Cars drive at 10 m/s on the straight line; a real monitoring would read their position.</remarks>
public sealed class MonitoringHandler(IRows rows, WorkItems workItems, TimeProvider clock) :
    ICommandHandler<CheckPickUp>,
    ICommandHandler<CheckRide>,
    ICommandHandler<EscalateAlert>
{
    const int MetersPerSecond = 10;

    /// <inheritdoc />
    public async Task<Answer> Handle(CheckPickUp command, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var watch = await rows.Find<RideWatch>(command.RideId);
        if (watch == null)
            rows.Add(watch = await SetOut(command, now));
        else
            rows.Change(watch);
        watch.Looks++;

        if (now < watch.ArrivesAt || DriverTestData.NeverArrives(command.DriverId))
            return Answer.With(new PickUpAhead(command.RideId, (int)Math.Ceiling(Math.Max(0, (watch.ArrivesAt - now).TotalSeconds))));
        return Answer.With(new RiderPickedUp(command.RideId));
    }

    /// <inheritdoc />
    public async Task<Answer> Handle(CheckRide command, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var watch = await rows.Find<RideWatch>(command.RideId);
        if (watch == null)
            rows.Add(watch = new RideWatch { RideId = command.RideId, SetOutAt = now, ArrivesAt = now });
        else
            rows.Change(watch);
        watch.Looks++;
        watch.BegunAt ??= now;
        watch.EndsAt ??= now.AddSeconds(Seconds(Distance.Meters(command.From, command.To)));

        if (now >= watch.EndsAt)
            return Answer.With(new RideFinished(command.RideId));
        if (!watch.IsAlarmed && DriverTestData.IsInDanger(command.DriverId) && now - watch.BegunAt >= (watch.EndsAt - watch.BegunAt) / 2)
        {
            watch.IsAlarmed = true;
            return Answer.With(new SafetyAlertRaised(command.RideId, MessageIds.Derive(command.RideId, "left-route"), "The car has left its route."));
        }

        return Answer.With(new RideProgressed(command.RideId, (int)((watch.EndsAt.Value - now).TotalSeconds * MetersPerSecond)));
    }

    /// <summary>Opens the case, or reminds people of it.</summary>
    public Task<Answer> Handle(EscalateAlert command, CancellationToken cancellation) => workItems.Open(
        new OpenWorkItem(RideWork.Safety, command.RideId, "UnderWay", "A ride may be in danger: is all well?",
            $"Ride {command.RideId}, driver {command.DriverId}: {command.What}") { Item = $"{command.AlertId:D}" },
        refuse: reason => new SafetyAlertClosed(command.RideId, command.AlertId, reason));

    async Task<RideWatch> SetOut(CheckPickUp command, DateTimeOffset now)
    {
        var driver = await rows.Find<Driver>(command.DriverId);
        var meters = driver == null ? 0 : Distance.Meters(driver.Position, command.From);
        return new RideWatch { RideId = command.RideId, SetOutAt = now, ArrivesAt = now.AddSeconds(Seconds(meters)) };
    }

    static int Seconds(int meters) => Math.Max(1, meters / MetersPerSecond);
}
