using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Payments;

namespace SagaPlatform.Host.Commands.Demo;

/// <summary>Routed payments: gateways that decline, fail, keep silent, call back late or twice; conversion; a change of mind; a person's ruling.</summary>
static class PaymentDemo
{
    public static IReadOnlyList<DemoCase> Cases() =>
    [
        .. Enumerable.Range(1, 3).Select(x => Of($"nothing goes wrong ({x})", Good(), "Completed")),
        Of("euros to dollars", Good() with { SettlementCurrency = "USD" }, "Completed"),
        Of("yen, through the pacific gateway", Good() with { Amount = new Money(12_000, "JPY"), SettlementCurrency = "EUR", Region = "JP" }, "Completed"),
        Of("the cheapest gateway declines, the next takes it", PaidWith("tok_declined@northbank"), "Completed"),
        Of("every gateway declines", PaidWith("tok_declined"), "Cancelled"),
        Of("the only gateway fails", PaidWith("tok_fails") with { Region = "BR" }, "Cancelled"),
        Of("a gateway breaks down", PaidWith("tok_breaks@northbank"), "Completed"),
        Of("a gateway is silent", PaidWith("tok_silent@northbank"), "Completed"),
        Of("a gateway takes the money, the answer is lost", PaidWith("tok_lost@northbank"), "Completed"),
        Of("a slow gateway is waited for", PaidWith("tok_slow"), "Completed"),
        Of("a gateway calls back when it was replaced", PaidWith("tok_late@northbank"), "Completed"),
        Of("a gateway calls back twice", PaidWith("tok_twice"), "Completed"),
        Of("more than any gateway takes", Good() with { Amount = new Money(9_000_000_000, "EUR") }, "Cancelled"),
        Of("a currency nobody converts to", Good() with { SettlementCurrency = "XTS" }, "Cancelled"),
        Of("cancelled while a silent gateway is waited for", PaidWith("tok_silent"), "Cancelled") with
        {
            Meanwhile = [DemoAct.InState("Capture", "cancel", new { reason = "Paid in cash." }, "the payer cancels")],
        },
        Of("a void is never confirmed: a person finds out", PaidWith("tok_stuck@northbank"), "Completed") with
        {
            Meanwhile = [new DemoAct("somebody called northbank: it holds nothing", x => x.Question != null, (http, demo) => http.Post(
                $"{demo.Path}/{demo.Id}/rulings", new { step = "Capture", ruling = "NotDone", decidedBy = "demo", gateway = "northbank" }))],
        },
    ];

    public static RequestPayment Good() => new(
        Guid.NewGuid(), "tok_visa", "4242", "merchant-demo", new Money(49_90, "EUR"), "EUR", "DE");

    public static RequestPayment PaidWith(string token) => Good() with { PayerToken = token };

    static DemoCase Of(string name, RequestPayment payment, string end) => new("payment", name, "/payments", payment.PaymentId, payment, end);
}

/// <summary>Refunds of payments that were captured first.</summary>
static class RefundDemo
{
    static readonly TimeSpan LookAgainAfter = TimeSpan.FromMilliseconds(100);

    const int LooksMax = 100;

    public static IReadOnlyList<DemoCase> Cases() =>
    [
        Of("all of it", PaymentDemo.Good(), 49_90, "Completed"),
        Of("a part of it", PaymentDemo.Good(), 10_00, "Completed"),
        Of("a part of a converted payment", PaymentDemo.Good() with { SettlementCurrency = "USD" }, 10_01, "Completed"),
        Of("more than was captured", PaymentDemo.Good(), 49_91, "Cancelled"),
        Of("of a payment that was declined", PaymentDemo.PaidWith("tok_declined"), 10_00, "Cancelled"),
        Of("the gateway declines", PaymentDemo.PaidWith("tok_refund_declined"), 10_00, "Cancelled"),
        Of("the gateway is silent: a person finds out", PaymentDemo.PaidWith("tok_refund_silent"), 10_00, "Cancelled") with
        {
            Meanwhile = [DemoAct.Rules("Execute", "NotDone", "somebody called the gateway: nothing was given back")],
        },
        Of("given back unheard of: a person finds out", PaymentDemo.PaidWith("tok_refund_lost"), 10_00, "Completed") with
        {
            Meanwhile = [DemoAct.Rules("Execute", "Done", "somebody called the gateway: the payer has the money")],
        },
    ];

    static DemoCase Of(string name, RequestPayment payment, long minor, string end)
    {
        var refund = new RequestRefund(Guid.NewGuid(), payment.PaymentId, new Money(minor, "EUR"), "ada@example.com", "The parcel came empty.");
        return new DemoCase("refund", name, "/refunds", refund.RefundId, refund, end) { Before = http => Pay(http, payment) };
    }

    static async Task Pay(DemoClient http, RequestPayment payment)
    {
        await http.Post("/payments", payment);
        for (var look = 0; look < LooksMax && await http.Get<DemoView>($"/payments/{payment.PaymentId}") is not { EndedAt: not null }; look++)
            await Task.Delay(LookAgainAfter);
    }
}
