namespace SagaPlatform.Core.Persistence.Memory;

public sealed partial class MemoryStore : IRetention
{
    /// <inheritdoc/>
    public Task<RetentionSweep> DeleteExpired(CancellationToken cancellation)
    {
        lock (_database.Lock)
        {
            var inbox = DeleteInbox(Now() - TimeSpan.FromDays(_retention.InboxDays));
            var sagas = _retention.FinishedSagaDays is { } days ? DeleteFinished(Now() - TimeSpan.FromDays(days)) : 0;
            var more = inbox == _retention.BatchRowsMax || sagas == _retention.BatchRowsMax;
            return Task.FromResult(new RetentionSweep(inbox, sagas, more));
        }
    }

    int DeleteInbox(DateTimeOffset before)
    {
        var expired = _database.Inbox.Where(x => x.Value.At < before).Select(x => x.Key).Take(_retention.BatchRowsMax).ToList();
        foreach (var key in expired)
            _database.Inbox.Remove(key);
        return expired.Count;
    }

    int DeleteFinished(DateTimeOffset before)
    {
        var finished = _catalogue.All.SelectMany(Summaries).Where(x => x.EndedAt < before).Take(_retention.BatchRowsMax).ToList();
        foreach (var saga in finished)
        {
            _database.Table(_rows.Of(_catalogue.Find(saga.Type)!.State)).Remove(saga.Id);
            _database.History.Remove(saga.Id);
        }
        return finished.Count;
    }
}
