using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using SagaPlatform.Host.Health;
using SagaPlatform.OperatorConsole.Health;
using SagaPlatform.Testing.Embedded;

namespace SagaPlatform.Host.Tests.Health;

public sealed class QueueWatchTests
{
    readonly VirtualTime _time = new();
    readonly Counts _counts = new();
    readonly IOptions<HealthOptions> _options = Options.Create(new HealthOptions());
    readonly QueueWatch _watch;

    public QueueWatchTests() => _watch = new QueueWatch(new QueuesServedHere(["orders", "payments"]), _counts, _options, _time);

    [Fact]
    public async Task A_saga_queue_without_consumers_is_said_by_name_within_thirty_seconds_until_one_is_back()
    {
        _counts.Of["orders"] = 0;
        for (var waited = TimeSpan.Zero; waited < TimeSpan.FromSeconds(20); waited += _options.Value.ProbeEvery)
        {
            await _watch.Look(CancellationToken.None);
            _time.Advance(_options.Value.ProbeEvery);
        }

        (await Check()).ShouldBe((HealthStatus.Unhealthy, "Nobody takes the messages of orders: no consumer for 20 s, the limit is 15 s."));

        _counts.Of["orders"] = 1;
        await _watch.Look(CancellationToken.None);
        (await Check()).ShouldBe((HealthStatus.Healthy, "Every queue served here has a consumer: 2."));
    }

    [Fact]
    public async Task A_consumer_that_is_away_for_a_moment_is_no_wedge()
    {
        _counts.Of["payments"] = 0;
        await _watch.Look(CancellationToken.None);
        _time.Advance(TimeSpan.FromSeconds(14));
        _counts.Of["payments"] = 2;
        await _watch.Look(CancellationToken.None);
        _counts.Of["payments"] = 0;
        await _watch.Look(CancellationToken.None);
        _time.Advance(TimeSpan.FromSeconds(14));

        (await Check()).Status.ShouldBe(HealthStatus.Healthy);
    }

    /// <summary>Seen in the fault lab: ready for some seconds after a broker's restart, while nobody consumed anything yet.</summary>
    [Fact]
    public async Task A_broker_that_is_back_without_our_consumers_makes_nobody_ready_for_a_moment()
    {
        await _watch.Look(CancellationToken.None);
        _counts.Failure = new IOException("connection refused");
        _time.Advance(TimeSpan.FromSeconds(20));
        await _watch.Look(CancellationToken.None);
        _counts.Failure = null;
        (_counts.Of["orders"], _counts.Of["payments"]) = (0, 0);

        await _watch.Look(CancellationToken.None);

        (await Check()).Reason.ShouldBe("Nobody takes the messages of orders, payments: no consumer for 20 s, the limit is 15 s.");
    }

    [Fact]
    public async Task A_queue_that_is_gone_has_no_consumer()
    {
        _counts.Of.Remove("orders");
        await _watch.Look(CancellationToken.None);
        _time.Advance(TimeSpan.FromSeconds(16));
        await _watch.Look(CancellationToken.None);

        (await Check()).Reason.ShouldStartWith("Nobody takes the messages of orders");
    }

    [Fact]
    public async Task A_broker_that_does_not_say_is_not_believed_to_be_well()
    {
        await _watch.Look(CancellationToken.None);
        _counts.Failure = new IOException("connection refused");
        _time.Advance(TimeSpan.FromSeconds(16));
        await _watch.Look(CancellationToken.None);

        (await Check()).ShouldBe((HealthStatus.Unhealthy, "The broker has not said for 16 s whether anybody consumes our queues: connection refused."));
    }

    async Task<(HealthStatus Status, string Reason)> Check()
    {
        var result = await new ConsumersCheck(_watch, _options).CheckHealthAsync(new HealthCheckContext());
        return (result.Status, result.Description!);
    }

    sealed class Counts : IConsumerCounts
    {
        public Dictionary<string, uint> Of { get; } = new(StringComparer.Ordinal) { ["orders"] = 1, ["payments"] = 1 };

        public Exception? Failure { get; set; }

        public Task<IReadOnlyDictionary<string, uint>> Count(IReadOnlyCollection<string> queues, CancellationToken cancellation) =>
            Failure != null ? Task.FromException<IReadOnlyDictionary<string, uint>>(Failure) : Task.FromResult<IReadOnlyDictionary<string, uint>>(Of);
    }
}
