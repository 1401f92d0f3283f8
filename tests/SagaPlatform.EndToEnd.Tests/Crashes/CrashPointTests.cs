using SagaPlatform.EndToEnd.Tests.Platform;

namespace SagaPlatform.EndToEnd.Tests.Crashes;

/// <summary>The host is killed, as with kill -9, exactly where it hurts; another one starts, and every order ends right.</summary>
public sealed class CrashPointTests
{
    static readonly TimeSpan Limit = TimeSpan.FromSeconds(120);

    [Theory]
    [InlineData("before-handler:5")]
    [InlineData("after-handler:5")]
    [InlineData("after-commit:5")]
    [InlineData("before-dispatch:3")]
    [InlineData("during-dispatch:4")]
    [InlineData("while-ringing:1")]
    public async Task A_host_that_is_killed_there_loses_nothing_and_repeats_nothing(string point)
    {
        await using var platform = await RealPlatform.WithParticipants(RealPlatform.ShortLimits);
        var doomed = platform.Host(crashAt: point);
        await doomed.Ready();

        // One of them is silent, so that a timeout rings in every case.
        var orders = new[] { RealPlatform.Order(token: "tok_silent") }.Concat(Enumerable.Range(0, 5).Select(_ => RealPlatform.Order())).ToList();
        var unplaced = new List<SagaPlatform.Contracts.Orders.PlaceOrder>();
        foreach (var order in orders)
            try
            {
                await RealPlatform.Place(doomed, order);
            }
            catch (HttpRequestException)
            {
                unplaced.Add(order); // it died before it answered: whoever got no answer asks again
            }

        await doomed.Died(Limit);
        var next = platform.Host();
        await next.Ready();
        foreach (var order in unplaced)
            await RealPlatform.Place(next, order);

        await platform.AllEnd([.. orders.Select(x => x.OrderId)], Limit);
        (await platform.StateOf(orders[0].OrderId)).ShouldBe("Cancelled");
        foreach (var order in orders.Skip(1))
            (await platform.StateOf(order.OrderId)).ShouldBe("Completed");
        await Laws.Hold(platform);
    }
}
