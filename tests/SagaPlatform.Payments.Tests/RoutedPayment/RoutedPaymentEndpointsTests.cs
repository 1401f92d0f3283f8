using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Payments;
using SagaPlatform.Testing.Http;

namespace SagaPlatform.Payments.Tests.RoutedPayment;

/// <summary>Asking for, following, cancelling and ruling a payment by HTTP.</summary>
public sealed class RoutedPaymentEndpointsTests() : SagaEndpoints<RequestPayment>(RoutedPaymentFamilies.WithHttp, "/payments", Queues.RoutedPayment)
{
    readonly RequestPayment _payment = ExamplePayment.Converted();

    Guid Id => _payment.PaymentId;

    protected override IReadOnlyList<Word> Words { get; } = [Word.WithReason("cancel"), Word.Ruling("Capture")];

    protected override RequestPayment Good(Guid id) => ExamplePayment.Converted(id);

    protected override RequestPayment Other(RequestPayment start) => start with { Amount = new Money(1, "EUR") };

    protected override (RequestPayment Start, string[] Fields) Wrong(Guid id) => (
        new RequestPayment(Guid.Empty, "", "12x4", "", new Money(0, "euro"), "us", "Germany"),
        ["amount.amountMinor", "amount.currency", "last4", "payeeAccount", "payerToken", "paymentId", "region", "settlementCurrency"]);

    [Fact]
    public async Task A_payment_is_accepted_and_followed_to_its_end_without_its_token_ever_being_shown()
    {
        await Accepts(_payment);

        await StatusIs(Id, "Routing");
        await Hears(new PaymentAnalysed(Id, [new GatewayCandidate("north", 130), new GatewayCandidate("south", 205)]));
        await Hears(new PaymentConverted(Id, new Money(108_50, "USD"), "217/200", "central bank", "half to even"));
        await StatusIs(Id, "Capturing");
        await Hears(new PaymentCaptured(Id, "north", "north-1", _payment.Amount, new Money(130, "EUR")));
        await StatusIs(Id, "Captured");
        await Hears(new PaymentConfirmed(Id));

        var view = await StatusIs(Id, "Completed");
        (view.GetProperty("gateway").GetString(), view.GetProperty("reference").GetString(), view.GetProperty("last4").GetString())
            .ShouldBe(("north", "north-1", "4242"));
        view.GetProperty("settled").GetProperty("amountMinor").GetInt64().ShouldBe(108_50);
        (view.GetProperty("rate").GetString(), view.GetProperty("rateSource").GetString(), view.GetProperty("rounding").GetString())
            .ShouldBe(("217/200", "central bank", "half to even"));
        view.ToString().ShouldNotContain(_payment.PayerToken);
    }

    [Fact]
    public async Task A_payment_is_cancelled_while_it_is_captured_and_voided()
    {
        await Accepts(_payment with { SettlementCurrency = "EUR" });
        await Hears(new PaymentAnalysed(Id, [new GatewayCandidate("north", 130)]));

        await Accepts(Id, "cancel", new { reason = "Changed my mind." });

        var view = await StatusIs(Id, "Cancelling");
        view.GetProperty("reason").GetString().ShouldBe("Changed my mind.");
        await Hears(new CaptureVoided(Id, "north"));
        await StatusIs(Id, "Cancelled");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task From_the_confirmation_on_it_is_too_late_to_cancel(bool completed)
    {
        await Confirming();
        if (completed)
            await Hears(new PaymentConfirmed(Id));

        var problem = await Conflicts(Id, "cancel", new { reason = "Changed my mind." });

        problem.GetProperty("detail").GetString()!.ShouldContain("Ask for a refund");
    }

    [Fact]
    public async Task A_person_rules_on_the_gateway_in_question_once()
    {
        await Accepts(_payment with { SettlementCurrency = "EUR" });
        await Hears(new PaymentAnalysed(Id, [new GatewayCandidate("north", 130), new GatewayCandidate("south", 205)]));
        await Platform.LetTimePass(TimeSpan.FromSeconds(10 + 30));
        var ruling = new { step = "Capture", ruling = "NotDone", decidedBy = "treasurer", gateway = "north" };

        (await Conflicts(Id, "rulings", ruling with { gateway = "east" })).GetProperty("detail").GetString()!.ShouldContain("Capture (east)");
        await Accepts(Id, "rulings", ruling);

        await Conflicts(Id, "rulings", ruling with { decidedBy = "somebody else" });
    }

    async Task Confirming()
    {
        await Accepts(_payment with { SettlementCurrency = "EUR" });
        await Hears(
            new PaymentAnalysed(Id, [new GatewayCandidate("north", 130)]),
            new PaymentCaptured(Id, "north", "north-1", _payment.Amount, new Money(130, "EUR")));
    }
}
