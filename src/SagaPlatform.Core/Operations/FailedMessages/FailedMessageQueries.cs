using SagaPlatform.Core.Persistence;

namespace SagaPlatform.Core.Operations.FailedMessages;

/// <summary>Which failed messages are wanted; null means any.</summary>
/// <param name="Status">What became of them.</param>
/// <param name="Group">Which failed for this cause.</param>
/// <param name="Queue">Which failed on this queue.</param>
/// <param name="SagaId">Which concern this saga.</param>
public sealed record FailedMessageFilter(
    FailedMessageStatus? Status = FailedMessageStatus.Waiting, string? Group = null, string? Queue = null, Guid? SagaId = null);

/// <summary>Messages that failed for the same cause.</summary>
/// <param name="Group">Names the cause.</param>
/// <param name="Count">How many.</param>
/// <param name="First">When the first failed, in UTC.</param>
/// <param name="Last">When the last failed, in UTC.</param>
/// <param name="Example">The last of them.</param>
public sealed record FailedMessageGroup(string Group, long Count, DateTimeOffset First, DateTimeOffset Last, FailedMessage Example);

/// <summary>How many messages wait on an error queue.</summary>
/// <param name="Queue">The queue on which they failed.</param>
/// <param name="Count">How many wait.</param>
public sealed record ErrorQueue(string Queue, long Count);

/// <summary>Finds messages that failed.</summary>
public sealed class FailedMessageQueries(IRowQueries rows, IPlatformStore store)
{
    /// <summary>The most messages of a page.</summary>
    public const int MessagesMax = 200;

    /// <summary>The most groups that are told; with more of them, something is wrong with the groups.</summary>
    public const int GroupsMax = 200;

    /// <summary>One message; null when there is none.</summary>
    public Task<FailedMessage?> Find(Guid id, CancellationToken cancellation) => store.Find<FailedMessage>(id, null, cancellation);

    /// <summary>A page of messages, latest failed first.</summary>
    /// <param name="filter">Which.</param>
    /// <param name="cursor">The next of the page before; null for the first page.</param>
    /// <param name="limit">1 to <see cref="MessagesMax"/>.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <exception cref="FormatException">The cursor is none of ours.</exception>
    public async Task<Page<FailedMessage>> List(FailedMessageFilter filter, string? cursor, int limit, CancellationToken cancellation)
    {
        PageCursor.CheckLimit(limit, MessagesMax);
        var after = MomentCursor.Parse(cursor);
        var found = await rows.List<FailedMessage, FailedMessage>(x => Before(Wanted(x, filter), after)
            .OrderByDescending(m => m.FailedAt).ThenByDescending(m => m.Id).Take(limit + 1), cancellation);
        return MomentCursor.PageOf(found, limit, x => new MomentCursor(x.FailedAt, x.Id));
    }

    /// <summary>The ids of messages, first failed first, at most so many.</summary>
    public Task<IReadOnlyList<Guid>> Ids(FailedMessageFilter filter, int max, CancellationToken cancellation) =>
        rows.List<FailedMessage, Guid>(x => Wanted(x, filter).OrderBy(m => m.FailedAt).ThenBy(m => m.Id).Take(max).Select(m => m.Id), cancellation);

    /// <summary>Messages by cause, the most frequent first.</summary>
    public async Task<IReadOnlyList<FailedMessageGroup>> Groups(FailedMessageStatus status, CancellationToken cancellation)
    {
        var groups = await rows.List<FailedMessage, GroupCount>(x => x.Where(m => m.Status == status).GroupBy(m => m.GroupKey)
            .Select(g => new GroupCount { Key = g.Key, Count = g.LongCount(), First = g.Min(m => m.FailedAt), Last = g.Max(m => m.FailedAt) })
            .OrderByDescending(g => g.Count).Take(GroupsMax), cancellation);
        List<FailedMessageGroup> told = [];
        foreach (var g in groups)
            if ((await List(new FailedMessageFilter(status, g.Key), null, 1, cancellation)).Items is [var example])
                told.Add(new FailedMessageGroup(g.Key, g.Count, g.First, g.Last, example));
        return told;
    }

    /// <summary>Messages that wait, by queue.</summary>
    public async Task<IReadOnlyList<ErrorQueue>> Queues(CancellationToken cancellation)
    {
        var counts = await rows.List<FailedMessage, QueueCount>(x => x.Where(m => m.Status == FailedMessageStatus.Waiting).GroupBy(m => m.Queue)
            .Select(g => new QueueCount { Queue = g.Key, Count = g.LongCount() }), cancellation);
        return [.. counts.Select(x => new ErrorQueue(x.Queue, x.Count)).OrderByDescending(x => x.Count).ThenBy(x => x.Queue, StringComparer.Ordinal)];
    }

    /// <summary>How many of these messages came back and wait again, taken over at or after a moment.</summary>
    public async Task<int> CameBack(IReadOnlyCollection<Guid> messageIds, DateTimeOffset since, CancellationToken cancellation)
    {
        var ids = messageIds.Select(x => (Guid?)x).ToList();
        var back = await rows.List<FailedMessage, Guid?>(x => x.Where(m => ids.Contains(m.MessageId) && m.Status == FailedMessageStatus.Waiting && m.TakenAt >= since).Select(m => m.MessageId), cancellation);
        return back.Distinct().Count();
    }

    static IQueryable<FailedMessage> Wanted(IQueryable<FailedMessage> messages, FailedMessageFilter filter)
    {
        if (filter.Status is { } status)
            messages = messages.Where(x => x.Status == status);
        if (filter.Group is { } group)
            messages = messages.Where(x => x.GroupKey == group);
        if (filter.Queue is { } queue)
            messages = messages.Where(x => x.Queue == queue);
        if (filter.SagaId is { } saga)
            messages = messages.Where(x => x.SagaId == saga);
        return messages;
    }

    static IQueryable<FailedMessage> Before(IQueryable<FailedMessage> messages, MomentCursor? place) => place is { At: var at, Id: var id }
        ? messages.Where(x => x.FailedAt < at || (x.FailedAt == at && x.Id.CompareTo(id) < 0))
        : messages;

    sealed class GroupCount
    {
        public string Key { get; set; } = "";
        public long Count { get; set; }
        public DateTimeOffset First { get; set; }
        public DateTimeOffset Last { get; set; }
    }

    sealed class QueueCount
    {
        public string Queue { get; set; } = "";
        public long Count { get; set; }
    }
}
