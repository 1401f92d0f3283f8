using System.Net;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SagaPlatform.Core.Access;

namespace SagaPlatform.OperatorConsole.Access;

/// <summary>
/// Finds out who calls: by the key of the request, else by the cookie of a browser that signed in, else, where nothing but loopback is
/// listened on, as the local operator.
/// </summary>
sealed class KeyAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logs, UrlEncoder encoder, ApiKeys keys, IOptions<AccessOptions> access)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logs, encoder)
{
    public const string SchemeName = "ApiKey";
    public const string Header = "X-Api-Key";

    const string Bearer = "Bearer ";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (SentKey() is { } text)
            return await keys.Check(text, Context.RequestAborted) is { } key
                ? Ticket(Caller.Of(Scheme.Name, key, AccessVia.Key))
                : AuthenticateResult.Fail("The key is unknown, was revoked or has expired.");

        var session = await Context.AuthenticateAsync(CookieAuthenticationDefaults.AuthenticationScheme);
        if (session.Succeeded)
            return IsOwnPage() ? Ticket(session.Principal) : AuthenticateResult.Fail("A page of another origin sent this request.");
        return IsLocal() ? Ticket(Caller.Local(Scheme.Name)) : AuthenticateResult.NoResult();
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties) => TypedResults.Problem(
        $"Send a key in the header {Header}, or as Authorization: Bearer. 'saga keys create' makes one.", statusCode: StatusCodes.Status401Unauthorized,
        title: "Who are you?").ExecuteAsync(Context);

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) => TypedResults.Problem(
        $"The role {Context.User.Role()} may not do this.", statusCode: StatusCodes.Status403Forbidden, title: "Not allowed").ExecuteAsync(Context);

    string? SentKey()
    {
        if (Request.Headers[Header].FirstOrDefault() is { Length: > 0 } key)
            return key;
        return Request.Headers.Authorization.FirstOrDefault() is { } text && text.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) ? text[Bearer.Length..].Trim() : null;
    }

    AuthenticateResult Ticket(System.Security.Claims.ClaimsPrincipal user) => AuthenticateResult.Success(new AuthenticationTicket(user, Scheme.Name));

    /// <summary>
    /// From this machine, asked for by a name of this machine, by no proxy and no page of somebody else: a name that is made to point
    /// here (DNS rebinding) and a form of another site come no further.
    /// </summary>
    bool IsLocal() => access.Value.LocalOperator
        && (Context.Connection.RemoteIpAddress is not { } remote || IPAddress.IsLoopback(remote))
        && ListenAddresses.IsLoopbackName(Request.Host.Host)
        && !Request.Headers.ContainsKey("X-Forwarded-For") && !Request.Headers.ContainsKey("Forwarded")
        && IsOwnPage();

    bool IsOwnPage() => HttpMethods.IsGet(Request.Method) || HttpMethods.IsHead(Request.Method)
        || Request.Headers.Origin.FirstOrDefault() is not { } origin
        || (Uri.TryCreate(origin, UriKind.Absolute, out var from) && string.Equals(from.Authority, Request.Host.Value, StringComparison.OrdinalIgnoreCase));
}
