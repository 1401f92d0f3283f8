using System.ComponentModel;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using SagaPlatform.Core.Access;
using SagaPlatform.Core.Operations;
using SagaPlatform.OperatorConsole.Web;

namespace SagaPlatform.OperatorConsole.Access;

/// <summary>Who calls.</summary>
/// <param name="Name">What they are called in the audit.</param>
/// <param name="Role">Their role.</param>
/// <param name="Via">How they came in.</param>
/// <param name="May">What they may do: Read, Act, Decide, Administer.</param>
/// <param name="Scope">The saga types they may change; null for all.</param>
/// <param name="Note">What they should know about it; null when there is nothing.</param>
public sealed record MeView(string Name, AccessRole Role, AccessVia Via, IReadOnlyList<string> May, IReadOnlyCollection<string>? Scope, string? Note);

/// <summary>Signs a browser in.</summary>
/// <param name="Key">A key.</param>
public sealed record SessionRequest(string? Key);

/// <summary>What a new key shall be.</summary>
/// <param name="Name">Whom it stands for; 1 to 64 characters.</param>
/// <param name="Role">Their role.</param>
/// <param name="Scope">The saga types they may change; empty or left out for all.</param>
/// <param name="ExpiresInDays">When it ends; 1 to 3,650 days. Left out: 90.</param>
public sealed record KeyRequest(string? Name, AccessRole? Role, IReadOnlyList<string>? Scope, int? ExpiresInDays);

/// <summary>A key, without its secret.</summary>
public sealed record KeyView(
    string Id, string Name, AccessRole Role, IReadOnlyCollection<string> Scope, DateTimeOffset CreatedAt, string CreatedBy,
    DateTimeOffset? ExpiresAt, DateTimeOffset? LastUsedAt, DateTimeOffset? RevokedAt)
{
    internal static KeyView Of(ApiKey x) => new(x.Id, x.Name, x.Role, x.Scope, x.CreatedAt, x.CreatedBy, x.ExpiresAt, x.LastUsedAt, x.RevokedAt);
}

/// <summary>All keys, latest first.</summary>
public sealed record KeyList(IReadOnlyList<KeyView> Items);

/// <summary>A new key, with its text: shown this once.</summary>
public sealed record NewKeyView(KeyView Made, string Key);

/// <summary>Who calls, and keys.</summary>
static class AccessEndpoints
{
    const int DaysDefault = 90;
    const int DaysMax = 3_650;
    const int NameCharactersMax = 64;

    public static void MapAccess(this IEndpointRouteBuilder api)
    {
        var access = api.MapGroup("").WithTags("Access");
        access.MapGet("/me", Me).WithName("GetMe").WithSummary("Says who calls, and what they may do.").Produces<MeView>();
        access.MapPost("/session", SignIn).WithName("SignIn").WithSummary("Signs a browser in with a key: a cookie for 8 hours.")
            .Accepts<SessionRequest>("application/json").Produces<MeView>().ProducesProblem(StatusCodes.Status401Unauthorized).AllowAnonymous();
        access.MapDelete("/session", (Delegate)SignOut).WithName("SignOut").WithSummary("Signs a browser out.").Produces(StatusCodes.Status204NoContent).AllowAnonymous();

        var keys = api.MapGroup("/keys").WithTags("Access").RequireAuthorization(AccessPolicies.Administer);
        keys.MapGet("", List).WithName("ListKeys").WithSummary("Lists the keys, without their secrets.").Produces<KeyList>();
        keys.MapPost("", Make).WithName("MakeKey").WithSummary("Makes a key. Its text is shown this once.")
            .Accepts<KeyRequest>("application/json").Produces<NewKeyView>(StatusCodes.Status201Created).ProducesValidationProblem();
        keys.MapPost("/{id}/revoke", Revoke).WithName("RevokeKey").WithSummary("Ends a key, and the sessions it opened.")
            .Accepts<ReasonRequest>("application/json").Produces<KeyView>().ProducesValidationProblem().ProducesProblem(StatusCodes.Status404NotFound);
    }

