using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Orders;
using SagaPlatform.Core.History;
using SagaPlatform.Orders.Fulfilment;
using SagaPlatform.Testing.Embedded;

namespace SagaPlatform.Orders.Tests.Fulfilment;

/// <summary>Messages that come twice, too late, too early, for nobody, or broken.</summary>
public sealed class RepeatedAndStrayMessageTests
{
    [Fact]
    public async Task An_order_placed_twice_with_the_same_content_is_one_order()
    {
        await using var order = await OrderScenario.Begun();

        await order.Hears(order.Placed);

        (await order.LastNote()).Kind.ShouldBe(HistoryKind.Ignored);
        order.Asked<ReserveInventory>();
        (await order.State()).Version.ShouldBe(1);
    }

    [Theory]
    [MemberData(nameof(OrderSteps.Names), MemberType = typeof(OrderSteps))]
    public async Task Another_order_under_the_same_id_is_refused_and_noted_wherever_the_first_one_is(string name)
    {
        await using var order = await OrderScenario.WaitingFor(OrderSteps.Of(name));
        var version = (await order.State()).Version;

        await order.Hears(order.Placed with { Total = new Money(1, "EUR") });

        (await order.LastNote()).Kind.ShouldBe(HistoryKind.Refused);
        var state = await order.State();
        (state.Total, state.Version).ShouldBe((order.Placed.Total, version));
        order.NothingWentWrong();
    }

    [Fact]
    public async Task An_order_placed_again_after_its_end_stays_ended()
    {
        await using var order = await OrderScenario.Completed();

        await order.Hears(order.Placed, order.Placed with { PaymentToken = "tok_other" });

        await order.IsIn("Completed");
        (await order.History()).TakeLast(2).Select(x => x.Kind).ShouldBe([HistoryKind.Ignored, HistoryKind.Refused]);
        order.Asked<ReserveInventory>();
    }

    [Theory]
    [InlineData("ChargePayment")]
    [InlineData("CreateLabel")]
    [InlineData("HandOverParcel")]
    [InlineData("SendConfirmation")]
    public async Task An_answer_to_what_was_never_asked_ends_in_the_error_queue_and_the_history_says_so(string name)
    {
        await using var order = await OrderScenario.Begun();
        var answer = OrderSteps.Of(name).Answer(order.Id);

        await order.Hears(answer);

        order.Platform.Errors(Queues.OrderFulfilment).Single().Type.ShouldBe(answer.GetType().Name);
        var note = await order.LastNote();
        (note.Kind, note.Event).ShouldBe((HistoryKind.Faulted, answer.GetType().Name));
        note.Reason!.ShouldContain(answer.GetType().Name);
        await order.IsIn("ReserveInventory");
        (await order.State()).Version.ShouldBe(1);
        await order.Hears(new InventoryReserved(order.Id, "W1"));
        await order.IsIn("ChargePayment");
    }

    [Fact]
    public async Task A_confirmation_of_an_undo_that_nobody_asked_ends_in_the_error_queue()
    {
        await using var order = await OrderScenario.Begun();

        await order.Hears(new InventoryReleased(order.Id));

        order.Platform.Errors(Queues.OrderFulfilment).Count.ShouldBe(1);
        await order.IsIn("ReserveInventory");
    }

    [Fact]
    public async Task An_answer_that_overtakes_the_order_itself_ends_in_the_error_queue_and_can_be_moved_back()
    {
        await using var order = await OrderScenario.NotYetPlaced();
        await order.Hears(new InventoryReserved(order.Id, "W1"));
        var stray = order.Platform.Errors(Queues.OrderFulfilment).Single();
        (await order.History()).Single().Kind.ShouldBe(HistoryKind.NotFound);

        await order.Hears(order.Placed);
        await order.Hears(stray.As<InventoryReserved>(), stray.MessageId);

        await order.IsIn("ChargePayment");
    }

    [Fact]
    public async Task A_ring_that_the_answer_overtook_is_stale_and_asks_nobody_again()
    {
        await using var order = await OrderScenario.Begun();
        order.Platform.Post.Hold(x => x.ShortType() == "ProcessClockRang");
        (await order.Platform.RingNext()).ShouldBeTrue();
        var ring = order.Platform.Post.Held.Single();
        await order.Hears(new InventoryReserved(order.Id, "W1"));

        await order.Platform.Post.Deliver(ring);
        await order.Platform.Quiet();

        (await order.LastNote()).Kind.ShouldBe(HistoryKind.Stale);
        await order.IsIn("ChargePayment");
        order.Asked<ReserveInventory>();
        order.Asked<ChargePayment>();
    }

    [Fact]
    public async Task A_late_refusal_of_a_step_that_is_done_changes_nothing()
    {
        await using var order = await OrderScenario.WaitingFor(OrderSteps.Label);

        await order.Hears(new InventoryRefused(order.Id, "sold out"), new PaymentDeclined(order.Id, "no funds"));

        await order.IsIn("Ship");
        (await order.History()).TakeLast(2).ShouldAllBe(x => x.Kind == HistoryKind.Ignored);
    }

    [Fact]
    public async Task A_poisoned_order_ends_in_the_error_queue_with_every_wrong_field_named_and_nothing_is_stored()
    {
        await using var order = await OrderScenario.NotYetPlaced();
        var poison = order.Placed with
        {
            CustomerId = Guid.Empty,
            CustomerEmail = "nowhere",
            Lines = [new OrderLine("", 0)],
            Total = new Money(0, "euro"),
            PaymentToken = "4111 1111 1111 1111",
            DeliverTo = new DeliveryAddress("", "", "", "", "Germany"),
        };

        await order.Hears(poison);

        var reason = order.Platform.Errors(Queues.OrderFulfilment).Single().Reason;
        foreach (var field in (string[])[
            "CustomerId", "CustomerEmail", "Lines[0].Sku", "Lines[0].Quantity", "Total.AmountMinor", "Total.Currency", "PaymentToken",
            "DeliverTo.Name", "DeliverTo.Street", "DeliverTo.PostalCode", "DeliverTo.City", "DeliverTo.Country"])
            reason.ShouldContain($"{field}:");
        reason.ShouldNotContain("4111");
        (await order.Platform.StateOf(order.Id)).ShouldBeNull();
        (await order.Platform.Timeouts(order.Id)).ShouldBeEmpty();
        order.NeverAsked<ReserveInventory>();
        (await order.History()).Single().Kind.ShouldBe(HistoryKind.Faulted);
    }

    [Fact]
    public async Task An_order_without_an_id_ends_in_the_error_queue_which_names_the_field()
    {
        await using var order = await OrderScenario.NotYetPlaced();

        await order.Hears(order.Placed with { OrderId = Guid.Empty });

        order.Platform.Errors(Queues.OrderFulfilment).Single().Reason.ShouldContain("OrderId:");
        (await order.Platform.StateOf(Guid.Empty)).ShouldBeNull();
        order.NeverAsked<ReserveInventory>();
    }

    [Fact]
    public async Task Two_answers_of_the_same_moment_are_both_heard()
    {
        await using var order = await OrderScenario.WaitingFor(OrderSteps.Charge);
        await order.Hears(new PaymentCharged(order.Id, "R-1"));

        await Task.WhenAll(OrderSteps.Together.Select(x => order.Platform.Sends(Queues.OrderFulfilment, x.Answer(order.Id))));
        await order.Platform.Quiet();

        await order.IsIn("HandOverParcel");
        (await order.History()).ShouldFollow(order.Platform.Get<OrderStateMachine>());
        order.Asked<HandOverParcel>();
    }
}
