using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using SagaPlatform.Core.Access;

namespace SagaPlatform.OperatorConsole.Access;

/// <summary>What each role may do. What says nothing else may be read by all roles, and written by operators.</summary>
static class AccessPolicies
{
    public const string Act = "Act";
    public const string Decide = "Decide";
    public const string Administer = "Administer";

    /// <summary>What somebody may do, in words for the page.</summary>
    public static IReadOnlyList<string> Of(AccessRole role) => role switch
    {
        AccessRole.Viewer => ["Read"],
        AccessRole.Operator => ["Read", Act],
        AccessRole.Approver => ["Read", Decide],
        _ => ["Read", Act, Decide, Administer],
    };

    public static void Add(AuthorizationOptions options)
    {
        foreach (var policy in (string[])[Act, Decide, Administer])
            options.AddPolicy(policy, x => x.RequireAuthenticatedUser().RequireAssertion(c => c.User.Role() is { } role && Of(role).Contains(policy, StringComparer.Ordinal)));
        options.FallbackPolicy = new AuthorizationPolicyBuilder().RequireAuthenticatedUser().RequireAssertion(ByMethod).Build();
    }

    static bool ByMethod(AuthorizationHandlerContext context) => context.User.Role() is { } role
        && (context.Resource is HttpContext http && IsRead(http.Request.Method) || Of(role).Contains(Act, StringComparer.Ordinal));

    static bool IsRead(string method) => HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method);
}
