using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using SagaPlatform.Host.Health;
using SagaPlatform.OperatorConsole.Health;
using SagaPlatform.Testing.Embedded;

namespace SagaPlatform.Host.Tests.Health;

public sealed class PublisherCanaryTests
{
    readonly WatchedTime _time = new();
    readonly Channels _channels = new();
    readonly IOptions<HealthOptions> _options = Options.Create(new HealthOptions());
    readonly PublisherCanary _canary;

    public PublisherCanaryTests() => _canary = new PublisherCanary(_channels, _options, _time, NullLogger<PublisherCanary>.Instance);

    [Fact]
    public async Task A_publish_that_hangs_is_said_within_thirty_seconds_and_its_channels_are_replaced()
    {
        _channels.Hang = new TaskCompletionSource();
        var (asked, wedged) = (TimeSpan.Zero, TimeSpan.FromSeconds(30));
        while (asked < wedged)
        {
            var singing = _canary.Sing(CancellationToken.None);
            await _time.NextTimer();
            _time.Advance(_options.Value.ProbeTimeout);
            await singing;
            _time.Advance(_options.Value.ProbeEvery);
            asked += _options.Value.ProbeTimeout + _options.Value.ProbeEvery;
        }

        var check = await Check();
        check.Status.ShouldBe(HealthStatus.Unhealthy);
        check.Description.ShouldBe("Nothing gets published: no canary was confirmed for 30 s, the limit is 15 s (the latest: not confirmed within 5 s).");
        _channels.Replaced.ShouldBe(3);
    }

    [Fact]
    public async Task One_canary_that_fails_is_no_wedge_and_the_next_heals()
    {
        await _canary.Sing(CancellationToken.None);
        _time.Advance(TimeSpan.FromSeconds(10));
        _channels.Failure = new IOException("connection reset");
        await _canary.Sing(CancellationToken.None);
        (await Check()).Status.ShouldBe(HealthStatus.Healthy);

        _time.Advance(TimeSpan.FromSeconds(6));
        (await Check()).Description.ShouldBe("Nothing gets published: no canary was confirmed for 16 s, the limit is 15 s (the latest: connection reset).");

        _channels.Failure = null;
        await _canary.Sing(CancellationToken.None);
        (await Check()).Status.ShouldBe(HealthStatus.Healthy);
        _channels.Replaced.ShouldBe(0, "what failed at once hangs on nothing");
    }

    Task<HealthCheckResult> Check() => new PublisherCheck(_canary, _options).CheckHealthAsync(new HealthCheckContext());

    sealed class Channels : IPublisherChannels
    {
        public TaskCompletionSource? Hang { get; set; }

        public Exception? Failure { get; set; }

        public int Replaced { get; private set; }

        public Task Sing(CancellationToken cancellation) => Failure != null ? Task.FromException(Failure) : Hang?.Task ?? Task.CompletedTask;

        public Task Replace(string reason)
        {
            Replaced++;
            return Task.CompletedTask;
        }
    }
}
