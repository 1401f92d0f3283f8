using System.Net;
using SagaPlatform.Contracts.Orders;

namespace SagaPlatform.Host.Commands.Demo;

/// <summary>Orders at a peak time: let in and fulfilled, let in and cancelled, refused at once.</summary>
static class AdmissionDemo
{
    public static IReadOnlyList<DemoCase> Cases() =>
    [
        Of("let in and fulfilled", ExampleOrders.Good(), "Completed"),
        Of("let in, card declined", ExampleOrders.PaidWith("tok_declined"), "Cancelled"),
        Of("article unknown: refused at once", ExampleOrders.OfArticle("SKU-NONE"), "") with { Answer = HttpStatusCode.Conflict },
    ];

    static DemoCase Of(string name, PlaceOrder x, string end) => new("admission", name, "/admissions", x.OrderId,
        new AdmitOrder(x.OrderId, x.CustomerId, x.CustomerEmail, x.Lines, x.Total, x.PaymentToken, x.DeliverTo), end);
}
