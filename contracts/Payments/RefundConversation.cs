using SagaPlatform.Contracts.Payments;

namespace SagaPlatform.Contracts;

public static partial class Conversations
{
    /// <summary>A refund, from the wish to the payer's money or to nothing.</summary>
    public static Conversation Refund { get; } = new(
        "Payments",
        "Refund",
        typeof(IRefundMessage),
        Queues.Refund,
        [
            Command<RequestRefund>(Queues.Refund),

            Command<ValidateRefund>(Queues.CapturedPayments),
            Answer<RefundValidated>(to: typeof(ValidateRefund)),
            Answer<RefundRejected>(to: typeof(ValidateRefund)),

            Command<FreezePayment>(Queues.CapturedPayments),
            Answer<PaymentFrozen>(to: typeof(FreezePayment)),
            Answer<FreezeRefused>(to: typeof(FreezePayment)),
            Command<UnfreezePayment>(Queues.CapturedPayments),
            Answer<PaymentUnfrozen>(to: typeof(UnfreezePayment)),

            Command<ExecuteRefund>(Queues.PaymentGateways),
            Answer<RefundExecuted>(to: typeof(ExecuteRefund)),
            Answer<RefundDeclined>(to: typeof(ExecuteRefund)),

            Command<BookRefund>(Queues.CapturedPayments),
            Answer<RefundBooked>(to: typeof(BookRefund)),

            Command<NotifyRefund>(Queues.Notification),
            Answer<RefundNotified>(to: typeof(NotifyRefund)),
            Answer<RefundNoticeRefused>(to: typeof(NotifyRefund)),

            Command<CancelRefund>(Queues.Refund),
            Announcement<RefundCancellationRefused>(),
            Command<RuleRefund>(Queues.Refund),

            Announcement<RefundCompleted>(),
            Announcement<RefundCancelled>(),
            Announcement<RefundNeedsAttention>(),
        ]);
}
