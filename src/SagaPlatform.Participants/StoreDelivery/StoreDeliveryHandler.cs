using SagaPlatform.Contracts;
using SagaPlatform.Contracts.SupplyChain;
using SagaPlatform.Core.Participants;
using SagaPlatform.Core.Persistence;

namespace SagaPlatform.Participants.StoreDelivery;

/// <summary>Finds a dock at the store, gives it back, and brings the goods there.</summary>
public sealed class StoreDeliveryHandler(IRows rows, Engagements engagements, TimeProvider clock) :
    ICommandHandler<ScheduleStoreDelivery>,
    ICommandHandler<CancelStoreDelivery>,
    ICommandHandler<DeliverToStore>
{
    /// <inheritdoc />
    public Task<Answer> Handle(ScheduleStoreDelivery command, CancellationToken cancellation) => engagements.Do(
        Key("schedule", command.ProcurementId),
        () => Schedule(command),
        reason => new StoreDeliveryRefused(command.ProcurementId, reason));

    /// <inheritdoc />
    public Task<Answer> Handle(CancelStoreDelivery command, CancellationToken cancellation) => engagements.Undo(
        Key("schedule", command.ProcurementId),
        () => Become(command.ProcurementId, StoreShipmentStatus.Cancelled),
        new StoreDeliveryCancelled(command.ProcurementId));

    /// <inheritdoc />
    public Task<Answer> Handle(DeliverToStore command, CancellationToken cancellation) => engagements.Do(
        Key("delivery", command.ProcurementId),
        () => Deliver(command),
        reason => new StoreTurnedAway(command.ProcurementId, reason));

    async Task<Outcome> Schedule(ScheduleStoreDelivery command)
    {
        var store = await rows.Find<Store>(command.StoreId);
        var obstacle = FieldRules.Id("ProcurementId", command.ProcurementId)
            ?? (store == null ? $"there is no store {command.StoreId}"
                : StoreTestData.IsClosed(command.StoreId) ? $"store {command.StoreId} is closed"
                : command.Goods is not { Count: > 0 } ? "there is nothing to deliver"
                : null);
        if (obstacle != null)
            return Outcome.Refused(new StoreDeliveryRefused(command.ProcurementId, obstacle));

        // One procurement keeps its dock however often it asks, and docks are used evenly: both follow from the id.
        var dock = $"{command.StoreId}-D{1 + (uint)command.ProcurementId.GetHashCode() % store!.Docks}";
        rows.Add(new StoreShipment
        {
            ProcurementId = command.ProcurementId,
            StoreId = command.StoreId,
            Goods = [.. command.Goods],
            Dock = dock,
            Status = StoreShipmentStatus.Scheduled,
            At = clock.GetUtcNow(),
        });
        return StoreTestData.LosesSchedule(command.StoreId)
            ? Outcome.DoneSilently
            : Outcome.Done(new StoreDeliveryScheduled(command.ProcurementId, dock));
    }

    async Task<Outcome> Deliver(DeliverToStore command)
    {
        var delivery = await rows.Find<StoreShipment>(command.ProcurementId);
        if (delivery is not { Status: StoreShipmentStatus.Scheduled })
            return Outcome.Refused(new StoreTurnedAway(command.ProcurementId, "the store expects nothing"));
        var turnedAway = StoreTestData.TurnsAway(delivery.StoreId);
        delivery.Become(turnedAway ? StoreShipmentStatus.TurnedAway : StoreShipmentStatus.Delivered, clock.GetUtcNow());
        rows.Change(delivery);
        return turnedAway ? Outcome.Refused(new StoreTurnedAway(command.ProcurementId, $"store {delivery.StoreId} turned the lorry away"))
            : StoreTestData.LosesDelivery(delivery.StoreId) ? Outcome.DoneSilently
            : Outcome.Done(new DeliveredToStore(command.ProcurementId));
    }

    async Task Become(Guid procurementId, StoreShipmentStatus status)
    {
        var delivery = await rows.Find<StoreShipment>(procurementId)
            ?? throw new InvalidOperationException($"Procurement {procurementId} is noted as scheduled, but has no delivery.");
        delivery.Become(status, clock.GetUtcNow());
        rows.Change(delivery);
    }

    static string Key(string what, Guid procurementId) => Engagement.KeyOf(Queues.StoreDelivery, what, procurementId);
}

/// <summary>Test data: store numbers that make a store behave in a fixed way.</summary>
static class StoreTestData
{
    /// <summary>Takes no delivery.</summary>
    public const string Closed = "ST-CLOSED";

    /// <summary>Finds a dock, but nobody is told.</summary>
    public const string SilentSchedule = "ST-SILENT";

    /// <summary>Turns the lorry away.</summary>
    public const string TurningAway = "ST-TURNSAWAY";

    /// <summary>Has the goods, but nobody is told.</summary>
    public const string SilentDelivery = "ST-SILENTDELIVERY";

    public static bool IsClosed(string store) => store == Closed;
    public static bool LosesSchedule(string store) => store == SilentSchedule;
    public static bool TurnsAway(string store) => store == TurningAway;
    public static bool LosesDelivery(string store) => store == SilentDelivery;
}
