using System.ComponentModel;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using SagaPlatform.Core.Operations;
using SagaPlatform.Core.Operations.Actions;
using SagaPlatform.Core.Operations.Runs;
using SagaPlatform.OperatorConsole.Access;
using SagaPlatform.OperatorConsole.Actions;
using SagaPlatform.OperatorConsole.Sagas;
using SagaPlatform.OperatorConsole.Web;

namespace SagaPlatform.OperatorConsole.Runs;

/// <summary>How many things a run would be about.</summary>
/// <param name="Count">So many; a run has at most 10,000.</param>
public sealed record RunPreview(long Count);

/// <summary>The latest runs, latest first, without their items.</summary>
/// <param name="Items">At most 100.</param>
public sealed record RunList(IReadOnlyList<RunView> Items);

/// <summary>One action on many things.</summary>
/// <param name="Id">The run.</param>
/// <param name="Verb">What is done.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Sentence">How it goes, in words.</param>
/// <param name="Reason">Why.</param>
/// <param name="Actor">Who.</param>
/// <param name="Ramped">Whether it began with few.</param>
/// <param name="Total">How many things.</param>
/// <param name="Tried">How many of them were tried.</param>
/// <param name="Failed">How many of those were not done.</param>
/// <param name="StartedAt">When it began, in UTC.</param>
/// <param name="EndedAt">When it ended, in UTC; null while it has not.</param>
/// <param name="Items">What came of each, in order; null in a list.</param>
/// <param name="Href">Where to read it again.</param>
public sealed record RunView(
    Guid Id, string Verb, BulkRunState State, string Sentence, string Reason, string Actor, bool Ramped, int Total, int Tried, int Failed,
    DateTimeOffset StartedAt, DateTimeOffset? EndedAt, IReadOnlyList<BulkResult>? Items, string Href)
{
    internal static RunView Of(BulkRun x, string pathBase, bool withItems) => new(
        x.Id, x.Verb, x.State, x.Sentence, x.Reason, x.Actor, x.Ramped, x.Targets.Count, x.Results.Count, x.Results.Count(r => !r.Ok),
        x.StartedAt, x.EndedAt, withItems ? x.Results : null, $"{pathBase}{ConsolePath.Api}/runs/{x.Id:D}");
}

/// <summary>What shall be done to several sagas.</summary>
/// <param name="Verb">Cancel, Retry, Hold or Release.</param>
/// <param name="Reason">Why; 1 to 512 characters.</param>
/// <param name="Ids">Which; or <paramref name="Filter"/>.</param>
/// <param name="Filter">Those that a list with these fields finds.</param>
public sealed record SagasActRequest(SagaVerb? Verb, string? Reason, IReadOnlyList<Guid>? Ids, SagaFilterRequest? Filter);

/// <summary>The fields of the list of sagas, as a body.</summary>
public sealed record SagaFilterRequest(
    string? Type, string? State, string? Key, bool? NeedsAttention, bool? InTrouble, int? OlderThanSeconds, int? YoungerThanSeconds)
{
    internal string? Field(string name) => name switch
    {
        "type" => Type,
        "state" => State,
        "key" => Key,
        "needsAttention" => NeedsAttention?.ToString(),
        "inTrouble" => InTrouble?.ToString(),
        "olderThanSeconds" => OlderThanSeconds?.ToString(CultureInfo.InvariantCulture),
        "youngerThanSeconds" => YoungerThanSeconds?.ToString(CultureInfo.InvariantCulture),
        _ => null,
    };
}

/// <summary>What requests for runs have in common.</summary>
static class RunRequests
{
    public static void Check(QueryFields fields, string? reason, IReadOnlyList<Guid>? ids)
    {
        if (string.IsNullOrWhiteSpace(reason) || reason.Length > SagaAct.ReasonCharactersMax)
            fields.Refuse("reason", $"reason must say why, in 1 to {SagaAct.ReasonCharactersMax} characters.");
        if (ids?.Count > BulkRun.TargetsMax)
            fields.Refuse("ids", $"At most {BulkRun.TargetsMax} ids in one run.");
    }

    public static IResult Begun(HttpContext http, BulkRun run)
    {
        var view = RunView.Of(run, http.Request.PathBase, withItems: false);
        return TypedResults.Accepted(view.Href, view);
    }
}

/// <summary>Actions on many things at once: counted first, then a run that can be watched, paused and stopped.</summary>
static class RunEndpoints
{
    const int RunsMax = 100;
    const int PageRows = 200;

