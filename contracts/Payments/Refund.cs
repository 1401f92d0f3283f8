using MassTransit;

namespace SagaPlatform.Contracts.Payments;

// Every message of the refund conversation, in the order of the process.

/// <summary>Every message of this conversation names its refund; the saga is found by it.</summary>
[ExcludeFromTopology]
public interface IRefundMessage
{
    /// <summary>The refund's id, made by whoever asks for it.</summary>
    Guid RefundId { get; }
}

// What starts it.

/// <summary>Asks for money of a payment back. Safe to repeat: the same id with the same content is the same refund.</summary>
/// <param name="RefundId">Made by the sender.</param>
/// <param name="PaymentId">The payment that was captured.</param>
/// <param name="Amount">What the payer gets back, in the currency that was captured; more than 0.</param>
/// <param name="PayerEmail">Where the notice goes; at most 254 characters.</param>
/// <param name="Reason">1 to 256 characters.</param>
public sealed record RequestRefund(Guid RefundId, Guid PaymentId, Money Amount, string PayerEmail, string Reason) : IRefundMessage;

// 1. Validate: not more than captured minus already refunded.

/// <summary>Asks whether so much of the payment can be refunded.</summary>
public sealed record ValidateRefund(Guid RefundId, Guid PaymentId, Money Amount) : IRefundMessage;

/// <summary>At this moment it can.</summary>
public sealed record RefundValidated(Guid RefundId) : IRefundMessage;

/// <summary>It cannot.</summary>
public sealed record RefundRejected(Guid RefundId, string Reason) : IRefundMessage;

// 2. Freeze so much of the payment: of two refunds at once, both fit or one is refused.

/// <summary>Sets the amount aside, so that no other refund can have it.</summary>
public sealed record FreezePayment(Guid RefundId, Guid PaymentId, Money Amount) : IRefundMessage;

/// <summary>It is set aside.</summary>
/// <param name="RefundId">The refund.</param>
/// <param name="Gateway">The gateway that captured the payment.</param>
/// <param name="PayeeShare">What the payee gives back for it, in the currency the payee was paid in.</param>
public sealed record PaymentFrozen(Guid RefundId, string Gateway, Money PayeeShare) : IRefundMessage;

/// <summary>It is not set aside.</summary>
public sealed record FreezeRefused(Guid RefundId, string Reason) : IRefundMessage;

/// <summary>Gives back what the refund has set aside; answered even when it has nothing.</summary>
public sealed record UnfreezePayment(Guid RefundId) : IRefundMessage;

/// <summary>The refund holds nothing of the payment, and will not.</summary>
public sealed record PaymentUnfrozen(Guid RefundId) : IRefundMessage;

// 3. Execute at the gateway that captured: the point of no return.

/// <summary>Asks the gateway to give the money back. The refund is the idempotency key.</summary>
public sealed record ExecuteRefund(Guid RefundId, Guid PaymentId, string Gateway, Money Amount, Money PayeeShare) : IRefundMessage;

/// <summary>The payer has the money.</summary>
/// <param name="RefundId">The refund.</param>
/// <param name="Reference">The gateway's own number for it; 1 to 64 characters.</param>
public sealed record RefundExecuted(Guid RefundId, string Reference) : IRefundMessage;

/// <summary>The gateway will not give it back.</summary>
public sealed record RefundDeclined(Guid RefundId, string Reason) : IRefundMessage;

// 4. Book it: what was frozen is refunded.

/// <summary>Asks for the frozen amount to be entered as refunded.</summary>
public sealed record BookRefund(Guid RefundId) : IRefundMessage;

/// <summary>It is entered.</summary>
public sealed record RefundBooked(Guid RefundId) : IRefundMessage;

// 5. Notify: its failure changes nothing.

/// <summary>Writes to the payer.</summary>
public sealed record NotifyRefund(Guid RefundId, string PayerEmail, Money Amount) : IRefundMessage;

/// <summary>The notice is sent.</summary>
public sealed record RefundNotified(Guid RefundId) : IRefundMessage;

/// <summary>The notice cannot be sent.</summary>
public sealed record RefundNoticeRefused(Guid RefundId, string Reason) : IRefundMessage;

// From people.

/// <summary>Somebody does not want the refund any more.</summary>
/// <param name="RefundId">The refund.</param>
/// <param name="Reason">1 to 256 characters.</param>
public sealed record CancelRefund(Guid RefundId, string Reason) : IRefundMessage;

/// <summary>It is too late to cancel.</summary>
public sealed record RefundCancellationRefused(Guid RefundId, string Reason) : IRefundMessage;

/// <summary>A person's answer to the question of a refund that needs attention.</summary>
/// <param name="RefundId">The refund.</param>
/// <param name="Step">The step the question is about; 1 to 64 characters.</param>
/// <param name="Ruling">What the person found out.</param>
/// <param name="DecidedBy">Who says so; 1 to 128 characters.</param>
public sealed record RuleRefund(Guid RefundId, string Step, Ruling Ruling, string DecidedBy) : IRefundMessage;

// How it ends.

/// <summary>The payer has the money, and it is booked.</summary>
public sealed record RefundCompleted(Guid RefundId, Guid PaymentId, Money Amount, string Reference) : IRefundMessage;

/// <summary>Nothing was given back, and nothing of the payment is frozen for it.</summary>
public sealed record RefundCancelled(Guid RefundId, string Reason) : IRefundMessage;

/// <summary>A person must find something out; repeated until somebody rules.</summary>
public sealed record RefundNeedsAttention(Guid RefundId, string Question) : IRefundMessage;
