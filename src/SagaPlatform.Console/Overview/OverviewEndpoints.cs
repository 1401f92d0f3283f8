using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using SagaPlatform.OperatorConsole.Health;
using SagaPlatform.OperatorConsole.Machines;
using SagaPlatform.Core.Operations;
using SagaPlatform.Core.Sagas;

namespace SagaPlatform.OperatorConsole.Overview;

/// <summary>How the platform is, on one page.</summary>
static class OverviewEndpoints
{
    public static void MapOverview(this IEndpointRouteBuilder api) => api
        .MapGet("/overview", Show).WithTags("Overview").WithName("GetOverview")
        .WithSummary("Counts, rates, trouble, outbox, error queues, and the health of broker and database in words.")
        .WithDescription("Numbers are a second old while somebody watches the live stream, ten otherwise.");

    static async Task<Ok<OverviewView>> Show(OverviewDesk desk, CancellationToken cancellation) => TypedResults.Ok(await desk.Look(true, cancellation));
}

/// <summary>Puts the overview together.</summary>
sealed class OverviewDesk(OverviewSampler sampler, MachineCatalogue machines, HealthCheckService checks)
{
    /// <summary>Rates are told over so much time.</summary>
    static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    public async Task<OverviewView> Look(bool withSamples, CancellationToken cancellation)
    {
        var (sample, rates) = await sampler.Latest(cancellation);
        var types = machines.All.Select(x => Of(x, sample.Counts)).ToList();
        var health = await Health(cancellation);
        return new OverviewView(
            sample.At, types, Rates(rates, sample.At, withSamples),
            new TroubleView(types.Sum(x => x.NeedAttention), sample.Overdue, sample.ErrorQueues.Sum(x => x.Count), sample.Backlog.Parked, sample.OpenWorkItems,
                types.SelectMany(x => x.States).Where(x => !x.Known).Sum(x => x.Count)),
            new OutboxView(sample.Backlog.Pending, sample.Backlog.OldestAge is { } age ? Math.Round(age.TotalSeconds, 1) : null, sample.Backlog.Parked),
            sample.ErrorQueues, health);
    }

    static TypeCounts Of(MachineDescription machine, IEnumerable<SagaCount> counts)
    {
        var states = machine.CountsOf(counts).Select(x => new StateCount(x.Name, x.Count, x.Known)).ToList();
        return new TypeCounts(machine.Name, states.Sum(x => x.Count), states.Where(x => !ProcessStates.IsEnd(x.State)).Sum(x => x.Count),
            states.Where(x => x.State == ProcessStates.NeedsAttention).Sum(x => x.Count), states);
    }

    static RatesView Rates(IReadOnlyList<RateSample> rates, DateTimeOffset now, bool withSamples)
    {
        var recent = rates.Where(x => x.At > now - Window).ToList();
        var seconds = recent.Sum(x => x.Seconds);
        return new RatesView(Math.Round(seconds, 1), Per(x => x.Started), Per(x => x.Completed), Per(x => x.Cancelled), Per(x => x.FailedMessages), withSamples ? rates : null);

        double Per(Func<RateSample, long> what) => seconds > 0 ? Math.Round(recent.Sum(what) / seconds, 2) : 0;
    }

    async Task<OverallHealth> Health(CancellationToken cancellation)
    {
        var view = HealthEndpoints.View(await checks.CheckHealthAsync(x => x.Tags.Contains(HealthEndpoints.Ready), cancellation), DateTimeOffset.MinValue);
        var bad = view.Checks.Where(x => x.Status != HealthStatus.Healthy).Select(x => x.Reason).ToList();
        return new OverallHealth(view.Status, bad.Count == 0 ? "Broker and database answer, messages get out, timeouts ring." : string.Join(" ", bad), view.Checks);
    }
}
