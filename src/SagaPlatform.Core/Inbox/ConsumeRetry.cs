using MassTransit;
using MassTransit.RetryPolicies;
using Npgsql;
using SagaPlatform.Core.Persistence;
using SagaPlatform.Core.Sagas;

namespace SagaPlatform.Core.Inbox;

/// <summary>
/// When a message is tried again, and after how long. Each attempt starts from nothing: a fresh scope, a fresh unit of work.
/// </summary>
/// <remarks>
/// Only what may go away by itself is tried again: a conflict, a database that is briefly away, a message that overtook the
/// one it builds upon. Everything else goes to the error queue at once. The stock policies have no jitter; without it, two
/// messages that conflict once conflict again.
/// </remarks>
sealed class ConsumeRetry(InboxOptions options) : IRetryPolicy
{
    public bool IsHandled(Exception exception) => exception switch
    {
        ConcurrencyConflictException => true,
        SagaNotFoundException => true,
        PostgresException x => x.SqlState is PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected || x.IsTransient,
        NpgsqlException x => x.IsTransient,
        TimeoutException => true,
        { InnerException: { } inner } => IsHandled(inner),
        _ => false,
    };

    public RetryPolicyContext<T> CreatePolicyContext<T>(T context) where T : class, PipeContext =>
        new IntervalRetryPolicyContext<T>(new IntervalRetryPolicy(new Filter(this), Waits()), context);

    public void Probe(ProbeContext context) => context.Set(new { Policy = "Jittered", Limit = options.AttemptsMax - 1 });

    /// <summary>Doubling, each between half and one and a half times its nominal length.</summary>
    TimeSpan[] Waits() =>
    [
        .. Enumerable.Range(0, Math.Max(1, options.AttemptsMax - 1)).Select(x =>
            TimeSpan.FromMilliseconds(Math.Min(options.BackOffMax.TotalMilliseconds,
                options.BackOffFirst.TotalMilliseconds * Math.Pow(2, x)) * (0.5 + Random.Shared.NextDouble())))
    ];

    sealed class Filter(ConsumeRetry policy) : IExceptionFilter
    {
        public void Probe(ProbeContext context) => context.CreateScope("whatMayGoAway");

        public bool Match(Exception exception) => policy.IsHandled(exception);
    }
}
