using System.ComponentModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using SagaPlatform.OperatorConsole.Machines;
using SagaPlatform.OperatorConsole.Web;
using SagaPlatform.Core.Operations;
using SagaPlatform.Core.Sagas;
using SagaPlatform.Core.Timeouts;

namespace SagaPlatform.OperatorConsole.Sagas;

/// <summary>What an operator may ask about sagas.</summary>
static class SagaEndpoints
{
    const int SagasMax = 200;
    const int SagasDefault = 50;
    const int EntriesMax = 500;
    const int EntriesDefault = 100;
    const int TextCharactersMax = 256;
    const int CursorCharactersMax = 1_024;

    public static void MapSagas(this IEndpointRouteBuilder app)
    {
        var sagas = app.MapGroup("/sagas").WithTags("Sagas");

        sagas.MapGet("", List).WithName("ListSagas")
            .WithSummary("Lists sagas of all types, latest started first.")
            .WithDescription("Pages are by key: a saga that starts or moves meanwhile makes no other appear twice or be left out.")
            .ProducesProblem(StatusCodes.Status500InternalServerError)
            .WithNumber("limit", 1, SagasMax, SagasDefault).WithYesOrNo("needsAttention");

        sagas.MapGet("/{id}", Find).WithName("GetSaga")
            .WithSummary("Shows one saga: its ledger, its pending timeouts, and in words what it waits for.")
            .Produces<SagaView>().ProducesValidationProblem()
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status500InternalServerError)
            .WithId("id");

        sagas.MapGet("/{id}/history", History).WithName("GetSagaHistory")
            .WithSummary("Shows what happened to a saga, oldest first: one entry per message.")
            .Produces<HistoryPage>().ProducesValidationProblem()
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status500InternalServerError)
            .WithId("id").WithNumber("limit", 1, EntriesMax, EntriesDefault);
    }

    static async Task<Results<Ok<SagaPage>, ValidationProblem>> List(
        HttpContext context, ISagaQueries queries, SagaCatalogue catalogue, CancellationToken cancellation,
        [FromQuery, Description("A saga type, as GET /api/machines names it. Empty: all.")] string? type = null,
        [FromQuery, Description("The name of a state. Empty: any.")] string? state = null,
        [FromQuery, Description("The exact business key. Empty: any.")] string? key = null,
        [FromQuery, Description("true: only those with an open question to a person. Empty: all.")] string? needsAttention = null,
        [FromQuery, Description("Sagas per page.")] string? limit = null,
        [FromQuery, Description("The next of the page before. Empty: the first page.")] string? cursor = null)
    {
        var fields = new QueryFields();
        var filter = new SagaFilter(
            KnownType(fields, catalogue, type),
            fields.Text("state", state, TextCharactersMax),
            fields.Text("key", key, TextCharactersMax),
            fields.YesOrNo("needsAttention", needsAttention));
        var rows = fields.Number("limit", limit, 1, SagasMax, SagasDefault);
        var after = fields.Text("cursor", cursor, CursorCharactersMax);
        if (fields.AreWrong)
            return fields.Problem;

        if (await Page(fields, () => queries.List(filter, after, rows, cancellation)) is not { } page)
            return fields.Problem;
        context.LinkNext(page.Next);
        return TypedResults.Ok(new SagaPage([.. page.Items.Select(x => new SagaItem(x, context.Request.PathBase))], page.Next));
    }

    static async Task<IResult> Find(
        HttpContext context, ISagaQueries queries, ITimeoutStore timeouts, MachineCatalogue machines, TimeProvider time,
        CancellationToken cancellation, [Description("The saga's id.")] string id)
    {
        var fields = new QueryFields();
        var sagaId = fields.Id("id", id);
        if (fields.AreWrong)
            return fields.Problem;
        if (await queries.Find(sagaId, cancellation) is not { } found)
            return NoSaga(sagaId);

        var saga = (ProcessState)found.Row; // AddSaga takes no other
        var process = machines.Find(found.Summary.Type)!.Definition;
        return TypedResults.Ok(new SagaView(found.Summary, context.Request.PathBase)
        {
            WaitingFor = new WaitingFor(process, time.GetUtcNow()).Sentence(saga),
            Stage = saga.Ledger.At,
            Reason = saga.Ledger.Reason,
            Ledger = [.. saga.Ledger.Lines.Select(LedgerLineView.Of)],
            Timeouts = [.. (await timeouts.Of(sagaId, cancellation)).Select(TimeoutView.Of)],
            Row = MaskedRow.Of(saga),
        });
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
        if (page.Items.Count == 0 && await queries.Find(sagaId, cancellation) == null)
            return NoSaga(sagaId);
        context.LinkNext(page.Next);
        return TypedResults.Ok(new HistoryPage(page.Items, page.Next));
    }

    static string? KnownType(QueryFields fields, SagaCatalogue catalogue, string? value)
    {
        var type = fields.Text("type", value, TextCharactersMax);
        if (type != null && catalogue.Find(type) == null)
            fields.Refuse("type", $"There is no saga type of that name. Known: {string.Join(", ", catalogue.All.Select(x => x.Name))}.");
        return type;
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
