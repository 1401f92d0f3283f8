using System.ComponentModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using SagaPlatform.OperatorConsole.Web;
using SagaPlatform.Core.Operations;
using SagaPlatform.Core.Sagas;

namespace SagaPlatform.OperatorConsole.Sagas;

/// <summary>What an operator may ask about sagas.</summary>
static class SagaEndpoints
{
    const int SagasMax = 200;
    const int SagasDefault = 50;
    const int EntriesMax = 500;
    const int EntriesDefault = 100;
    const int CountMax = 10_000;
    const int CursorCharactersMax = 1_024;

    public static void MapSagas(this IEndpointRouteBuilder app)
    {
        var sagas = app.MapGroup("/sagas").WithTags("Sagas");

        sagas.MapGet("", List).WithName("ListSagas")
            .WithSummary("Lists sagas of all types, latest started first.")
            .WithDescription("Pages are by key: a saga that starts or moves meanwhile makes no other appear twice or be left out.")
            .ProducesProblem(StatusCodes.Status500InternalServerError)
            .WithNumber("limit", 1, SagasMax, SagasDefault).WithYesOrNo("needsAttention").WithYesOrNo("inTrouble");

        sagas.MapGet("/count", Count).WithName("CountSagas")
            .WithSummary("Says how many sagas a filter finds; takes the fields of the list.")
            .WithQuery(SagaQuery.Fields);

        sagas.MapGet("/export", Export).WithName("ExportSagas")
            .WithSummary("Writes the sagas that a filter finds as a file of at most 100,000; takes the fields of the list.")
            .Produces<string>(contentType: "text/csv").WithQuery(SagaQuery.Fields);

        sagas.MapGet("/{id}", Find).WithName("GetSaga")
            .WithSummary("Shows one saga: its ledger, its pending timeouts, and in words what it waits for.")
            .Produces<SagaView>().ProducesValidationProblem()
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status500InternalServerError)
            .WithId("id");

        sagas.MapGet("/{id}/graph", Graph).WithName("GetSagaGraph")
            .WithSummary("Shows a saga's machine with its state, the way it took and what may come next.")
            .Produces<GraphView>().ProducesValidationProblem().ProducesProblem(StatusCodes.Status404NotFound)
            .WithId("id");

