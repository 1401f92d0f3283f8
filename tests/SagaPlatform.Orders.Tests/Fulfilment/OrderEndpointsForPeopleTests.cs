using System.Net;
using SagaPlatform.Contracts.Orders;

namespace SagaPlatform.Orders.Tests.Fulfilment;

/// <summary>Cancelling and ruling by HTTP.</summary>
public sealed class OrderEndpointsForPeopleTests : OrderHttp
{
    [Fact]
    public async Task A_customer_cancels_and_cancelling_again_changes_nothing()
    {
        var order = await Placed();

        using var first = await Post($"/orders/{order.OrderId}/cancel", new { reason = "Found it cheaper." });
        using var again = await Post($"/orders/{order.OrderId}/cancel", new { reason = "Found it cheaper." });

        (first.StatusCode, again.StatusCode).ShouldBe((HttpStatusCode.Accepted, HttpStatusCode.Accepted));
        await Platform.Quiet();
        (await StatusIs(order, "Cancelling")).GetProperty("reason").GetString().ShouldBe("Found it cheaper.");
        await Hears(new InventoryReleased(order.OrderId));
        await StatusIs(order, "Cancelled");
        (await Platform.History(order.OrderId)).Count(x => x.Event == "CancelOrder").ShouldBe(1);
    }

    [Fact]
    public async Task An_order_that_is_accepted_but_not_begun_can_be_cancelled()
    {
        var order = ExampleOrder.Good();
        Platform.Post.Hold<PlaceOrder>();
        using var _ = await Post("/orders", order);
        await Platform.Quiet();

        using var cancel = await Post($"/orders/{order.OrderId}/cancel", new { reason = "Too slow." });

        cancel.StatusCode.ShouldBe(HttpStatusCode.Accepted);
    }

    [Fact]
    public async Task A_cancellation_without_a_reason_names_the_field()
    {
        var order = await Placed();

        using var answer = await Post($"/orders/{order.OrderId}/cancel", new { reason = "" });

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await Problem(answer)).GetProperty("errors").EnumerateObject().Select(x => x.Name).ShouldBe(["reason"]);
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
            using var answer = await Post($"/orders/{order.OrderId}/cancel", new { reason = "x" });
            answer.StatusCode.ShouldBe(HttpStatusCode.Conflict, why);
            (await Problem(answer)).GetProperty("title").GetString().ShouldBe("Too late to cancel");
            await Platform.Quiet();
        }
    }

    [Fact]
    public async Task An_order_that_waits_for_a_person_while_it_is_given_back_is_being_cancelled_already()
    {
        var order = await Placed();
        using var first = await Post($"/orders/{order.OrderId}/cancel", new { reason = "x" });
        await Platform.LetTimePass(TimeSpan.FromSeconds(30));
        (await Platform.StateOf(order.OrderId)).ShouldBe("NeedsAttention");

        using var again = await Post($"/orders/{order.OrderId}/cancel", new { reason = "y" });

        again.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        (await StatusIs(order, "Cancelling")).GetProperty("reason").GetString().ShouldBe("x");
    }

    [Fact]
    public async Task A_ruling_answers_the_question_and_one_without_a_question_is_a_conflict()
    {
        var order = await Placed();
        await HandOver(order);
        var ruling = new { step = "HandOverParcel", ruling = "Done", decidedBy = "warehouse clerk" };
        using var early = await Post($"/orders/{order.OrderId}/rulings", ruling);
        early.StatusCode.ShouldBe(HttpStatusCode.Conflict);

        await Platform.LetTimePass(TimeSpan.FromSeconds(30));
        (await Json(await Http.GetAsync($"/orders/{order.OrderId}"))).GetProperty("question").GetString()!.ShouldContain("did it happen?");
        using var answer = await Post($"/orders/{order.OrderId}/rulings", ruling);

        answer.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        await Platform.Quiet();
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
            using var answer = await Post($"/orders/{order.OrderId}/rulings", new { step = "HandOverParcel", ruling = "AskAgain", decidedBy = "me" });
            await Platform.Quiet();
            (await Platform.StateOf(order.OrderId)).ShouldBe("HandOverParcel");
        }
    }

    [Fact]
    public async Task A_ruling_that_does_not_exist_is_refused_with_its_field()
    {
        var order = await Placed();

        using var answer = await Post($"/orders/{order.OrderId}/rulings", new { step = "HandOverParcel", ruling = "Perhaps", decidedBy = "me" });

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await Problem(answer)).GetProperty("errors").EnumerateObject().Select(x => x.Name).ShouldBe(["ruling"]);
    }
}
