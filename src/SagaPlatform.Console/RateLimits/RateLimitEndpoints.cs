using System.ComponentModel;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using SagaPlatform.Core.Operations.Audit;
using SagaPlatform.Core.RateLimits;
using SagaPlatform.OperatorConsole.Access;

namespace SagaPlatform.OperatorConsole.RateLimits;

/// <summary>Every limit, by name.</summary>
/// <param name="RateLimits">The limits.</param>
public sealed record RateLimitList(IReadOnlyList<RateLimitView> RateLimits);

/// <summary>What a limit shall be.</summary>
/// <param name="PermitsPerSecond">How many per second, in all processes together; 0 lets nothing through.</param>
/// <param name="Burst">How many at once after a quiet time.</param>
public sealed record RateLimitRequest(double PermitsPerSecond, int Burst);

/// <summary>What an operator may see and change of the rate limits.</summary>
static class RateLimitEndpoints
{
    public static void MapRateLimits(this IEndpointRouteBuilder app)
    {
        var limits = app.MapGroup("/rate-limits").WithTags("Rate limits");

        limits.MapGet("", List).WithName("ListRateLimits")
            .WithSummary("Every rate limit, and what is left in its bucket.");

        limits.MapPut("/{name}", Change).WithName("ChangeRateLimit").RequireAuthorization(AccessPolicies.Administer)
            .WithSummary("Changes a rate limit in all processes, within one lease lifetime.")
            .Accepts<RateLimitRequest>("application/json")
            .Produces<RateLimitView>()
            .ProducesValidationProblem()
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status415UnsupportedMediaType);
    }

    static async Task<Ok<RateLimitList>> List(RateLimitControl limits, CancellationToken cancellation) =>
        TypedResults.Ok(new RateLimitList(await limits.List(cancellation)));

    static async Task<IResult> Change(
        HttpContext http, RateLimitControl limits, AuditTrail audit, [Description("The limit: the saga type it protects.")] string name, CancellationToken cancellation)
    {
        if (!http.Request.HasJsonContentType())
            return TypedResults.Problem("The body must be JSON: send Content-Type: application/json.", statusCode: StatusCodes.Status415UnsupportedMediaType);

        var fields = new RateLimitFields();
        try
        {
            using var body = await JsonDocument.ParseAsync(http.Request.Body, cancellationToken: cancellation);
            fields.Read(body.RootElement);
        }
        catch (JsonException e)
        {
            fields.Refuse("$", $"The body is no JSON: line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}.");
        }

        if (fields.AreWrong)
            return fields.Problem;
        await audit.Before(http.Actor(), "change-rate-limit", name, null, "", $"{fields.PermitsPerSecond} per second, burst {fields.Burst}", cancellation);
        return await limits.Change(new RateLimit(name, fields.PermitsPerSecond, fields.Burst), cancellation) is { } changed
            ? TypedResults.Ok(changed)
            : TypedResults.Problem($"There is no rate limit '{name}'. Known: {await Names(limits, cancellation)}.",
                statusCode: StatusCodes.Status404NotFound, title: "No such rate limit");
    }

    static async Task<string> Names(RateLimitControl limits, CancellationToken cancellation) =>
        string.Join(", ", (await limits.List(cancellation)).Select(x => x.Name));
}
