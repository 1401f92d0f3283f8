using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace SagaPlatform.OperatorConsole.Web;

/// <summary>Headers for answers that are data, never pages: a browser that is lured to one does nothing with it.</summary>
static class SecurityHeaders
{
    /// <summary>Sets each header that the answer does not set itself, so that a page of the host may allow itself more.</summary>
    public static void UseSecurityHeaders(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        context.Response.OnStarting(static state =>
        {
            var headers = ((HttpContext)state).Response.Headers;
            headers.TryAdd("X-Content-Type-Options", "nosniff");
            headers.TryAdd("Referrer-Policy", "no-referrer");
            headers.TryAdd("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
            headers.TryAdd("Cache-Control", "no-store"); // an operator decides on what is true now
            return Task.CompletedTask;
        }, context);
        return next(context);
    });
}
