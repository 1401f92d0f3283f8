using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using SagaPlatform.Core.Persistence;

namespace SagaPlatform.OperatorConsole.Web;

/// <summary>
/// A database that is away is no mistake of the platform's: whoever asked is told to come again, with the same id, and the log
/// gets a line and not a stack for every request of an outage.
/// </summary>
sealed class OutageAnswer(IProblemDetailsService problems, ILogger<OutageAnswer> log) : IExceptionHandler
{
    const string ComeAgainAfterSeconds = "1";

    public async ValueTask<bool> TryHandleAsync(HttpContext context, Exception exception, CancellationToken cancellationToken)
    {
        if (!StoreOutage.Is(exception))
            return false;

        log.LogWarning("{Method} {Path} could not be carried out, the store is away: {Reason}", context.Request.Method, context.Request.Path, exception.Message);
        context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        context.Response.Headers.RetryAfter = ComeAgainAfterSeconds;
        return await problems.TryWriteAsync(new ProblemDetailsContext
        {
            HttpContext = context,
            ProblemDetails =
            {
                Status = StatusCodes.Status503ServiceUnavailable,
                Title = "The store is away",
                Detail = "Whether the request was carried out is unknown. Send it again with the same id: it happens once.",
            },
        });
    }
}
