using Microsoft.Extensions.Options;
using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Orders;
using SagaPlatform.Core.Sagas;

namespace SagaPlatform.Orders.PeakAdmission;

/// <summary>One order that was let in at a peak time: it waits in line for its fulfilment, is fulfilled, and makes room for the next.</summary>
/// <remarks>
/// While it waits, the customer may change their mind. Once it is called, the order is a process of its own, which is cancelled
/// there: so being called is the point of no return, and this process only waits for how the other one ends.
/// </remarks>
public sealed class AdmissionStateMachine : ProcessStateMachine<AdmissionState>
{
    /// <summary>The process.</summary>
    public AdmissionStateMachine(IOptions<PeakAdmissionOptions> options, TimeProvider? time = null) : base(time)
    {
        var limits = options.Value;
        Correlates<IAdmissionMessage>(m => AdmissionState.SagaIdOf(m.OrderId));
        Correlates<IOrderMessage>(m => AdmissionState.SagaIdOf(m.OrderId));

        StartedBy<StartAdmission>((admission, m) => admission.Remember(m), key: m => m.OrderId.ToString("D"));

        // Asked again, it also moves the line: a call that got lost is made up for.
        Step("WaitInLine", s => s
            .Asks(Queues.AdmissionLine, a => new AwaitTurn(a.OrderId, a.JoinedAt))
            .AnsweredBy<TurnCame>()
            .RefusedBy<TurnRefused>(m => m.Reason)
            .Within(limits.RemindLineEvery, attempts: limits.RemindersMax)
            .UndoneBy(a => new LeaveLine(a.OrderId))
            .ConfirmedBy<LineLeft>(within: limits.LeaveWithin));

        PointOfNoReturn("FulfilOrder", s => s
            .Asks(Queues.OrderFulfilment, a => a.Order!)
            .AnsweredBy<OrderCompleted>((a, m) => a.TrackingNumber = m.TrackingNumber)
            .RefusedBy<OrderCancelled>(m => m.Reason)
            .Within(limits.FulfilledWithin, attempts: 2)
            .NothingToUndo());

        Step("GiveUpPlace", s => s
            .Asks(Queues.AdmissionLine, a => new GiveUpPlace(a.OrderId))
            .AnsweredBy<PlaceGivenUp>()
            .Within(limits.LeaveWithin, attempts: 3)
            .NothingToUndo());

        CancellableBy<CancelAdmission>(m => m.Reason,
            refusedWith: (a, why) => new AdmissionCancellationRefused(a.OrderId, why));
        RuledBy<RuleAdmission>(m => m.Step, m => m.Ruling);

        Ends(completed: a => new AdmissionCompleted(a.OrderId, a.TrackingNumber),
            cancelled: (a, why) => new AdmissionCancelled(a.OrderId, why),
            needsAttention: (a, question) => new AdmissionNeedsAttention(a.OrderId, question),
            askingAgainEvery: limits.AskPersonAgainEvery);
    }
}
