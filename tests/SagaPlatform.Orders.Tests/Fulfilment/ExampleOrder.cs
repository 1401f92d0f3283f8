using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Orders;

namespace SagaPlatform.Orders.Tests.Fulfilment;

/// <summary>Orders to place.</summary>
static class ExampleOrder
{
    static readonly DeliveryAddress Berlin = new("Ada Lovelace", "12 St James Square", "10115", "Berlin", "DE");

    public static PlaceOrder Good(Guid? id = null) => new(
        id ?? Guid.NewGuid(), Guid.NewGuid(), "ada@example.com", [new OrderLine("SKU-1001", 2), new OrderLine("SKU-1002", 1)],
        new Money(49_90, "EUR"), "tok_visa_4242", Berlin);

    public static PlaceOrder PaidWith(string token) => Good() with { PaymentToken = token };

    public static PlaceOrder OfArticle(string sku, int quantity = 1) => Good() with { Lines = [new OrderLine("SKU-1001", 2), new OrderLine(sku, quantity)] };

    public static PlaceOrder To(string postalCode) => Good() with { DeliverTo = Berlin with { PostalCode = postalCode } };

    public static PlaceOrder For(string email) => Good() with { CustomerEmail = email };
}
