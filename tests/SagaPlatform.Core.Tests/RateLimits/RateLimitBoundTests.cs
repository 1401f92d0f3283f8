using SagaPlatform.Core.Persistence.Memory;
using SagaPlatform.Core.RateLimits;
using SagaPlatform.Core.Tests.Persistence;
using SagaPlatform.Testing.Embedded;

namespace SagaPlatform.Core.Tests.RateLimits;

/// <summary>Several processes on one store, in virtual time and any order: together they never exceed the rate.</summary>
public sealed class RateLimitBoundTests
{
    const string Name = "sale";

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Whatever_the_processes_do_they_let_through_no_more_than_rate_times_time_and_one_burst(int seed)
    {
        var random = new Random(seed);
        var cluster = new Cluster(random, new RateLimit(Name, random.Next(1, 200) / 4.0, random.Next(1, 40)));

        for (var act = 0; act < 600; act++)
            await cluster.Act();

        cluster.Granted.ShouldBeGreaterThan(0);
        cluster.HasKeptTheBound();
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task The_bound_holds_through_changes_of_the_rate_and_nothing_old_outlives_a_change_by_more_than_a_lease(int seed)
    {
        var random = new Random(seed);
        var cluster = new Cluster(random, new RateLimit(Name, random.Next(10, 100), random.Next(5, 40)));

        for (var act = 0; act < 600; act++)
            if (random.Next(40) == 0)
                await cluster.Change(new RateLimit(Name, random.Next(0, 100), random.Next(1, 40)));
            else
                await cluster.Act();
        cluster.HasKeptTheBound();

        await cluster.Change(new RateLimit(Name, 0, 1));
        cluster.Time.Advance(cluster.Options.LeaseLifetime);
        var before = cluster.Granted;
        for (var act = 0; act < 200; act++)
            await cluster.Act();

        cluster.Granted.ShouldBe(before, "a rate of 0 lets nothing through");
    }

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 40)];

    /// <summary>1 to 5 processes that ask at random moments, some in throngs, some dying and coming back.</summary>
    sealed class Cluster
    {
        readonly MemoryDatabase _database = new();
        readonly Random _random;
        readonly RateLimiter[] _processes;
        readonly IRateLimitStore _store;
        readonly List<(DateTimeOffset At, double PermitsPerSecond, int Burst)> _limits = [];
        readonly List<DateTimeOffset> _granted = [];

        public Cluster(Random random, RateLimit limit)
        {
            (_random, Limit) = (random, limit);
            Options = new RateLimitOptions { LeaseTokensMax = random.Next(1, 50), LeaseLifetime = TimeSpan.FromMilliseconds(random.Next(100, 3_000)) };
            _limits.Add((Time.GetUtcNow(), limit.PermitsPerSecond, limit.Burst));
            _store = Store();
            _store.Change(limit, CancellationToken.None).GetAwaiter().GetResult(); // a bucket begins with the burst it is first asked for
            _processes = [.. Enumerable.Range(0, random.Next(1, 6)).Select(_ => Process())];
        }

        public VirtualTime Time { get; } = new();

        public RateLimitOptions Options { get; }

        public int Granted => _granted.Count;

        RateLimit Limit { get; set; }

        public async Task Act()
        {
            switch (_random.Next(10))
            {
                case 0:
                    _processes[_random.Next(_processes.Length)] = Process(); // it died with what it held
                    break;
                case < 4:
                    Time.Advance(TimeSpan.FromMilliseconds(_random.Next(0, 400)));
                    break;
                default:
                    await Throng(_processes[_random.Next(_processes.Length)], _random.Next(1, 30));
                    break;
            }
        }

        public async Task Change(RateLimit limit)
        {
            Limit = limit;
            await _store.Change(limit, CancellationToken.None);
            _limits.Add((Time.GetUtcNow(), limit.PermitsPerSecond, limit.Burst));
        }

        public void HasKeptTheBound()
        {
            var begin = VirtualTime.Dawn;
            for (var i = 0; i < _granted.Count; i++)
                (i + 1).ShouldBeLessThanOrEqualTo((int)(_limits[0].Burst + Inflow(begin, _granted[i]) + 1e-6), $"{i + 1} permits after {_granted[i] - begin}");

            // Any window, not only from the beginning: what was leased before it began may still be used in it.
            for (var from = 0; from < _granted.Count; from += 7)
                for (var to = from; to < _granted.Count; to += 13)
                    (to - from + 1).ShouldBeLessThanOrEqualTo(
                        (int)(_limits.Max(x => x.Burst) + Inflow(_granted[from] - Options.LeaseLifetime, _granted[to]) + 1e-6));
        }

        /// <summary>What came into the bucket between two moments, if none of it was lost.</summary>
        double Inflow(DateTimeOffset from, DateTimeOffset to)
        {
            var sum = 0.0;
            for (var i = 0; i < _limits.Count; i++)
            {
                var begin = i == 0 || _limits[i].At < from ? from : _limits[i].At;
                var end = i + 1 < _limits.Count && _limits[i + 1].At < to ? _limits[i + 1].At : to;
                if (end > begin)
                    sum += _limits[i].PermitsPerSecond * (end - begin).TotalSeconds;
            }

            return sum;
        }

        async Task Throng(RateLimiter process, int asking)
        {
            var answers = await Task.WhenAll(Enumerable.Range(0, asking).Select(async _ => await process.Take(Name, CancellationToken.None)));
            foreach (var permit in answers.Where(x => x.IsGranted))
                if (_random.Next(8) == 0)
                    process.Return(Name, permit);
                else
                    _granted.Add(Time.GetUtcNow());
            answers.ShouldAllBe(x => x.IsGranted || (x.RetryAfter > TimeSpan.Zero && x.RetryAfter <= Options.LeaseLifetime));
        }

        RateLimiter Process() => new(Store(), [Limit], Microsoft.Extensions.Options.Options.Create(Options), Time);

        MemoryStore Store() => new(TestRows.Model, TestRows.Catalogue, Time, () => new HandedOver(), _database);
    }
}
