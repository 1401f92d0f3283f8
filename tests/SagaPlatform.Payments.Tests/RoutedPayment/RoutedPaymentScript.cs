using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Payments;
using SagaPlatform.Payments.RoutedPayment;
using SagaPlatform.Testing.Sagas;

namespace SagaPlatform.Payments.Tests.RoutedPayment;

/// <summary>What the participants of a payment say, for the tests that every saga has.</summary>
public sealed class RoutedPaymentScript : SagaScript<RoutedPaymentStateMachine, RoutedPaymentState>
{
    public RoutedPaymentScript() : base(RoutedPaymentFamilies.Scripted, Queues.RoutedPayment)
    {
        StartedBy(id => ExamplePayment.Converted(id));
        Variant("nothing to convert", id => ExamplePayment.Good(id));
        Variant("one gateway only", id => ExamplePayment.Good(id), v => v.When<AnalysePayment>(
            yes: c => new PaymentAnalysed(c.PaymentId, [new GatewayCandidate("north", 130)]),
            no: c => new PaymentNotRoutable(c.PaymentId, "no gateway takes it")));

        When<AnalysePayment>(
            yes: c => new PaymentAnalysed(c.PaymentId, [new GatewayCandidate("north", 130), new GatewayCandidate("south", 205), new GatewayCandidate("east", 320)]),
            no: c => new PaymentNotRoutable(c.PaymentId, "no gateway takes it"));
        When<ConvertPayment>(
            yes: c => new PaymentConverted(c.PaymentId, new Money(108_50, c.SettlementCurrency), "217/200", "central bank", "half to even"),
            no: c => new ConversionRefused(c.PaymentId, "no rate"));
        When<CapturePayment>(
            yes: c => new PaymentCaptured(c.PaymentId, c.Gateway, $"{c.Gateway}-1", c.Amount, new Money(130, c.Amount.Currency)),
            no: c => new CaptureDeclined(c.PaymentId, c.Gateway, "insufficient funds"));
        WhenUndone<VoidCapture>(c => new CaptureVoided(c.PaymentId, c.Gateway));
        When<ConfirmPayment>(yes: c => new PaymentConfirmed(c.PaymentId), no: c => new PaymentConfirmationRefused(c.PaymentId, "the book is closed"));

        CancelledBy(id => new CancelPayment(id, "Changed my mind."));
        RuledBy((id, step, item, ruling) => new RulePayment(id, step, ruling, "treasurer", item.Length == 0 ? null : item));
    }
}

public sealed class RoutedPaymentFaultsTests : EveryFault<RoutedPaymentScript>;

public sealed class RoutedPaymentUndosTests : EveryUndo<RoutedPaymentScript>;

public sealed class RoutedPaymentCancellationsTests : EveryCancellation<RoutedPaymentScript>;

public sealed class RoutedPaymentWalksTests : RandomWalks<RoutedPaymentScript>;

public sealed class RoutedPaymentSchedulesTests : RandomSchedules<RoutedPaymentScript>;
