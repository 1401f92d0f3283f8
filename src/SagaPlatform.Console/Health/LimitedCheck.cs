using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using SagaPlatform.OperatorConsole.Web;

namespace SagaPlatform.OperatorConsole.Health;

/// <summary>
/// Puts a time limit around every registered check, those of the bus and of the host included. The framework's own limit only
/// asks a check to stop; this one does not wait for it to listen.
/// </summary>
sealed class LimitEveryCheck(IOptions<HealthOptions> options, TimeProvider time) : IPostConfigureOptions<HealthCheckServiceOptions>
{
    public void PostConfigure(string? name, HealthCheckServiceOptions checks)
    {
        foreach (var registration in checks.Registrations)
        {
            var make = registration.Factory;
            registration.Factory = services => new LimitedCheck(make(services), options.Value.CheckTimeout, time);
        }
    }
}

/// <summary>A check that answers within its limit, whatever the one inside does.</summary>
sealed class LimitedCheck(IHealthCheck check, TimeSpan limit, TimeProvider time) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        using var cut = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var timeUp = Task.Delay(limit, time, cut.Token);
        // On a thread of its own: a check may also hang before its first await.
        var answer = Task.Run(() => check.CheckHealthAsync(context, cut.Token), CancellationToken.None);
        var first = await Task.WhenAny(answer, timeUp);
        await cut.CancelAsync();
        cancellationToken.ThrowIfCancellationRequested();
        if (first == answer)
            return await Answer(answer, context);

        _ = answer.ContinueWith(x => x.Exception, TaskScheduler.Default); // nobody waits for it any more
        return new HealthCheckResult(context.Registration.FailureStatus, $"No answer within {Words.Of(limit)}: the check was cut off.");
    }

    static async Task<HealthCheckResult> Answer(Task<HealthCheckResult> answer, HealthCheckContext context)
    {
        try
        {
            return await answer;
        }
        catch (Exception e)
        {
            return new HealthCheckResult(context.Registration.FailureStatus, $"The check failed: {e.Message}", e);
        }
    }
}
