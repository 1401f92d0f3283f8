using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace SagaPlatform.OperatorConsole.Health;

/// <summary>How a process is.</summary>
/// <param name="Status">The worst of its checks: Healthy, Degraded or Unhealthy.</param>
/// <param name="At">When it was looked at, in UTC.</param>
/// <param name="Checks">Each check, the worst first.</param>
public sealed record HealthView(HealthStatus Status, DateTimeOffset At, IReadOnlyList<CheckView> Checks);

/// <summary>How one part of a process is.</summary>
/// <param name="Name">The part.</param>
/// <param name="Status">Healthy, Degraded or Unhealthy.</param>
/// <param name="Reason">Why, in words.</param>
/// <param name="Details">Numbers behind the words; null when there are none.</param>
public sealed record CheckView(string Name, HealthStatus Status, string Reason, IReadOnlyDictionary<string, object>? Details);

/// <summary>Liveness and readiness.</summary>
static class HealthEndpoints
{
    public const string Ready = "ready";

    public static void AddPlatformHealth(this IServiceCollection services)
    {
        services.AddSingleton<IPostConfigureOptions<HealthCheckServiceOptions>, LimitEveryCheck>();
        services.AddHealthChecks()
            .AddCheck<StoreCheck>("store", tags: [Ready])
            .AddCheck<OutboxCheck>("outbox", tags: [Ready])
            .AddCheck<TimeoutsCheck>("timeouts", tags: [Ready])
            .AddCheck<SweeperCheck>("sweeper", tags: [Ready])
            .AddCheck<RingerCheck>("ringer", tags: [Ready]);
    }

    public static void MapHealth(this IEndpointRouteBuilder app)
    {
        var health = app.MapGroup("").WithTags("Health").AllowAnonymous(); // whoever restarts processes has no key

        foreach (var (path, name) in new[] { ("/health/live", "GetLiveness"), ("/alive", "GetLivenessAlias") })
            health.MapGet(path, Live).WithName(name)
                .WithSummary("Says that the process answers. Restart it when it does not.");

        foreach (var (path, name) in new[] { ("/health/ready", "GetReadiness"), ("/health", "GetReadinessAlias") })
            health.MapGet(path, WhetherReady).WithName(name)
                .WithSummary("Says whether the process can do its work, and if not, why: store, bus, outbox, timeouts, sweeper and ringer.")
                .WithDescription("Degraded still answers 200: somebody should look, but the process does its work.")
                .Produces<HealthView>().Produces<HealthView>(StatusCodes.Status503ServiceUnavailable);
    }

    static Ok<HealthView> Live(TimeProvider time) => TypedResults.Ok(new HealthView(
        HealthStatus.Healthy, time.GetUtcNow(), [new CheckView("self", HealthStatus.Healthy, "The process answers.", null)]));

    static async Task<JsonHttpResult<HealthView>> WhetherReady(
        HealthCheckService checks, TimeProvider time, CancellationToken cancellation)
    {
        var report = await checks.CheckHealthAsync(x => x.Tags.Contains(Ready), cancellation);
        return TypedResults.Json(
            View(report, time.GetUtcNow()),
            statusCode: report.Status == HealthStatus.Unhealthy ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status200OK);
    }

    /// <summary>A report, the worst check first.</summary>
    public static HealthView View(HealthReport report, DateTimeOffset at) =>
        new(report.Status, at, [.. report.Entries.OrderBy(x => x.Value.Status).Select(x => View(x.Key, x.Value))]);

    static CheckView View(string name, HealthReportEntry entry)
    {
        var details = entry.Data.Where(x => x.Value is string or long or int or double or bool).ToDictionary(StringComparer.Ordinal);
        return new CheckView(name, entry.Status, entry.Description ?? entry.Exception?.Message ?? entry.Status.ToString(),
            details.Count == 0 ? null : details);
    }
}
