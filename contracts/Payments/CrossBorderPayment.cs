using MassTransit;

namespace SagaPlatform.Contracts.Payments;

// Every message of the cross-border payment conversation, in the order of the process.
// Commands are sent to the queue of whom they ask; answers return to the saga; announcements are published.

/// <summary>Every message of this conversation names its payment; the saga is found by it.</summary>
[ExcludeFromTopology]
public interface ICrossBorderMessage
{
    /// <summary>The payment's id, made by whoever sends the money.</summary>
    Guid PaymentId { get; }
}

/// <summary>One side of a payment.</summary>
/// <param name="Account">The number of an account in our ledger; 1 to 64 characters.</param>
/// <param name="Name">The holder's full name, as on their papers; 1 to 128 characters.</param>
/// <param name="Country">ISO 3166-1 alpha-2, two capital letters.</param>
public sealed record PaymentParty(string Account, string Name, string Country);

// What starts it.

/// <summary>Sends money to an account in another currency. Safe to repeat: the same id with the same content is the same payment.</summary>
/// <param name="PaymentId">Made by the sender.</param>
/// <param name="Payer">Whose account is debited; it is in the currency of the amount.</param>
/// <param name="Payee">Whose account is credited; it is in the payout currency.</param>
/// <param name="Amount">What the payer gives; more than 0.</param>
/// <param name="PayoutCurrency">What the payee gets it in. ISO 4217, three capital letters; not the currency of the amount.</param>
/// <param name="Purpose">What it is for; 1 to 140 characters.</param>
/// <param name="PayoutMinorMin">A quote that pays out so much or more, in minor units of the payout currency, is taken without asking the payer. Null to ask in any case; else more than 0.</param>
public sealed record StartCrossBorderPayment(
    Guid PaymentId,
    PaymentParty Payer,
    PaymentParty Payee,
    Money Amount,
    string PayoutCurrency,
    string Purpose,
    long? PayoutMinorMin = null) : ICrossBorderMessage;

// 1. Compliance: both names against the sanctions list. A hit waits for a person.

/// <summary>Asks whether the payer or the payee is sanctioned.</summary>
public sealed record ScreenParties(Guid PaymentId, PaymentParty Payer, PaymentParty Payee) : ICrossBorderMessage;

/// <summary>Nobody with these names is on the list.</summary>
public sealed record PartiesCleared(Guid PaymentId) : ICrossBorderMessage;

/// <summary>Somebody with such a name is on the list; it may be another person of the same name.</summary>
/// <param name="PaymentId">The payment.</param>
/// <param name="Hits">Whom it looks like, in a sentence each; 1 to 20 lines.</param>
public sealed record PartiesHit(Guid PaymentId, IReadOnlyList<string> Hits) : ICrossBorderMessage;

/// <summary>Nothing may be paid from or to there at all.</summary>
public sealed record ScreeningRefused(Guid PaymentId, string Reason) : ICrossBorderMessage;

/// <summary>Asks a person of compliance to decide; asked again it reminds them.</summary>
public sealed record ReviewHits(Guid PaymentId, PaymentParty Payer, PaymentParty Payee, Money Amount, IReadOnlyList<string> Hits) : ICrossBorderMessage;

/// <summary>It is somebody else of the same name.</summary>
public sealed record HitsCleared(Guid PaymentId, string ClearedBy) : ICrossBorderMessage;

/// <summary>It is the sanctioned person, or nobody could tell.</summary>
public sealed record HitsConfirmed(Guid PaymentId, string Reason) : ICrossBorderMessage;

/// <summary>Nobody needs to decide any more; answered even when nobody was asked.</summary>
public sealed record WithdrawHitsReview(Guid PaymentId) : ICrossBorderMessage;

/// <summary>Nobody is asked any more, and nobody will be.</summary>
public sealed record HitsReviewWithdrawn(Guid PaymentId) : ICrossBorderMessage;

// 2. The rate: a quote that is valid for a while, and the payer's yes to it.

/// <summary>Asks what the payee would get. While a quote is valid, the same one is offered again; else a new one.</summary>
public sealed record RequestQuote(Guid PaymentId, Money Amount, string PayoutCurrency) : ICrossBorderMessage;

/// <summary>What the payee would get.</summary>
/// <param name="PaymentId">The payment.</param>
/// <param name="Round">The how-manieth quote of this payment it is, from 1.</param>
/// <param name="Payout">What the payee gets.</param>
/// <param name="Rate">The rate, as people read it.</param>
/// <param name="Source">Who says that this is the rate.</param>
/// <param name="ValidUntil">The first moment it is not valid any more.</param>
public sealed record QuoteOffered(Guid PaymentId, int Round, Money Payout, string Rate, string Source, DateTimeOffset ValidUntil) : ICrossBorderMessage;

/// <summary>There is no rate for these currencies, or nothing would be paid out.</summary>
public sealed record QuoteUnavailable(Guid PaymentId, string Reason) : ICrossBorderMessage;

/// <summary>The payer's yes to a quote.</summary>
/// <param name="PaymentId">The payment.</param>
/// <param name="Round">Which quote; 1 to 1,000.</param>
public sealed record ConfirmQuote(Guid PaymentId, int Round) : ICrossBorderMessage;

/// <summary>Fixes the rate of a quote for this payment.</summary>
public sealed record AcceptQuote(Guid PaymentId, int Round) : ICrossBorderMessage;

