using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Orders;
using Order = SagaPlatform.Core.Tests.Sagas.Scenario<
    SagaPlatform.Core.Tests.Sagas.Samples.SampleOrder, SagaPlatform.Core.Tests.Sagas.Samples.SampleOrderState>;

namespace SagaPlatform.Core.Tests.Sagas;

public sealed class OrderSampleTests
{
    static readonly Guid Customer = Guid.Parse("0192d5a0-0000-7000-8000-000000000001");

    static PlaceOrder Placing(Guid id, long minor = 12_50) => new(id, Customer, "buyer@example.org", [new OrderLine("SKU-1", 2)],
        new Money(minor, "EUR"), "tok-1", new DeliveryAddress("A. Buyer", "Main 1", "10115", "Berlin", "DE"));

    static Task<Order> Placed() => Order.Started(id => Placing(id));

    static async Task<Order> Charged()
    {
        var order = await Placed();
        await order.Hears(new InventoryReserved(order.Id, "W1"), new PaymentCharged(order.Id, "R-1"));
        return order;
    }

    static async Task<Order> Shipped()
    {
        var order = await Charged();
        await order.Hears(new LabelCreated(order.Id, "TRACK-1"), new WarehouseNotified(order.Id), new TrackingOpened(order.Id, "https://t/1"));
        return order;
    }

    static async Task<Order> HandedOver()
    {
        var order = await Shipped();
        await order.Hears(new ParcelHandedOver(order.Id));
        return order;
    }

    [Fact]
    public async Task An_order_that_meets_no_trouble_is_completed()
    {
        await using var order = await Placed();
        order.IsIn("ReserveInventory");
        order.NeverAsked<ChargePayment>();
        await order.Hears(new InventoryReserved(order.Id, "W1"));
        order.LastSent<ChargePayment>().Message.Amount.ShouldBe(new Money(12_50, "EUR"));
        order.NeverAsked<CreateLabel>();
        await order.Hears(new PaymentCharged(order.Id, "R-1"));
        order.IsIn("Ship");
        order.Asked<CreateLabel>();
        order.Asked<NotifyWarehouse>();
        order.Asked<OpenTracking>();
        await order.Hears(new WarehouseNotified(order.Id), new TrackingOpened(order.Id, "https://t/1"));
        order.IsIn("Ship");
        order.NeverAsked<HandOverParcel>();
        order.IsStoredAndLoaded();
        await order.Hears(new LabelCreated(order.Id, "TRACK-1"));
        order.IsIn("HandOverParcel");
        await order.Hears(new ParcelHandedOver(order.Id));
        order.LastSent<SendConfirmation>().Message.TrackingNumber.ShouldBe("TRACK-1");
        order.NeverSaid<OrderCompleted>();
        await order.Hears(new ConfirmationSent(order.Id));

        order.IsIn("Completed");
        order.Said<OrderCompleted>();
        order.Saga.Receipt.ShouldBe("R-1");
        order.Saga.Ledger.RingsAt.ShouldBeNull();
        order.Saga.ClockToken.ShouldBeNull();
        order.Saga.Ledger.Lines.ShouldAllBe(x => x.SettledAt >= x.AskedAt && x.Attempts == 1 && x.Commands == 1);
    }

    [Fact]
    public async Task A_command_goes_to_its_queue_and_its_answer_and_fault_come_home()
    {
        await using var order = await Placed();
        var command = order.LastSent<ReserveInventory>();

        command.DestinationAddress!.AbsolutePath.ShouldEndWith($"/{Queues.Inventory}");
        command.MessageId.ShouldBe(order.Saga.Ledger.Lines.Single().CommandId(order.Id));
        command.CorrelationId.ShouldBe(order.Id);
        command.ResponseAddress.ShouldNotBeNull().AbsolutePath.ShouldEndWith("SampleOrderState");
        command.FaultAddress.ShouldBe(command.ResponseAddress);
        order.NeverSaid<ReserveInventory>();
    }
}
