using System.ComponentModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using SagaPlatform.Core.Operations;
using SagaPlatform.Core.Operations.Actions;
using SagaPlatform.Core.Timeouts;
using SagaPlatform.OperatorConsole.Access;
using SagaPlatform.OperatorConsole.Actions;
using SagaPlatform.OperatorConsole.Web;

namespace SagaPlatform.OperatorConsole.Timeouts;

/// <summary>A page of pending timeouts, earliest first.</summary>
/// <param name="Items">The timeouts.</param>
/// <param name="Next">Pass it as <c>cursor</c> for the next page; null when this is the last.</param>
public sealed record TimeoutPage(IReadOnlyList<TimeoutItem> Items, string? Next);

/// <summary>A timeout that has not rung.</summary>
/// <param name="Token">Which.</param>
/// <param name="Name">What rings.</param>
/// <param name="SagaType">The type of the saga that set it.</param>
/// <param name="SagaId">The saga that set it.</param>
/// <param name="Due">When it rings, in UTC.</param>
/// <param name="OverdueSeconds">How long ago it should have rung; null when that is still to come.</param>
/// <param name="SagaHref">Where to read about the saga.</param>
public sealed record TimeoutItem(Guid Token, string Name, string SagaType, Guid SagaId, DateTimeOffset Due, double? OverdueSeconds, string SagaHref);

/// <summary>What shall become of a timeout.</summary>
/// <param name="Reason">Why; 1 to 512 characters.</param>
/// <param name="Version">The version of its saga that was looked at: 409 when it moved.</param>
/// <param name="Due">Of postpone: when it shall ring.</param>
public sealed record TimeoutActRequest(string? Reason, int? Version, DateTimeOffset? Due);

/// <summary>What an operator may ask about timeouts, and do to them.</summary>
static class TimeoutEndpoints
{
    const int TimeoutsMax = 200;
    const int TimeoutsDefault = 50;

    public static void MapTimeouts(this IEndpointRouteBuilder api)
    {
        var timeouts = api.MapGroup("/timeouts").WithTags("Timeouts");
        timeouts.MapGet("", List).WithName("ListTimeouts").WithSummary("Lists pending timeouts, earliest first.")
            .Produces<TimeoutPage>().ProducesValidationProblem().WithNumber("limit", 1, TimeoutsMax, TimeoutsDefault).WithYesOrNo("overdue");
        Map(timeouts, "ring", SagaVerb.RingTimeout, "Rings a timeout now.");
        Map(timeouts, "postpone", SagaVerb.PostponeTimeout, "Rings a timeout at another moment.");
        Map(timeouts, "cancel", SagaVerb.CancelTimeout, "Cancels a timeout: its saga waits without it.");
    }

    static void Map(RouteGroupBuilder timeouts, string word, SagaVerb verb, string summary) => timeouts
        .MapPost($"/{{token}}/{word}", (HttpContext http, SagaActions actions, ITimeoutStore store, CancellationToken cancellation,
                [Description("The timeout's token.")] string token, [FromQuery, Description("true: nothing is done, and it is said what would be.")] string? preview = null) =>
            Act(http, actions, store, verb, token, preview, cancellation))
        .WithName(verb.ToString()).WithSummary(summary).RequireAuthorization(AccessPolicies.Act)
        .Accepts<TimeoutActRequest>("application/json").Produces<ActionView>().ProducesValidationProblem()
        .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict).WithId("token").WithYesOrNo("preview");

    static async Task<IResult> List(
        HttpContext http, ITimeoutStore store, SagaCatalogue catalogue, TimeProvider time, CancellationToken cancellation,
        [FromQuery, Description("Set by sagas of this type. Empty: any.")] string? type = null,
        [FromQuery, Description("true: only those that should have rung. Empty: all.")] string? overdue = null,
        [FromQuery, Description("Timeouts per page.")] string? limit = null,
        [FromQuery, Description("The next of the page before. Empty: the first page.")] string? cursor = null)
    {
        var fields = new QueryFields();
        var sagaType = fields.Text("type", type, 64);
        if (sagaType != null && catalogue.Find(sagaType) == null)
            fields.Refuse("type", $"There is no saga type of that name. Known: {string.Join(", ", catalogue.All.Select(x => x.Name))}.");
        var late = fields.YesOrNo("overdue", overdue) == true;
        var rows = fields.Number("limit", limit, 1, TimeoutsMax, TimeoutsDefault);
        var after = fields.Text("cursor", cursor, 1_024);
        var page = fields.AreWrong ? null : await Pages.Read(fields, () =>
            store.List(new TimeoutFilter(sagaType, late ? TroubleLimits.OverdueBy : null), after, rows, cancellation));
        if (page == null)
            return fields.Problem;
        http.LinkNext(page.Next);
        var now = time.GetUtcNow();
        return TypedResults.Ok(new TimeoutPage([.. page.Items.Select(x => new TimeoutItem(x.Token, x.Name, x.SagaType, x.SagaId, x.Due,
            x.Due < now ? Math.Round((now - x.Due).TotalSeconds, 1) : null, $"{http.Request.PathBase}{ConsolePath.Api}/sagas/{x.SagaId:D}"))], page.Next));
    }

    static async Task<IResult> Act(
        HttpContext http, SagaActions actions, ITimeoutStore store, SagaVerb verb, string token, string? preview, CancellationToken cancellation)
    {
        var (request, problem) = await JsonBody.Read<TimeoutActRequest>(http);
        if (request == null)
            return problem!;
        var fields = new QueryFields();
        var id = fields.Id("token", token);
        var looks = fields.YesOrNo("preview", preview) == true;
        if (request.Version is not > 0)
            fields.Refuse("version", "version must be the version of the saga that was looked at.");
        if (fields.AreWrong)
            return fields.Problem;
        if (await store.FindTimeout(id, cancellation) is not { } timeout)
            return ActionAnswer.Of(new SagaPlatform.Core.Operations.Actions.ActionResult(ActionStatus.NotFound, $"There is no pending timeout {id:D}: it has rung, or was cancelled."));
        var act = new SagaAct(verb, timeout.SagaId, request.Version, request.Reason ?? "") { Token = id, Due = request.Due };
        return ActionAnswer.Of(looks ? await actions.Preview(act, http.Actor(), cancellation) : await actions.Do(act, http.Actor(), cancellation));
    }
}
