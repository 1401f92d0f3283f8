using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using SagaPlatform.OperatorConsole.Web;
using SagaPlatform.Core.Operations;
using SagaPlatform.Core.Outbox;
using SagaPlatform.Core.Timeouts;

namespace SagaPlatform.OperatorConsole.Health;

/// <summary>
/// The store answers: one look-up by key in each saga table, as a message would make, and one among the timeouts, which every
/// process has, also one without sagas.
/// </summary>
sealed class StoreCheck(ISagaQueries queries, ITimeoutStore timeouts) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await queries.Find(Guid.Empty, cancellationToken);
            await timeouts.Of(Guid.Empty, cancellationToken);
            return HealthCheckResult.Healthy("The store answers.");
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            return HealthCheckResult.Unhealthy($"The store does not answer: {e.Message}", e);
        }
    }
}

/// <summary>What is committed gets out.</summary>
sealed class OutboxCheck(IOutboxStore outbox, IOptions<HealthOptions> options) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var backlog = await outbox.Backlog(cancellationToken);
        Dictionary<string, object> details = new(StringComparer.Ordinal) { ["pending"] = backlog.Pending, ["parked"] = backlog.Parked };
        if (backlog.OldestAge is { } oldest)
            details["oldestAgeSeconds"] = Math.Round(oldest.TotalSeconds, 1);

        if (backlog.OldestAge > options.Value.OutboxAgeMax)
            return HealthCheckResult.Unhealthy(
                $"Messages do not get out: in the outbox wait {backlog.Pending}, the oldest for {Words.Of(backlog.OldestAge.Value)}; "
                + $"the limit is {Words.Of(options.Value.OutboxAgeMax)}.", data: details);
        if (backlog.Parked > 0)
            return HealthCheckResult.Degraded(
                $"Messages that the broker refused are parked and wait for a person: {backlog.Parked}. Others that wait to leave: {backlog.Pending}.",
                data: details);
        return HealthCheckResult.Healthy(backlog.Pending == 0 ? "Nothing waits in the outbox." : $"Messages about to leave: {backlog.Pending}.", details);
    }
}

/// <summary>Timeouts ring about when they are due.</summary>
sealed class TimeoutsCheck(ITimeoutStore timeouts, IOptions<HealthOptions> options) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var limit = options.Value.TimeoutsOverdueMax;
        var overdue = await timeouts.Overdue(limit, cancellationToken);
        Dictionary<string, object> details = new(StringComparer.Ordinal) { ["overdue"] = overdue };
        return overdue == 0
            ? HealthCheckResult.Healthy($"No timeout is overdue by {Words.Of(limit)}.", details)
            : HealthCheckResult.Unhealthy($"Nobody rings fast enough: timeouts overdue by {Words.Of(limit)} or more: {overdue}.", data: details);
    }
}

/// <summary>The sweeper of this process does its rounds.</summary>
sealed class SweeperCheck(OutboxSweeper sweeper, IOptions<HealthOptions> options) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(Silence.Of("sweeper", "what dead processes left in the outbox stays there",
            sweeper.Silence, options.Value.SilenceMax));
}

/// <summary>The ringer of this process does its rounds.</summary>
sealed class RingerCheck(TimeoutRinger ringer, IOptions<TimeoutOptions> timeouts, IOptions<HealthOptions> options) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(!timeouts.Value.RingHere
            ? HealthCheckResult.Healthy("Another process rings: this one runs no sagas.")
            : Silence.Of("ringer", "timeouts do not ring here",
            ringer.Silence, options.Value.SilenceMax));
}

static class Silence
{
    public static HealthCheckResult Of(string who, string consequence, TimeSpan silence, TimeSpan limit)
    {
        Dictionary<string, object> details = new(StringComparer.Ordinal) { ["silenceSeconds"] = Math.Round(silence.TotalSeconds, 1) };
        return silence <= limit
            ? HealthCheckResult.Healthy($"The {who}'s last successful round was {Words.Of(silence)} ago.", details)
            : HealthCheckResult.Unhealthy(
                $"The {who} has had no successful round for {Words.Of(silence)}, the limit is {Words.Of(limit)}: {consequence}.", data: details);
    }
}
