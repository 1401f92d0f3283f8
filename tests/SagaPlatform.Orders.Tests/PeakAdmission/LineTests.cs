using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Orders;
using SagaPlatform.Orders.PeakAdmission;
using SagaPlatform.Orders.Tests.Fulfilment;

namespace SagaPlatform.Orders.Tests.PeakAdmission;

/// <summary>The line and the gate by message.</summary>
public sealed class LineTests
{
    [Fact]
    public async Task The_line_moves_in_order_and_never_more_are_fulfilled_than_there_is_room_for()
    {
        await using var shop = await AdmissionScenario.OfSmallShop();
        AdmitOrder[] orders = [await shop.LetIn(AdmissionScenario.LongOrder()), await shop.LetIn(AdmissionScenario.LongOrder()), await shop.LetIn(), await shop.LetIn()];
        await shop.StatusIs(orders[0], "InFulfilment");
        await shop.StatusIs(orders[1], "InFulfilment");
        await shop.PlaceIs(orders[2], 1);
        await shop.PlaceIs(orders[3], 2);
        await shop.Lawful(orders);

        await Finish(shop, orders[1]);

        await shop.StatusIs(orders[2], "Completed");
        await shop.StatusIs(orders[3], "Completed");
        await shop.StatusIs(orders[0], "InFulfilment");
        (await shop.Place(orders[2].OrderId))!.CalledAt!.Value.ShouldBeLessThanOrEqualTo((await shop.Place(orders[3].OrderId))!.CalledAt!.Value);
        await Finish(shop, orders[0]);
        await shop.Lawful(orders);
    }

    [Fact]
    public async Task An_order_that_fulfilment_cancels_makes_room_and_tells_why()
    {
        await using var shop = await AdmissionScenario.OfSmallShop();
        var declined = await shop.LetIn(AdmissionScenario.Order(ExampleOrder.PaidWith("tok_declined")));

        await shop.StatusIs(declined, "Cancelled");
        (await shop.Shown(declined)).GetProperty("reason").GetString().ShouldBe("insufficient funds");
        shop.Platform.Published<AdmissionCancelled>().Count.ShouldBe(1);
        await shop.Lawful(declined);
    }

    [Fact]
    public async Task A_lost_turn_of_the_line_is_made_up_for_by_the_reminder_of_whoever_waits()
    {
        await using var shop = await AdmissionScenario.OfSmallShop();
        shop.Platform.Post.Hold<LineChanged>();
        var order = await shop.LetIn();
        foreach (var lost in shop.Platform.Post.Held)
            shop.Platform.Post.Drop(lost);
        shop.Platform.Post.HoldNothing();
        await shop.StatusIs(order, "InLine");

        await shop.Platform.LetTimePass(TimeSpan.FromMinutes(2));

        await shop.StatusIs(order, "Completed");
        await shop.Lawful(order);
    }

    [Fact]
    public async Task An_order_whose_turn_never_comes_is_cancelled_after_an_hour_and_owes_nothing()
    {
        await using var shop = await AdmissionScenario.OfSmallShop();
        await shop.LetIn(AdmissionScenario.LongOrder());
        await shop.LetIn(AdmissionScenario.LongOrder());
        var order = await shop.LetIn();

        await shop.Platform.LetTimePass(TimeSpan.FromMinutes(61));

        await shop.StatusIs(order, "Cancelled");
        (await shop.Place(order.OrderId))!.Status.ShouldBe(PlaceStatus.Left);
        await shop.Lawful(order);
    }

    [Fact]
    public async Task A_call_that_crosses_the_cancellation_gives_its_place_back()
    {
        await using var shop = await AdmissionScenario.OfSmallShop();
        shop.Platform.Post.Hold<TurnCame>();
        var order = await shop.LetIn();

        await shop.Platform.Hears(Queues.PeakAdmission, new CancelAdmission(order.OrderId, "Changed my mind."));
        await shop.Platform.Release();

        await shop.StatusIs(order, "Cancelled");
        (await shop.Place(order.OrderId))!.Status.ShouldBe(PlaceStatus.Left);
        shop.Platform.SentTo<PlaceOrder>(Queues.OrderFulfilment).ShouldBeEmpty();
        await shop.Lawful(order);
    }

