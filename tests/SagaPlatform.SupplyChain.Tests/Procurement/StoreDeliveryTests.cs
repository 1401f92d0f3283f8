using SagaPlatform.Contracts;
using SagaPlatform.Contracts.SupplyChain;
using SagaPlatform.Participants.StoreDelivery;

namespace SagaPlatform.SupplyChain.Tests.Procurement;

/// <summary>From the suppliers' lorries to the store.</summary>
public sealed class StoreDeliveryTests
{
    static readonly StartProcurement Order = ExampleProcurement.ShortShip(("ART-PLENTY", 10), ("ART-SPLIT", 70));

    [Fact]
    public async Task The_store_gets_what_was_counted_by_article_at_a_dock_of_its_own()
    {
        await using var order = await ProcurementScenario.Of(Order);

        await order.Closed();
        var shipment = (await order.Rows<StoreShipment>()).ShouldHaveSingleItem();
        shipment.Status.ShouldBe(StoreShipmentStatus.Delivered);
        shipment.Goods.ShouldBe([new StoreGoods("ART-PLENTY", 10), new StoreGoods("ART-SPLIT", 70)]);
        shipment.Dock.ShouldStartWith("ST-OPEN-D");
        (await order.State()).Dock.ShouldBe(shipment.Dock);
    }

    [Theory]
    [InlineData("ST-NONE", "there is no store ST-NONE")]
    [InlineData("ST-CLOSED", "store ST-CLOSED is closed")]
    [InlineData("ST-TURNSAWAY", "store ST-TURNSAWAY turned the lorry away")]
    public async Task A_store_that_takes_no_delivery_gives_everything_back(string store, string reason)
    {
        await using var order = await ProcurementScenario.Of(Order with { StoreId = store });

        await order.OwesNothing();
        (await order.State()).Ledger.Reason.ShouldBe(reason);
    }

    [Fact]
    public async Task A_schedule_that_nobody_hears_of_is_given_back()
    {
        await using var order = await ProcurementScenario.Of(Order with { StoreId = "ST-SILENT" });

        await order.Platform.LetTimePass(TimeSpan.FromSeconds(30));

        await order.OwesNothing();
        (await order.Rows<StoreShipment>()).ShouldHaveSingleItem().Status.ShouldBe(StoreShipmentStatus.Cancelled);
    }

    [Fact]
    public async Task A_delivery_that_nobody_hears_of_is_found_by_a_person_and_nothing_goes_back()
    {
        await using var order = await ProcurementScenario.Of(Order with { StoreId = "ST-SILENTDELIVERY" });
        await order.Platform.LetTimePass(TimeSpan.FromHours(5));
        await order.IsIn("NeedsAttention");
        await order.Cancels();
        await order.IsIn("NeedsAttention");

        await order.Platform.Hears(Queues.Procurement, new RuleProcurement(order.Id, "DeliverToStore", "", Ruling.Done, "dispatcher"));

        await order.Closed();
        order.Platform.Published<ProcurementCancellationRefused>().ShouldHaveSingleItem();
        order.Asked<VoidPurchase>().ShouldBe(0);
    }

    [Fact]
    public async Task A_warehouse_that_does_not_take_a_delivery_in_gives_everything_back()
    {
        await using var order = await ProcurementScenario.Of(ExampleProcurement.ShortShip(("ART-NOSTORE", 10), ("ART-PLENTY", 10)));

        await order.OwesNothing();
        (await order.State()).Ledger.Reason.ShouldBe("ART-NOSTORE may not be stored here");
    }

    [Fact]
    public async Task A_delivery_that_is_taken_in_unheard_of_goes_back_after_twice_six_hours()
    {
        await using var order = await ProcurementScenario.Of(ExampleProcurement.ShortShip(("ART-SILENTSTORE", 10)));

        await order.Platform.LetTimePass(TimeSpan.FromHours(12));

        await order.OwesNothing();
    }

    public static TheoryData<string> Undoable => [nameof(PurchaseGoods), nameof(ReceiveGoods), nameof(ScheduleStoreDelivery)];

    [Theory]
    [MemberData(nameof(Undoable))]
    public Task Cancelled_while_a_command_is_on_its_way_the_command_finds_itself_called_off(string command) =>
        CancelledWhileOnItsWay(command);

    public static TheoryData<string> Answers => [nameof(GoodsPurchased), nameof(GoodsCounted), nameof(StoreDeliveryScheduled)];

    [Theory]
    [MemberData(nameof(Answers))]
    public Task Cancelled_while_an_answer_is_on_its_way_what_it_tells_of_goes_back(string answer) =>
        CancelledWhileOnItsWay(answer);

    static async Task CancelledWhileOnItsWay(string message)
    {
        await using var order = await ProcurementScenario.Of(Order, holding: type => type == message);
        order.Platform.Post.HoldNothing();

        await order.Cancels();
        await order.Platform.Release();

        await order.OwesNothing();
    }
}
