using SagaPlatform.Core.RateLimits;

namespace SagaPlatform.Core.Tests.Persistence;

public abstract partial class StoreContract
{
    [Fact]
    public async Task A_bucket_starts_full_gives_at_most_half_and_its_last_token_whole()
    {
        var limit = new RateLimit(Guid.NewGuid().ToString("N"), 0.001, 10);
        List<int> taken = [];
        for (var i = 0; i < 7; i++)
            taken.Add((await Store.RateLimits.Take(limit, 4, default)).Tokens);

        taken.ShouldBe([4, 3, 1, 1, 1, 0, 0]);
        var empty = await Store.RateLimits.Take(limit, 1, default);
        empty.NextTokenIn!.Value.ShouldBeInRange(TimeSpan.FromSeconds(900), TimeSpan.FromSeconds(1_000));
    }

    [Fact]
    public async Task A_bucket_without_a_rate_gives_nothing_and_promises_nothing()
    {
        var grant = await Store.RateLimits.Take(new RateLimit(Guid.NewGuid().ToString("N"), 0, 10), 1, default);

        (grant.Tokens, grant.NextTokenIn).ShouldBe((0, null));
    }

    [Fact]
    public async Task A_changed_limit_counts_for_every_process_and_a_smaller_burst_loses_what_is_above_it()
    {
        var limit = new RateLimit(Guid.NewGuid().ToString("N"), 0.001, 100);
        await Store.RateLimits.Take(limit, 1, default);
        var other = await Open();

        await other.RateLimits.Change(limit with { Burst = 4 }, default);

        (await Store.RateLimits.Take(limit, 100, default)).Limit.Burst.ShouldBe(4);
        (await Store.RateLimits.RateLimits(default)).Single(x => x.Limit.Name == limit.Name).TokensLeft.ShouldBeInRange(2, 2.1);
        await other.RateLimits.Change(limit with { PermitsPerSecond = 0 }, default);
        (await Store.RateLimits.Take(limit, 100, default)).Tokens.ShouldBe(0);
    }

    [Fact]
    public async Task Two_processes_that_race_for_one_bucket_never_get_more_than_it_holds_and_gets()
    {
        const double rate = 2_000;
        const int burst = 500;
        var limit = new RateLimit(Guid.NewGuid().ToString("N"), rate, burst);
        StoreUnderTest[] processes = [Store, await Open()];
        var watch = System.Diagnostics.Stopwatch.StartNew();

        var taken = await Task.WhenAll(processes.SelectMany(x => Enumerable.Range(0, 4).Select(_ => Task.Run(() => Grab(x)))));

        // The bucket began after the watch, and was last asked before it is read.
        var most = burst + (rate * watch.Elapsed.TotalSeconds);
        taken.Sum().ShouldBeGreaterThanOrEqualTo(burst - 1);
        taken.Sum().ShouldBeLessThanOrEqualTo((int)most);

        async Task<int> Grab(StoreUnderTest process)
        {
            var sum = 0;
            for (var i = 0; i < 150; i++)
                sum += (await process.RateLimits.Take(limit, 20, default)).Tokens;
            return sum;
        }
    }
}