        sagas.MapGet("/{id}/history", History).WithName("GetSagaHistory")
            .WithSummary("Shows what happened to a saga, oldest first: one entry per message.")
            .Produces<HistoryPage>().ProducesValidationProblem()
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status500InternalServerError)
            .WithId("id").WithNumber("limit", 1, EntriesMax, EntriesDefault);
    }

    static async Task<Results<Ok<SagaPage>, ValidationProblem>> List(
        HttpContext context, ISagaQueries queries, SagaQuery query, CancellationToken cancellation,
        [FromQuery, Description("A saga type, as GET /api/machines names it. Empty: all.")] string? type = null,
        [FromQuery, Description("The name of a state. Empty: any.")] string? state = null,
        [FromQuery, Description("The exact business key. Empty: any.")] string? key = null,
        [FromQuery, Description("true: only those with an open question to a person. Empty: all.")] string? needsAttention = null,
        [FromQuery, Description("true: only those with a question, an overdue timeout or a failed message. Empty: all.")] string? inTrouble = null,
        [FromQuery, Description("Only those started so long ago. Empty: any age.")] string? olderThanSeconds = null,
        [FromQuery, Description("Only those started since. Empty: any age.")] string? youngerThanSeconds = null,
        [FromQuery, Description("newest or oldest started first. Empty: newest.")] string? sort = null,
        [FromQuery, Description("Sagas per page.")] string? limit = null,
        [FromQuery, Description("The next of the page before. Empty: the first page.")] string? cursor = null)
    {
        var fields = new QueryFields();
        var filter = query.Read(fields, context.Request.Query);
        var rows = fields.Number("limit", limit, 1, SagasMax, SagasDefault);
        var after = fields.Text("cursor", cursor, CursorCharactersMax);
        if (fields.AreWrong)
            return fields.Problem;

        if (await Page(fields, () => queries.List(filter, after, rows, cancellation)) is not { } page)
            return fields.Problem;
        context.LinkNext(page.Next);
        return TypedResults.Ok(new SagaPage([.. page.Items.Select(x => new SagaItem(x, context.Request.PathBase))], page.Next));
    }

    static async Task<Results<Ok<SagaTally>, ValidationProblem>> Count(HttpContext context, ISagaQueries queries, SagaQuery query, CancellationToken cancellation)
    {
        var fields = new QueryFields();
        var filter = query.Read(fields, context.Request.Query);
        if (fields.AreWrong)
            return fields.Problem;
        var count = await queries.Count(filter, CountMax + 1, cancellation);
        return TypedResults.Ok(new SagaTally(Math.Min(count, CountMax), count > CountMax));
    }

    static Results<PushStreamHttpResult, ValidationProblem> Export(
        HttpContext context, ISagaQueries queries, SagaQuery query, TimeProvider time, CancellationToken cancellation,
        [FromQuery, Description("csv or json.")] string? format = null)
    {
        var fields = new QueryFields();
        var filter = query.Read(fields, context.Request.Query);
        if (format is not ("csv" or "json"))
            fields.Refuse("format", "format must be csv or json.");
        if (fields.AreWrong)
            return fields.Problem;
        var name = $"sagas-{time.GetUtcNow():yyyyMMdd-HHmmss}";
        return format == "csv"
            ? SagaExport.Csv(queries, filter, name, cancellation)
            : SagaExport.Json(queries, filter, name, context.Request.PathBase, cancellation);
    }

    static async Task<IResult> Find(
        HttpContext context, SagaDesk desk, CancellationToken cancellation, [Description("The saga's id.")] string id)
    {
        var fields = new QueryFields();
        var sagaId = fields.Id("id", id);
        if (fields.AreWrong)
            return fields.Problem;
        return await desk.Look(sagaId, context.Request.PathBase, cancellation) is { } saga ? TypedResults.Ok(saga) : NoSaga(sagaId);
    }

    static async Task<IResult> Graph(SagaDesk desk, CancellationToken cancellation, [Description("The saga's id.")] string id)
    {
        var fields = new QueryFields();
        var sagaId = fields.Id("id", id);
        if (fields.AreWrong)
            return fields.Problem;
        return await desk.Graph(sagaId, cancellation) is { } graph ? TypedResults.Ok(graph) : NoSaga(sagaId);
    }

    static async Task<IResult> History(
        HttpContext context, ISagaQueries queries, CancellationToken cancellation,
        [Description("The saga's id.")] string id,
        [FromQuery, Description("Entries per page.")] string? limit = null,
        [FromQuery, Description("The next of the page before. Empty: the first page.")] string? cursor = null)
    {
        var fields = new QueryFields();
        var sagaId = fields.Id("id", id);
        var rows = fields.Number("limit", limit, 1, EntriesMax, EntriesDefault);
        var after = fields.Text("cursor", cursor, CursorCharactersMax);
        if (fields.AreWrong)
            return fields.Problem;

        if (await Page(fields, () => queries.History(sagaId, after, rows, cancellation)) is not { } page)
            return fields.Problem;
        // A message that named no saga leaves a history without one.
        var saga = await queries.Find(sagaId, cancellation);
        if (page.Items.Count == 0 && saga == null)
            return NoSaga(sagaId);
        context.LinkNext(page.Next);
        return TypedResults.Ok(new HistoryPage([.. HistoryView.Of(page.Items, new SagaAskings(saga?.Row as ProcessState))], page.Next));
    }

    static async Task<Page<T>?> Page<T>(QueryFields fields, Func<Task<Page<T>>> read)
    {
        try
        {
            return await read();
        }
        catch (FormatException)
        {
            fields.Refuse("cursor", "cursor must be the next of a page, unchanged.");
            return null;
        }
    }

    static ProblemHttpResult NoSaga(Guid id) =>
        TypedResults.Problem($"There is no saga {id:D}.", statusCode: StatusCodes.Status404NotFound);
}