    [Fact]
    public async Task Forty_orders_at_once_all_come_to_their_end_two_by_two()
    {
        await using var shop = await AdmissionScenario.OfSmallShop();
        await shop.Platform.Get<Core.RateLimits.RateLimitControl>().Change(new(Queues.PeakAdmission, 1_000, 1_000), CancellationToken.None);
        await shop.Post(AdmissionScenario.Order());
        shop.Platform.Time.Advance(TimeSpan.FromSeconds(2));
        var orders = Enumerable.Range(0, 40).Select(x => AdmissionScenario.Order(x % 4 == 0 ? ExampleOrder.PaidWith("tok_declined") : null)).ToArray();

        var answers = await Task.WhenAll(orders.Select(shop.Post));
        await shop.Platform.Quiet();

        answers.ShouldAllBe(x => x.StatusCode == System.Net.HttpStatusCode.Accepted);
        foreach (var order in orders)
            await shop.StatusIs(order, order.PaymentToken == "tok_declined" ? "Cancelled" : "Completed");
        await shop.Lawful(orders);
    }

    [Fact]
    public async Task By_message_an_order_is_let_in_or_refused_with_the_same_words()
    {
        await using var shop = await AdmissionScenario.OfSmallShop();
        var good = AdmissionScenario.Order();
        var scarce = AdmissionScenario.Order(ExampleOrder.OfArticle("SKU-SCARCE", 4));

        await shop.Platform.Hears(Queues.AdmissionGate, good);
        await shop.Platform.Hears(Queues.AdmissionGate, scarce);
        for (var i = 0; i < 4; i++)
            await shop.Platform.Hears(Queues.AdmissionGate, AdmissionScenario.Order());

        await shop.StatusIs(good, "Completed");
        shop.Platform.Published<OrderAdmitted>().Count.ShouldBe(4);
        shop.Platform.Published<OrderRefused>().Select(x => x.As<OrderRefused>().Reason).ShouldBe(["out of stock", "rate limit"]);
        await shop.NothingIsKeptOf(scarce.OrderId);
    }

    [Fact]
    public async Task The_same_order_by_message_again_gets_the_same_answer_and_uses_up_no_second_permit()
    {
        await using var shop = await AdmissionScenario.OfSmallShop();
        await shop.LetIn(AdmissionScenario.LongOrder());
        await shop.LetIn(AdmissionScenario.LongOrder());
        var order = AdmissionScenario.Order();

        for (var i = 0; i < 10; i++)
            await shop.Platform.Hears(Queues.AdmissionGate, order);
        shop.Platform.Time.Advance(TimeSpan.FromMilliseconds(1));
        var messageId = await shop.Platform.Hears(Queues.AdmissionGate, AdmissionScenario.Order());
        await shop.Platform.Hears(Queues.AdmissionGate, order with { Total = new Money(1, "EUR") }, messageId);

        shop.Platform.Published<OrderAdmitted>().Select(x => x.As<OrderAdmitted>().Place).ShouldBe([.. Enumerable.Repeat(1, 10), 2]);
        shop.Platform.Published<OrderRefused>().ShouldBeEmpty("a message that comes twice is heard once");
        await shop.LetIn();
        using var sixth = await shop.Post(AdmissionScenario.Order());
        sixth.StatusCode.ShouldBe(System.Net.HttpStatusCode.TooManyRequests);
    }

    static async Task Finish(AdmissionScenario shop, AdmitOrder order)
    {
        await shop.Platform.LetTimePass(TimeSpan.FromSeconds(30));
        await shop.Platform.Hears(Queues.OrderFulfilment, new RuleOrder(order.OrderId, "HandOverParcel", Ruling.Done, "clerk"));
        await shop.StatusIs(order, "Completed");
    }
}
