using System.ComponentModel;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;
using SagaPlatform.Core.Operations;
using SagaPlatform.OperatorConsole.Overview;
using SagaPlatform.OperatorConsole.Web;

namespace SagaPlatform.OperatorConsole.Live;

/// <summary>A saga that moved.</summary>
/// <param name="Id">Which.</param>
/// <param name="Type">Its type.</param>
/// <param name="State">Its state now.</param>
/// <param name="Version">Its version now.</param>
/// <param name="ChangedAt">When an event last changed something, in UTC.</param>
/// <param name="EndedAt">When it ended, in UTC; null while it has not.</param>
public sealed record SagaMoved(Guid Id, string Type, string State, int Version, DateTimeOffset ChangedAt, DateTimeOffset? EndedAt);

/// <summary>What changes, told as it does, over one connection per browser (server-sent events).</summary>
static class StreamEndpoints
{
    /// <summary>Even when nothing changes something is sent, so that proxies keep the connection and a dead one is noticed.</summary>
    static readonly TimeSpan QuietMax = TimeSpan.FromSeconds(15);

    /// <summary>How often the followed saga is looked at, by its key: who waits for one saga shall not wait for the counting of a million others.</summary>
    static readonly TimeSpan SagaEvery = TimeSpan.FromSeconds(1);

    public static void MapStream(this IEndpointRouteBuilder api) => api
        .MapGet("/stream", Follow).WithTags("Live").WithName("FollowStream")
        .WithSummary("Follows counts, and one saga if asked, by server-sent events: counts, saga and ping.")
        .Produces<string>(contentType: "text/event-stream").ProducesValidationProblem();

    static IResult Follow(
        HttpContext http, OverviewDesk desk, OverviewSampler sampler, ISagaQueries queries, TimeProvider time, IOptions<Microsoft.AspNetCore.Http.Json.JsonOptions> json,
        CancellationToken cancellation, [FromQuery, Description("The id of a saga to follow. Empty: none.")] string? saga = null)
    {
        var fields = new QueryFields();
        Guid? followed = saga is null or "" ? null : fields.Id("saga", saga);
        if (fields.AreWrong)
            return fields.Problem;
        http.Response.Headers.Append("X-Accel-Buffering", "no"); // a proxy that collects answers would make it anything but live
        return TypedResults.ServerSentEvents(Events(desk, sampler, queries, time, json.Value.SerializerOptions, followed, cancellation));
    }

    static async IAsyncEnumerable<SseItem<string>> Events(
        OverviewDesk desk, OverviewSampler sampler, ISagaQueries queries, TimeProvider time, JsonSerializerOptions json, Guid? followed,
        [EnumeratorCancellation] CancellationToken cancellation)
    {
        using var watching = sampler.Watch();
        var (counts, version, saidAt, next) = ("", -1, time.GetUtcNow(), Task.CompletedTask);
        while (!cancellation.IsCancellationRequested)
        {
            if (next.IsCompleted) // else only the followed saga is looked at: the overview asks every health check
            {
                next = sampler.Next(); // before the look: what comes meanwhile is not missed
                var overview = await desk.Look(false, cancellation);
                if (JsonSerializer.Serialize(overview with { At = default }, json) is var now && now != counts)
                {
                    (counts, saidAt) = (now, time.GetUtcNow());
                    yield return new SseItem<string>(JsonSerializer.Serialize(overview, json), "counts");
                }
            }
            if (followed is { } id && await queries.Find(id, cancellation) is { Summary: var x } && x.Version != version)
            {
                (version, saidAt) = (x.Version, time.GetUtcNow());
                yield return new SseItem<string>(JsonSerializer.Serialize(new SagaMoved(x.Id, x.Type, x.State, x.Version, x.ChangedAt, x.EndedAt), json), "saga");
            }
            if (time.GetUtcNow() - saidAt >= QuietMax)
            {
                saidAt = time.GetUtcNow();
                yield return new SseItem<string>("{}", "ping");
            }
            await (followed == null ? next.WaitAsync(cancellation) : next.WaitAsync(SagaEvery, time, cancellation)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
