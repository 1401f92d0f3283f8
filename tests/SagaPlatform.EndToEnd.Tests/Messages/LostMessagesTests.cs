using SagaPlatform.Contracts;
using SagaPlatform.EndToEnd.Tests.Platform;

namespace SagaPlatform.EndToEnd.Tests.Messages;

/// <summary>Messages that a broker loses: the clock of the saga notices, and asks again.</summary>
public sealed class LostMessagesTests
{
    static readonly TimeSpan Limit = TimeSpan.FromSeconds(120);

    [Fact]
    public async Task A_lost_command_and_a_lost_answer_are_asked_again_and_the_stock_is_reserved_once()
    {
        await using var platform = await RealPlatform.WithParticipants(RealPlatform.ShortLimits);
        await using var host = platform.Host();
        await host.Ready();
        await using var tap = await Tap.On(platform, Queues.OrderFulfilment);

        // The command waits for participants that are down, and is lost.
        await platform.KillParticipants();
        var order = RealPlatform.Order();
        await RealPlatform.Place(host, order);
        await Waits(tap, Queues.Inventory);
        await tap.Lose(Queues.Inventory);

        // The answer to the repeated command waits for a host that is down, and is lost too.
        await Waits(tap, Queues.Inventory);
        await host.Kill();
        await platform.Start("participants").Ready();
        await Waits(tap, Queues.OrderFulfilment);
        await tap.Lose(Queues.OrderFulfilment);

        await using var next = platform.Host();
        await platform.AllEnd([order.OrderId], Limit);

        // Asked twice and never heard from: whatever was reserved is given back, exactly once.
        (await platform.StateOf(order.OrderId)).ShouldBe("Cancelled");
        (await platform.Database.Scalar<string>($"SELECT status FROM participants.reservation WHERE order_id = '{order.OrderId}'")).ShouldBe("Released");
        (await platform.Database.Scalar<long>(
            $"SELECT count(*) FROM saga.history, jsonb_array_elements(detail->'sent') s WHERE saga_id = '{order.OrderId}' AND s->>'type' = 'ReserveInventory'"))
            .ShouldBe(2);
        await Laws.Hold(platform);
    }

    static async Task Waits(Tap tap, string queue)
    {
        var until = DateTime.UtcNow + Limit;
        while (await tap.Waiting(queue) == 0)
        {
            (DateTime.UtcNow < until).ShouldBeTrue($"nothing waits in {queue}");
            await Task.Delay(50);
        }
    }
}
