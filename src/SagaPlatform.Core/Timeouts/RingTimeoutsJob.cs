using Quartz;

namespace SagaPlatform.Core.Timeouts;

/// <summary>
/// Rings what is due. Clustered: one process of all runs it at a time, as a rule. Two at once are harmless, since a timeout
/// rings once, so it does not forbid concurrent execution: a process that dies in it would block the others.
/// </summary>
public sealed class RingTimeoutsJob(TimeoutRinger ringer) : IJob
{
    /// <inheritdoc />
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) =>
        await ringer.Ring(cancellationToken);
}
