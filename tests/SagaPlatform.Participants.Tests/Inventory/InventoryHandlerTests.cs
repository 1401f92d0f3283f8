using SagaPlatform.Contracts.Orders;
using SagaPlatform.Participants.Inventory;

namespace SagaPlatform.Participants.Tests.Inventory;

public sealed class InventoryHandlerTests : IDisposable
{
    static readonly Guid Order = Guid.NewGuid();
    static readonly Guid Other = Guid.NewGuid();

    readonly Shop _shop = new();

    public void Dispose() => _shop.Dispose();

    [Fact]
    public async Task An_order_gets_all_its_lines()
    {
        await _shop.Stock(("tea", 5), ("pot", 1));

        (await Reserve(Order, ("tea", 2), ("pot", 1))).ShouldBe(new InventoryReserved(Order, "main"));

        await StockIs("tea", onHand: 5, reserved: 2);
        await StockIs("pot", onHand: 1, reserved: 1);
        (await _shop.Row<Reservation>(Order))!.Lines.ShouldBe([new OrderLine("tea", 2), new OrderLine("pot", 1)]);
    }

    [Fact]
    public async Task One_line_short_and_nothing_is_reserved()
    {
        await _shop.Stock(("tea", 5), ("pot", 1));

        (await Reserve(Order, ("tea", 2), ("pot", 3)))
            .ShouldBe(new InventoryRefused(Order, "pot is short: 3 wanted, 1 available"));

        await StockIs("tea", onHand: 5, reserved: 0);
        (await _shop.Row<Reservation>(Order)).ShouldBeNull();
    }

    [Fact]
    public async Task A_refusal_names_every_article_up_to_five_and_counts_the_rest()
    {
        await _shop.Stock(("tea", 5));

        var refused = (await Reserve(Order, [("tea", 6), .. Enumerable.Range(1, 6).Select(x => ($"x{x}", 1))]))
            .ShouldBeOfType<InventoryRefused>();

        refused.Reason.ShouldBe("tea is short: 6 wanted, 5 available; x1 is unknown; x2 is unknown; x3 is unknown; x4 is unknown; and 2 more");
    }

    [Fact]
    public async Task A_reservation_asked_for_twice_is_made_once_and_answered_alike()
    {
        await _shop.Stock(("tea", 5));

        var first = await Reserve(Order, ("tea", 2));
        (await Reserve(Order, ("tea", 2))).ShouldBe(first);

        await StockIs("tea", onHand: 5, reserved: 2);
    }

    [Fact]
    public async Task A_refusal_stays_a_refusal_when_stock_arrives_meanwhile()
    {
        await _shop.Stock(("tea", 2));
        await Reserve(Other, ("tea", 2));
        var refused = await Reserve(Order, ("tea", 1));
        await Release(Other);

        (await Reserve(Order, ("tea", 1))).ShouldBe(refused);
        await StockIs("tea", onHand: 2, reserved: 0);
    }

    [Fact]
    public async Task A_release_gives_back_exactly_what_was_reserved_and_only_once()
    {
        await _shop.Stock(("tea", 5), ("pot", 2));
        await Reserve(Order, ("tea", 2), ("pot", 1));
        await Reserve(Other, ("tea", 3));

        (await Release(Order)).ShouldBe(new InventoryReleased(Order));
        (await Release(Order)).ShouldBe(new InventoryReleased(Order));

        await StockIs("tea", onHand: 5, reserved: 3);
        await StockIs("pot", onHand: 2, reserved: 0);
        (await _shop.Row<Reservation>(Order))!.Status.ShouldBe(ReservationStatus.Released);
    }

    [Fact]
    public async Task A_release_that_comes_first_is_answered_and_the_late_reservation_refused()
    {
        await _shop.Stock(("tea", 5));

        (await Release(Order)).ShouldBe(new InventoryReleased(Order));
        (await Reserve(Order, ("tea", 2))).ShouldBe(new InventoryRefused(Order, "was undone before it arrived"));

        await StockIs("tea", onHand: 5, reserved: 0);
    }

    [Fact]
    public async Task A_completed_order_ships_its_pieces_once_and_nobody_is_answered()
    {
        await _shop.Stock(("tea", 5));
        await Reserve(Order, ("tea", 2));

        (await Complete(Order)).ShouldBeNull();
        (await Complete(Order)).ShouldBeNull();

        await StockIs("tea", onHand: 3, reserved: 0, shipped: 2);
        (await _shop.Row<Reservation>(Order))!.Status.ShouldBe(ReservationStatus.Shipped);
    }

