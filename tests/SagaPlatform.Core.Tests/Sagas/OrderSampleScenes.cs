using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Orders;
using Order = SagaPlatform.Core.Tests.Sagas.Scenario<
    SagaPlatform.Core.Tests.Sagas.Samples.SampleOrder, SagaPlatform.Core.Tests.Sagas.Samples.SampleOrderState>;

namespace SagaPlatform.Core.Tests.Sagas;

/// <summary>The sample order, brought as far as a test needs it.</summary>
static class OrderSampleScenes
{
    internal static readonly Guid Customer = Guid.Parse("0192d5a0-0000-7000-8000-000000000001");

    internal static PlaceOrder Placing(Guid id, long minor = 12_50) => new(id, Customer, "buyer@example.org", [new OrderLine("SKU-1", 2)],
        new Money(minor, "EUR"), "tok-1", new DeliveryAddress("A. Buyer", "Main 1", "10115", "Berlin", "DE"));

    internal static Task<Order> Placed() => Order.Started(id => Placing(id));

    internal static async Task<Order> Charged()
    {
        var order = await Placed();
        await order.Hears(new InventoryReserved(order.Id, "W1"), new PaymentCharged(order.Id, "R-1"));
        return order;
    }

    internal static async Task<Order> Shipped()
    {
        var order = await Charged();
        await order.Hears(new LabelCreated(order.Id, "TRACK-1"), new WarehouseNotified(order.Id), new TrackingOpened(order.Id, "https://t/1"));
        return order;
    }

    internal static async Task<Order> HandedOver()
    {
        var order = await Shipped();
        await order.Hears(new ParcelHandedOver(order.Id));
        return order;
    }
}
