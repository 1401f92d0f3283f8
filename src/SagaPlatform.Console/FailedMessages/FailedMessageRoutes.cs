using System.ComponentModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using SagaPlatform.Core.Operations.FailedMessages;
using SagaPlatform.Core.Operations.Runs;
using SagaPlatform.OperatorConsole.Access;
using SagaPlatform.OperatorConsole.Actions;
using SagaPlatform.OperatorConsole.Runs;
using SagaPlatform.OperatorConsole.Web;

namespace SagaPlatform.OperatorConsole.FailedMessages;

/// <summary>What an operator may ask about failed messages, and do to them.</summary>
static class FailedMessageRoutes
{
    const int MessagesDefault = 50;

    public static void MapFailedMessages(this IEndpointRouteBuilder api)
    {
        var messages = api.MapGroup("/failed-messages").WithTags("Failed messages");
        messages.MapGet("", List).WithName("ListFailedMessages").WithSummary("Lists messages that failed, latest first.")
            .Produces<FailedMessagePage>().ProducesValidationProblem().WithNumber("limit", 1, FailedMessageQueries.MessagesMax, MessagesDefault);
        messages.MapGet("/groups", Groups).WithName("ListFailedMessageGroups").WithSummary("Groups messages that failed by queue, type, exception and first frame.")
            .Produces<FailedGroupList>().ProducesValidationProblem();
        messages.MapGet("/{id}", Find).WithName("GetFailedMessage").WithSummary("Shows one message that failed, with its body masked.")
            .Produces<FailedMessageView>().ProducesValidationProblem().ProducesProblem(StatusCodes.Status404NotFound).WithId("id");

        var acts = messages.MapGroup("").RequireAuthorization(AccessPolicies.Act);
        One(acts, "retry", "RetryFailedMessage", "Sends a message to its queue again, once.", (a, id, x, http, preview, c) => a.Retry(id, x.Version, x.Reason ?? "", http.Actor(), preview, c));
        One(acts, "discard", "DiscardFailedMessage", "Drops a message for good; its row stays.", (a, id, x, http, preview, c) => a.Discard(id, x.Version, x.Reason ?? "", http.Actor(), preview, c));
        Many(acts, "retry", "RetryFailedMessages", FailedMessageActions.RetryWord, "Sends several messages to their queues again: as a run that can be paused.");
        Many(acts, "discard", "DiscardFailedMessages", FailedMessageActions.DiscardWord, "Drops several messages for good: as a run that can be paused.");
    }

