using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using SagaPlatform.Core.Access;

namespace SagaPlatform.OperatorConsole.Access;

/// <summary>Puts keys, sessions and roles in front of everything the host serves.</summary>
static class AccessRegistration
{
    static readonly TimeSpan SessionLasts = TimeSpan.FromHours(8);

    public static void AddAccess(this IServiceCollection services)
    {
        services.AddOptions<AccessOptions>().Configure<IConfiguration>((x, configuration) => x.LocalOperator = ListenAddresses.AreLoopback(configuration));
        services.AddAuthentication(KeyAuthentication.SchemeName)
            .AddScheme<AuthenticationSchemeOptions, KeyAuthentication>(KeyAuthentication.SchemeName, null)
            .AddCookie(session =>
            {
                session.Cookie.Name = "saga-session";
                session.Cookie.HttpOnly = true;
                session.Cookie.SameSite = SameSiteMode.Strict;
                session.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
                session.ExpireTimeSpan = SessionLasts;
                session.SlidingExpiration = false;
                session.Events.OnValidatePrincipal = SignOutWithTheKey;
            });
        services.AddAuthorization(AccessPolicies.Add);
    }

    /// <summary>Before anything else of the console: what comes before it is served to anybody.</summary>
    public static void UseAccess(this IApplicationBuilder app)
    {
        app.UseAuthentication();
        app.UseAuthorization();
    }

    static async Task SignOutWithTheKey(CookieValidatePrincipalContext context)
    {
        var keys = context.HttpContext.RequestServices.GetRequiredService<ApiKeys>();
        if (context.Principal?.KeyId() is not { } id || await keys.StillValid(id, context.HttpContext.RequestAborted) is not { } key)
            context.RejectPrincipal();
        else
            context.ReplacePrincipal(Caller.Of(context.Scheme.Name, key, AccessVia.Session)); // roles are those of now
    }
}
