using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Payments;
using SagaPlatform.Core.WorkItems;

namespace SagaPlatform.Host.Commands.Demo;

/// <summary>Cross-border payments: names on the sanctions list, quotes that are confirmed or not, accounts that have too little, are closed or silent.</summary>
static class CrossBorderDemo
{
    public static IReadOnlyList<DemoCase> Cases() =>
    [
        Of("euros to dollars", Good(), "Completed"),
        Of("euros to yen, which have no cents", To("JPY-1001") with { PayoutCurrency = "JPY" }, "Completed"),
        Of("the payer sees the quote and confirms it", Good() with { PayoutMinorMin = null }, "Completed") with
        {
            Meanwhile = [DemoAct.InState("AgreeRate", "confirm", new { round = 1 }, "the payer says yes")],
        },
        Of("the payer sees the quote and changes their mind", Good() with { PayoutMinorMin = null }, "Cancelled") with
        {
            Meanwhile = [DemoAct.InState("AgreeRate", "cancel", new { reason = "Too dear." }, "the payer says no")],
        },
        Of("a name on the sanctions list, cleared by a person", Listed(), "Completed") with { Meanwhile = [Decides("Approve", "compliance clears it")] },
        Of("a name on the sanctions list, confirmed by a person", Listed(), "Cancelled") with { Meanwhile = [Decides("Refuse", "compliance confirms it")] },
        Of("a country under embargo", Good() is var x ? x with { Payee = x.Payee with { Country = "ZZ" } } : x, "Cancelled"),
        Of("more than the payer has", From("EUR-POOR") with { Amount = new Money(10_001, "EUR") }, "Cancelled"),
        Of("the payee's account is closed", To("USD-CLOSED"), "Cancelled"),
        Of("the money is taken, and the answer lost", From("EUR-SILENT"), "Cancelled"),
        Of("the settlement is refused", To("USD-UNSETTLED"), "Cancelled"),
        Of("the settlement is silent: a person finds out", To("USD-SILENTSETTLE"), "Completed") with
        {
            Meanwhile = [DemoAct.Rules("Settle", "Done", "somebody found that it is settled")],
        },
    ];

    static DemoAct Decides(string decision, string says) => new(says, x => x.State == "ReviewHits", (http, demo) => http.Post(
        $"/api/work-items/{WorkItem.IdOf("sanctions-hit", demo.Id)}/decision", new { decision, decidedBy = "demo", reason = "looked at the papers" }));

    static StartCrossBorderPayment Good() => new(
        Guid.NewGuid(), new PaymentParty("EUR-1001", "Ada Payer", "DE"), new PaymentParty("USD-1001", "Bea Payee", "US"),
        new Money(10_000, "EUR"), "USD", "invoice 17", PayoutMinorMin: 1);

    static StartCrossBorderPayment From(string account) => Good() is var x ? x with { Payer = x.Payer with { Account = account } } : x;

    static StartCrossBorderPayment To(string account) => Good() is var x ? x with { Payee = x.Payee with { Account = account } } : x;

    static StartCrossBorderPayment Listed() => Good() is var x ? x with { Payee = x.Payee with { Name = "Blocked Trading Ltd" } } : x;

    static DemoCase Of(string name, StartCrossBorderPayment payment, string end) =>
        new("cross-border payment", name, "/cross-border-payments", payment.PaymentId, payment, end);
}
