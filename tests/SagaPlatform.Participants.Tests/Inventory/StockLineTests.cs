using SagaPlatform.Contracts.Orders;
using SagaPlatform.Participants.Inventory;

namespace SagaPlatform.Participants.Tests.Inventory;

public sealed class StockLineTests
{
    [Fact]
    public void More_than_is_available_cannot_be_reserved() =>
        Should.Throw<InvalidOperationException>(() => Line(onHand: 3, reserved: 2).Reserve(2))
            .Message.ShouldContain("Stock of tea would break its law");

    [Fact]
    public void More_than_is_reserved_can_neither_be_released_nor_shipped()
    {
        Should.Throw<InvalidOperationException>(() => Line(onHand: 3, reserved: 1).Release(2));
        Should.Throw<InvalidOperationException>(() => Line(onHand: 3, reserved: 1).Ship(2));
    }

    [Fact]
    public void The_law_names_every_broken_line()
    {
        StockLaws.Holds(Line(3, 3)).ShouldBeTrue();
        StockLaws.Holds(Line(3, 4)).ShouldBeFalse();
        StockLaws.Holds(Line(3, -1)).ShouldBeFalse();
        StockLaws.Holds(new StockLine { Sku = "tea", OnHand = 3, Shipped = -1 }).ShouldBeFalse();
    }

    [Fact]
    public void Lines_and_reservations_agree_only_when_every_piece_is_accounted_for()
    {
        var open = Reservation(ReservationStatus.Reserved, 2);
        StockLaws.Agree([Line(5, 2)], [open]).ShouldBeTrue();
        StockLaws.Agree([Line(5, 2)], []).ShouldBeFalse();
        StockLaws.Agree([Line(5, 0)], [open]).ShouldBeFalse();
        StockLaws.Agree([], [open]).ShouldBeFalse();
        StockLaws.Agree([Line(5, 0)], [Reservation(ReservationStatus.Released, 2)]).ShouldBeTrue();
        StockLaws.Agree([Line(5, 0)], [Reservation(ReservationStatus.Shipped, 2)]).ShouldBeFalse();
        StockLaws.Agree([new StockLine { Sku = "tea", OnHand = 3, Shipped = 2 }], [Reservation(ReservationStatus.Shipped, 2)]).ShouldBeTrue();
    }

    static StockLine Line(long onHand, long reserved) => new() { Sku = "tea", OnHand = onHand, Reserved = reserved };

    static Reservation Reservation(ReservationStatus status, int pieces) =>
        new() { OrderId = Guid.NewGuid(), Status = status, Lines = [new OrderLine("tea", pieces)] };
}
