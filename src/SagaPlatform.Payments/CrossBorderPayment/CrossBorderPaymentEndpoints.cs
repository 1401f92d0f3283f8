using Microsoft.AspNetCore.Routing;
using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Payments;
using SagaPlatform.Core.Http;
using SagaPlatform.Core.Sagas;

namespace SagaPlatform.Payments.CrossBorderPayment;

/// <summary>The body of a payer's yes; the payment is in the path.</summary>
/// <param name="Round">Which quote; 1 to 1,000.</param>
public sealed record ConfirmQuoteRequest(int Round);

/// <summary>Cross-border payments by HTTP.</summary>
public static class CrossBorderPaymentEndpoints
{
    /// <summary>Maps <c>/cross-border-payments</c>.</summary>
    public static void MapCrossBorderPayments(this IEndpointRouteBuilder routes) => routes
        .MapSaga<CrossBorderPaymentState, CrossBorderPaymentView>("/cross-border-payments", "cross-border payment",
            Queues.CrossBorderPayment, CrossBorderPaymentView.Of, CrossBorderPaymentView.Accepted)
        .Starts<StartCrossBorderPayment>(x => x.PaymentId, "Sends money to an account in another currency.")
        .Hears<ConfirmQuote, ConfirmQuoteRequest>("confirm", (x, id) => x with { PaymentId = id },
            "Says yes to a quote. Too late, and a new one is offered.", NotToBeConfirmed)
        .Hears<CancelCrossBorderPayment, CancelRequest>("cancel", (x, id) => x with { PaymentId = id },
            "Asks for a payment to be cancelled. It is, unless it is settled first.",
            (payment, _) => payment != null && IsTooLateToCancel(payment)
                ? new Conflict("Too late to cancel", $"Payment {payment.CorrelationId} is being settled, or has been.")
                : null)
        .Rules<RuleCrossBorderPayment>((x, id) => x with { PaymentId = id }, x => x.Step);

    static Conflict? NotToBeConfirmed(CrossBorderPaymentState? payment, ConfirmQuote command) => payment switch
    {
        null or { QuoteRound: 0 } => new Conflict("No quote yet", "There is no quote to confirm yet."),
        _ when payment.QuoteRound != command.Round && payment.CurrentState == "AgreeRate" =>
            new Conflict("Another quote", $"Quote {payment.QuoteRound} is offered now, not {command.Round}."),
        { CurrentState: "AgreeRate" } => null,
        _ when payment.Ledger.Reason == null && payment.QuoteRound == command.Round => null, // a repeat of the yes it had
        _ => new Conflict("Nothing to confirm", $"No quote of payment {payment.CorrelationId} waits to be confirmed."),
    };

    /// <summary>Payments that are given back are cancelled already.</summary>
    static bool IsTooLateToCancel(CrossBorderPaymentState payment) => payment is { CurrentState: ProcessStates.Completed }
        || (payment.Ledger.Reason == null && payment.Ledger.Line("Settle") != null);
}
