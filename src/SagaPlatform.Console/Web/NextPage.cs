using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;

namespace SagaPlatform.OperatorConsole.Web;

/// <summary>Says in the header <c>Link</c> where the next page is (RFC 8288): the same query with another cursor.</summary>
static class NextPage
{
    public static void LinkNext(this HttpContext context, string? cursor, string field = "cursor")
    {
        if (cursor == null)
            return;
        var query = new QueryBuilder(context.Request.Query
            .Where(x => x.Key != field)
            .SelectMany(x => x.Value.Select(value => KeyValuePair.Create(x.Key, value ?? ""))))
        {
            { field, cursor },
        };
        context.Response.Headers.Link = $"<{context.Request.PathBase}{context.Request.Path}{query.ToQueryString()}>; rel=\"next\"";
    }
}
