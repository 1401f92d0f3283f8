using SagaPlatform.Contracts.Orders;
using SagaPlatform.Participants.Shipping;

namespace SagaPlatform.Participants.Tests.Shipping;

public sealed class WarehouseHandlerTests : ShippingScenario
{
    [Fact]
    public async Task The_warehouse_packs_an_order_once_however_often_it_is_told()
    {
        (await Pack()).ShouldBe(new WarehouseNotified(Order));
        (await Pack()).ShouldBe(new WarehouseNotified(Order));

        (await Row())!.Status.ShouldBe(WarehouseJobStatus.Packing);
        (await Row())!.Lines.ShouldBe([new OrderLine("SKU-1001", 1)]);
        (await Row())!.Version.ShouldBe(1);
    }

    [Fact]
    public async Task A_recall_is_answered_and_done_once()
    {
        await Pack();

        (await Recall()).ShouldBe(new WarehouseRecalled(Order));
        (await Recall()).ShouldBe(new WarehouseRecalled(Order));

        (await Row())!.Status.ShouldBe(WarehouseJobStatus.Recalled);
        (await Row())!.Version.ShouldBe(2);
    }

    [Fact]
    public async Task A_recall_that_comes_first_keeps_the_order_from_being_packed()
    {
        (await Recall()).ShouldBe(new WarehouseRecalled(Order));

        (await Pack()).ShouldBe(new WarehouseRefused(Order, "was undone before it arrived"));
        (await Row()).ShouldBeNull();
    }

    [Fact]
    public async Task An_article_that_cannot_be_packed_is_refused_by_name()
    {
        (await Pack("SKU-1001", "SKU-NOPACK")).ShouldBe(new WarehouseRefused(Order, "SKU-NOPACK cannot be packed"));

        (await Row()).ShouldBeNull();
        (await Recall()).ShouldBe(new WarehouseRecalled(Order));
    }

    [Fact]
    public async Task A_silent_article_is_packed_never_answered_and_recalled()
    {
        (await Pack("SKU-SILENTPACK")).ShouldBeNull();
        (await Pack("SKU-SILENTPACK")).ShouldBeNull();
        (await Row())!.Status.ShouldBe(WarehouseJobStatus.Packing);

        (await Recall()).ShouldBe(new WarehouseRecalled(Order));
        (await Row())!.Status.ShouldBe(WarehouseJobStatus.Recalled);
    }

    public static TheoryData<string?, IReadOnlyList<OrderLine>?, string> BadJobs => new()
    {
        { null, [new OrderLine("tea", 1)], "Warehouse is missing" },
        { "main", null, "Lines is missing" },
        { "main", [], "Lines is missing" },
        { "main", [new OrderLine("tea", 1), null!], "Lines[1] needs a Sku and a Quantity of at least 1" },
        { "main", [new OrderLine("tea", 1), new OrderLine("pot", 0)], "Lines[1] needs a Sku and a Quantity of at least 1" },
        { "main", [new OrderLine("", 1)], "Lines[0] needs a Sku and a Quantity of at least 1" },
        { "main", [.. Enumerable.Range(0, 101).Select(x => new OrderLine($"x{x}", 1))], "Lines has 101 entries, at most 100 are allowed" },
    };

    [Theory]
    [MemberData(nameof(BadJobs))]
    public async Task A_job_that_makes_no_sense_is_refused_by_name(string? warehouse, IReadOnlyList<OrderLine>? lines, string reason)
    {
        (await Shop.Ask(new NotifyWarehouse(Order, warehouse!, lines!))).ShouldBe(new WarehouseRefused(Order, reason));
        (await Row()).ShouldBeNull();
    }

    Task<WarehouseJob?> Row() => Shop.Row<WarehouseJob>(Order);
}
