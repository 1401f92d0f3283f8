using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Orders;
using SagaPlatform.Orders.Tests.Fulfilment;
using SagaPlatform.Testing.Embedded;

namespace SagaPlatform.Orders.Tests.Embedded;

/// <summary>The instrument itself: a test that waits for the wrong thing proves nothing.</summary>
public sealed class EmbeddedPlatformTests
{
    [Fact]
    public async Task Time_stands_still_until_it_is_moved()
    {
        var time = new VirtualTime();
        var waiting = Task.Delay(TimeSpan.FromSeconds(10), time);

        time.Advance(TimeSpan.FromSeconds(9.999));
        waiting.IsCompleted.ShouldBeFalse();
        time.Advance(TimeSpan.FromMilliseconds(1));

        await waiting;
        time.GetUtcNow().ShouldBe(VirtualTime.Dawn + TimeSpan.FromSeconds(10));
    }

    [Fact]
    public void Timers_ring_in_the_order_they_are_due_and_see_their_own_moment()
    {
        var time = new VirtualTime();
        var rang = new List<(string Who, double At)>();
        using var late = time.CreateTimer(_ => rang.Add(("late", Seconds())), null, TimeSpan.FromSeconds(5), Timeout.InfiniteTimeSpan);
        using var often = time.CreateTimer(_ => rang.Add(("often", Seconds())), null, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(2));
        using var never = time.CreateTimer(_ => rang.Add(("never", Seconds())), null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);
        never.Dispose();

        time.Advance(TimeSpan.FromSeconds(6));

        rang.ShouldBe([("often", 2), ("often", 4), ("late", 5), ("often", 6)]);

        double Seconds() => (time.GetUtcNow() - VirtualTime.Dawn).TotalSeconds;
    }

    [Fact]
    public void Time_does_not_run_backwards()
    {
        var time = new VirtualTime();
        time.Advance(TimeSpan.FromSeconds(1));

        Should.Throw<ArgumentOutOfRangeException>(() => time.Advance(TimeSpan.FromSeconds(-1)));
        time.AdvanceTo(VirtualTime.Dawn);

        time.GetUtcNow().ShouldBe(VirtualTime.Dawn + TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task Quiet_waits_for_all_that_follows_and_not_only_for_the_message_itself()
    {
        await using var platform = await EmbeddedPlatform.Start(OrderFamilies.WithParticipants);
        for (var i = 0; i < 30; i++)
        {
            var order = ExampleOrder.Good();
            await platform.Hears(Queues.OrderFulfilment, order);
            (await platform.StateOf(order.OrderId)).ShouldBe("Completed");
        }
    }

    [Fact]
    public async Task What_the_post_holds_does_not_arrive_and_the_platform_is_quiet_all_the_same()
    {
        await using var platform = await EmbeddedPlatform.Start(OrderFamilies.WithParticipants);
        var order = ExampleOrder.Good();
        platform.Post.Hold<ChargePayment>();

        await platform.Hears(Queues.OrderFulfilment, order);

        (await platform.StateOf(order.OrderId)).ShouldBe("ChargePayment");
        platform.SentTo<ChargePayment>(Queues.Payments).ShouldBeEmpty();
        await platform.Post.Deliver(platform.Post.Held.Single());
        await platform.Quiet();
        (await platform.StateOf(order.OrderId)).ShouldBe("Completed");
    }

    [Fact]
    public async Task Until_lets_just_enough_time_pass_and_says_so_when_it_never_comes()
    {
        await using var platform = await EmbeddedPlatform.Start(OrderFamilies.WithParticipants);
        var order = ExampleOrder.PaidWith("tok_silent");
        await platform.Hears(Queues.OrderFulfilment, order);

        await platform.Until(order.OrderId, "Cancelled");

        platform.Time.GetUtcNow().ShouldBe(VirtualTime.Dawn + TimeSpan.FromSeconds(20));
        var never = await Assert.ThrowsAsync<ShouldAssertException>(() => platform.Until(order.OrderId, "Completed"));
        never.Message.ShouldContain("nothing more happens");
    }
}
