using SagaPlatform.Contracts;
using SagaPlatform.Core.Sagas;

namespace SagaPlatform.Payments.Refund;

/// <summary>A refund as its payer sees it.</summary>
/// <param name="RefundId">The refund.</param>
/// <param name="Status"><c>Accepted</c>, <c>Validating</c>, <c>Frozen</c>, <c>Executed</c>, <c>Completed</c>, <c>Cancelling</c> or <c>Cancelled</c>.</param>
/// <param name="State">Where the process is, for operators; null while the refund is only accepted.</param>
/// <param name="PaymentId">Of which payment.</param>
/// <param name="Amount">What the payer gets back.</param>
/// <param name="PayeeShare">What the payee gives back, once the payment is frozen.</param>
/// <param name="Gateway">The gateway that captured, once the payment is frozen.</param>
/// <param name="Reference">That gateway's number for the refund, once it is executed.</param>
/// <param name="RequestedBecause">Why it was asked for.</param>
/// <param name="Reason">Why it is or was cancelled.</param>
/// <param name="Question">What a person has to find out, when the refund waits for one.</param>
/// <param name="RequestedAt">When the process took it up.</param>
/// <param name="EndedAt">When it ended.</param>
public sealed record RefundView(
    Guid RefundId,
    string Status,
    string? State = null,
    Guid? PaymentId = null,
    Money? Amount = null,
    Money? PayeeShare = null,
    string? Gateway = null,
    string? Reference = null,
    string? RequestedBecause = null,
    string? Reason = null,
    string? Question = null,
    DateTimeOffset? RequestedAt = null,
    DateTimeOffset? EndedAt = null)
{
    /// <summary>A refund that is stored and on its way to its process.</summary>
    public static RefundView Accepted(Guid refundId) => new(refundId, "Accepted");

    /// <summary>A refund that its process has taken up.</summary>
    public static RefundView Of(RefundState refund) => new(
        refund.CorrelationId, StatusOf(refund), refund.CurrentState, refund.PaymentId, refund.Amount,
        refund.PayeeShareMinor == 0 ? null : refund.PayeeShare, OrNull(refund.Gateway), OrNull(refund.Reference),
        refund.RequestedBecause, refund.Ledger.Reason, refund.Question, refund.StartedAt, refund.EndedAt);

    static string StatusOf(RefundState refund) => refund.CurrentState switch
    {
        ProcessStates.Completed => "Completed",
        ProcessStates.Cancelled => "Cancelled",
        _ when refund.Ledger.Reason != null => "Cancelling",
        _ when IsDone(refund, RefundStateMachine.Execute) => "Executed",
        _ when IsDone(refund, "Freeze") => "Frozen",
        _ => "Validating",
    };

    static bool IsDone(RefundState refund, string step) => refund.Ledger.Line(step, "")?.Status == LineStatus.Done;

    static string? OrNull(string text) => text.Length == 0 ? null : text;
}
