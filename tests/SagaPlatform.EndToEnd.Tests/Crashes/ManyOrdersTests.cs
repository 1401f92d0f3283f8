using System.Diagnostics;
using SagaPlatform.EndToEnd.Tests.Platform;
using Xunit.Abstractions;

namespace SagaPlatform.EndToEnd.Tests.Crashes;

/// <summary>Many orders under way at once, and processes that die or race.</summary>
public sealed class ManyOrdersTests(ITestOutputHelper output)
{
    static readonly TimeSpan Limit = TimeSpan.FromSeconds(240);

    [Fact]
    public async Task Five_hundred_orders_survive_a_kill_in_the_middle_each_charged_once_or_fully_undone()
    {
        const int count = 500;
        await using var platform = await RealPlatform.WithParticipants(RealPlatform.PatientLimits);
        var first = platform.Host();
        await first.Ready();

        var orders = Enumerable.Range(0, count).Select(x => RealPlatform.Order(token: x % 10 == 0 ? "tok_declined" : "tok_visa")).ToList();
        await Parallel.ForEachAsync(orders, new ParallelOptions { MaxDegreeOfParallelism = 8 },
            async (order, _) => await RealPlatform.Place(first, order));
        await platform.Until($"(SELECT count(*) FROM saga.order_fulfilment WHERE ended_at IS NOT NULL) >= {count / 10}", Limit);
        await first.Kill();
        var ended = await platform.Database.Scalar<long>("SELECT count(*) FROM saga.order_fulfilment WHERE ended_at IS NOT NULL");
        ended.ShouldBeLessThan(count, "the kill came too late to be in the middle");
        var before = await platform.Database.Scalar<long>("SELECT coalesce(max(number), 0) FROM saga.history");

        var restarted = Stopwatch.StartNew();
        var second = platform.Host();
        await platform.Until($"EXISTS (SELECT FROM saga.history WHERE number > {before})", Limit);
        output.WriteLine($"killed with {ended} of {count} orders ended; the first moved again {restarted.Elapsed.TotalSeconds:F1} s after the restart");
        await second.Ready();

        await platform.AllEnd([.. orders.Select(x => x.OrderId)], Limit);
        output.WriteLine($"all {count} ended {restarted.Elapsed.TotalSeconds:F1} s after the restart");
        (await platform.Database.Scalar<long>("SELECT count(*) FROM saga.order_fulfilment WHERE state = 'Cancelled'")).ShouldBe(count / 10);
        await Laws.Hold(platform);
    }

    [Fact]
    public async Task Two_hosts_race_on_the_same_sagas_and_every_order_still_ends_right()
    {
        const int count = 150;
        await using var platform = await RealPlatform.WithParticipants(RealPlatform.PatientLimits);
        var (one, two) = (platform.Host(), platform.Host());
        await one.Ready();
        await two.Ready();

        // The same order comes in through both doors.
        var orders = Enumerable.Range(0, count).Select(_ => RealPlatform.Order()).ToList();
        await Parallel.ForEachAsync(orders, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (order, _) =>
            await Task.WhenAll(RealPlatform.Place(one, order), RealPlatform.Place(two, order)));

        await platform.AllEnd([.. orders.Select(x => x.OrderId)], Limit);
        (await platform.Database.Scalar<string>("""
            SELECT coalesce(string_agg(reason || ': ' || orders, '; '), 'none') FROM (SELECT coalesce(ledger->>'reason', '?') AS reason, count(*) AS orders
            FROM saga.order_fulfilment WHERE state <> 'Completed' GROUP BY 1) r
            """)).ShouldBe("none", "nothing was refused, so nothing may be cancelled");
        (await platform.Database.Scalar<long>("SELECT count(*) FROM saga.history WHERE kind = 'Faulted'")).ShouldBe(0);
        await Laws.Hold(platform);
    }
}
