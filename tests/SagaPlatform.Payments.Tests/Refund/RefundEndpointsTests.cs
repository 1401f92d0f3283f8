using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Payments;
using SagaPlatform.Payments.Tests.RoutedPayment;
using SagaPlatform.Testing.Http;

namespace SagaPlatform.Payments.Tests.Refund;

/// <summary>Asking for, following, cancelling and ruling a refund by HTTP.</summary>
public sealed class RefundEndpointsTests() : SagaEndpoints<RequestRefund>(RoutedPaymentFamilies.WithHttp, "/refunds", Queues.Refund)
{
    readonly RequestRefund _refund = ExampleRefund.Of(Guid.NewGuid(), 40_00);

    Guid Id => _refund.RefundId;

    protected override IReadOnlyList<Word> Words { get; } = [Word.WithReason("cancel"), Word.Ruling("Execute")];

    protected override RequestRefund Good(Guid id) => ExampleRefund.Of(id, 40_00, id: id);

    protected override RequestRefund Other(RequestRefund start) => start with { Amount = new Money(1, "EUR") };

    protected override (RequestRefund Start, string[] Fields) Wrong(Guid id) => (
        new RequestRefund(Guid.Empty, Guid.Empty, new Money(-1, ""), "nowhere", ""),
        ["amount.amountMinor", "amount.currency", "payerEmail", "paymentId", "reason", "refundId"]);

    [Fact]
    public async Task A_refund_is_accepted_and_followed_to_its_end()
    {
        await Accepts(_refund);

        await StatusIs(Id, "Validating");
        await Freeze();
        (await StatusIs(Id, "Frozen")).GetProperty("payeeShare").GetProperty("amountMinor").GetInt64().ShouldBe(43_40);
        await Hears(new RefundExecuted(Id, "north-R-1"));
        await StatusIs(Id, "Executed");
        await Hears(new RefundBooked(Id), new RefundNotified(Id));

        var view = await StatusIs(Id, "Completed");
        (view.GetProperty("gateway").GetString(), view.GetProperty("reference").GetString(), view.GetProperty("requestedBecause").GetString())
            .ShouldBe(("north", "north-R-1", _refund.Reason));
    }

    [Fact]
    public async Task A_refund_is_cancelled_until_the_gateway_is_asked()
    {
        await Accepts(_refund);
        await Hears(new RefundValidated(Id));

        await Accepts(Id, "cancel", new { reason = "Changed my mind." });

        await StatusIs(Id, "Cancelling");
        await Hears(new PaymentUnfrozen(Id));
        await StatusIs(Id, "Cancelled");
    }

    [Fact]
    public async Task While_the_gateway_is_asked_it_is_too_late_to_cancel()
    {
        await Accepts(_refund);
        await Freeze();

        await Conflicts(Id, "cancel", new { reason = "Changed my mind." });
    }

    [Fact]
    public async Task A_person_says_what_became_of_a_silent_execution_once()
    {
        await Accepts(_refund);
        await Freeze();
        var ruling = new { step = "Execute", ruling = "NotDone", decidedBy = "treasurer" };
        await Conflicts(Id, "rulings", ruling);
        await Platform.LetTimePass(TimeSpan.FromSeconds(60));

        await Accepts(Id, "rulings", ruling);

        await StatusIs(Id, "Cancelling");
        await Conflicts(Id, "rulings", ruling with { ruling = "Done" });
    }

    Task Freeze() => Hears(new RefundValidated(Id), new PaymentFrozen(Id, "north", new Money(43_40, "USD")));
}
