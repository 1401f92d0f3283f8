using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace SagaPlatform.OperatorConsole.Page;

/// <summary>
/// Serves the operators' page: its document at every address that is one of its own, its files under <c>/assets</c>. Both to anybody,
/// since whoever wants to sign in has no key yet; what they show comes from the API, which asks who is there.
/// </summary>
static partial class OperatorPage
{
    static readonly string[] Reads = [HttpMethods.Get, HttpMethods.Head];

    /// <summary>The page's own addresses: every link to one of them can be opened, kept and sent. Others stay unknown to the host.</summary>
    static readonly string[] Addresses =
    [
        "/", "/sign-in", "/sagas", "/sagas/{id}", "/timeouts", "/failed-messages", "/failed-messages/{id}", "/work-items", "/runs", "/runs/{id}",
        "/machines", "/machines/{name}", "/audit",
    ];

    public static void MapOperatorPage(this WebApplication app) => app.MapOperatorPage(PageFiles.Embedded);

    internal static void MapOperatorPage(this WebApplication app, PageFiles files)
    {
        var page = app.MapGroup("").AllowAnonymous().ExcludeFromDescription();
        if (files.Document is not { } document)
        {
            NotBuilt(app.Services.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(OperatorPage)));
            foreach (var address in Addresses)
                page.MapMethods(address, Reads, (Delegate)Missing);
            return;
        }

        foreach (var address in Addresses)
            page.MapMethods(address, Reads, (HttpContext http) => Document(http, document));
        page.MapMethods("/assets/{**file}", Reads, (HttpContext http, string file) => Asset(http, files.Find(file)));
    }

    static IResult Document(HttpContext http, PageDocument document)
    {
        // The component library writes style elements: only those with this number are believed. Scripts come from files alone.
        var nonce = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        Headers(http, $"default-src 'none'; script-src 'self'; style-src 'self' 'nonce-{nonce}'; img-src 'self'; connect-src 'self'; "
            + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
        http.Response.Headers.CacheControl = "no-store";
        return TypedResults.Text(document.With(nonce), "text/html; charset=utf-8");
    }

    static IResult Missing(HttpContext http)
    {
        Headers(http, "default-src 'none'; frame-ancestors 'none'");
        return TypedResults.Text("""
            <!doctype html><html lang="en"><meta charset="utf-8"><title>SagaPlatform</title>
            <h1>SagaPlatform</h1>
            <p>The platform runs, but without its page: that was not built, since Node.js 18 or its packages could not be had. On a machine with
            Node.js and access to an npm registry, <code>make page</code> builds it; then start the platform again.</p>
            <p>All that the page shows is in the API (<a href="/api/overview">/api/overview</a>, <a href="/openapi/v1.json">/openapi/v1.json</a>) and on the
            command line (<code>infra/saga --help</code>).</p>
            """, "text/html; charset=utf-8");
    }

    static IResult Asset(HttpContext http, PageFile? file)
    {
        if (file == null)
            return TypedResults.Problem("The page has no such file.", statusCode: StatusCodes.Status404NotFound);
        http.Response.Headers.CacheControl = file.IsNamedByContent ? "public, max-age=31536000, immutable" : "no-cache";
        http.Response.Headers.Vary = "Accept-Encoding";
        var zipped = file.Zipped != null && http.Request.Headers.AcceptEncoding.ToString().Contains("gzip", StringComparison.OrdinalIgnoreCase);
        if (zipped)
            http.Response.Headers.ContentEncoding = "gzip";
        return TypedResults.Bytes(zipped ? file.Zipped! : file.Content, file.MediaType);
    }

    static void Headers(HttpContext http, string policy)
    {
        http.Response.Headers.ContentSecurityPolicy = policy;
        http.Response.Headers["Cross-Origin-Opener-Policy"] = "same-origin";
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The operators' page was not built into this program: '/' says so, the API is complete. 'make page' builds it.")]
    static partial void NotBuilt(ILogger log);
}