/// <summary>The payment is converted at the rate of this quote, whenever that is.</summary>
public sealed record QuoteAccepted(Guid PaymentId, int Round, Money Payout) : ICrossBorderMessage;

/// <summary>The quote is not valid any more, or was replaced by another: a new one is to be asked for.</summary>
public sealed record QuoteExpired(Guid PaymentId, int Round) : ICrossBorderMessage;

// 3. Debit the payer: the money is on its way.

/// <summary>Takes the amount from the payer. The payment id is the idempotency key.</summary>
public sealed record DebitPayer(Guid PaymentId, string Account, Money Amount) : ICrossBorderMessage;

/// <summary>The money is taken.</summary>
public sealed record PayerDebited(Guid PaymentId) : ICrossBorderMessage;

/// <summary>No money is taken.</summary>
public sealed record PayerDebitRefused(Guid PaymentId, string Reason) : ICrossBorderMessage;

/// <summary>Gives the payer back what was taken; answered even when nothing was.</summary>
public sealed record ReversePayerDebit(Guid PaymentId) : ICrossBorderMessage;

/// <summary>The payment holds no money of the payer, and will not get any.</summary>
public sealed record PayerDebitReversed(Guid PaymentId) : ICrossBorderMessage;

// 4. Convert it, through the position of each currency.

/// <summary>Converts the money on its way at the accepted rate.</summary>
public sealed record ConvertFunds(Guid PaymentId) : ICrossBorderMessage;

/// <summary>The money is in the payout currency.</summary>
public sealed record FundsConverted(Guid PaymentId, Money Payout) : ICrossBorderMessage;

/// <summary>Nothing is converted.</summary>
public sealed record FundsConversionRefused(Guid PaymentId, string Reason) : ICrossBorderMessage;

/// <summary>Converts it back at the same rate; answered even when nothing was converted.</summary>
public sealed record ReverseConversion(Guid PaymentId) : ICrossBorderMessage;

/// <summary>Nothing of the payment is converted, and nothing will be.</summary>
public sealed record ConversionReversed(Guid PaymentId) : ICrossBorderMessage;

// 5. Credit the payee: the money is there, and held until it is settled.

/// <summary>Gives the payout to the payee, who cannot spend it before it is settled.</summary>
public sealed record CreditPayee(Guid PaymentId, string Account, Money Payout) : ICrossBorderMessage;

/// <summary>The payee has it.</summary>
public sealed record PayeeCredited(Guid PaymentId) : ICrossBorderMessage;

/// <summary>The payee does not have it.</summary>
public sealed record PayeeCreditRefused(Guid PaymentId, string Reason) : ICrossBorderMessage;

/// <summary>Takes the held payout back; answered even when there is none.</summary>
public sealed record ReversePayeeCredit(Guid PaymentId) : ICrossBorderMessage;

/// <summary>The payee has nothing of this payment, and will not get any.</summary>
public sealed record PayeeCreditReversed(Guid PaymentId) : ICrossBorderMessage;

// 6. Settle: the point of no return.

/// <summary>Lets the payee spend the payout. Until it is answered, the payer may no longer cancel.</summary>
public sealed record SettleCrossBorderPayment(Guid PaymentId) : ICrossBorderMessage;

/// <summary>The payout is the payee's for good.</summary>
public sealed record CrossBorderPaymentSettled(Guid PaymentId) : ICrossBorderMessage;

/// <summary>The payout is still held, and stays so.</summary>
public sealed record CrossBorderSettlementRefused(Guid PaymentId, string Reason) : ICrossBorderMessage;

// From people.

/// <summary>The payer's change of mind.</summary>
/// <param name="PaymentId">The payment.</param>
/// <param name="Reason">1 to 256 characters.</param>
public sealed record CancelCrossBorderPayment(Guid PaymentId, string Reason) : ICrossBorderMessage;

/// <summary>It is too late to cancel.</summary>
public sealed record CrossBorderCancellationRefused(Guid PaymentId, string Reason) : ICrossBorderMessage;

/// <summary>A person's answer to the question of a payment that needs attention.</summary>
/// <param name="PaymentId">The payment.</param>
/// <param name="Step">The step the question is about.</param>
/// <param name="Ruling">What the person found out.</param>
/// <param name="DecidedBy">Who says so; 1 to 128 characters.</param>
public sealed record RuleCrossBorderPayment(Guid PaymentId, string Step, Ruling Ruling, string DecidedBy) : ICrossBorderMessage;

// What everybody hears.

/// <summary>The payer is to say yes to a quote.</summary>
public sealed record CrossBorderQuoteReady(Guid PaymentId, int Round, Money Amount, Money Payout, DateTimeOffset ValidUntil) : ICrossBorderMessage;

/// <summary>Settled.</summary>
public sealed record CrossBorderPaymentCompleted(Guid PaymentId, Money Amount, Money Payout) : ICrossBorderMessage;

/// <summary>Cancelled: the payer has all their money, and the payee nothing of it.</summary>
public sealed record CrossBorderPaymentCancelled(Guid PaymentId, string Reason) : ICrossBorderMessage;

/// <summary>A person must find something out; repeated until somebody rules.</summary>
public sealed record CrossBorderPaymentNeedsAttention(Guid PaymentId, string Question) : ICrossBorderMessage;
