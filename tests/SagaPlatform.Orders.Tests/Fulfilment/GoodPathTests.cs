using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Orders;
using SagaPlatform.Core.History;
using SagaPlatform.Core.Sagas;
using SagaPlatform.Orders.Fulfilment;
using SagaPlatform.Testing.Embedded;

namespace SagaPlatform.Orders.Tests.Fulfilment;

public sealed class GoodPathTests
{
    [Fact]
    public async Task An_order_that_meets_no_trouble_passes_every_stage_once_and_is_completed()
    {
        await using var order = await OrderScenario.Begun();
        await order.IsIn("ReserveInventory");
        order.NeverAsked<ChargePayment>();

        await order.Hears(new InventoryReserved(order.Id, "W1"));
        await order.IsIn("ChargePayment");
        order.NeverAsked<CreateLabel>();

        await order.Hears(new PaymentCharged(order.Id, "R-1"));
        await order.IsIn("Ship");
        await order.Hears(new WarehouseNotified(order.Id), new TrackingOpened(order.Id, "https://t.example/1"));
        await order.IsIn("Ship");
        order.NeverAsked<HandOverParcel>();

        await order.Hears(new LabelCreated(order.Id, "TRACK-1"));
        await order.IsIn("HandOverParcel");
        order.NeverAsked<SendConfirmation>();

        await order.Hears(new ParcelHandedOver(order.Id));
        await order.IsIn("SendConfirmation");
        order.NeverAnnounced<OrderCompleted>();

        await order.Hears(new ConfirmationSent(order.Id));
        await order.IsIn("Completed");
        order.Announced<OrderCompleted>();
        order.NeverAnnounced<OrderCancelled>();
        order.NeverAnnounced<OrderNeedsAttention>();
    }

    [Fact]
    public async Task Each_participant_is_asked_once_with_what_the_customer_ordered()
    {
        await using var order = await OrderScenario.Completed();

        foreach (var step in OrderSteps.All)
            order.Asked(step.Command);
        foreach (var step in OrderSteps.Undoable)
            order.Asked(step.Undo!, times: 0);
        order.Commands<ReserveInventory>()[0].As<ReserveInventory>().Lines.ShouldBe(order.Placed.Lines);
        order.Commands<ChargePayment>()[0].As<ChargePayment>()
            .ShouldBe(new ChargePayment(order.Id, order.Placed.CustomerId, order.Placed.Total, order.Placed.PaymentToken));
        order.Commands<CreateLabel>()[0].As<CreateLabel>().DeliverTo.ShouldBe(order.Placed.DeliverTo);
        var packing = order.Commands<NotifyWarehouse>()[0].As<NotifyWarehouse>();
        (packing.Warehouse, packing.Lines.Count).ShouldBe(("W1", order.Placed.Lines.Count));
        order.Commands<SendConfirmation>()[0].As<SendConfirmation>()
            .ShouldBe(new SendConfirmation(order.Id, order.Placed.CustomerEmail, "TRACK-1"));
        order.Platform.Published<OrderCompleted>()[0].As<OrderCompleted>().TrackingNumber.ShouldBe("TRACK-1");
    }

    [Fact]
    public async Task A_completed_order_remembers_what_it_was_told_and_waits_for_nothing()
    {
        await using var order = await OrderScenario.Completed();
        var state = await order.State();

        (state.Warehouse, state.Receipt, state.TrackingNumber, state.TrackingUrl).ShouldBe(("W1", "R-1", "TRACK-1", "https://t.example/1"));
        state.Ledger.Lines.ShouldAllBe(x => x.Status == LineStatus.Done && x.Attempts == 1 && x.Commands == 1 && x.Due == null);
        state.Ledger.Lines.Select(x => x.Step).ShouldBe(OrderSteps.All.Select(x => x.Name));
        state.EndedAt.ShouldNotBeNull();
        (state.ClockToken, state.Ledger.RingsAt, state.Question).ShouldBe((null, null, null));
        (await order.Platform.Timeouts(order.Id)).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_history_tells_every_change_with_what_was_sent_and_which_clock_was_set()
    {
        await using var order = await OrderScenario.Completed();
        var history = await order.History();

        history.ShouldFollow(order.Platform.Get<OrderStateMachine>());
        history.ShouldAllBe(x => x.Kind == HistoryKind.Consumed && x.SagaType == Queues.OrderFulfilment);
        history.Select(x => x.Event).ShouldBe([
            "PlaceOrder", "InventoryReserved", "PaymentCharged", "LabelCreated", "WarehouseNotified", "TrackingOpened",
            "ParcelHandedOver", "ConfirmationSent"]);
        history[0].From.ShouldBeNull();
        history[0].Sent.Single().ShouldBe(new SentMessage("ReserveInventory", order.Commands<ReserveInventory>()[0].MessageId, "inventory"));
        history[2].Sent.Select(x => x.Type).ShouldBe(["CreateLabel", "NotifyWarehouse", "OpenTracking"]);
        history[^1].Sent.Single().Type.ShouldBe("OrderCompleted");
        history[0].Timeouts.Single().Change.ShouldBe("set");
        history[^1].Timeouts.Single().Change.ShouldBe("cancelled");
    }

    [Theory]
    [InlineData(0, 1, 2)]
    [InlineData(0, 2, 1)]
    [InlineData(1, 0, 2)]
    [InlineData(1, 2, 0)]
    [InlineData(2, 0, 1)]
    [InlineData(2, 1, 0)]
    public async Task Label_warehouse_and_tracking_may_answer_in_any_order_and_the_parcel_leaves_after_the_last(int first, int second, int third)
    {
        await using var order = await OrderScenario.Begun();
        await order.Hears(new InventoryReserved(order.Id, "W1"), new PaymentCharged(order.Id, "R-1"));

        await order.Hears(OrderSteps.Together[first].Answer(order.Id), OrderSteps.Together[second].Answer(order.Id));
        await order.IsIn("Ship");
        order.NeverAsked<HandOverParcel>();

        await order.Hears(OrderSteps.Together[third].Answer(order.Id));
        await order.IsIn("HandOverParcel");
        order.Asked<HandOverParcel>();
    }

    [Fact]
    public async Task An_order_waits_under_one_clock_that_moves_with_the_stage()
    {
        await using var order = await OrderScenario.Begun();
        var reserving = (await order.Platform.Timeouts(order.Id)).Single();
        reserving.Due.ShouldBe(VirtualTime.Dawn + TimeSpan.FromSeconds(10));

        await order.Platform.LetTimePass(TimeSpan.FromSeconds(4));
        await order.Hears(new InventoryReserved(order.Id, "W1"));

        var charging = (await order.Platform.Timeouts(order.Id)).Single();
        charging.Due.ShouldBe(VirtualTime.Dawn + TimeSpan.FromSeconds(14));
        charging.Token.ShouldNotBe(reserving.Token);
    }
}
