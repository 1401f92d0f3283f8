using Microsoft.Extensions.Logging;
using Quartz;

namespace SagaPlatform.Core.Persistence;

/// <summary>Removes what is kept long enough, batch by batch, in whichever process the cluster chose.</summary>
public sealed class RetentionJob(IRetention retention, ILogger<RetentionJob> log) : IJob
{
    /// <summary>Batches of one run at most: what is left waits for the next run.</summary>
    const int BatchesMax = 1000;

    /// <inheritdoc />
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        var (inbox, sagas) = (0L, 0L);
        for (var batch = 0; batch < BatchesMax; batch++)
        {
            var swept = await retention.DeleteExpired(cancellationToken);
            (inbox, sagas) = (inbox + swept.Inbox, sagas + swept.Sagas);
            if (!swept.More)
                break;
        }

        if (inbox + sagas > 0)
            log.LogInformation("Retention: {Inbox} inbox rows and {Sagas} finished sagas were removed", inbox, sagas);
    }
}
