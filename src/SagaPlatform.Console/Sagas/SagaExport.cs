using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using SagaPlatform.Core.Operations;

namespace SagaPlatform.OperatorConsole.Sagas;

/// <summary>Writes a list of sagas as a file, page by page: it is as long as it is, and nobody holds it whole.</summary>
static class SagaExport
{
    /// <summary>Sagas of one file; with more of them, a narrower filter is meant.</summary>
    const int SagasMax = 100_000;

    const int PageRows = 200;

    static readonly string[] Columns = ["type", "id", "businessKey", "state", "version", "startedAt", "changedAt", "endedAt", "question"];

    public static PushStreamHttpResult Csv(ISagaQueries queries, SagaFilter filter, string name, CancellationToken cancellation) =>
        TypedResults.Stream(async stream =>
        {
            await using var file = new StreamWriter(stream, new UTF8Encoding(false));
            await file.WriteLineAsync(string.Join(',', Columns));
            await foreach (var x in All(queries, filter, cancellation))
                await file.WriteLineAsync(string.Join(',', new[]
                {
                    x.Type, x.Id.ToString("D"), x.BusinessKey, x.State, $"{x.Version}", $"{x.StartedAt:O}", $"{x.ChangedAt:O}", $"{x.EndedAt:O}", x.Question ?? "",
                }.Select(Cell)));
        }, "text/csv; charset=utf-8", $"{name}.csv");

    public static PushStreamHttpResult Json(ISagaQueries queries, SagaFilter filter, string name, string pathBase, CancellationToken cancellation) =>
        TypedResults.Stream(async stream =>
        {
            var items = All(queries, filter, cancellation);
            await JsonSerializer.SerializeAsync(stream, Items(items, pathBase), JsonSerializerOptions.Web, cancellation);
        }, "application/json", $"{name}.json");

    static async IAsyncEnumerable<SagaItem> Items(IAsyncEnumerable<SagaSummary> sagas, string pathBase)
    {
        await foreach (var x in sagas)
            yield return new SagaItem(x, pathBase);
    }

    static async IAsyncEnumerable<SagaSummary> All(ISagaQueries queries, SagaFilter filter, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        var (count, cursor) = (0, (string?)null);
        do
        {
            var page = await queries.List(filter, cursor, PageRows, cancellation);
            foreach (var saga in page.Items)
                if (count++ < SagasMax)
                    yield return saga;
            cursor = page.Next;
        }
        while (cursor != null && count < SagasMax);
    }

    /// <summary>Quoted where it must be (RFC 4180); a text that a spreadsheet would take for a formula is made a text.</summary>
    static string Cell(string text)
    {
        var safe = text.Length > 0 && "=+-@\t\r".Contains(text[0], StringComparison.Ordinal) ? "'" + text : text;
        return safe.AsSpan().IndexOfAny(",\"\r\n") < 0 ? safe : $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
