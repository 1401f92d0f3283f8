using Microsoft.Extensions.Options;
using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Payments;
using SagaPlatform.Core.Sagas;

namespace SagaPlatform.Payments.RoutedPayment;

/// <summary>One payment, until exactly one gateway has captured it, or none holds anything.</summary>
/// <remarks>
/// Authorise and capture are one command, so that a failed or silent gateway is replaced by the next as one thing. Whatever a
/// replaced gateway may hold is voided while the next one is asked, and again if it calls back after that; the payment is
/// confirmed only once every void is. From the confirmation on money goes back by a refund only.
/// </remarks>
public sealed class RoutedPaymentStateMachine : ProcessStateMachine<RoutedPaymentState>
{
    /// <summary>The step that authorises and captures.</summary>
    public const string Capture = "Capture";

    /// <summary>The process.</summary>
    public RoutedPaymentStateMachine(IOptions<RoutedPaymentOptions> options, TimeProvider? time = null) : base(time)
    {
        var limits = options.Value;
        Correlates<IRoutedPaymentMessage>(m => m.PaymentId);

        StartedBy<RequestPayment>((payment, m) => payment.Remember(m));

        Step("Analyse", s => s
            .Asks(Queues.PaymentRouting, p => new AnalysePayment(p.CorrelationId, p.Amount, p.SettlementCurrency, p.Region))
            .AnsweredBy<PaymentAnalysed>((p, m) => p.Candidates = [.. m.Candidates])
            .RefusedBy<PaymentNotRoutable>(m => m.Reason)
            .Within(limits.RouteWithin, attempts: 2)
            .NothingToUndo());

        Step("Convert", s => s
            .OnlyIf(p => p.Currency != p.SettlementCurrency)
            .Asks(Queues.PaymentRouting, p => new ConvertPayment(p.CorrelationId, p.Amount, p.SettlementCurrency))
            .AnsweredBy<PaymentConverted>((p, m) => p.Remember(m))
            .RefusedBy<ConversionRefused>(m => m.Reason)
            .Within(limits.RouteWithin, attempts: 2)
            .NothingToUndo());

        ForEach(Capture, p => p.Candidates.Take(1).Select(x => x.Gateway), s => s
            .Asks(Queues.PaymentGateways, (p, gateway) => new CapturePayment(
                p.CorrelationId, gateway, p.PayerToken, p.Last4, p.PayeeAccount, p.Amount, p.Settlement))
            .AnsweredBy<PaymentCaptured>(m => m.Gateway, (p, m) => p.Remember(m))
            .RefusedBy<CaptureDeclined>(m => m.Gateway, m => m.Reason)
            .RefusedBy<CaptureFailed>(m => m.Gateway, m => m.Reason)
            .Within(limits.CaptureWithin)
            .OrElse((p, _) => p.NextGateway())
            .UndoneBy((p, gateway) => new VoidCapture(p.CorrelationId, gateway))
            .ConfirmedBy<CaptureVoided>(m => m.Gateway, within: limits.VoidWithin));

        PointOfNoReturn("Confirm", s => s
            .Asks(Queues.CapturedPayments, p => new ConfirmPayment(
                p.CorrelationId, p.Gateway, p.Reference, p.PayeeAccount, p.Amount, p.Settlement))
            .AnsweredBy<PaymentConfirmed>()
            .RefusedBy<PaymentConfirmationRefused>(m => m.Reason)
            .Within(limits.ConfirmWithin, attempts: 2)
            .NothingToUndo());

        CancellableBy<CancelPayment>(m => m.Reason,
            refusedWith: (p, why) => new PaymentCancellationRefused(p.CorrelationId, why));
        RuledBy<RulePayment>(m => m.Step, m => m.Ruling, m => m.Gateway ?? "");

        Ends(completed: p => new PaymentCompleted(p.CorrelationId, p.Gateway, p.Reference, p.Amount, p.Settlement),
            cancelled: (p, why) => new PaymentCancelled(p.CorrelationId, p.WhyCancelled(why)),
            needsAttention: (p, question) => new PaymentNeedsAttention(p.CorrelationId, question),
            askingAgainEvery: limits.AskPersonAgainEvery);
    }
}