    static void One(RouteGroupBuilder acts, string word, string name, string summary,
        Func<FailedMessageActions, Guid, FailedMessageActRequest, HttpContext, bool, CancellationToken, Task<SagaPlatform.Core.Operations.Actions.ActionResult>> act) => acts
        .MapPost($"/{{id}}/{word}", async (HttpContext http, FailedMessageActions actions, CancellationToken cancellation,
            [Description("The failed message's id.")] string id, [FromQuery, Description("true: nothing is done, and it is said what would be.")] string? preview = null) =>
        {
            var (request, problem) = await JsonBody.Read<FailedMessageActRequest>(http);
            if (request == null)
                return problem!;
            var fields = new QueryFields();
            var messageId = fields.Id("id", id);
            var looks = fields.YesOrNo("preview", preview) == true;
            if (request.Version is not > 0)
                fields.Refuse("version", "version must be the version of the message that was looked at.");
            return fields.AreWrong ? fields.Problem : ActionAnswer.Of(await act(actions, messageId, request, http, looks, cancellation));
        })
        .WithName(name).WithSummary(summary).Accepts<FailedMessageActRequest>("application/json").Produces<ActionView>().ProducesValidationProblem()
        .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict).WithId("id").WithYesOrNo("preview");

    static void Many(RouteGroupBuilder acts, string word, string name, string verb, string summary) => acts
        .MapPost($"/{word}", async (HttpContext http, FailedMessageQueries queries, BulkRuns runs, CancellationToken cancellation,
            [FromQuery, Description("true: nothing is done, and it is counted.")] string? preview = null) =>
        {
            var (request, problem) = await JsonBody.Read<FailedMessagesActRequest>(http);
            if (request == null)
                return problem!;
            var fields = new QueryFields();
            if ((request.Ids == null) == (request.Group is null or ""))
                fields.Refuse("ids", "Name either ids or a group.");
            var looks = fields.YesOrNo("preview", preview) == true;
            RunRequests.Check(fields, request.Reason, request.Ids);
            if (fields.AreWrong)
                return fields.Problem;
            var ids = request.Ids ?? await queries.Ids(new FailedMessageFilter(Group: request.Group), BulkRun.TargetsMax, cancellation);
            return looks ? TypedResults.Ok(new RunPreview(ids.Count))
                : RunRequests.Begun(http, await runs.Begin(verb, ids, verb == FailedMessageActions.RetryWord && request.Ramp == true, request.Reason!, http.Actor(), cancellation));
        })
        .WithName(name).WithSummary(summary).Accepts<FailedMessagesActRequest>("application/json")
        .Produces<RunView>(StatusCodes.Status202Accepted).Produces<RunPreview>().ProducesValidationProblem().WithYesOrNo("preview");

    static async Task<IResult> List(
        HttpContext http, FailedMessageQueries queries, CancellationToken cancellation,
        [FromQuery, Description("Of one cause, as the groups name it. Empty: any.")] string? group = null,
        [FromQuery, Description("Failed on this queue. Empty: any.")] string? queue = null,
        [FromQuery, Description("The id of the saga they concern. Empty: any.")] string? saga = null,
        [FromQuery, Description("Waiting, Retried, Discarded or any. Empty: Waiting.")] string? status = null,
        [FromQuery, Description("Messages per page.")] string? limit = null,
        [FromQuery, Description("The next of the page before. Empty: the first page.")] string? cursor = null)
    {
        var fields = new QueryFields();
        var filter = new FailedMessageFilter(
            StatusOf(fields, status), fields.Text("group", group, 16), fields.Text("queue", queue, 256), saga is null or "" ? null : fields.Id("saga", saga));
        var rows = fields.Number("limit", limit, 1, FailedMessageQueries.MessagesMax, MessagesDefault);
        var after = fields.Text("cursor", cursor, 1_024);
        var page = fields.AreWrong ? null : await Pages.Read(fields, () => queries.List(filter, after, rows, cancellation));
        if (page == null)
            return fields.Problem;
        http.LinkNext(page.Next);
        return TypedResults.Ok(new FailedMessagePage([.. page.Items.Select(x => new FailedMessageItem(x, http.Request.PathBase))], page.Next));
    }

    static async Task<IResult> Groups(FailedMessageQueries queries, CancellationToken cancellation,
        [FromQuery, Description("Waiting, Retried or Discarded. Empty: Waiting.")] string? status = null)
    {
        var fields = new QueryFields();
        var wanted = StatusOf(fields, status);
        if (wanted == null)
            fields.Refuse("status", "status must be one of Waiting, Retried, Discarded.");
        return fields.AreWrong ? fields.Problem : TypedResults.Ok(new FailedGroupList([.. (await queries.Groups(wanted!.Value, cancellation)).Select(FailedGroupView.Of)]));
    }

    static async Task<IResult> Find(HttpContext http, FailedMessageQueries queries, CancellationToken cancellation, [Description("The failed message's id.")] string id)
    {
        var fields = new QueryFields();
        var messageId = fields.Id("id", id);
        if (fields.AreWrong)
            return fields.Problem;
        return await queries.Find(messageId, cancellation) is { } message
            ? TypedResults.Ok(new FailedMessageView(message, http.Request.PathBase))
            : TypedResults.Problem($"There is no failed message {messageId:D}.", statusCode: StatusCodes.Status404NotFound, title: "No such message");
    }

    static FailedMessageStatus? StatusOf(QueryFields fields, string? value)
    {
        if (value is null or "")
            return FailedMessageStatus.Waiting;
        if (Enum.TryParse<FailedMessageStatus>(value, ignoreCase: true, out var status) && !int.TryParse(value, out _))
            return status;
        if (!string.Equals(value, "any", StringComparison.OrdinalIgnoreCase))
            fields.Refuse("status", $"status must be one of {string.Join(", ", Enum.GetNames<FailedMessageStatus>())}, or any.");
        return null;
    }
}
