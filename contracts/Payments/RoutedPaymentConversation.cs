using SagaPlatform.Contracts.Payments;

namespace SagaPlatform.Contracts;

public static partial class Conversations
{
    /// <summary>A payment, from the wish to its one capture or to none.</summary>
    public static Conversation RoutedPayment { get; } = new(
        "Payments",
        "Routed payment",
        typeof(IRoutedPaymentMessage),
        Queues.RoutedPayment,
        [
            Command<RequestPayment>(Queues.RoutedPayment),

            Command<AnalysePayment>(Queues.PaymentRouting),
            Answer<PaymentAnalysed>(to: typeof(AnalysePayment)),
            Answer<PaymentNotRoutable>(to: typeof(AnalysePayment)),

            Command<ConvertPayment>(Queues.PaymentRouting),
            Answer<PaymentConverted>(to: typeof(ConvertPayment)),
            Answer<ConversionRefused>(to: typeof(ConvertPayment)),

            Command<CapturePayment>(Queues.PaymentGateways),
            Answer<PaymentCaptured>(to: typeof(CapturePayment)),
            Answer<CaptureDeclined>(to: typeof(CapturePayment)),
            Answer<CaptureFailed>(to: typeof(CapturePayment)),
            Command<VoidCapture>(Queues.PaymentGateways),
            Answer<CaptureVoided>(to: typeof(VoidCapture)),

            Command<ConfirmPayment>(Queues.CapturedPayments),
            Answer<PaymentConfirmed>(to: typeof(ConfirmPayment)),
            Answer<PaymentConfirmationRefused>(to: typeof(ConfirmPayment)),

            Command<CancelPayment>(Queues.RoutedPayment),
            Announcement<PaymentCancellationRefused>(),
            Command<RulePayment>(Queues.RoutedPayment),

            Announcement<PaymentCompleted>(),
            Announcement<PaymentCancelled>(),
            Announcement<PaymentNeedsAttention>(),
        ]);
}
