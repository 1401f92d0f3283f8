using Microsoft.Extensions.Options;
using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Orders;
using SagaPlatform.Core.Participants;
using SagaPlatform.Core.Persistence;

namespace SagaPlatform.Participants.Notification;

/// <summary>Writes to the customer, once per order. There is no undo: a letter cannot be called back.</summary>
public sealed class ConfirmationHandler(
    IRows rows, Engagements engagements, IOptions<NotificationOptions> options, TimeProvider clock) :
    ICommandHandler<SendConfirmation>
{
    /// <inheritdoc />
    public Task<Answer> Handle(SendConfirmation command, CancellationToken cancellation) => engagements.Do(
        Engagement.KeyOf(Queues.Notification, "confirmation", command.OrderId),
        () => Task.FromResult(Write(command)),
        reason => new ConfirmationRefused(command.OrderId, reason));

    Outcome Write(SendConfirmation command)
    {
        if (options.Value.Problem(command) is { } problem)
            return Outcome.Refused(new ConfirmationRefused(command.OrderId, problem));
        if (NotificationTestData.Refuses(command.CustomerEmail))
            return Outcome.Refused(new ConfirmationRefused(command.OrderId, "the mail system refused the address"));

        rows.Add(new Letter
        {
            OrderId = command.OrderId,
            CustomerEmail = command.CustomerEmail,
            TrackingNumber = command.TrackingNumber,
            At = clock.GetUtcNow(),
        });
        return NotificationTestData.LosesAnswer(command.CustomerEmail)
            ? Outcome.DoneSilently
            : Outcome.Done(new ConfirmationSent(command.OrderId));
    }
}
