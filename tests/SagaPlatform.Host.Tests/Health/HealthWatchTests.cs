using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using SagaPlatform.Host.Health;
using SagaPlatform.OperatorConsole.Health;
using SagaPlatform.Testing.Embedded;

namespace SagaPlatform.Host.Tests.Health;

public sealed class HealthWatchTests : IAsyncDisposable
{
    readonly VirtualTime _time = new();
    readonly Outside _outside = new();
    readonly Process _process = new();
    readonly ServiceProvider _services;
    readonly HealthWatch _watch;
    string? _wedge;

    public HealthWatchTests()
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddHealthChecks()
            .AddCheck("publisher", () => _wedge == null ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy(_wedge), ["ready"])
            .AddCheck("elsewhere", () => HealthCheckResult.Unhealthy("not asked for readiness"));
        _services = services.BuildServiceProvider();
        _watch = new HealthWatch(_services.GetRequiredService<HealthCheckService>(), _outside, _process, Options.Create(new HealthOptions()), _time,
            NullLogger<HealthWatch>.Instance);
    }

    [Fact]
    public async Task A_process_that_cannot_heal_ends_with_a_code_that_its_supervisor_sees()
    {
        _wedge = "nothing gets published";
        (await Looks(TimeSpan.FromMinutes(2))).ShouldBeTrue();
        _process.Ended.ShouldBeNull();

        (await _watch.Look(CancellationToken.None)).ShouldBeFalse();
        _process.Ended.ShouldBe(70);
    }

    [Fact]
    public async Task A_process_that_heals_in_time_goes_on()
    {
        _wedge = "nothing gets published";
        await Looks(TimeSpan.FromSeconds(115));
        _wedge = null;
        await _watch.Look(CancellationToken.None);
        _wedge = "nothing gets published";

        (await Looks(TimeSpan.FromSeconds(115))).ShouldBeTrue();
        _process.Ended.ShouldBeNull();
    }

    [Fact]
    public async Task While_the_broker_is_away_for_everybody_the_process_waits_for_it()
    {
        _wedge = "nothing gets published";
        _outside.Away = "RabbitMQ is away: refused";

        (await Looks(TimeSpan.FromMinutes(29))).ShouldBeTrue();
        _process.Ended.ShouldBeNull();
    }

    [Fact]
    public async Task What_is_not_part_of_readiness_ends_nothing()
    {
        (await Looks(TimeSpan.FromHours(1))).ShouldBeTrue();
        _process.Ended.ShouldBeNull();
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    /// <summary>One look every five seconds; time stands where the next one would be made.</summary>
    async Task<bool> Looks(TimeSpan length)
    {
        for (var passed = TimeSpan.Zero; passed < length; passed += TimeSpan.FromSeconds(5))
        {
            if (!await _watch.Look(CancellationToken.None))
                return false;
            _time.Advance(TimeSpan.FromSeconds(5));
        }

        return true;
    }

    sealed class Outside : IOutsideServices
    {
        public string? Away { get; set; }

        public Task<string?> WhyAway(CancellationToken cancellation) => Task.FromResult(Away);
    }

    sealed class Process : IProcessEnd
    {
        public int? Ended { get; private set; }

        public void End(int exitCode) => Ended = exitCode;
    }
}