    static IResult Me(HttpContext http) => TypedResults.Ok(View(http, http.User.Via()));

    static MeView View(HttpContext http, AccessVia via)
    {
        var actor = http.Actor();
        var role = http.User.Role()!.Value;
        return new MeView(actor.Name, role, via, AccessPolicies.Of(role), actor.Scope,
            via == AccessVia.Loopback ? "Nothing but loopback is listened on, so whoever calls from this machine has all rights." : null);
    }

    static async Task<IResult> SignIn(HttpContext http, ApiKeys keys, CancellationToken cancellation)
    {
        var (request, problem) = await JsonBody.Read<SessionRequest>(http);
        if (request == null)
            return problem!;
        if (request.Key is not { Length: > 0 } text || await keys.Check(text, cancellation) is not { } key)
            return TypedResults.Problem("The key is unknown, was revoked or has expired.", statusCode: StatusCodes.Status401Unauthorized, title: "Not signed in");
        http.User = Caller.Of(CookieAuthenticationDefaults.AuthenticationScheme, key, AccessVia.Session);
        await http.SignInAsync(CookieAuthenticationDefaults.AuthenticationScheme, http.User);
        return TypedResults.Ok(View(http, AccessVia.Session));
    }

    static async Task<IResult> SignOut(HttpContext http)
    {
        await http.SignOutAsync(CookieAuthenticationDefaults.AuthenticationScheme);
        return TypedResults.NoContent();
    }

    static async Task<IResult> List(ApiKeys keys, CancellationToken cancellation) =>
        TypedResults.Ok(new KeyList([.. (await keys.List(cancellation)).Select(KeyView.Of)]));

    static async Task<IResult> Make(HttpContext http, ApiKeys keys, SagaCatalogue catalogue, TimeProvider time, CancellationToken cancellation)
    {
        var (request, problem) = await JsonBody.Read<KeyRequest>(http);
        if (request == null)
            return problem!;
        var fields = new QueryFields();
        if (string.IsNullOrWhiteSpace(request.Name) || request.Name.Length > NameCharactersMax)
            fields.Refuse("name", $"name must say whom the key stands for, in 1 to {NameCharactersMax} characters.");
        if (request.Role == null)
            fields.Refuse("role", $"role must be one of {string.Join(", ", Enum.GetNames<AccessRole>())}.");
        if (request.ExpiresInDays is < 1 or > DaysMax)
            fields.Refuse("expiresInDays", $"expiresInDays must be a whole number from 1 to {DaysMax}.");
        if (request.Scope?.FirstOrDefault(x => catalogue.Find(x) == null) is { } unknown)
            fields.Refuse("scope", $"scope: there is no saga type '{unknown}'. Known: {string.Join(", ", catalogue.All.Select(x => x.Name))}.");
        if (fields.AreWrong)
            return fields.Problem;
        var (key, text) = await keys.Make(request.Name!.Trim(), request.Role!.Value, request.Scope ?? [],
            time.GetUtcNow().AddDays(request.ExpiresInDays ?? DaysDefault), http.Actor(), cancellation);
        return TypedResults.Created($"{http.Request.PathBase}{ConsolePath.Api}/keys/{key.Id}", new NewKeyView(KeyView.Of(key), text));
    }

    static async Task<IResult> Revoke(HttpContext http, ApiKeys keys, CancellationToken cancellation, [Description("The key's id.")] string id)
    {
        var (request, problem) = await JsonBody.Reason(http);
        if (request == null)
            return problem!;
        return await keys.Revoke(id, request.Reason!, http.Actor(), cancellation) is { } key
            ? TypedResults.Ok(KeyView.Of(key))
            : TypedResults.Problem($"There is no key {id}.", statusCode: StatusCodes.Status404NotFound, title: "No such key");
    }
}
