using SagaPlatform.Contracts;
using SagaPlatform.Core.Sagas;

namespace SagaPlatform.Payments.CrossBorderPayment;

/// <summary>A quote, as the payer sees it.</summary>
/// <param name="Round">Its number, to confirm it by.</param>
/// <param name="Payout">What the payee gets.</param>
/// <param name="Rate">The rate.</param>
/// <param name="Source">Who says that this is the rate.</param>
/// <param name="ValidUntil">The first moment it is not valid any more.</param>
public sealed record QuoteView(int Round, Money Payout, string Rate, string Source, DateTimeOffset ValidUntil);

/// <summary>A cross-border payment as its payer sees it.</summary>
/// <param name="PaymentId">The payment.</param>
/// <param name="Status">
/// <c>Accepted</c>, <c>Checking</c>, <c>AwaitingConfirmation</c>, <c>Moving</c>, <c>Completed</c>, <c>Cancelling</c> or <c>Cancelled</c>.
/// </param>
/// <param name="State">Where the process is, for operators; null while the payment is only accepted.</param>
/// <param name="Amount">What the payer gives.</param>
/// <param name="Quote">The latest quote, once there is one.</param>
/// <param name="Purpose">What it is for.</param>
/// <param name="Reason">Why it is or was cancelled.</param>
/// <param name="Question">What a person has to find out, when the payment waits for one.</param>
/// <param name="StartedAt">When the process took it up.</param>
/// <param name="EndedAt">When it ended.</param>
public sealed record CrossBorderPaymentView(
    Guid PaymentId,
    string Status,
    string? State = null,
    Money? Amount = null,
    QuoteView? Quote = null,
    string? Purpose = null,
    string? Reason = null,
    string? Question = null,
    DateTimeOffset? StartedAt = null,
    DateTimeOffset? EndedAt = null)
{
    /// <summary>A payment that is stored and on its way to its process.</summary>
    public static CrossBorderPaymentView Accepted(Guid paymentId) => new(paymentId, "Accepted");

    /// <summary>A payment that its process has taken up.</summary>
    public static CrossBorderPaymentView Of(CrossBorderPaymentState payment) => new(
        payment.CorrelationId, StatusOf(payment), payment.CurrentState, payment.Amount, QuoteOf(payment), payment.Purpose,
        payment.Ledger.Reason, payment.Question, payment.StartedAt, payment.EndedAt);

    static QuoteView? QuoteOf(CrossBorderPaymentState payment) => payment.QuoteValidUntil is { } until
        ? new QuoteView(payment.QuoteRound, payment.Payout, payment.Rate, payment.RateSource, until)
        : null;

    static string StatusOf(CrossBorderPaymentState payment) => payment.CurrentState switch
    {
        ProcessStates.Completed => "Completed",
        ProcessStates.Cancelled => "Cancelled",
        _ when payment.Ledger.Reason != null => "Cancelling",
        "AgreeRate" => "AwaitingConfirmation",
        _ when payment.Ledger.Line("DebitPayer") != null => "Moving",
        _ => "Checking",
    };
}
