using System.Text.Json;
using System.Text.Json.Nodes;
using SagaPlatform.Core.Operations;
using SagaPlatform.Core.Sagas;
using SagaPlatform.OperatorConsole.Web;

namespace SagaPlatform.OperatorConsole.Sagas;

/// <summary>
/// Sagas that have to do with one: whoever started it, and those whose ids it remembers. An id that belongs to no saga is only
/// looked up in vain.
/// </summary>
sealed class RelatedSagas(ISagaQueries queries)
{
    /// <summary>Ids looked up for one page, and sagas shown.</summary>
    const int IdsMax = 50;

    public async Task<IReadOnlyList<RelatedSaga>> Of(ProcessState saga, string pathBase, CancellationToken cancellation)
    {
        List<RelatedSaga> related = [];
        foreach (var (id, how) in Ids(saga).Take(IdsMax))
            if (await queries.Find(id, cancellation) is { Summary: var x })
                related.Add(new RelatedSaga(x.Type, x.Id, x.BusinessKey, x.State, how, $"{pathBase}{ConsolePath.Api}/sagas/{x.Id:D}"));
        return related;
    }

    static IEnumerable<(Guid Id, string How)> Ids(ProcessState saga)
    {
        var seen = new HashSet<Guid> { saga.CorrelationId };
        foreach (var line in saga.Ledger.Lines)
            if (Guid.TryParse(line.Item, out var item) && seen.Add(item))
                yield return (item, $"an item of {line.Step}");
        foreach (var (id, where) in InRow(JsonSerializer.SerializeToNode(saga, saga.GetType(), JsonSerializerOptions.Web), ""))
            if (seen.Add(id))
                yield return (id, $"remembered as {where}");
    }

    static IEnumerable<(Guid Id, string Where)> InRow(JsonNode? node, string where) => node switch
    {
        JsonObject properties => properties.Where(x => where is not "" || x.Key is not ("ledger" or "clockToken" or "correlationId"))
            .SelectMany(x => InRow(x.Value, where is "" ? x.Key : $"{where}.{x.Key}")),
        JsonArray items => items.SelectMany(x => InRow(x, where)),
        JsonValue value when value.TryGetValue<string>(out var text) && Guid.TryParseExact(text, "D", out var id) && id != Guid.Empty => [(id, where)],
        _ => [],
    };
}
