using Microsoft.Extensions.Options;
using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Orders;
using SagaPlatform.Core.Participants;
using SagaPlatform.Core.Persistence;

namespace SagaPlatform.Participants.Shipping;

/// <summary>Opens the page on which the customer follows the parcel, and closes it.</summary>
public sealed class TrackingHandler(
    IRows rows, Engagements engagements, IOptions<ShippingOptions> options, TimeProvider clock) :
    ICommandHandler<OpenTracking>,
    ICommandHandler<CloseTracking>
{
    /// <inheritdoc />
    public Task<Answer> Handle(OpenTracking command, CancellationToken cancellation) => engagements.Do(
        Key(command.OrderId),
        () => Open(command),
        reason => new TrackingRefused(command.OrderId, reason));

    /// <inheritdoc />
    public Task<Answer> Handle(CloseTracking command, CancellationToken cancellation) => engagements.Undo(
        Key(command.OrderId),
        () => Close(command.OrderId),
        new TrackingClosed(command.OrderId));

    async Task<Outcome> Open(OpenTracking command)
    {
        if (FieldRules.Id("OrderId", command.OrderId) is { } problem)
            return Outcome.Refused(new TrackingRefused(command.OrderId, problem));
        // Only the label knows the postal code, and it is asked for at the same time: it may not be there yet.
        var label = await rows.Find<Label>(command.OrderId);
        if (label != null && ShippingTestData.RefusesTracking(label.DeliverTo.PostalCode))
            return Outcome.Refused(new TrackingRefused(command.OrderId, $"parcels to {label.DeliverTo.PostalCode} cannot be tracked"));

        // The tracking number follows from the order, so that the page need not wait for the label.
        var page = new TrackingPage
        {
            OrderId = command.OrderId,
            Url = $"{options.Value.TrackingUrl}/{Label.TrackingNumberOf(command.OrderId)}",
            Status = TrackingPageStatus.Open,
            At = clock.GetUtcNow(),
        };
        rows.Add(page);
        return Outcome.Done(new TrackingOpened(command.OrderId, page.Url));
    }

    async Task Close(Guid orderId)
    {
        var page = await rows.Find<TrackingPage>(orderId)
            ?? throw new InvalidOperationException($"Order {orderId} is noted as tracked, but has no tracking page.");
        page.Close(clock.GetUtcNow());
        rows.Change(page);
    }

    static string Key(Guid orderId) => Engagement.KeyOf(Queues.Shipping, "tracking", orderId);
}
