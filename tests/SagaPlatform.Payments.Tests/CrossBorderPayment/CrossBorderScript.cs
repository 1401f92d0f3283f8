using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Payments;
using SagaPlatform.Payments.CrossBorderPayment;
using SagaPlatform.Testing.Sagas;

namespace SagaPlatform.Payments.Tests.CrossBorderPayment;

/// <summary>What the participants of a cross-border payment say, for the tests that every saga has.</summary>
public sealed class CrossBorderScript : SagaScript<CrossBorderPaymentStateMachine, CrossBorderPaymentState>
{
    static readonly Money Payout = new(10_850, "USD");

    public CrossBorderScript() : base(CrossBorderFamilies.Scripted, Queues.CrossBorderPayment)
    {
        StartedBy(id => ExamplePayment.Asking() with { PaymentId = id });
        Variant("named like somebody listed", id => ExamplePayment.Asking() with { PaymentId = id },
            says: v => v.When<ScreenParties>(yes: c => new PartiesHit(c.PaymentId, ["The payee is named like somebody listed."]),
                no: c => new ScreeningRefused(c.PaymentId, "embargo")));

        When<ScreenParties>(yes: c => new PartiesCleared(c.PaymentId), no: c => new ScreeningRefused(c.PaymentId, "embargo"));
        When<ReviewHits>(yes: c => new HitsCleared(c.PaymentId, "officer"), no: c => new HitsConfirmed(c.PaymentId, "not cleared"));
        WhenUndone<WithdrawHitsReview>(c => new HitsReviewWithdrawn(c.PaymentId));
        InPause("AgreeRate",
            goesOn: p => new QuoteAccepted(p.CorrelationId, 1, Payout),
            givesBack: p => new QuoteUnavailable(p.CorrelationId, "no rate"),
            remembers: p => p.PayoutMinor = Payout.AmountMinor);
        When<DebitPayer>(yes: c => new PayerDebited(c.PaymentId), no: c => new PayerDebitRefused(c.PaymentId, "insufficient funds"));
        WhenUndone<ReversePayerDebit>(c => new PayerDebitReversed(c.PaymentId));
        When<ConvertFunds>(yes: c => new FundsConverted(c.PaymentId, Payout), no: c => new FundsConversionRefused(c.PaymentId, "market closed"));
        WhenUndone<ReverseConversion>(c => new ConversionReversed(c.PaymentId));
        When<CreditPayee>(yes: c => new PayeeCredited(c.PaymentId), no: c => new PayeeCreditRefused(c.PaymentId, "account closed"));
        WhenUndone<ReversePayeeCredit>(c => new PayeeCreditReversed(c.PaymentId));
        When<SettleCrossBorderPayment>(yes: c => new CrossBorderPaymentSettled(c.PaymentId), no: c => new CrossBorderSettlementRefused(c.PaymentId, "no settlement"));

        CancelledBy(id => new CancelCrossBorderPayment(id, "Changed my mind."));
        RuledBy((id, step, _, ruling) => new RuleCrossBorderPayment(id, step, ruling, "operator"));
    }
}

public sealed class CrossBorderFaultsTests : EveryFault<CrossBorderScript>;

public sealed class CrossBorderUndosTests : EveryUndo<CrossBorderScript>;

public sealed class CrossBorderCancellationsTests : EveryCancellation<CrossBorderScript>;

public sealed class CrossBorderWalksTests : RandomWalks<CrossBorderScript>;

public sealed class CrossBorderSchedulesTests : RandomSchedules<CrossBorderScript>;
