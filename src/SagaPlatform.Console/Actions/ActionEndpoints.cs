using System.ComponentModel;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using SagaPlatform.Contracts;
using SagaPlatform.Core.Operations.Actions;
using SagaPlatform.OperatorConsole.Access;
using SagaPlatform.OperatorConsole.Web;

namespace SagaPlatform.OperatorConsole.Actions;

/// <summary>What shall be done to one saga.</summary>
/// <param name="Reason">Why; 1 to 512 characters.</param>
/// <param name="Version">The version that was looked at: 409 when it moved.</param>
/// <param name="Step">Of retry and resolve: which step.</param>
/// <param name="Item">Which item of the step.</param>
/// <param name="Ruling">Of resolve: what a person found out.</param>
/// <param name="Event">Of send: the event, as the saga's <c>events</c> name it.</param>
/// <param name="Message">Of send: the message.</param>
public sealed record SagaActRequest(string? Reason, int? Version, string? Step, string? Item, Ruling? Ruling, string? Event, JsonElement? Message);

/// <summary>What an operator may do to one saga.</summary>
static class ActionEndpoints
{
    public static void MapActions(this IEndpointRouteBuilder api)
    {
        var saga = api.MapGroup("/sagas/{id}").WithTags("Actions").RequireAuthorization(AccessPolicies.Act);
        Map(saga, SagaVerb.Cancel, "Gives back everything that was asked so far. Refused past the point of no return.");
        Map(saga, SagaVerb.Retry, "Asks again what is waited for, with a fresh limit.");
        Map(saga, SagaVerb.Hold, "Keeps the saga's messages, unread, until it is released.");
        Map(saga, SagaVerb.Release, "Lets the kept messages go.");
        Map(saga, SagaVerb.Resolve, "Takes a person's word for what became of a step.");
        Map(saga, SagaVerb.Send, "Sends the saga an event that its machine hears.");
    }

    static void Map(RouteGroupBuilder saga, SagaVerb verb, string summary) => saga
        .MapPost($"/{SagaAct.WordOf(verb)}", (HttpContext http, SagaActions actions, CancellationToken cancellation,
                [Description("The saga's id.")] string id, [FromQuery, Description("true: nothing is done, and it is said what would be.")] string? preview = null) =>
            Act(http, actions, verb, id, preview, cancellation))
        .WithName($"{verb}Saga").WithSummary(summary)
        .Accepts<SagaActRequest>("application/json").Produces<ActionView>().ProducesValidationProblem()
        .ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict)
        .WithId("id").WithYesOrNo("preview");

    static async Task<IResult> Act(HttpContext http, SagaActions actions, SagaVerb verb, string id, string? preview, CancellationToken cancellation)
    {
        var (request, problem) = await JsonBody.Read<SagaActRequest>(http);
        if (request == null)
            return problem!;
        var fields = new QueryFields();
        var sagaId = fields.Id("id", id);
        var looks = fields.YesOrNo("preview", preview) == true;
        if (request.Version is not > 0)
            fields.Refuse("version", "version must be the version of the saga that was looked at.");
        if (fields.AreWrong)
            return fields.Problem;

        var act = new SagaAct(verb, sagaId, request.Version, request.Reason ?? "")
        {
            Step = request.Step, Item = request.Item, Ruling = request.Ruling, Event = request.Event, Message = request.Message,
        };
        return ActionAnswer.Of(looks ? await actions.Preview(act, http.Actor(), cancellation) : await actions.Do(act, http.Actor(), cancellation));
    }
}
