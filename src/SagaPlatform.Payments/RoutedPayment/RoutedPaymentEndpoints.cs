using Microsoft.AspNetCore.Routing;
using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Payments;
using SagaPlatform.Core.Http;

namespace SagaPlatform.Payments.RoutedPayment;

/// <summary>The body of a ruling on a payment; the payment is in the path.</summary>
/// <param name="Step">The step the question is about.</param>
/// <param name="Ruling">What the person found out.</param>
/// <param name="DecidedBy">Who says so; 1 to 128 characters.</param>
/// <param name="Gateway">Which gateway the question is about; null when the step asks no gateway.</param>
public sealed record PaymentRulingRequest(string Step, Ruling Ruling, string DecidedBy, string? Gateway = null);

/// <summary>Payments by HTTP.</summary>
public static class RoutedPaymentEndpoints
{
    /// <summary>Maps <c>/payments</c>.</summary>
    public static void MapRoutedPayments(this IEndpointRouteBuilder routes) => routes
        .MapSaga<RoutedPaymentState, RoutedPaymentView>(
            "/payments", "payment", Queues.RoutedPayment, RoutedPaymentView.Of, RoutedPaymentView.Accepted)
        .Starts<RequestPayment>(x => x.PaymentId, "Asks for a payment. It is captured by the best gateway that will, or by none.")
        .Hears<CancelPayment, CancelRequest>("cancel", (x, id) => x with { PaymentId = id },
            "Asks for a payment to be cancelled. It is, unless it is being confirmed; then a refund gives the money back.",
            (payment, _) => payment != null && IsTooLateToCancel(payment)
                ? new Conflict("Too late to cancel", $"Payment {payment.CorrelationId} is being confirmed, or has been. Ask for a refund.")
                : null)
        .Hears<RulePayment, PaymentRulingRequest>("rulings", (x, id) => x with { PaymentId = id },
            "A person's answer to the question of a payment that needs attention.",
            (payment, ruling) => payment?.Ledger.Line(ruling.Step, ruling.Gateway ?? "")?.Question != null ? null
                : new Conflict("Nothing to rule on", $"There is no open question about {About(ruling)}."),
            eachState: true);

    /// <summary>Payments that are given back are cancelled already.</summary>
    static bool IsTooLateToCancel(RoutedPaymentState payment) => payment.Ledger is { Reason: null, At: "Confirm" } or { Reason: null, Ended: true };

    static string About(RulePayment ruling) => ruling.Gateway == null ? ruling.Step : $"{ruling.Step} ({ruling.Gateway})";
}
