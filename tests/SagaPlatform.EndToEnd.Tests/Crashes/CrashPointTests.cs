using SagaPlatform.Contracts.Orders;
using SagaPlatform.EndToEnd.Tests.Platform;

namespace SagaPlatform.EndToEnd.Tests.Crashes;

/// <summary>The host is killed, as with kill -9, exactly where it hurts; another one starts, and every order ends right.</summary>
public sealed class CrashPointTests(CrashPointTests.Participants participants) : IClassFixture<CrashPointTests.Participants>
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
        var platform = participants.Platform;
        await using var doomed = platform.Host(crashAt: point);
        await doomed.Ready();

        // The first one stays silent where a timeout has to ring; the others meet no trouble.
        var orders = Enumerable.Range(0, 6)
            .Select(x => RealPlatform.Order(token: x == 0 && point.StartsWith("while-ringing", StringComparison.Ordinal) ? "tok_silent" : "tok_visa")).ToList();
        var unplaced = new List<PlaceOrder>();
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
        await using var next = platform.Host();
        await next.Ready();
        foreach (var order in unplaced)
            await RealPlatform.Place(next, order);

        await platform.AllEnd([.. orders.Select(x => x.OrderId)], Limit);
        foreach (var order in orders)
            (await platform.StateOf(order.OrderId)).ShouldBe(order.PaymentToken == "tok_silent" ? "Cancelled" : "Completed");
        await Laws.Hold(platform);
    }

    /// <summary>The participants live through all the crashes.</summary>
    public sealed class Participants : IAsyncLifetime
    {
        public RealPlatform Platform { get; private set; } = null!;

        public async Task InitializeAsync() => Platform = await RealPlatform.WithParticipants(RealPlatform.ShortLimits);

        public async Task DisposeAsync() => await Platform.DisposeAsync();
    }
}
