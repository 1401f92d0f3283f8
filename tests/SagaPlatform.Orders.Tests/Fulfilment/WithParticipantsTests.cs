using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Orders;
using SagaPlatform.Participants.Shipping;

namespace SagaPlatform.Orders.Tests.Fulfilment;

/// <summary>The order with the reference participants behind it: whatever they do, the laws hold.</summary>
public sealed class WithParticipantsTests
{
    [Fact]
    public async Task An_order_that_meets_no_trouble_is_paid_shipped_and_completed_without_time_passing()
    {
        await using var order = await OrderScenario.WithParticipants();

        await order.IsIn("Completed");
        foreach (var step in OrderSteps.All)
            order.Asked(step.Command);
        order.Platform.Time.GetUtcNow().ShouldBe(Testing.Embedded.VirtualTime.Dawn);
        await Lawful(order);
    }

    public static TheoryData<string, PlaceOrder> Refused => new()
    {
        { "more than there is", ExampleOrder.OfArticle("SKU-SCARCE", 4) },
        { "article unknown", ExampleOrder.OfArticle("SKU-NONE") },
        { "card declined", ExampleOrder.PaidWith("tok_declined") },
        { "no carrier", ExampleOrder.To("00000") },
        { "warehouse cannot pack", ExampleOrder.OfArticle("SKU-NOPACK") },
        { "carrier leaves the parcel", ExampleOrder.To("00003") },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task A_participant_that_refuses_cancels_the_order_and_nothing_is_owed(string why, PlaceOrder placed)
    {
        await using var order = await OrderScenario.WithParticipants(placed);

        await order.IsIn("Cancelled");
        order.Announced<OrderCancelled>();
        order.NeverAnnounced<OrderNeedsAttention>();
        order.Platform.Time.GetUtcNow().ShouldBe(Testing.Embedded.VirtualTime.Dawn, $"{why}: nobody waited");
        await Lawful(order);
    }

    public static TheoryData<string, PlaceOrder, string> Silent => new()
    {
        { "charged, but nobody is told", ExampleOrder.PaidWith("tok_silent"), "ChargePayment" },
        { "not charged, and nobody is told", ExampleOrder.PaidWith("tok_silent_nocharge"), "ChargePayment" },
        { "labelled, but nobody is told", ExampleOrder.To("00001"), "CreateLabel" },
        { "packed, but nobody is told", ExampleOrder.OfArticle("SKU-SILENTPACK"), "NotifyWarehouse" },
    };

    [Theory]
    [MemberData(nameof(Silent))]
    public async Task A_participant_that_keeps_silent_is_asked_twice_and_then_all_goes_back_even_what_nobody_heard_of(
        string why, PlaceOrder placed, string step)
    {
        await using var order = await OrderScenario.WithParticipants(placed);
        await order.IsIn(OrderSteps.Of(step).State);

        await order.Platform.LetTimePass(TimeSpan.FromSeconds(20));

        await order.IsIn("Cancelled");
        order.Asked(OrderSteps.Of(step).Command, times: 2);
        (await order.State()).Ledger.Reason.ShouldBe($"{step} was not answered in time.", why);
        await Lawful(order);
    }

    [Fact]
    public async Task A_payment_provider_that_breaks_down_costs_two_attempts_and_no_waiting()
    {
        await using var order = await OrderScenario.WithParticipants(ExampleOrder.PaidWith("tok_fails"));

        await order.IsIn("Cancelled");
        order.Asked<ChargePayment>(times: 2);
        (await order.State()).Ledger.Reason.ShouldBe("ChargePayment could not be handled.");
        order.Platform.Errors(Queues.Payments).Count.ShouldBe(2);
        order.NothingWentWrong();
        order.Platform.Time.GetUtcNow().ShouldBe(Testing.Embedded.VirtualTime.Dawn);
        await Lawful(order);
    }

    [Fact]
    public async Task A_parcel_that_left_unheard_of_is_found_by_a_person_and_the_order_completes()
    {
        await using var order = await OrderScenario.WithParticipants(ExampleOrder.To("00004"));
        await order.Platform.LetTimePass(TimeSpan.FromSeconds(30));
        await order.IsIn("NeedsAttention");
        await Lawful(order);

        await order.Rules("HandOverParcel", Ruling.Done);

        await order.IsIn("Completed");
        (await order.Platform.Store.Find<HandOver>(order.Id, null, CancellationToken.None)).ShouldNotBeNull();
        await Lawful(order);
    }

    [Theory]
    [InlineData("ada@refused.example", 0)]
    [InlineData("ada@silent.example", 20)]
    public async Task An_order_completes_without_its_letter(string email, int seconds)
    {
        await using var order = await OrderScenario.WithParticipants(ExampleOrder.For(email));

        await order.Platform.LetTimePass(TimeSpan.FromSeconds(seconds));

        await order.IsIn("Completed");
        order.NeverAsked<RefundPayment>();
        await Lawful(order);
    }

    [Theory]
    [MemberData(nameof(OrderSteps.UndoableNames), MemberType = typeof(OrderSteps))]
    public async Task Cancelled_while_a_command_is_on_its_way_the_command_finds_itself_called_off(string name)
    {
        var step = OrderSteps.Of(name);
        await using var order = await Holding(step.Command);

        await order.Cancels();
        await order.IsIn("Cancelled");
        await order.Platform.Post.Deliver(order.Platform.Post.Held.Single());
        await order.Platform.Quiet();

        await order.IsIn("Cancelled");
        (await order.LastNote()).Kind.ShouldBe(Core.History.HistoryKind.Ignored, "the participant refuses what was undone before it came");
        await Lawful(order);
    }

    [Theory]
    [MemberData(nameof(OrderSteps.UndoableNames), MemberType = typeof(OrderSteps))]
    public async Task Cancelled_while_an_answer_is_on_its_way_what_it_tells_of_is_given_back(string name)
    {
        var step = OrderSteps.Of(name);
        await using var order = await Holding(step.Answer(Guid.Empty).GetType());

        await order.Cancels();
        await order.IsIn("Cancelled");
        await order.Platform.Post.Deliver(order.Platform.Post.Held.Single());
        await order.Platform.Quiet();

        await order.IsIn("Cancelled");
        order.Asked(step.Undo!, times: 2);
        await Lawful(order);
    }

    [Theory]
    [MemberData(nameof(OrderSteps.Names), MemberType = typeof(OrderSteps))]
    public async Task A_command_delivered_twice_has_one_effect(string name)
    {
        var step = OrderSteps.Of(name);
        await using var order = await Holding(step.Command);
        var command = order.Platform.Post.Held.Single();
        order.Platform.Post.HoldNothing();

        await order.Platform.Post.Deliver(command);
        await order.Platform.Post.DeliverCopy(command);
        await order.Platform.Quiet();

        await order.IsIn("Completed");
        order.NothingWentWrong();
        await Lawful(order);
    }

    [Theory]
    [MemberData(nameof(OrderSteps.Names), MemberType = typeof(OrderSteps))]
    public async Task A_lost_answer_is_asked_for_again_and_the_effect_stays_one(string name)
    {
        var step = OrderSteps.Of(name);
        await using var order = await Holding(step.Answer(Guid.Empty).GetType());
        order.Platform.Post.Drop(order.Platform.Post.Held.Single());
        order.Platform.Post.HoldNothing();

        await order.FallsSilent();

        await order.IsIn("Completed");
        order.Asked(step.Command, times: 2);
        await Lawful(order);
    }

    [Fact]
    public async Task The_last_pieces_go_to_one_of_two_orders()
    {
        await using var order = await OrderScenario.WithParticipants(ExampleOrder.OfArticle("SKU-SCARCE", 2));
        var second = ExampleOrder.OfArticle("SKU-SCARCE", 2);

        await order.Hears(second);

        await order.IsIn("Completed");
        (await order.Platform.StateOf(second.OrderId)).ShouldBe("Cancelled");
        await OrderLaws.Hold(order.Platform, order.Id, second.OrderId);
    }

    [Fact]
    public async Task Fifty_orders_at_once_do_not_get_into_each_others_way()
    {
        await using var first = await OrderScenario.WithParticipants();
        var others = Enumerable.Range(0, 49).Select(x => x % 5 == 0 ? ExampleOrder.PaidWith("tok_declined") : ExampleOrder.Good()).ToList();

        await Task.WhenAll(others.Select(x => first.Platform.Sends(Queues.OrderFulfilment, x)));
        await first.Platform.Quiet();

        foreach (var order in others)
            (await first.Platform.StateOf(order.OrderId)).ShouldBe(order.PaymentToken == "tok_declined" ? "Cancelled" : "Completed");
        first.NothingWentWrong();
        await OrderLaws.Hold(first.Platform, [first.Id, .. others.Select(x => x.OrderId)]);
    }

    static Task Lawful(OrderScenario order) => OrderLaws.Hold(order.Platform, order.Id);

    /// <summary>An order that runs until the first message of a type is on its way.</summary>
    static async Task<OrderScenario> Holding(Type message)
    {
        var order = await OrderScenario.WithParticipants(holding: message);
        order.Platform.Post.Held.Count.ShouldBe(1);
        return order;
    }
}
