using MassTransit;
using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Orders;
using SagaPlatform.Core.Participants;
using SagaPlatform.Core.Persistence;

namespace SagaPlatform.Orders.PeakAdmission;

/// <summary>
/// Lets orders in that come by message. It stands before the saga, because a saga that begins has left something behind. The
/// inbox drops a message that comes twice; the same order in a new message is known by its place.
/// </summary>
public sealed class AdmissionGateHandler(AdmissionGate gate, WaitingLine line, IRows rows, ISendEndpointProvider sender) : ICommandHandler<AdmitOrder>
{
    /// <inheritdoc />
    public async Task<Answer> Handle(AdmitOrder command, CancellationToken cancellation)
    {
        if (await rows.Find<LinePlace>(command.OrderId) is { } known)
            return AdmissionGate.IsRepeat(known, command)
                ? Answer.With(new OrderAdmitted(command.OrderId, known.Status == PlaceStatus.Waiting ? await line.PlaceOf(known, cancellation) : 0))
                : Answer.With(AdmissionGate.OtherOrder(command));

        var (refusal, _) = await gate.Check(command, cancellation);
        if (refusal != null)
            return Answer.With(refusal);

        var (place, start) = gate.LetIn(command);
        rows.Add(place);
        var saga = await sender.GetSendEndpoint(new Uri($"queue:{Queues.PeakAdmission}"));
        await saga.Send(start, x => x.MessageId = AdmissionGate.StartId(command.OrderId), cancellation);
        return Answer.With(new OrderAdmitted(command.OrderId, await line.PlaceOf(place, cancellation)));
    }
}
