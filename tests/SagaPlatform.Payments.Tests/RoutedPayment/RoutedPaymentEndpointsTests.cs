using System.Net;
using System.Net.Http.Json;
using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Payments;

namespace SagaPlatform.Payments.Tests.RoutedPayment;

/// <summary>Asking for, following, cancelling and ruling a payment by HTTP.</summary>
public sealed class RoutedPaymentEndpointsTests : PaymentHttp
{
    readonly RequestPayment _payment = ExamplePayment.Converted();

    string Path => $"/payments/{_payment.PaymentId}";

    [Fact]
    public async Task A_payment_is_accepted_and_followed_to_its_end_without_its_token_ever_being_shown()
    {
        using var answer = await Http.PostAsJsonAsync("/payments", _payment);
        answer.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        answer.Headers.Location!.ToString().ShouldBe(Path);
        await Platform.Quiet();

        await StatusIs(Path, "Routing");
        await Hears(new PaymentAnalysed(_payment.PaymentId, [new GatewayCandidate("north", 130), new GatewayCandidate("south", 205)]));
        await Hears(new PaymentConverted(_payment.PaymentId, new Money(108_50, "USD"), "217/200", "central bank", "half to even"));
        await StatusIs(Path, "Capturing");
        await Hears(new PaymentCaptured(_payment.PaymentId, "north", "north-1", _payment.Amount, new Money(130, "EUR")));
        await StatusIs(Path, "Captured");
        await Hears(new PaymentConfirmed(_payment.PaymentId));

        var view = await StatusIs(Path, "Completed");
        (view.GetProperty("gateway").GetString(), view.GetProperty("reference").GetString(), view.GetProperty("last4").GetString())
            .ShouldBe(("north", "north-1", "4242"));
        view.GetProperty("settled").GetProperty("amountMinor").GetInt64().ShouldBe(108_50);
        (view.GetProperty("rate").GetString(), view.GetProperty("rateSource").GetString(), view.GetProperty("rounding").GetString())
            .ShouldBe(("217/200", "central bank", "half to even"));
        view.ToString().ShouldNotContain(_payment.PayerToken);
    }

    [Fact]
    public async Task The_same_payment_again_is_one_payment_and_another_under_its_id_a_conflict()
    {
        await Accepts("/payments", _payment);
        await Accepts("/payments", _payment);

        using var other = await Http.PostAsJsonAsync("/payments", _payment with { Amount = new Money(1, "EUR") });

        await Problem(other, HttpStatusCode.Conflict);
        await Platform.Quiet();
        (await Platform.History(_payment.PaymentId)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Every_wrong_field_is_named()
    {
        using var answer = await Http.PostAsJsonAsync("/payments", new RequestPayment(Guid.Empty, "", "12x4", "", new Money(0, "euro"), "us", "Germany"));

        Fields(await Problem(answer, HttpStatusCode.BadRequest)).Order(StringComparer.Ordinal).ShouldBe(
            ["amount.amountMinor", "amount.currency", "last4", "payeeAccount", "payerToken", "paymentId", "region", "settlementCurrency"]);
    }

    [Fact]
    public async Task A_payment_is_cancelled_while_it_is_captured_and_voided()
    {
        await Accepts("/payments", _payment with { SettlementCurrency = "EUR" });
        await Hears(new PaymentAnalysed(_payment.PaymentId, [new GatewayCandidate("north", 130)]));

        await Accepts($"{Path}/cancel", new { reason = "Changed my mind." });

        var view = await StatusIs(Path, "Cancelling");
        view.GetProperty("reason").GetString().ShouldBe("Changed my mind.");
        await Hears(new CaptureVoided(_payment.PaymentId, "north"));
        await StatusIs(Path, "Cancelled");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task From_the_confirmation_on_it_is_too_late_to_cancel(bool completed)
    {
        await Confirming();
        if (completed)
            await Hears(new PaymentConfirmed(_payment.PaymentId));

        using var answer = await Http.PostAsJsonAsync($"{Path}/cancel", new { reason = "Changed my mind." });

        (await Problem(answer, HttpStatusCode.Conflict)).GetProperty("detail").GetString()!.ShouldContain("Ask for a refund");
    }

    [Fact]
    public async Task A_person_rules_on_the_gateway_in_question_once()
    {
        await Accepts("/payments", _payment with { SettlementCurrency = "EUR" });
        await Hears(new PaymentAnalysed(_payment.PaymentId, [new GatewayCandidate("north", 130), new GatewayCandidate("south", 205)]));
        await Platform.LetTimePass(TimeSpan.FromSeconds(10 + 30));
        var ruling = new { step = "Capture", ruling = "NotDone", decidedBy = "treasurer", gateway = "north" };

        using (var wrongGateway = await Http.PostAsJsonAsync($"{Path}/rulings", ruling with { gateway = "east" }))
            (await Problem(wrongGateway, HttpStatusCode.Conflict)).GetProperty("detail").GetString()!.ShouldContain("Capture (east)");
        await Accepts($"{Path}/rulings", ruling);
        using var again = await Http.PostAsJsonAsync($"{Path}/rulings", ruling with { decidedBy = "somebody else" });

        await Problem(again, HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task A_payment_nobody_asked_for_is_not_found()
    {
        using var get = await Http.GetAsync(Path);
        using var cancel = await Http.PostAsJsonAsync($"{Path}/cancel", new { reason = "x" });

        await Problem(get, HttpStatusCode.NotFound);
        await Problem(cancel, HttpStatusCode.NotFound);
    }

    async Task Confirming()
    {
        await Accepts("/payments", _payment with { SettlementCurrency = "EUR" });
        await Hears(
            new PaymentAnalysed(_payment.PaymentId, [new GatewayCandidate("north", 130)]),
            new PaymentCaptured(_payment.PaymentId, "north", "north-1", _payment.Amount, new Money(130, "EUR")));
    }
}
