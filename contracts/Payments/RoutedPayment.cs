using MassTransit;

namespace SagaPlatform.Contracts.Payments;

// Every message of the routed payment conversation, in the order of the process.
// No message has a field for a card number or a CVV: a token and the last four digits are all that is ever known of a card.

/// <summary>Every message of this conversation names its payment; the saga is found by it.</summary>
[ExcludeFromTopology]
public interface IRoutedPaymentMessage
{
    /// <summary>The payment's id, made by whoever asks for it.</summary>
    Guid PaymentId { get; }
}

/// <summary>A gateway that can carry a payment.</summary>
/// <param name="Gateway">Its name; 1 to 64 characters.</param>
/// <param name="FeeMinor">What it takes, in minor units of the payment's currency; at least 0.</param>
public sealed record GatewayCandidate(string Gateway, long FeeMinor);

// What starts it.

/// <summary>Asks for a payment. Safe to repeat: the same id with the same content is the same payment.</summary>
/// <param name="PaymentId">Made by the sender. Another saga that starts a payment as its child gives its own id.</param>
/// <param name="PayerToken">The token vault's name for the payer's card, never a card number; 1 to 128 characters.</param>
/// <param name="Last4">The last four digits of the card, for people to recognise it; at most 4 characters.</param>
/// <param name="PayeeAccount">Who gets the money; 1 to 64 characters.</param>
/// <param name="Amount">What the payer pays; more than 0.</param>
/// <param name="SettlementCurrency">What the payee is paid in: ISO 4217, three capital letters.</param>
/// <param name="Region">Where the card was issued: ISO 3166-1 alpha-2, two capital letters.</param>
public sealed record RequestPayment(
    Guid PaymentId,
    string PayerToken,
    string Last4,
    string PayeeAccount,
    Money Amount,
    string SettlementCurrency,
    string Region) : IRoutedPaymentMessage;

// 1. Analyse, and choose the gateway.

/// <summary>Asks which gateways can carry the payment, by amount, currency, region, health and fee.</summary>
public sealed record AnalysePayment(Guid PaymentId, Money Amount, string SettlementCurrency, string Region) : IRoutedPaymentMessage;

/// <summary>The gateways that can carry it.</summary>
/// <param name="PaymentId">The payment.</param>
/// <param name="Candidates">Best first; 1 to 16 lines.</param>
public sealed record PaymentAnalysed(Guid PaymentId, IReadOnlyList<GatewayCandidate> Candidates) : IRoutedPaymentMessage;

/// <summary>No gateway can carry it.</summary>
public sealed record PaymentNotRoutable(Guid PaymentId, string Reason) : IRoutedPaymentMessage;

// 2. Convert the currency, when the payee is paid in another one.

/// <summary>Asks for the amount in the payee's currency. The first answer holds for this payment.</summary>
public sealed record ConvertPayment(Guid PaymentId, Money Amount, string SettlementCurrency) : IRoutedPaymentMessage;

/// <summary>The rate is fixed for this payment.</summary>
/// <param name="PaymentId">The payment.</param>
/// <param name="Settlement">What the payee gets.</param>
/// <param name="Rate">Units of the payee's currency for one of the payer's, as a fraction: <c>27/25</c>; 1 to 64 characters.</param>
/// <param name="Source">Where the rate comes from; 1 to 64 characters.</param>
/// <param name="Rounding">How the amount was rounded to minor units; 1 to 64 characters.</param>
public sealed record PaymentConverted(Guid PaymentId, Money Settlement, string Rate, string Source, string Rounding) : IRoutedPaymentMessage;

/// <summary>There is no rate.</summary>
public sealed record ConversionRefused(Guid PaymentId, string Reason) : IRoutedPaymentMessage;

// 3. Authorise and capture, at one gateway after the other until one has the money.

/// <summary>Asks one gateway to authorise and capture. Payment and gateway together are the idempotency key.</summary>
public sealed record CapturePayment(
    Guid PaymentId,
    string Gateway,
    string PayerToken,
    string Last4,
    string PayeeAccount,
    Money Amount,
    Money Settlement) : IRoutedPaymentMessage;