    public static void MapRuns(this IEndpointRouteBuilder api)
    {
        api.MapPost("/sagas/bulk", Begin).WithTags("Actions").WithName("ActOnSagas").RequireAuthorization(AccessPolicies.Act)
            .WithSummary("Cancels, retries, holds or releases several sagas: as a run that can be paused.")
            .Accepts<SagasActRequest>("application/json").Produces<RunView>(StatusCodes.Status202Accepted).Produces<RunPreview>().ProducesValidationProblem()
            .WithYesOrNo("preview");

        var runs = api.MapGroup("/runs").WithTags("Runs");
        runs.MapGet("", List).WithName("ListRuns").WithSummary("Lists the latest runs, without their items.").Produces<RunList>();
        runs.MapGet("/{id}", Find).WithName("GetRun").WithSummary("Shows a run, and what came of each thing.")
            .Produces<RunView>().ProducesValidationProblem().ProducesProblem(StatusCodes.Status404NotFound).WithId("id");
        Steer(runs, "pause", BulkRunState.Paused, "Pauses a run; what is under way is done.");
        Steer(runs, "resume", BulkRunState.Running, "Lets a paused run go on, within 30 s.");
        Steer(runs, "stop", BulkRunState.Stopped, "Ends a run where it is.");
    }

    static void Steer(RouteGroupBuilder runs, string word, BulkRunState to, string summary) => runs
        .MapPost($"/{{id}}/{word}", async (HttpContext http, BulkRuns all, CancellationToken cancellation, [Description("The run's id.")] string id) =>
        {
            var fields = new QueryFields();
            var runId = fields.Id("id", id);
            if (fields.AreWrong)
                return fields.Problem;
            var (request, problem) = await JsonBody.Reason(http);
            return request == null ? problem! : ActionAnswer.Of(await all.Steer(runId, to, request.Reason!, http.Actor(), cancellation));
        })
        .WithName($"{char.ToUpperInvariant(word[0])}{word[1..]}Run").WithSummary(summary).RequireAuthorization(AccessPolicies.Act)
        .Accepts<ReasonRequest>("application/json").Produces<ActionView>().ProducesValidationProblem()
        .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict).WithId("id");

    static async Task<IResult> Begin(HttpContext http, ISagaQueries queries, SagaQuery query, BulkRuns runs, CancellationToken cancellation,
        [FromQuery, Description("true: nothing is done, and it is counted.")] string? preview = null)
    {
        var (request, problem) = await JsonBody.Read<SagasActRequest>(http);
        if (request == null)
            return problem!;
        var fields = new QueryFields();
        if (request.Verb is not { } verb || !BulkRuns.SagaVerbs.Contains(verb))
            fields.Refuse("verb", $"verb must be one of {string.Join(", ", BulkRuns.SagaVerbs)}.");
        if ((request.Ids == null) == (request.Filter == null))
            fields.Refuse("ids", "Name either ids or a filter.");
        var looks = fields.YesOrNo("preview", preview) == true;
        RunRequests.Check(fields, request.Reason, request.Ids);
        var filter = query.Read(fields, x => request.Filter?.Field(x));
        if (fields.AreWrong)
            return fields.Problem;
        if (looks)
            return TypedResults.Ok(new RunPreview(request.Ids?.Count ?? await queries.Count(filter, BulkRun.TargetsMax, cancellation)));
        var ids = request.Ids ?? await Found(queries, filter, cancellation);
        return RunRequests.Begun(http, await runs.Begin(SagaAct.WordOf(request.Verb!.Value), ids, false, request.Reason!, http.Actor(), cancellation));
    }

    static async Task<List<Guid>> Found(ISagaQueries queries, SagaFilter filter, CancellationToken cancellation)
    {
        List<Guid> ids = [];
        string? cursor = null;
        do
        {
            var page = await queries.List(filter, cursor, PageRows, cancellation);
            ids.AddRange(page.Items.Select(x => x.Id));
            cursor = page.Next;
        }
        while (cursor != null && ids.Count < BulkRun.TargetsMax);
        return ids;
    }

    static async Task<IResult> List(HttpContext http, BulkRuns runs, CancellationToken cancellation) =>
        TypedResults.Ok(new RunList([.. (await runs.Latest(RunsMax, cancellation)).Select(x => RunView.Of(x, http.Request.PathBase, withItems: false))]));

    static async Task<IResult> Find(HttpContext http, BulkRuns runs, CancellationToken cancellation, [Description("The run's id.")] string id)
    {
        var fields = new QueryFields();
        var runId = fields.Id("id", id);
        if (fields.AreWrong)
            return fields.Problem;
        return await runs.Find(runId, cancellation) is { } run
            ? TypedResults.Ok(RunView.Of(run, http.Request.PathBase, withItems: true))
            : TypedResults.Problem($"There is no run {runId:D}.", statusCode: StatusCodes.Status404NotFound, title: "No such run");
    }
}
