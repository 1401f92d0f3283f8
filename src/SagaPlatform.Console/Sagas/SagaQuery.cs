using Microsoft.AspNetCore.Http;
using SagaPlatform.Core.Operations;
using SagaPlatform.OperatorConsole.Web;

namespace SagaPlatform.OperatorConsole.Sagas;

/// <summary>Reads which sagas are wanted, from a query or from a body with the same fields.</summary>
sealed class SagaQuery(SagaCatalogue catalogue, TimeProvider time)
{
    const int TextCharactersMax = 256;

    /// <summary>Ten years: whoever means older means all.</summary>
    const int AgeSecondsMax = 315_360_000;

    /// <summary>The names of the fields, for the description.</summary>
    public static readonly string[] Fields = ["type", "state", "key", "needsAttention", "inTrouble", "olderThanSeconds", "youngerThanSeconds", "sort"];

    public SagaFilter Read(QueryFields fields, IQueryCollection query) => Read(fields, x => query[x].FirstOrDefault());

    public SagaFilter Read(QueryFields fields, Func<string, string?> field)
    {
        var now = time.GetUtcNow();
        var (older, younger) = (fields.Number("olderThanSeconds", field("olderThanSeconds"), 0, AgeSecondsMax, -1),
            fields.Number("youngerThanSeconds", field("youngerThanSeconds"), 1, AgeSecondsMax, -1));
        var sort = fields.Text("sort", field("sort"), TextCharactersMax) ?? "newest";
        if (sort is not ("newest" or "oldest"))
            fields.Refuse("sort", "sort must be newest or oldest.");
        return new SagaFilter(
            KnownType(fields, field("type")),
            fields.Text("state", field("state"), TextCharactersMax),
            fields.Text("key", field("key"), TextCharactersMax),
            fields.YesOrNo("needsAttention", field("needsAttention")),
            fields.YesOrNo("inTrouble", field("inTrouble")) == true,
            older < 0 ? null : now - TimeSpan.FromSeconds(older),
            younger < 0 ? null : now - TimeSpan.FromSeconds(younger),
            sort == "oldest");
    }

    string? KnownType(QueryFields fields, string? value)
    {
        var type = fields.Text("type", value, TextCharactersMax);
        if (type != null && catalogue.Find(type) == null)
            fields.Refuse("type", $"There is no saga type of that name. Known: {string.Join(", ", catalogue.All.Select(x => x.Name))}.");
        return type;
    }
}
