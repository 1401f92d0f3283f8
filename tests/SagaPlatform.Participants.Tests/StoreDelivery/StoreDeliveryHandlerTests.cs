using SagaPlatform.Contracts.SupplyChain;
using SagaPlatform.Participants.StoreDelivery;

namespace SagaPlatform.Participants.Tests.StoreDelivery;

public sealed class StoreDeliveryHandlerTests : IAsyncLifetime
{
    static readonly Guid Procurement = Guid.NewGuid();

    readonly Shop _shop = new();

    public Task InitializeAsync() => _shop.SeedTestData();

    public Task DisposeAsync()
    {
        _shop.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task A_delivery_is_scheduled_once_at_one_dock_and_then_delivered_once()
    {
        var first = await Schedule();
        (await Schedule()).ShouldBe(first);
        (await _shop.Ask(new DeliverToStore(Procurement))).ShouldBeOfType<DeliveredToStore>();
        (await _shop.Ask(new DeliverToStore(Procurement))).ShouldBeOfType<DeliveredToStore>();

        first.ShouldBeOfType<StoreDeliveryScheduled>().Dock.ShouldBeOneOf("ST-OPEN-D1", "ST-OPEN-D2");
        (await _shop.All<StoreShipment>()).Single().Status.ShouldBe(StoreShipmentStatus.Delivered);
    }

    [Fact]
    public async Task A_delivery_that_was_called_off_is_turned_away()
    {
        await Schedule();
        await _shop.Ask(new CancelStoreDelivery(Procurement));

        (await _shop.Ask(new DeliverToStore(Procurement))).ShouldBeOfType<StoreTurnedAway>();
        (await _shop.All<StoreShipment>()).Single().Status.ShouldBe(StoreShipmentStatus.Cancelled);
    }

    [Fact]
    public async Task Nothing_to_deliver_is_not_scheduled() =>
        (await _shop.Ask(new ScheduleStoreDelivery(Procurement, "ST-OPEN", []))).ShouldBeOfType<StoreDeliveryRefused>().Reason.ShouldBe("there is nothing to deliver");

    Task<object?> Schedule() => _shop.Ask(new ScheduleStoreDelivery(Procurement, "ST-OPEN", [new StoreGoods("ART-1", 5)]));
}
