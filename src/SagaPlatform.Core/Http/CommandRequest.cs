using System.Text.Json;
using MassTransit.Serialization;
using Microsoft.AspNetCore.Http;
using SagaPlatform.Core.Inbox;

namespace SagaPlatform.Core.Http;

/// <summary>Reads a command from a request's body, and says in a problem (RFC 9457) what is wrong with it, field by field.</summary>
public static class CommandRequest
{
    /// <summary>The same names and converters that the bus uses: a body by HTTP and by message is one contract.</summary>
    static readonly JsonSerializerOptions Json = new(SystemTextJsonMessageSerializer.Options) { MaxDepth = 32 };

    /// <summary>The command, or the answer that says why there is none. Nothing is stored in either case.</summary>
    /// <param name="http">The request.</param>
    /// <param name="validation">The rules of the contracts.</param>
    /// <param name="complete">Adds what the path says, such as the id; null when the body is all.</param>
    public static async Task<(T? Command, IResult? Problem)> Read<T>(HttpContext http, MessageValidation validation, Func<T, T>? complete = null)
        where T : class
    {
        try
        {
            if (!http.Request.HasJsonContentType())
                return (null, TypedResults.Problem("The body must be JSON: send Content-Type: application/json.",
                    statusCode: StatusCodes.Status415UnsupportedMediaType, title: "Not JSON"));

            var command = await JsonSerializer.DeserializeAsync<T>(http.Request.Body, Json, http.RequestAborted);
            if (command == null)
                return (null, Invalid("$", "The body is null."));
            command = complete?.Invoke(command) ?? command;
            validation.Check(command);
            return (command, null);
        }
        catch (JsonException e)
        {
            return (null, Invalid(string.IsNullOrEmpty(e.Path) ? "$" : FieldName(e.Path), "This is not what the contract says: " + Where(e)));
        }
        catch (InvalidMessageException e)
        {
            return (null, TypedResults.ValidationProblem(
                e.Fields.ToDictionary(x => FieldName(x.Key), x => x.Value, StringComparer.Ordinal), title: "The request is not valid."));
        }
        catch (BadHttpRequestException e)
        {
            return (null, TypedResults.Problem(e.Message, statusCode: e.StatusCode));
        }
    }

    static IResult Invalid(string field, string message) => TypedResults.ValidationProblem(
        new Dictionary<string, string[]>(StringComparer.Ordinal) { [field] = [message] }, title: "The request is not valid.");

    static string Where(JsonException e) => e.LineNumber is { } line
        ? $"line {line + 1}, byte {e.BytePositionInLine + 1}."
        : "it cannot be read.";

    /// <summary><c>Lines[0].Sku</c> and <c>$.Lines[0].Sku</c> are both <c>lines[0].sku</c> to whoever wrote the JSON.</summary>
    static string FieldName(string path) => string.Join('.',
        path.Split('.').Where(x => x != "$").Select(x => x.Length == 0 ? x : JsonNamingPolicy.CamelCase.ConvertName(x))) is { Length: > 0 } name
        ? name
        : "$";
}
