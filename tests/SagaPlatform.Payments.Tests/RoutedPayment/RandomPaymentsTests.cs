using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Payments;
using SagaPlatform.Core.Sagas;
using SagaPlatform.Participants.CapturedPayments;
using SagaPlatform.Participants.PaymentGateways;
using SagaPlatform.Testing.Embedded;
using SagaPlatform.Testing.Sagas;

namespace SagaPlatform.Payments.Tests.RoutedPayment;

/// <summary>Schedules that nobody thought of, with the reference gateways: one capture stays or none, and the ledger says the same.</summary>
public sealed class RandomPaymentsTests : RandomSchedules<RoutedPaymentScript>
{
    static readonly string[] Behaviours =
        ["declined", "fails", "breaks", "silent", "lost", "stuck", "slow", "late", "twice"];

    static readonly string[] Where = ["", "@northbank", "@atlantic", "@northbank,atlantic", "@worldwide"];

    protected override EmbeddedFamily? WithParticipants => RoutedPaymentFamilies.WithParticipants;

    protected override Task Laws(EmbeddedPlatform platform, Guid id) => PaymentScenario.PaymentLawsHold(platform);

    /// <summary>Seldom a payment that makes no trouble.</summary>
    protected override object Start(Random random, Guid id, string variant) => ExamplePayment.Good(id) with
    {
        PayerToken = random.Next(4) == 0 ? "tok_visa" : $"tok_{Behaviours[random.Next(Behaviours.Length)]}{Where[random.Next(Where.Length)]}",
        SettlementCurrency = random.Next(2) == 0 ? "EUR" : "USD",
        Amount = new Money(random.Next(1_00, 1_000_00), "EUR"),
    };

    /// <summary>A person calls the gateway, or looks into the book; in doubt it is asked again.</summary>
    protected override async Task<Ruling> Finds(EmbeddedPlatform platform, ProcessState saga, LedgerLine line, bool isOnItsWay)
    {
        if (line.Step == "Confirm")
            return await platform.Store.Find<CapturedPayment>(saga.CorrelationId, null, CancellationToken.None) != null ? Ruling.Done
                : isOnItsWay ? Ruling.AskAgain : Ruling.NotDone;
        var charge = await platform.Store.Find<GatewayCharge>(GatewayCharge.KeyOf(saga.CorrelationId, line.Item), null, CancellationToken.None);
        return charge?.Status == GatewayChargeStatus.Voided && !isOnItsWay ? Ruling.NotDone : Ruling.AskAgain;
    }

    /// <summary>A test token asks for this one.</summary>
    protected override bool Expects(SeenMessage error) =>
        error.Type == nameof(CapturePayment) && error.As<CapturePayment>().PayerToken.StartsWith("tok_breaks", StringComparison.Ordinal);
}
