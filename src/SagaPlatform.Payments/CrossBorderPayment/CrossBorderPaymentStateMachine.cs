using MassTransit;
using Microsoft.Extensions.Options;
using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Payments;
using SagaPlatform.Core.Sagas;

namespace SagaPlatform.Payments.CrossBorderPayment;

/// <summary>A payment into another currency, until the payee may spend it, or the payer has everything back.</summary>
/// <remarks>
/// Until it is settled, whatever fails gives everything back, last moved first, and the payer may change their mind: what the
/// payee was credited is held, so it can always be taken back. The settlement lets go of it and is the point of no return.
/// </remarks>
public sealed class CrossBorderPaymentStateMachine : ProcessStateMachine<CrossBorderPaymentState>
{
    /// <summary>The process.</summary>
    public CrossBorderPaymentStateMachine(IOptions<CrossBorderPaymentOptions> options, TimeProvider? time = null) : base(time)
    {
        var limits = options.Value;
        Correlates<ICrossBorderMessage>(m => m.PaymentId);
        var (offered, unavailable) = (Hears<QuoteOffered>(), Hears<QuoteUnavailable>());
        var (confirmed, accepted, expired) = (Hears<ConfirmQuote>(), Hears<QuoteAccepted>(), Hears<QuoteExpired>());

        StartedBy<StartCrossBorderPayment>((payment, m) => payment.Remember(m));

        Step("Screen", s => s
            .Asks(Queues.Compliance, p => new ScreenParties(p.CorrelationId, p.Payer, p.Payee))
            .AnsweredBy<PartiesCleared>()
            .AnsweredBy<PartiesHit>((p, m) => p.Hits = [.. m.Hits])
            .RefusedBy<ScreeningRefused>(m => m.Reason)
            .Within(limits.ScreenWithin, attempts: 2)
            .NothingToUndo());

        // A hit waits for a person of compliance; every further attempt reminds them. Silence is neither a yes nor a no.
        Step("ReviewHits", s => s
            .OnlyIf(p => p.Hits.Count > 0)
            .Asks(Queues.Compliance, p => new ReviewHits(p.CorrelationId, p.Payer, p.Payee, p.Amount, p.Hits))
            .AnsweredBy<HitsCleared>((p, m) => p.ClearedBy = m.ClearedBy)
            .RefusedBy<HitsConfirmed>(m => m.Reason)
            .Within(limits.ReviewReminderEvery, limits.ReviewAttemptsMax)
            .AsksAPersonWhenSilent()
            .UndoneBy(p => new WithdrawHitsReview(p.CorrelationId))
            .ConfirmedBy<HitsReviewWithdrawn>(within: limits.UndoWithin));

        // The payer's yes counts while the quote is valid, which the exchange judges: too late, and they are offered a new one.
        var agree = Pause("AgreeRate", rings: limits.ConfirmWithin, Queues.Exchange, Quote);
        During(agree,
            When(offered)
                .Then(x => x.Saga.Remember(x.Message))
                .IfElse(x => x.Saga.IsGoodEnough,
                    good => good.Send(Exchange, x => new AcceptQuote(x.Saga.CorrelationId, x.Saga.QuoteRound), AnswersComeHome),
                    ask => ask.Publish(x => QuoteReady(x.Saga))),
            When(unavailable)
                .GivesBack(this, m => m.Reason),
            When(confirmed)
                .Send(Exchange, x => new AcceptQuote(x.Saga.CorrelationId, x.Message.Round), AnswersComeHome),
            When(expired)
                .Send(Exchange, x => Quote(x.Saga), AnswersComeHome),
            When(accepted)
                .Then(x => x.Saga.PayoutMinor = x.Message.Payout.AmountMinor)
                .GoesOn(this),
            WhenItRings()
                .IfElse(x => x.Saga.Ledger.Line("AgreeRate")!.Attempts < limits.OffersMax,
                    again => again.Send(Exchange, x => Quote(x.Saga), AnswersComeHome),
                    enough => enough.GivesBack(this, _ => "The payer did not confirm any quote.")));

        Step("DebitPayer", s => s
            .Asks(Queues.Ledger, p => new DebitPayer(p.CorrelationId, p.Payer.Account, p.Amount))
            .AnsweredBy<PayerDebited>()
            .RefusedBy<PayerDebitRefused>(m => m.Reason)
            .Within(limits.MoveWithin, attempts: 2)
            .UndoneBy(p => new ReversePayerDebit(p.CorrelationId))
            .ConfirmedBy<PayerDebitReversed>(within: limits.UndoWithin));

        Step("Convert", s => s
            .Asks(Queues.Exchange, p => new ConvertFunds(p.CorrelationId))
            .AnsweredBy<FundsConverted>((p, m) => p.PayoutMinor = m.Payout.AmountMinor)
            .RefusedBy<FundsConversionRefused>(m => m.Reason)
            .Within(limits.MoveWithin, attempts: 2)
            .UndoneBy(p => new ReverseConversion(p.CorrelationId))
            .ConfirmedBy<ConversionReversed>(within: limits.UndoWithin));

        Step("CreditPayee", s => s
            .Asks(Queues.Ledger, p => new CreditPayee(p.CorrelationId, p.Payee.Account, p.Payout))
            .AnsweredBy<PayeeCredited>()
            .RefusedBy<PayeeCreditRefused>(m => m.Reason)
            .Within(limits.MoveWithin, attempts: 2)
            .UndoneBy(p => new ReversePayeeCredit(p.CorrelationId))
            .ConfirmedBy<PayeeCreditReversed>(within: limits.UndoWithin));

        PointOfNoReturn("Settle", s => s
            .Asks(Queues.Ledger, p => new SettleCrossBorderPayment(p.CorrelationId))
            .AnsweredBy<CrossBorderPaymentSettled>()
            .RefusedBy<CrossBorderSettlementRefused>(m => m.Reason)
            .Within(limits.SettleWithin, attempts: 2)
            .NothingToUndo());

        CancellableBy<CancelCrossBorderPayment>(m => m.Reason,
            refusedWith: (p, why) => new CrossBorderCancellationRefused(p.CorrelationId, why));
        RuledBy<RuleCrossBorderPayment>(m => m.Step, m => m.Ruling);

        Ends(completed: p => new CrossBorderPaymentCompleted(p.CorrelationId, p.Amount, p.Payout),
            cancelled: (p, why) => new CrossBorderPaymentCancelled(p.CorrelationId, why),
            needsAttention: (p, question) => new CrossBorderPaymentNeedsAttention(p.CorrelationId, question),
            askingAgainEvery: limits.AskPersonAgainEvery);
    }

    static readonly Uri Exchange = new($"queue:{Queues.Exchange}");

    static RequestQuote Quote(CrossBorderPaymentState payment) => new(payment.CorrelationId, payment.Amount, payment.PayoutCurrency);

    static CrossBorderQuoteReady QuoteReady(CrossBorderPaymentState payment) => new(
        payment.CorrelationId, payment.QuoteRound, payment.Amount, payment.Payout, payment.QuoteValidUntil!.Value);

    /// <summary>What a pause sends is answered to the queue that this event came from, as what a step sends.</summary>
    static void AnswersComeHome<T>(BehaviorContext<CrossBorderPaymentState, T> context, SendContext send) where T : class =>
        send.ResponseAddress = context.ReceiveContext.InputAddress;
}
