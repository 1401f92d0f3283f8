using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using SagaPlatform.Core.Access;
using SagaPlatform.Core.Operations.Audit;

namespace SagaPlatform.OperatorConsole.Access;

/// <summary>How somebody came in.</summary>
public enum AccessVia
{
    /// <summary>With a key in the request.</summary>
    Key,

    /// <summary>With the cookie of a browser that was signed in with a key.</summary>
    Session,

    /// <summary>From this machine, where nothing but loopback is listened on.</summary>
    Loopback,
}

/// <summary>Who calls, as claims and back.</summary>
static class Caller
{
    public const string LocalName = "local operator";

    const string ScopeClaim = "saga/scope";
    const string KeyClaim = "saga/key";
    const string ViaClaim = "saga/via";

    public static ClaimsPrincipal Local(string scheme) => Principal(scheme, LocalName, AccessRole.Admin, [], AccessVia.Loopback, null);

    public static ClaimsPrincipal Of(string scheme, ApiKey key, AccessVia via) => Principal(scheme, key.Name, key.Role, key.Scope, via, key.Id);

    static ClaimsPrincipal Principal(string scheme, string name, AccessRole role, IEnumerable<string> scope, AccessVia via, string? key)
    {
        List<Claim> claims = [new(ClaimTypes.Name, name), new(ClaimTypes.Role, role.ToString()), new(ViaClaim, via.ToString())];
        claims.AddRange(scope.Select(x => new Claim(ScopeClaim, x)));
        if (key != null)
            claims.Add(new Claim(KeyClaim, key));
        return new ClaimsPrincipal(new ClaimsIdentity(claims, scheme));
    }

    public static AccessRole? Role(this ClaimsPrincipal user) =>
        Enum.TryParse<AccessRole>(user.FindFirstValue(ClaimTypes.Role), out var role) ? role : null;

    public static AccessVia Via(this ClaimsPrincipal user) => Enum.Parse<AccessVia>(user.FindFirstValue(ViaClaim) ?? nameof(AccessVia.Key));

    public static string? KeyId(this ClaimsPrincipal user) => user.FindFirstValue(KeyClaim);

    /// <summary>Who acts, for the audit.</summary>
    public static Actor Actor(this HttpContext http)
    {
        var scope = http.User.FindAll(ScopeClaim).Select(x => x.Value).ToList();
        return new Actor(http.User.Identity?.Name ?? "nobody", http.User.Role()?.ToString() ?? "", scope.Count == 0 ? null : scope);
    }
}
