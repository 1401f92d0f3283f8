using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using SagaPlatform.OperatorConsole.Health;

namespace SagaPlatform.Host.Health;

/// <summary>Whether the services behind the platform answer somebody who has never spoken with them before.</summary>
interface IOutsideServices
{
    /// <summary>Which one does not, and why; null when all do. Never throws.</summary>
    Task<string?> WhyAway(CancellationToken cancellation);
}

/// <summary>Ends the process.</summary>
interface IProcessEnd
{
    /// <summary>Asks it to stop in order, and sees to it that it is gone when it does not.</summary>
    void End(int exitCode);
}

/// <summary>
/// Looks at the readiness of its own process as a load balancer would. It says once when and why it is lost, once when it is
/// back, and ends a process that cannot heal.
/// </summary>
sealed class HealthWatch(
    HealthCheckService checks, IOutsideServices outside, IProcessEnd process, IOptions<HealthOptions> options, TimeProvider time, ILogger<HealthWatch> log)
    : BackgroundService
{
    /// <summary>EX_SOFTWARE of sysexits.h: the process ended because it could not heal.</summary>
    public const int CannotHeal = 70;

    readonly HealthOptions _options = options.Value;
    readonly HealDeadline _deadline = new(options.Value.HealWithin, options.Value.OutageMax, time);

    /// <summary>One look.</summary>
    /// <returns>False when the process was told to end.</returns>
    public async Task<bool> Look(CancellationToken stopping)
    {
        if (await WhyNotReady(stopping) is not { } reason)
        {
            if (_deadline.Ready() is { } was)
                log.LogInformation("Ready again after {Seconds:0} s", was.TotalSeconds);
            return true;
        }

        if (_deadline.Unready == null)
            log.LogWarning("Not ready: {Reason}", reason);
        if (_deadline.NotReady(await outside.WhyAway(stopping)) is not { } end || stopping.IsCancellationRequested)
            return true;

        log.LogCritical("This process cannot heal and ends with code {ExitCode}, for its supervisor to start another: {Why}. {Reason}", CannotHeal, end, reason);
        process.End(CannotHeal);
        return false;
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var goesOn = true;
        while (goesOn && !stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(_options.WatchEvery, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            try
            {
                goesOn = await Look(stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                log.LogError(e, "The process could not look at its own health");
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    async Task<string?> WhyNotReady(CancellationToken stopping)
    {
        var report = await checks.CheckHealthAsync(x => x.Tags.Contains("ready"), stopping);
        return report.Status != HealthStatus.Unhealthy
            ? null
            : string.Join(" ", report.Entries.Where(x => x.Value.Status == HealthStatus.Unhealthy)
                .Select(x => $"[{x.Key}] {x.Value.Description ?? x.Value.Exception?.Message}"));
    }
}

/// <summary>Ends the process in order, or else after a while anyway.</summary>
sealed class ProcessEnd(IHostApplicationLifetime lifetime, IOptions<HealthOptions> options) : IProcessEnd
{
    static readonly TimeSpan ExitLimit = TimeSpan.FromSeconds(5);

    /// <summary>What the process returns; 0 unless it was ended from here.</summary>
    public int ExitCode { get; private set; }

    /// <inheritdoc />
    public void End(int exitCode)
    {
        ExitCode = Environment.ExitCode = exitCode;
        // What makes it unhealthy may also hang its stop, and even its exit.
        After(options.Value.EndWithin, () => Environment.Exit(exitCode));
        After(options.Value.EndWithin + ExitLimit, () => Environment.FailFast("The process could not even exit."));
        lifetime.StopApplication();
    }

    /// <summary>On a thread of its own: the pool may be what hangs.</summary>
    static void After(TimeSpan wait, Action act) => new Thread(() =>
    {
        Thread.Sleep(wait);
        act();
    }) { IsBackground = true, Name = "process end" }.Start();
}
