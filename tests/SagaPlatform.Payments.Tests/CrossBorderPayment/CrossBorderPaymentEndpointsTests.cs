using System.Net;
using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Payments;
using SagaPlatform.Testing.Http;

namespace SagaPlatform.Payments.Tests.CrossBorderPayment;

/// <summary>Cross-border payments over real sockets, with the reference participants behind them.</summary>
public sealed class CrossBorderPaymentEndpointsTests()
    : SagaEndpoints<StartCrossBorderPayment>(CrossBorderFamilies.WithHttp, "/cross-border-payments", Queues.CrossBorderPayment)
{
    protected override IReadOnlyList<Word> Words { get; } =
        [new("confirm", new { round = 1 }, "round"), Word.WithReason("cancel"), Word.Ruling("Settle")];

    protected override StartCrossBorderPayment Good(Guid id) => ExamplePayment.Good(id);

    protected override StartCrossBorderPayment Other(StartCrossBorderPayment start) => start with { Purpose = "another" };

    protected override (StartCrossBorderPayment Start, string[] Fields) Wrong(Guid id) =>
        (ExamplePayment.Good(id) with { PayoutCurrency = "EUR", Purpose = "" }, ["payoutCurrency", "purpose"]);

    [Fact]
    public async Task A_payment_is_taken_shown_with_its_quote_confirmed_and_settled()
    {
        var id = await Asked();

        var view = await StatusIs(id, "AwaitingConfirmation");
        view.GetProperty("quote").GetProperty("payout").GetProperty("amountMinor").GetInt64().ShouldBe(10_850);
        view.GetProperty("quote").GetProperty("source").GetString().ShouldBe("reference rates");

        await Accepts(id, "confirm", new { round = 1 });
        await StatusIs(id, "Completed");
        await Accepts(id, "confirm", new { round = 1 }); // a repeat is no mistake
        await Conflicts(id, "cancel", new { reason = "too late" });
    }

    [Fact]
    public async Task A_quote_that_is_not_offered_cannot_be_confirmed()
    {
        var id = await Asked();

        await Conflicts(id, "confirm", new { round = 2 });
        using var none = await Post(id, "confirm", new { round = 0 });
        none.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        await StatusIs(id, "AwaitingConfirmation");

        await Accepts(id, "cancel", new { reason = "too dear" });
        await StatusIs(id, "Cancelled");
        await Conflicts(id, "confirm", new { round = 1 });
    }

    [Fact]
    public async Task A_silent_settlement_is_ruled_by_http()
    {
        var payment = ExamplePayment.To("USD-SILENTSETTLE");
        var ruling = new { step = "Settle", ruling = nameof(Ruling.Done), decidedBy = "operator" };
        await Accepts(payment);
        await Conflicts(payment.PaymentId, "rulings", ruling);
        await Platform.Until(payment.PaymentId, "NeedsAttention");
        (await Shown(payment.PaymentId)).GetProperty("question").GetString().ShouldNotBeNullOrEmpty();

        await Accepts(payment.PaymentId, "rulings", ruling);

        await StatusIs(payment.PaymentId, "Completed");
    }

    /// <summary>A payment whose payer wants to see the quote.</summary>
    async Task<Guid> Asked()
    {
        var payment = ExamplePayment.Asking();
        await Accepts(payment);
        return payment.PaymentId;
    }
}
