using SagaPlatform.Contracts.Payments;

namespace SagaPlatform.Contracts;

public static partial class Conversations
{
    /// <summary>A payment into another currency, from the order to its last word.</summary>
    public static Conversation CrossBorderPayment { get; } = new(
        "Payments",
        "Cross-border payment",
        typeof(ICrossBorderMessage),
        Queues.CrossBorderPayment,
        [
            Command<StartCrossBorderPayment>(Queues.CrossBorderPayment),

            Command<ScreenParties>(Queues.Compliance),
            Answer<PartiesCleared>(to: typeof(ScreenParties)),
            Answer<PartiesHit>(to: typeof(ScreenParties)),
            Answer<ScreeningRefused>(to: typeof(ScreenParties)),
            Command<ReviewHits>(Queues.Compliance),
            Answer<HitsCleared>(to: typeof(ReviewHits)),
            Answer<HitsConfirmed>(to: typeof(ReviewHits)),
            Command<WithdrawHitsReview>(Queues.Compliance),
            Answer<HitsReviewWithdrawn>(to: typeof(WithdrawHitsReview)),

            Command<RequestQuote>(Queues.Exchange),
            Answer<QuoteOffered>(to: typeof(RequestQuote)),
            Answer<QuoteUnavailable>(to: typeof(RequestQuote)),
            Command<ConfirmQuote>(Queues.CrossBorderPayment),
            Command<AcceptQuote>(Queues.Exchange),
            Answer<QuoteAccepted>(to: typeof(AcceptQuote)),
            Answer<QuoteExpired>(to: typeof(AcceptQuote)),

            Command<DebitPayer>(Queues.Ledger),
            Answer<PayerDebited>(to: typeof(DebitPayer)),
            Answer<PayerDebitRefused>(to: typeof(DebitPayer)),
            Command<ReversePayerDebit>(Queues.Ledger),
            Answer<PayerDebitReversed>(to: typeof(ReversePayerDebit)),

            Command<ConvertFunds>(Queues.Exchange),
            Answer<FundsConverted>(to: typeof(ConvertFunds)),
            Answer<FundsConversionRefused>(to: typeof(ConvertFunds)),
            Command<ReverseConversion>(Queues.Exchange),
            Answer<ConversionReversed>(to: typeof(ReverseConversion)),

            Command<CreditPayee>(Queues.Ledger),
            Answer<PayeeCredited>(to: typeof(CreditPayee)),
            Answer<PayeeCreditRefused>(to: typeof(CreditPayee)),
            Command<ReversePayeeCredit>(Queues.Ledger),
            Answer<PayeeCreditReversed>(to: typeof(ReversePayeeCredit)),

            Command<SettleCrossBorderPayment>(Queues.Ledger),
            Answer<CrossBorderPaymentSettled>(to: typeof(SettleCrossBorderPayment)),
            Answer<CrossBorderSettlementRefused>(to: typeof(SettleCrossBorderPayment)),

            Command<CancelCrossBorderPayment>(Queues.CrossBorderPayment),
            Announcement<CrossBorderCancellationRefused>(),
            Command<RuleCrossBorderPayment>(Queues.CrossBorderPayment),

            Announcement<CrossBorderQuoteReady>(),
            Announcement<CrossBorderPaymentCompleted>(),
            Announcement<CrossBorderPaymentCancelled>(),
            Announcement<CrossBorderPaymentNeedsAttention>(),
        ]);
}
