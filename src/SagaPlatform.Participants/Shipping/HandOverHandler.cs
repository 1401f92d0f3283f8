using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Orders;
using SagaPlatform.Core.Participants;
using SagaPlatform.Core.Persistence;

namespace SagaPlatform.Participants.Shipping;

/// <summary>Hands the parcel to the carrier, if it is labelled and packed. There is no undo: it is the point of no return.</summary>
public sealed class HandOverHandler(IRows rows, Engagements engagements, TimeProvider clock) : ICommandHandler<HandOverParcel>
{
    /// <inheritdoc />
    public Task<Answer> Handle(HandOverParcel command, CancellationToken cancellation) => engagements.Do(
        Engagement.KeyOf(Queues.Shipping, "hand-over", command.OrderId),
        () => HandOver(command),
        reason => new HandOverRefused(command.OrderId, reason));

    async Task<Outcome> HandOver(HandOverParcel command)
    {
        var label = await rows.Find<Label>(command.OrderId);
        var job = await rows.Find<WarehouseJob>(command.OrderId);
        if (Shipping.HandOver.Obstacle(label, job) is { } obstacle)
            return Refused(command, obstacle);
        var postalCode = label!.DeliverTo.PostalCode;
        if (ShippingTestData.RefusesHandOver(postalCode))
            return Refused(command, "the carrier did not take the parcel");

        Leave(label, job!);
        return ShippingTestData.LosesHandOverAnswer(postalCode)
            ? Outcome.DoneSilently
            : Outcome.Done(new ParcelHandedOver(command.OrderId));
    }

    void Leave(Label label, WarehouseJob job)
    {
        var now = clock.GetUtcNow();
        // Both rows are written, not only read: a void or a recall at the same moment then conflicts with the hand-over.
        label.HandOver(now);
        rows.Change(label);
        job.HandOver(now);
        rows.Change(job);
        rows.Add(new HandOver
        {
            OrderId = label.OrderId,
            TrackingNumber = label.TrackingNumber,
            Warehouse = job.Warehouse,
            At = now,
        });
    }

    static Outcome Refused(HandOverParcel command, string reason) =>
        Outcome.Refused(new HandOverRefused(command.OrderId, reason));
}
