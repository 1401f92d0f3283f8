using Microsoft.Extensions.Options;
using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Payments;
using SagaPlatform.Core.Sagas;

namespace SagaPlatform.Payments.Refund;

/// <summary>One refund, until the payer has the money and it is booked, or nothing was given and nothing is frozen.</summary>
/// <remarks>
/// The validation gives a clear no early; the freeze decides, because it takes what it checks. Money that a gateway has given
/// back does not come again, so the execution is the point of no return: refused, the payment is unfrozen; silent, a person
/// finds out, while the amount stays frozen.
/// </remarks>
public sealed class RefundStateMachine : ProcessStateMachine<RefundState>
{
    /// <summary>The step there is no way back from.</summary>
    public const string Execute = "Execute";

    /// <summary>The process.</summary>
    public RefundStateMachine(IOptions<RefundOptions> options, TimeProvider? time = null) : base(time)
    {
        var limits = options.Value;
        Correlates<IRefundMessage>(m => m.RefundId);

        StartedBy<RequestRefund>((refund, m) => refund.Remember(m));

        Step("Validate", s => s
            .Asks(Queues.CapturedPayments, r => new ValidateRefund(r.CorrelationId, r.PaymentId, r.Amount))
            .AnsweredBy<RefundValidated>()
            .RefusedBy<RefundRejected>(m => m.Reason)
            .Within(limits.BookWithin, attempts: 2)
            .NothingToUndo());

        Step("Freeze", s => s
            .Asks(Queues.CapturedPayments, r => new FreezePayment(r.CorrelationId, r.PaymentId, r.Amount))
            .AnsweredBy<PaymentFrozen>((r, m) => r.Remember(m))
            .RefusedBy<FreezeRefused>(m => m.Reason)
            .Within(limits.BookWithin, attempts: 2)
            .UndoneBy(r => new UnfreezePayment(r.CorrelationId))
            .ConfirmedBy<PaymentUnfrozen>(within: limits.UndoWithin));

        PointOfNoReturn(Execute, s => s
            .Asks(Queues.PaymentGateways, r => new ExecuteRefund(r.CorrelationId, r.PaymentId, r.Gateway, r.Amount, r.PayeeShare))
            .AnsweredBy<RefundExecuted>((r, m) => r.Reference = m.Reference)
            .RefusedBy<RefundDeclined>(m => m.Reason)
            .Within(limits.ExecuteWithin, attempts: 2)
            .NothingToUndo());

        Step("Book", s => s
            .Asks(Queues.CapturedPayments, r => new BookRefund(r.CorrelationId))
            .AnsweredBy<RefundBooked>()
            .Within(limits.BookWithin, attempts: 3)
            .NothingToUndo());

        Step("Notify", s => s
            .Asks(Queues.Notification, r => new NotifyRefund(r.CorrelationId, r.PayerEmail, r.Amount))
            .AnsweredBy<RefundNotified>()
            .RefusedBy<RefundNoticeRefused>(m => m.Reason)
            .Within(limits.NotifyWithin, attempts: 2)
            .NothingToUndo()
            .BestEffort());

        CancellableBy<CancelRefund>(m => m.Reason,
            refusedWith: (r, why) => new RefundCancellationRefused(r.CorrelationId, why));
        RuledBy<RuleRefund>(m => m.Step, m => m.Ruling);

        Ends(completed: r => new RefundCompleted(r.CorrelationId, r.PaymentId, r.Amount, r.Reference),
            cancelled: (r, why) => new RefundCancelled(r.CorrelationId, why),
            needsAttention: (r, question) => new RefundNeedsAttention(r.CorrelationId, question),
            askingAgainEvery: limits.AskPersonAgainEvery);
    }
}