/// <summary>The gateway has the money.</summary>
/// <param name="PaymentId">The payment.</param>
/// <param name="Gateway">Which gateway.</param>
/// <param name="Reference">Its own number for the capture; 1 to 64 characters.</param>
/// <param name="Captured">How much.</param>
/// <param name="Fee">What the gateway takes of the house.</param>
public sealed record PaymentCaptured(Guid PaymentId, string Gateway, string Reference, Money Captured, Money Fee) : IRoutedPaymentMessage;

/// <summary>The payer's bank said no. The gateway itself is well.</summary>
public sealed record CaptureDeclined(Guid PaymentId, string Gateway, string Reason) : IRoutedPaymentMessage;

/// <summary>The gateway failed. Several of these take it out of the choice for a while.</summary>
public sealed record CaptureFailed(Guid PaymentId, string Gateway, string Reason) : IRoutedPaymentMessage;

/// <summary>Voids whatever the gateway holds for the payment; answered even when it holds nothing.</summary>
public sealed record VoidCapture(Guid PaymentId, string Gateway) : IRoutedPaymentMessage;

/// <summary>The gateway holds nothing for the payment, and will not take anything.</summary>
public sealed record CaptureVoided(Guid PaymentId, string Gateway) : IRoutedPaymentMessage;

// 4. Confirm: the point of no return. From here on money goes back by a refund only.

/// <summary>Asks for the capture to be entered in the book of captured payments.</summary>
public sealed record ConfirmPayment(
    Guid PaymentId,
    string Gateway,
    string Reference,
    string PayeeAccount,
    Money Captured,
    Money Settlement) : IRoutedPaymentMessage;

/// <summary>It is entered: payee and payer can count on it.</summary>
public sealed record PaymentConfirmed(Guid PaymentId) : IRoutedPaymentMessage;

/// <summary>It is not entered, and will not be.</summary>
public sealed record PaymentConfirmationRefused(Guid PaymentId, string Reason) : IRoutedPaymentMessage;

// From people.

/// <summary>Somebody does not want the payment any more.</summary>
/// <param name="PaymentId">The payment.</param>
/// <param name="Reason">1 to 256 characters.</param>
public sealed record CancelPayment(Guid PaymentId, string Reason) : IRoutedPaymentMessage;

/// <summary>It is too late to cancel: ask for a refund.</summary>
public sealed record PaymentCancellationRefused(Guid PaymentId, string Reason) : IRoutedPaymentMessage;

/// <summary>A person's answer to the question of a payment that needs attention.</summary>
/// <param name="PaymentId">The payment.</param>
/// <param name="Step">The step the question is about; 1 to 64 characters.</param>
/// <param name="Ruling">What the person found out.</param>
/// <param name="DecidedBy">Who says so; 1 to 128 characters.</param>
/// <param name="Gateway">Which gateway the question is about; null when the step asks no gateway; at most 64 characters.</param>
public sealed record RulePayment(Guid PaymentId, string Step, Ruling Ruling, string DecidedBy, string? Gateway = null) : IRoutedPaymentMessage;

// How it ends.

/// <summary>Captured once, and confirmed.</summary>
/// <param name="PaymentId">The payment.</param>
/// <param name="Gateway">Which gateway has it.</param>
/// <param name="Reference">The gateway's number for it.</param>
/// <param name="Captured">What the payer paid.</param>
/// <param name="Settled">What the payee gets.</param>
public sealed record PaymentCompleted(Guid PaymentId, string Gateway, string Reference, Money Captured, Money Settled) : IRoutedPaymentMessage;

/// <summary>Declined or cancelled, and no gateway holds anything.</summary>
public sealed record PaymentCancelled(Guid PaymentId, string Reason) : IRoutedPaymentMessage;

/// <summary>A person must find something out; repeated until somebody rules.</summary>
public sealed record PaymentNeedsAttention(Guid PaymentId, string Question) : IRoutedPaymentMessage;
