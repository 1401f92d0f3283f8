using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using SagaPlatform.Core.Persistence.Memory;
using SagaPlatform.Core.RateLimits;
using SagaPlatform.Core.Tests.Persistence;
using SagaPlatform.Testing.Embedded;

namespace SagaPlatform.Core.Tests.RateLimits;

public sealed class RateLimiterTests
{
    readonly VirtualTime _time = new();
    readonly MemoryDatabase _database = new();
    readonly RateLimitOptions _options = new() { LeaseTokensMax = 100, LeaseLifetime = TimeSpan.FromSeconds(1) };
    readonly CountingStore _store;

    public RateLimiterTests() => _store = new CountingStore(new MemoryStore(TestRows.Model, TestRows.Catalogue, _time, () => new HandedOver(), _database));

    [Fact]
    public async Task Answers_come_from_the_share_of_the_process_and_rarely_ask_the_store()
    {
        var limiter = Limiter(new RateLimit("sale", 10_000, 10_000));

        for (var i = 0; i < 1_000; i++)
            (await limiter.Take("sale", default)).IsGranted.ShouldBeTrue();

        _store.Asked.ShouldBeLessThan(20);
    }

    [Fact]
    public async Task Refusals_of_an_empty_bucket_do_not_ask_the_store_again_until_there_may_be_a_token()
    {
        var limiter = Limiter(new RateLimit("sale", 2, 3));
        while ((await limiter.Take("sale", default)).IsGranted)
        {
        }

        var asked = _store.Asked;

        for (var i = 0; i < 100; i++)
        {
            var refused = await limiter.Take("sale", default);
            refused.IsGranted.ShouldBeFalse();
            refused.RetryAfter.ShouldBe(TimeSpan.FromMilliseconds(500));
        }

        _store.Asked.ShouldBe(asked);
        _time.Advance(TimeSpan.FromMilliseconds(500));
        (await limiter.Take("sale", default)).IsGranted.ShouldBeTrue();
    }

    [Fact]
    public async Task A_busy_process_leaves_something_for_one_that_has_just_woken_up()
    {
        var limit = new RateLimit("sale", 1, 50);
        var (busy, woken) = (Limiter(limit), Limiter(limit));
        for (var i = 0; i < 20; i++)
            await busy.Take("sale", default);

        (await woken.Take("sale", default)).IsGranted.ShouldBeTrue();
    }

    [Fact]
    public async Task A_steady_demand_below_the_rate_is_never_refused_though_unused_tokens_are_lost()
    {
        var limit = new RateLimit("sale", 100, 100);
        RateLimiter[] processes = [Limiter(limit), Limiter(limit), Limiter(limit)];

        for (var i = 0; i < 1_000; i++)
        {
            (await processes[i % 3].Take("sale", default)).IsGranted.ShouldBeTrue($"permit {i}");
            _time.Advance(TimeSpan.FromMilliseconds(20)); // 50 a second
        }
    }

    [Fact]
    public async Task A_raised_rate_is_heard_within_one_lease_by_a_process_that_was_refused()
    {
        var limiter = Limiter(new RateLimit("sale", 0, 1));
        (await limiter.Take("sale", default)).IsGranted.ShouldBeFalse();

        await Control(new RateLimit("sale", 0, 1)).Change(new RateLimit("sale", 1_000, 1_000), default);
        _time.Advance(_options.LeaseLifetime);

        (await limiter.Take("sale", default)).IsGranted.ShouldBeTrue();
    }

    [Fact]
    public async Task A_token_given_back_is_used_again_and_not_twice()
    {
        var limiter = Limiter(new RateLimit("sale", 1, 1));
        var permit = await limiter.Take("sale", default);

        limiter.Return("sale", permit);

        (await limiter.Take("sale", default)).IsGranted.ShouldBeTrue();
        (await limiter.Take("sale", default)).IsGranted.ShouldBeFalse();
    }

    [Fact]
    public async Task A_store_that_fails_lets_nothing_through_and_is_asked_again()
    {
        var limiter = Limiter(new RateLimit("sale", 10, 10));
        _store.Fails = true;
        await Should.ThrowAsync<InvalidOperationException>(async () => await limiter.Take("sale", default));

        _store.Fails = false;

        (await limiter.Take("sale", default)).IsGranted.ShouldBeTrue();
    }

    [Fact]
    public async Task A_limit_that_nobody_added_is_named()
    {
        var limiter = Limiter(new RateLimit("sale", 1, 1));

        (await Should.ThrowAsync<ArgumentException>(async () => await limiter.Take("auction", default))).Message.ShouldContain("'auction'");
    }

    [Fact]
    public async Task An_operator_sees_what_is_declared_and_what_was_changed_and_changes_nothing_unknown()
    {
        var control = Control(new RateLimit("sale", 5, 10), new RateLimit("auction", 1, 2));
        (await control.List(default)).Select(x => (x.Name, x.PermitsPerSecond, x.Burst, x.TokensLeft, x.ChangedAt))
            .ShouldBe([("auction", 1, 2, null, null), ("sale", 5, 10, null, null)]);

        (await control.Change(new RateLimit("nothing", 1, 1), default)).ShouldBeNull();
        var changed = await control.Change(new RateLimit("sale", 7, 20), default);

        changed.ShouldNotBeNull();
        (changed.PermitsPerSecond, changed.Burst, changed.ChangedAt).ShouldBe((7, 20, VirtualTime.Dawn));
        (await control.List(default)).Select(x => x.PermitsPerSecond).ShouldBe([1, 7]);
    }

    RateLimiter Limiter(RateLimit limit) => new(_store, [limit], Options.Create(_options), _time);

    RateLimitControl Control(params RateLimit[] declared) => new(_store, declared, NullLogger<RateLimitControl>.Instance);

    sealed class CountingStore(IRateLimitStore inner) : IRateLimitStore
    {
        public int Asked { get; private set; }

        public bool Fails { get; set; }

        public Task<TokenGrant> Take(RateLimit limit, int tokensMax, CancellationToken cancellation)
        {
            Asked++;
            return Fails ? Task.FromException<TokenGrant>(new InvalidOperationException("away")) : inner.Take(limit, tokensMax, cancellation);
        }

        public Task Change(RateLimit limit, CancellationToken cancellation) => inner.Change(limit, cancellation);

        public Task<IReadOnlyList<StoredRateLimit>> RateLimits(CancellationToken cancellation) => inner.RateLimits(cancellation);
    }
}
