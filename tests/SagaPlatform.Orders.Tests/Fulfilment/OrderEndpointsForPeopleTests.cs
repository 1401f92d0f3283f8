using System.Net;
using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Orders;
using SagaPlatform.Testing.Http;

namespace SagaPlatform.Orders.Tests.Fulfilment;

/// <summary>Cancelling and ruling by HTTP.</summary>
public sealed class OrderEndpointsForPeopleTests() : SagaHttp(OrderFamilies.WithHttp, "/orders", Queues.OrderFulfilment)
{
    [Fact]
    public async Task A_customer_cancels_and_cancelling_again_changes_nothing()
    {
        var order = await Placed();

        using var first = await Post(order.OrderId, "cancel", new { reason = "Found it cheaper." });
        using var again = await Post(order.OrderId, "cancel", new { reason = "Found it cheaper." });

        (first.StatusCode, again.StatusCode).ShouldBe((HttpStatusCode.Accepted, HttpStatusCode.Accepted));
        await Platform.Quiet();
        (await StatusIs(order.OrderId, "Cancelling")).GetProperty("reason").GetString().ShouldBe("Found it cheaper.");
        await Hears(new InventoryReleased(order.OrderId));
        await StatusIs(order.OrderId, "Cancelled");
        (await Platform.History(order.OrderId)).Count(x => x.Event == "CancelOrder").ShouldBe(1);
    }

    [Fact]
    public async Task An_order_that_is_accepted_but_not_begun_can_be_cancelled()
    {
        var order = ExampleOrder.Good();
        Platform.Post.Hold<PlaceOrder>();
        using var _ = await Post(order);
        await Platform.Quiet();

        using var cancel = await Post(order.OrderId, "cancel", new { reason = "Too slow." });

        cancel.StatusCode.ShouldBe(HttpStatusCode.Accepted);
    }

    [Fact]
    public async Task A_cancellation_without_a_reason_names_the_field()
    {
        var order = await Placed();

        using var answer = await Post(order.OrderId, "cancel", new { reason = "" });

        (await WrongFields(answer)).ShouldBe(["reason"]);
        await Platform.Quiet();
        (await Platform.History(order.OrderId)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Too_late_to_cancel_is_a_conflict_and_sends_nothing()
    {
        var order = await Placed();
        await HandOver(order);
        await IsTooLate("the parcel is with the carrier now");

        await Platform.LetTimePass(TimeSpan.FromSeconds(30));
        (await Platform.StateOf(order.OrderId)).ShouldBe("NeedsAttention");
        await IsTooLate("a person looks where the parcel is");

        await Hears(new ParcelHandedOver(order.OrderId));
        await IsTooLate("it has left");

        await Hears(new ConfirmationSent(order.OrderId));
        await IsTooLate("all is done");
        Platform.Seen.ShouldNotContain(x => x.Type == nameof(CancelOrder));

        async Task IsTooLate(string why)
        {
            var problem = await Conflicts(order.OrderId, "cancel", new { reason = "x" });
            problem.GetProperty("title").GetString().ShouldBe("Too late to cancel", why);
            await Platform.Quiet();
        }
    }

    [Fact]
    public async Task An_order_that_waits_for_a_person_while_it_is_given_back_is_being_cancelled_already()
    {
        var order = await Placed();
        using var first = await Post(order.OrderId, "cancel", new { reason = "x" });
        await Platform.LetTimePass(TimeSpan.FromSeconds(30));
        (await Platform.StateOf(order.OrderId)).ShouldBe("NeedsAttention");

        using var again = await Post(order.OrderId, "cancel", new { reason = "y" });

        again.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        (await StatusIs(order.OrderId, "Cancelling")).GetProperty("reason").GetString().ShouldBe("x");
    }

    [Fact]
    public async Task A_ruling_answers_the_question_and_one_without_a_question_is_a_conflict()
    {
        var order = await Placed();
        await HandOver(order);
        var ruling = new { step = "HandOverParcel", ruling = "Done", decidedBy = "warehouse clerk" };
        await Conflicts(order.OrderId, "rulings", ruling);

        await Platform.LetTimePass(TimeSpan.FromSeconds(30));
        (await Shown(order.OrderId)).GetProperty("question").GetString()!.ShouldContain("did it happen?");
        await Accepts(order.OrderId, "rulings", ruling);

        (await Platform.StateOf(order.OrderId)).ShouldBe("SendConfirmation");
    }

    [Fact]
    public async Task The_same_ruling_on_a_question_that_comes_again_is_heard_again()
    {
        var order = await Placed();
        await HandOver(order);
        for (var i = 0; i < 2; i++)
        {
            await Platform.LetTimePass(TimeSpan.FromSeconds(30));
            (await Platform.StateOf(order.OrderId)).ShouldBe("NeedsAttention");
            using var answer = await Post(order.OrderId, "rulings", new { step = "HandOverParcel", ruling = "AskAgain", decidedBy = "me" });
            await Platform.Quiet();
            (await Platform.StateOf(order.OrderId)).ShouldBe("HandOverParcel");
        }
    }

    [Fact]
    public async Task A_ruling_that_does_not_exist_is_refused_with_its_field()
    {
        var order = await Placed();

        using var answer = await Post(order.OrderId, "rulings", new { step = "HandOverParcel", ruling = "Perhaps", decidedBy = "me" });

        (await WrongFields(answer)).ShouldBe(["ruling"]);
    }

    async Task<PlaceOrder> Placed()
    {
        var order = ExampleOrder.Good();
        await Accepts(order);
        return order;
    }

    Task HandOver(PlaceOrder order) => Hears(
        new InventoryReserved(order.OrderId, "W1"), new PaymentCharged(order.OrderId, "R-1"), new LabelCreated(order.OrderId, "TRACK-1"),
        new WarehouseNotified(order.OrderId), new TrackingOpened(order.OrderId, "https://t.example/1"));
}
