using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Orders;

namespace SagaPlatform.Host.Commands;

/// <summary>Orders for people to try: the good one, and one for each way it can go wrong.</summary>
static class ExampleOrders
{
    static readonly DeliveryAddress Berlin = new("Ada Lovelace", "12 St James Square", "10115", "Berlin", "DE");

    public static PlaceOrder Good() => new(Guid.NewGuid(), Guid.NewGuid(), "ada@example.com", [new OrderLine("SKU-1001", 2)],
        new Money(4990, "EUR"), "tok_visa_4242", Berlin);

    public static PlaceOrder OfArticle(string sku, int quantity = 1) => Good() with { Lines = [new OrderLine("SKU-1001", 1), new OrderLine(sku, quantity)] };

    public static PlaceOrder PaidWith(string token) => Good() with { PaymentToken = token };

    public static PlaceOrder To(string postalCode) => Good() with { DeliverTo = Berlin with { PostalCode = postalCode } };

    public static PlaceOrder For(string email) => Good() with { CustomerEmail = email };
}
