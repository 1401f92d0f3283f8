using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Payments;
using SagaPlatform.Core.Sagas;

namespace SagaPlatform.Payments.RoutedPayment;

/// <summary>A payment as payer and payee see it. The token is nobody's business.</summary>
/// <param name="PaymentId">The payment.</param>
/// <param name="Status"><c>Accepted</c>, <c>Routing</c>, <c>Capturing</c>, <c>Captured</c>, <c>Completed</c>, <c>Cancelling</c> or <c>Cancelled</c>.</param>
/// <param name="State">Where the process is, for operators; null while the payment is only accepted.</param>
/// <param name="Amount">What the payer pays.</param>
/// <param name="Settled">What the payee gets, once it is known.</param>
/// <param name="Rate">The rate of the conversion, as a fraction, when there is one.</param>
/// <param name="RateSource">Where the rate comes from, when there is one.</param>
/// <param name="Rounding">How the conversion was rounded, when there is one.</param>
/// <param name="Last4">The last four digits of the card.</param>
/// <param name="PayeeAccount">Who gets the money.</param>
/// <param name="Candidates">The gateways that can carry it, best first, once they are known.</param>
/// <param name="Gateway">The gateway that has the money, once one has.</param>
/// <param name="Reference">That gateway's number for it.</param>
/// <param name="Reason">Why it is or was cancelled.</param>
/// <param name="Question">What a person has to find out, when the payment waits for one.</param>
/// <param name="RequestedAt">When the process took it up.</param>
/// <param name="EndedAt">When it ended.</param>
public sealed record RoutedPaymentView(
    Guid PaymentId,
    string Status,
    string? State = null,
    Money? Amount = null,
    Money? Settled = null,
    string? Rate = null,
    string? RateSource = null,
    string? Rounding = null,
    string? Last4 = null,
    string? PayeeAccount = null,
    IReadOnlyList<GatewayCandidate>? Candidates = null,
    string? Gateway = null,
    string? Reference = null,
    string? Reason = null,
    string? Question = null,
    DateTimeOffset? RequestedAt = null,
    DateTimeOffset? EndedAt = null)
{
    /// <summary>A payment that is stored and on its way to its process.</summary>
    public static RoutedPaymentView Accepted(Guid paymentId) => new(paymentId, "Accepted");

    /// <summary>A payment that its process has taken up.</summary>
    public static RoutedPaymentView Of(RoutedPaymentState payment) => new(
        payment.CorrelationId, StatusOf(payment), payment.CurrentState, payment.Amount, SettledOf(payment),
        OrNull(payment.Rate), OrNull(payment.RateSource), OrNull(payment.Rounding), payment.Last4, payment.PayeeAccount,
        payment.Candidates.Count == 0 ? null : payment.Candidates, OrNull(payment.Gateway), OrNull(payment.Reference),
        payment.Ledger.Reason is { } why ? payment.WhyCancelled(why) : null, payment.Question, payment.StartedAt, payment.EndedAt);

    static string StatusOf(RoutedPaymentState payment) => payment.CurrentState switch
    {
        ProcessStates.Completed => "Completed",
        ProcessStates.Cancelled => "Cancelled",
        _ when payment.Ledger.Reason != null => "Cancelling",
        _ when payment.Gateway.Length > 0 => "Captured",
        _ when payment.Ledger.Lines.Exists(x => x.Step == RoutedPaymentStateMachine.Capture) => "Capturing",
        _ => "Routing",
    };

    static Money? SettledOf(RoutedPaymentState payment) =>
        payment.ConvertedMinor != null || payment.Currency == payment.SettlementCurrency ? payment.Settlement : null;

    static string? OrNull(string text) => text.Length == 0 ? null : text;
}
