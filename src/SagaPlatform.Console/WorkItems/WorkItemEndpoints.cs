using System.ComponentModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using SagaPlatform.Core.Access;
using SagaPlatform.Core.Http;
using SagaPlatform.Core.Inbox;
using SagaPlatform.Core.Operations;
using SagaPlatform.Core.Operations.Audit;
using SagaPlatform.Core.WorkItems;
using SagaPlatform.OperatorConsole.Access;
using SagaPlatform.OperatorConsole.Web;

namespace SagaPlatform.OperatorConsole.WorkItems;

/// <summary>What people have to decide, and their decisions.</summary>
static class WorkItemEndpoints
{
    const int ItemsDefault = 50;
    const int CursorCharactersMax = 1_024;

    public static void MapWorkItems(this IEndpointRouteBuilder app)
    {
        var items = app.MapGroup("/work-items").WithTags("Work items");

        items.MapGet("", List).WithName("ListWorkItems")
            .WithSummary("Lists what people have to decide, oldest first.")
            .WithDescription("Pages are by key: an item that is opened or decided meanwhile makes no other appear twice or be left out.")
            .Produces<WorkItemPage>().ProducesValidationProblem()
            .WithNumber("limit", 1, WorkItemQueries.ItemsMax, ItemsDefault);

        items.MapGet("/{id}", Find).WithName("GetWorkItem")
            .WithSummary("Shows one work item: what is to be decided, by whom until when, and who decided what.")
            .Produces<WorkItemView>().ProducesValidationProblem().ProducesProblem(StatusCodes.Status404NotFound)
            .WithId("id");

        items.MapPost("/{id}/decision", Decide).WithName("DecideWorkItem").RequireAuthorization(AccessPolicies.Decide)
            .WithSummary("Takes one person's decision. The same decision of the same person again gets the same answer.")
            .WithDescription("409 says who decided what and when. Nobody decides twice, and whoever asked does not decide.")
            .Accepts<DecideWorkItem>("application/json")
            .Produces<WorkItemView>().ProducesValidationProblem()
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict)
            .WithId("id");
    }

    static async Task<IResult> List(
        HttpContext context, WorkItemQueries queries, CancellationToken cancellation,
        [FromQuery(Name = "for"), Description("The group that decides now. Empty: any.")] string? group = null,
        [FromQuery, Description("The kind of decision. Empty: any.")] string? kind = null,
        [FromQuery, Description("Open, Approved, Refused or Withdrawn; or any. Empty: open.")] string? status = null,
        [FromQuery, Description("Items per page.")] string? limit = null,
        [FromQuery, Description("The next of the page before. Empty: the first page.")] string? after = null)
    {
        var fields = new QueryFields();
        var filter = new WorkItemFilter(
            fields.Text("for", group, WorkItem.NameCharactersMax),
            fields.Text("kind", kind, WorkItem.NameCharactersMax),
            StatusOf(fields, status));
        var rows = fields.Number("limit", limit, 1, WorkItemQueries.ItemsMax, ItemsDefault);
        var place = fields.Text("after", after, CursorCharactersMax);
        if (fields.AreWrong || await Page(fields, () => queries.List(filter, place, rows, cancellation)) is not { } page)
            return fields.Problem;
        context.LinkNext(page.Next, "after");
        return TypedResults.Ok(new WorkItemPage([.. page.Items.Select(x => new WorkItemView(x, context.Request.PathBase))], page.Next));
    }

    static async Task<IResult> Find(
        HttpContext context, WorkItemQueries queries, CancellationToken cancellation, [Description("The item's id.")] string id)
    {
        var fields = new QueryFields();
        var itemId = fields.Id("id", id);
        if (fields.AreWrong)
            return fields.Problem;
        return await queries.Find(itemId, cancellation) is { } item
            ? TypedResults.Ok(new WorkItemView(item, context.Request.PathBase))
            : Unknown(itemId);
    }

    static async Task<IResult> Decide(
        HttpContext context, WorkItemDecisions decisions, WorkItemQueries items, AuditTrail audit, MessageValidation validation, CancellationToken cancellation,
        [Description("The item's id.")] string id)
    {
        var fields = new QueryFields();
        var itemId = fields.Id("id", id);
        if (fields.AreWrong)
            return fields.Problem;
        // Whoever came with a key of their own decides in their own name, whatever they write.
        var speaksForOthers = context.User.Via() == AccessVia.Loopback || context.User.KeyId() == ApiKeys.ConfiguredId;
        var (decision, problem) = await CommandRequest.Read<DecideWorkItem>(context, validation, x => speaksForOthers ? x : x with { DecidedBy = context.Actor().Name });
        if (decision == null)
            return problem!;

        var actor = context.Actor();
        if (await items.Find(itemId, cancellation) is { } looked)
            await audit.Before(actor, "decide-work-item", $"{looked.Kind} {itemId:D}", looked.SagaId, decision.Reason ?? "", $"{decision.Decision} by {decision.DecidedBy}", cancellation);
        return await decisions.Decide(itemId, decision, cancellation) switch
        {
            { Item: null } => Unknown(itemId),
            { Conflict: { } conflict } => TypedResults.Problem(conflict.Detail, statusCode: StatusCodes.Status409Conflict, title: conflict.Title),
            { Item: { } item } => TypedResults.Ok(new WorkItemView(item, context.Request.PathBase)),
        };
    }

    static WorkItemStatus? StatusOf(QueryFields fields, string? value)
    {
        if (value is null or "")
            return WorkItemStatus.Open;
        if (string.Equals(value, "any", StringComparison.OrdinalIgnoreCase))
            return null;
        if (Array.Find(Enum.GetNames<WorkItemStatus>(), x => string.Equals(x, value, StringComparison.OrdinalIgnoreCase)) is { } name)
            return Enum.Parse<WorkItemStatus>(name);
        fields.Refuse("status", $"status must be one of {string.Join(", ", Enum.GetNames<WorkItemStatus>())}, or any.");
        return null;
    }

    static async Task<Page<WorkItem>?> Page(QueryFields fields, Func<Task<Page<WorkItem>>> read)
    {
        try
        {
            return await read();
        }
        catch (FormatException)
        {
            fields.Refuse("after", "after must be the next of a page, unchanged.");
            return null;
        }
    }

    static IResult Unknown(Guid id) =>
        TypedResults.Problem($"There is no work item {id:D}.", statusCode: StatusCodes.Status404NotFound, title: "No such work item");
}
