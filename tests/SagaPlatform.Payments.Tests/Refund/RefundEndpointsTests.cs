using System.Net;
using System.Net.Http.Json;
using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Payments;
using SagaPlatform.Payments.Tests.RoutedPayment;

namespace SagaPlatform.Payments.Tests.Refund;

/// <summary>Asking for, following, cancelling and ruling a refund by HTTP.</summary>
public sealed class RefundEndpointsTests : PaymentHttp
{
    readonly RequestRefund _refund = ExampleRefund.Of(Guid.NewGuid(), 40_00);

    string Path => $"/refunds/{_refund.RefundId}";

    [Fact]
    public async Task A_refund_is_accepted_and_followed_to_its_end()
    {
        await Accepts("/refunds", _refund);

        await StatusIs(Path, "Validating");
        await Freeze();
        (await StatusIs(Path, "Frozen")).GetProperty("payeeShare").GetProperty("amountMinor").GetInt64().ShouldBe(43_40);
        await Hears(new RefundExecuted(_refund.RefundId, "north-R-1"));
        await StatusIs(Path, "Executed");
        await Hears(new RefundBooked(_refund.RefundId), new RefundNotified(_refund.RefundId));

        var view = await StatusIs(Path, "Completed");
        (view.GetProperty("gateway").GetString(), view.GetProperty("reference").GetString(), view.GetProperty("requestedBecause").GetString())
            .ShouldBe(("north", "north-R-1", _refund.Reason));
    }

    [Fact]
    public async Task Every_wrong_field_is_named()
    {
        using var answer = await Http.PostAsJsonAsync("/refunds", new RequestRefund(Guid.Empty, Guid.Empty, new Money(-1, ""), "nowhere", ""));

        Fields(await Problem(answer, HttpStatusCode.BadRequest)).Order(StringComparer.Ordinal)
            .ShouldBe(["amount.amountMinor", "amount.currency", "payerEmail", "paymentId", "reason", "refundId"]);
    }

    [Fact]
    public async Task A_refund_is_cancelled_until_the_gateway_is_asked()
    {
        await Accepts("/refunds", _refund);
        await Hears(new RefundValidated(_refund.RefundId));

        await Accepts($"{Path}/cancel", new { reason = "Changed my mind." });

        await StatusIs(Path, "Cancelling");
        await Hears(new PaymentUnfrozen(_refund.RefundId));
        await StatusIs(Path, "Cancelled");
    }

    [Fact]
    public async Task While_the_gateway_is_asked_it_is_too_late_to_cancel()
    {
        await Accepts("/refunds", _refund);
        await Freeze();

        using var answer = await Http.PostAsJsonAsync($"{Path}/cancel", new { reason = "Changed my mind." });

        await Problem(answer, HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task A_person_says_what_became_of_a_silent_execution_once()
    {
        await Accepts("/refunds", _refund);
        await Freeze();
        var ruling = new { step = "Execute", ruling = "NotDone", decidedBy = "treasurer" };
        using (var tooEarly = await Http.PostAsJsonAsync($"{Path}/rulings", ruling))
            await Problem(tooEarly, HttpStatusCode.Conflict);
        await Platform.LetTimePass(TimeSpan.FromSeconds(60));

        await Accepts($"{Path}/rulings", ruling);

        await StatusIs(Path, "Cancelling");
        using var tooLate = await Http.PostAsJsonAsync($"{Path}/rulings", ruling with { ruling = "Done" });
        await Problem(tooLate, HttpStatusCode.Conflict);
    }

    Task Freeze() => Hears(new RefundValidated(_refund.RefundId), new PaymentFrozen(_refund.RefundId, "north", new Money(43_40, "USD")));
}
