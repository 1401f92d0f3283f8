using Microsoft.Extensions.Options;
using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Orders;
using SagaPlatform.Core.Participants;
using SagaPlatform.Core.Persistence;

namespace SagaPlatform.Participants.Shipping;

/// <summary>Makes the label of an order's parcel, and voids it.</summary>
public sealed class LabelHandler(
    IRows rows, Engagements engagements, IOptions<ShippingOptions> options, TimeProvider clock) :
    ICommandHandler<CreateLabel>,
    ICommandHandler<VoidLabel>
{
    /// <inheritdoc />
    public Task<Answer> Handle(CreateLabel command, CancellationToken cancellation) => engagements.Do(
        Key(command.OrderId),
        () => Task.FromResult(Create(command)),
        reason => new LabelRefused(command.OrderId, reason));

    /// <inheritdoc />
    public Task<Answer> Handle(VoidLabel command, CancellationToken cancellation) => engagements.Undo(
        Key(command.OrderId),
        () => Void(command.OrderId),
        new LabelVoided(command.OrderId));

    Outcome Create(CreateLabel command)
    {
        if (options.Value.Problem(command) is { } problem)
            return Outcome.Refused(new LabelRefused(command.OrderId, problem));
        if (ShippingTestData.RefusesLabel(command.DeliverTo.PostalCode))
            return Outcome.Refused(new LabelRefused(command.OrderId, $"no carrier delivers to {command.DeliverTo.PostalCode}"));

        var label = new Label
        {
            OrderId = command.OrderId,
            TrackingNumber = Label.TrackingNumberOf(command.OrderId),
            DeliverTo = command.DeliverTo,
            Status = LabelStatus.Created,
            At = clock.GetUtcNow(),
        };
        rows.Add(label);
        return ShippingTestData.LosesLabelAnswer(command.DeliverTo.PostalCode)
            ? Outcome.DoneSilently
            : Outcome.Done(new LabelCreated(command.OrderId, label.TrackingNumber));
    }

    async Task Void(Guid orderId)
    {
        var label = await rows.Find<Label>(orderId)
            ?? throw new InvalidOperationException($"Order {orderId} is noted as labelled, but has no label.");
        label.Void(clock.GetUtcNow());
        rows.Change(label);
    }

    static string Key(Guid orderId) => Engagement.KeyOf(Queues.Shipping, "label", orderId);
}
