using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;
using SagaPlatform.Core.Operations.Actions;

namespace SagaPlatform.OperatorConsole.Web;

/// <summary>The body of an act that needs nothing but a reason.</summary>
/// <param name="Reason">Why; 1 to 512 characters.</param>
public sealed record ReasonRequest(string? Reason);

/// <summary>Reads what an operator sends, and says in a problem what is wrong with it.</summary>
static class JsonBody
{
    static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { MaxDepth = 32, Converters = { new JsonStringEnumConverter() } };

    /// <summary>The body, or the answer that says why there is none.</summary>
    public static async Task<(T? Body, IResult? Problem)> Read<T>(HttpContext http) where T : class
    {
        if (!http.Request.HasJsonContentType())
            return (null, TypedResults.Problem("The body must be JSON: send Content-Type: application/json.",
                statusCode: StatusCodes.Status415UnsupportedMediaType, title: "Not JSON"));
        var fields = new QueryFields();
        try
        {
            if (await JsonSerializer.DeserializeAsync<T>(http.Request.Body, Json, http.RequestAborted) is { } body)
                return (body, null);
            fields.Refuse("$", "The body is null.");
        }
        catch (JsonException e)
        {
            fields.Refuse(e.Path?.TrimStart('$', '.') is { Length: > 0 } path ? path : "$",
                e.LineNumber is { } line ? $"This cannot be read: line {line + 1}, byte {e.BytePositionInLine + 1}." : "This cannot be read.");
        }
        catch (BadHttpRequestException e)
        {
            return (null, TypedResults.Problem(e.Message, statusCode: e.StatusCode));
        }
        return (null, fields.Problem);
    }

    /// <summary>A reason, or the answer that says why there is none.</summary>
    public static async Task<(ReasonRequest? Body, IResult? Problem)> Reason(HttpContext http)
    {
        var (body, problem) = await Read<ReasonRequest>(http);
        if (body == null || (!string.IsNullOrWhiteSpace(body.Reason) && body.Reason.Length <= SagaAct.ReasonCharactersMax))
            return (body, problem);
        var fields = new QueryFields();
        fields.Refuse("reason", $"reason must say why, in 1 to {SagaAct.ReasonCharactersMax} characters.");
        return (null, fields.Problem);
    }
}
