using SagaPlatform.Contracts.Orders;

namespace SagaPlatform.Host.Commands.Demo;

/// <summary>Orders: success, refusal and silence at each step, a change of mind, a person's ruling.</summary>
static class OrderDemo
{
    public static IReadOnlyList<DemoCase> Cases() =>
    [
        .. Enumerable.Range(1, 5).Select(x => Of($"nothing goes wrong ({x})", ExampleOrders.Good(), "Completed")),
        Of("too little in stock", ExampleOrders.OfArticle("SKU-SCARCE", 99), "Cancelled"),
        Of("article unknown", ExampleOrders.OfArticle("SKU-NONE"), "Cancelled"),
        Of("card declined", ExampleOrders.PaidWith("tok_declined"), "Cancelled"),
        Of("card charged, then silence", ExampleOrders.PaidWith("tok_silent"), "Cancelled"),
        Of("card silent, nothing charged", ExampleOrders.PaidWith("tok_silent_nocharge"), "Cancelled"),
        Of("payment service breaks", ExampleOrders.PaidWith("tok_fails"), "Cancelled"),
        Of("label refused", ExampleOrders.To("00000"), "Cancelled"),
        Of("label never answered", ExampleOrders.To("00001"), "Cancelled"),
        Of("warehouse refuses", ExampleOrders.OfArticle("SKU-NOPACK"), "Cancelled"),
        Of("warehouse never answers", ExampleOrders.OfArticle("SKU-SILENTPACK"), "Cancelled"),
        Of("hand-over refused", ExampleOrders.To("00003"), "Cancelled"),
        Of("hand-over never answered: a person finds out", ExampleOrders.To("00004"), "Completed") with
        {
            Meanwhile = [DemoAct.Rules("HandOverParcel", "Done", "somebody looked: the parcel left")],
        },
        Of("confirmation refused", ExampleOrders.For("ada@refused.example"), "Completed"),
        Of("confirmation never answered", ExampleOrders.For("ada@silent.example"), "Completed"),
        Of("customer cancels in the middle", ExampleOrders.PaidWith("tok_silent_nocharge"), "Cancelled") with
        {
            Meanwhile = [DemoAct.InState("ChargePayment", "cancel", new { reason = "Found it cheaper." }, "the customer cancels")],
        },
    ];

    static DemoCase Of(string name, PlaceOrder order, string end) => new("order", name, "/orders", order.OrderId, order, end);
}