    [Fact]
    public async Task What_was_shipped_does_not_come_back_by_a_release()
    {
        await _shop.Stock(("tea", 5));
        await Reserve(Order, ("tea", 2));
        await Complete(Order);

        (await Release(Order)).ShouldBe(new InventoryReleased(Order));

        await StockIs("tea", onHand: 3, reserved: 0, shipped: 2);
    }

    [Fact]
    public async Task A_completed_order_that_holds_nothing_ships_nothing()
    {
        await _shop.Stock(("tea", 5));
        await Reserve(Order, ("tea", 2));
        await Release(Order);

        await Complete(Order);
        await Complete(Other);

        await StockIs("tea", onHand: 5, reserved: 0);
    }

    [Fact]
    public async Task Two_orders_race_for_the_last_piece_and_one_gets_it()
    {
        await _shop.Stock(("tea", 1));
        using var one = await _shop.Begin(Lines(Order, ("tea", 1)));
        using var other = await _shop.Begin(Lines(Other, ("tea", 1)));
        one.Answer.ShouldBeOfType<InventoryReserved>();
        other.Answer.ShouldBeOfType<InventoryReserved>();

        (await other.Commit()).ShouldBeTrue();
        (await one.Commit()).ShouldBeFalse();
        (await Reserve(Order, ("tea", 1))).ShouldBeOfType<InventoryRefused>();

        await StockIs("tea", onHand: 1, reserved: 1);
        (await _shop.Row<Reservation>(Order)).ShouldBeNull();
    }

    [Fact]
    public async Task A_crowd_of_orders_in_parallel_never_gets_more_than_there_is()
    {
        await _shop.Stock(("tea", 7));

        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ =>
            Task.Run(() => Reserve(Guid.NewGuid(), ("tea", 1)))));

        answers.OfType<InventoryReserved>().Count().ShouldBe(7);
        answers.OfType<InventoryRefused>().Count().ShouldBe(33);
        await StockIs("tea", onHand: 7, reserved: 7);
    }

    [Fact]
    public async Task A_release_and_a_completion_at_once_end_the_reservation_once()
    {
        await _shop.Stock(("tea", 5));
        await Reserve(Order, ("tea", 2));

        using var completion = await _shop.Begin(new OrderCompleted(Order, "SP1"));
        await Release(Order);

        (await completion.Commit()).ShouldBeFalse();
        await Complete(Order);
        await StockIs("tea", onHand: 5, reserved: 0);
    }

    public static TheoryData<IReadOnlyList<OrderLine>?, string> BadLines => new()
    {
        { null, "Lines is missing" },
        { [], "Lines is missing" },
        { [null!], "Lines[0] is missing" },
        { [new OrderLine("tea", 1), new OrderLine("", 1)], "Lines[1].Sku is missing" },
        { [new OrderLine(new string('x', 65), 1)], "Lines[0].Sku has 65 characters, at most 64 are allowed" },
        { [new OrderLine("tea", 0)], "Lines[0].Quantity is 0, allowed is 1 to 10000" },
        { [new OrderLine("tea", -1)], "Lines[0].Quantity is -1, allowed is 1 to 10000" },
        { [new OrderLine("tea", 10_001)], "Lines[0].Quantity is 10001, allowed is 1 to 10000" },
        { [new OrderLine("tea", 1), new OrderLine("tea", 1)], "Lines[1].Sku names tea a second time" },
        { [.. Enumerable.Range(0, 101).Select(x => new OrderLine($"x{x}", 1))], "Lines has 101 entries, at most 100 are allowed" },
    };

    [Theory]
    [MemberData(nameof(BadLines))]
    public async Task Lines_that_make_no_sense_are_refused_by_name(IReadOnlyList<OrderLine>? lines, string reason)
    {
        await _shop.Stock(("tea", 50_000));

        (await _shop.Ask(new ReserveInventory(Order, lines!))).ShouldBe(new InventoryRefused(Order, reason));
        await StockIs("tea", onHand: 50_000, reserved: 0);
    }

    Task<object?> Reserve(Guid order, params (string Sku, int Quantity)[] lines) => _shop.Ask(Lines(order, lines));

    Task<object?> Release(Guid order) => _shop.Ask(new ReleaseInventory(order));

    Task<object?> Complete(Guid order) => _shop.Ask(new OrderCompleted(order, "SP1"));

    static ReserveInventory Lines(Guid order, params (string Sku, int Quantity)[] lines) =>
        new(order, [.. lines.Select(x => new OrderLine(x.Sku, x.Quantity))]);

    async Task StockIs(string sku, long onHand, long reserved, long shipped = 0)
    {
        var line = (await _shop.Row<StockLine>(sku))!;
        (line.OnHand, line.Reserved, line.Shipped).ShouldBe((onHand, reserved, shipped));
    }
}
