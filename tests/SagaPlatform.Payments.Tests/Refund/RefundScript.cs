using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Payments;
using SagaPlatform.Payments.Refund;
using SagaPlatform.Payments.Tests.RoutedPayment;
using SagaPlatform.Testing.Sagas;

namespace SagaPlatform.Payments.Tests.Refund;

/// <summary>What the participants of a refund say, for the tests that every saga has.</summary>
public sealed class RefundScript : SagaScript<RefundStateMachine, RefundState>
{
    public RefundScript() : base(RoutedPaymentFamilies.Scripted, Queues.Refund)
    {
        StartedBy(id => ExampleRefund.Of(id, 40_00, id: id));

        When<ValidateRefund>(yes: c => new RefundValidated(c.RefundId), no: c => new RefundRejected(c.RefundId, "too much"));
        When<FreezePayment>(
            yes: c => new PaymentFrozen(c.RefundId, "north", new Money(43_40, "USD")), no: c => new FreezeRefused(c.RefundId, "another was faster"));
        WhenUndone<UnfreezePayment>(c => new PaymentUnfrozen(c.RefundId));
        When<ExecuteRefund>(yes: c => new RefundExecuted(c.RefundId, "north-R-1"), no: c => new RefundDeclined(c.RefundId, "the card is closed"));
        When<BookRefund>(yes: c => new RefundBooked(c.RefundId));
        When<NotifyRefund>(yes: c => new RefundNotified(c.RefundId), no: c => new RefundNoticeRefused(c.RefundId, "mailbox is full"));

        CancelledBy(id => new CancelRefund(id, "Changed my mind."));
        RuledBy((id, step, _, ruling) => new RuleRefund(id, step, ruling, "treasurer"));
    }
}

public sealed class RefundFaultsTests : EveryFault<RefundScript>;

public sealed class RefundUndosTests : EveryUndo<RefundScript>;

public sealed class RefundCancellationsTests : EveryCancellation<RefundScript>;

public sealed class RefundWalksTests : RandomWalks<RefundScript>;

public sealed class RefundSchedulesTests : RandomSchedules<RefundScript>;
