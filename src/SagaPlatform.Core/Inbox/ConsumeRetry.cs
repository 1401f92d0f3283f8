using MassTransit;
using MassTransit.RetryPolicies;
using Npgsql;
using SagaPlatform.Core.Faults;
using SagaPlatform.Core.Persistence;
using SagaPlatform.Core.Sagas;

namespace SagaPlatform.Core.Inbox;

/// <summary>
/// When a message is tried again, and after how long. Each attempt starts from nothing: a fresh scope, a fresh unit of work.
/// </summary>
/// <remarks>
/// Only what may go away by itself is tried again. A message that overtook the one it builds upon uses up attempts. A
/// conflict, and a database that is away, use up patience instead: a conflict means that somebody else got on, so the turn
/// comes, however many want the same row; and while a database restarts, messages must wait, not be thrown into the error
/// queue by the thousand. Everything else goes to the error queue at once. The stock policies have no jitter;
/// without it, two messages that conflict once conflict again.
/// </remarks>
sealed class ConsumeRetry(InboxOptions options) : IRetryPolicy
{
    public bool IsHandled(Exception exception) => IsWaitedFor(exception) || exception switch
    {
        SagaNotFoundException => true,
        PostgresException x => x.IsTransient,
        { InnerException: { } inner } => IsHandled(inner),
        _ => false,
    };

    /// <summary>Whether somebody else wrote the row first, or the database chose this transaction to give way.</summary>
    static bool IsConflict(Exception exception) => exception switch
    {
        ConcurrencyConflictException => true,
        PostgresException x => x.SqlState is PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected,
        { InnerException: { } inner } => IsConflict(inner),
        _ => false,
    };

    static bool IsWaitedFor(Exception exception) => StoreOutage.Is(exception) || IsConflict(exception);

    public RetryPolicyContext<T> CreatePolicyContext<T>(T context) where T : class, PipeContext => new Course<T>(this, context);

    public void Probe(ProbeContext context) =>
        context.Set(new { Policy = "Jittered", Limit = options.AttemptsMax - 1, Patience = options.PatienceMax });

    TimeSpan Wait(int nth) => BackOff.Jittered(options.BackOffFirst, options.BackOffMax, nth);

    bool Allows(Exception exception, int counted, TimeSpan waited) =>
        IsWaitedFor(exception) ? waited < options.PatienceMax : IsHandled(exception) && counted < options.AttemptsMax;

    sealed class Course<T>(ConsumeRetry policy, T context) : BaseRetryPolicyContext<T>(policy, context) where T : class, PipeContext
    {
        public override bool CanRetry(Exception exception, out RetryContext<T> retryContext) =>
            base.CanRetry(exception, out retryContext) && policy.Allows(exception, counted: 1, waited: TimeSpan.Zero);

        protected override RetryContext<T> CreateRetryContext(Exception exception, CancellationToken cancellationToken) =>
            new Again<T>(policy, Context, exception, 0, IsWaitedFor(exception) ? 0 : 1, TimeSpan.Zero, cancellationToken);
    }

    /// <param name="policy">Says how often and how long.</param>
    /// <param name="context">What is tried.</param>
    /// <param name="exception">Why it failed last.</param>
    /// <param name="retryCount">How often it was tried again before.</param>
    /// <param name="counted">How many failures count as attempts.</param>
    /// <param name="waited">The waits before this one together.</param>
    /// <param name="cancellation">Gives up.</param>
    sealed class Again<T>(ConsumeRetry policy, T context, Exception exception, int retryCount, int counted, TimeSpan waited, CancellationToken cancellation)
        : BaseRetryContext<T>(context, exception, retryCount, cancellation), RetryContext<T>
        where T : class, PipeContext
    {
        readonly TimeSpan _wait = policy.Wait(retryCount);

        public override TimeSpan? Delay => _wait;

        bool RetryContext<T>.CanRetry(Exception exception, out RetryContext<T> retryContext)
        {
            var (total, soFar) = (counted + (IsWaitedFor(exception) ? 0 : 1), waited + _wait);
            retryContext = new Again<T>(policy, Context, exception, RetryCount + 1, total, soFar, CancellationToken);
            return policy.Allows(exception, total, soFar);
        }
    }
}
