using SagaPlatform.Core.History;
using SagaPlatform.Core.Operations.Audit;
using SagaPlatform.Core.Outbox;
using SagaPlatform.Core.RateLimits;
using Timeout = SagaPlatform.Core.Timeouts.Timeout;

namespace SagaPlatform.Core.Persistence.Memory;

/// <summary>
/// What the stores of one embedded platform share. Several stores on one database stand for several processes; a store
/// that is disposed stands for a process that died, and its rows stay.
/// </summary>
public sealed class MemoryDatabase
{
    readonly Dictionary<RowMapping, MemoryTable> _tables = [];
    readonly HashSet<long> _livingNodes = [];
    long _lastNode;

    internal Lock Lock { get; } = new();

    internal Dictionary<(Guid, string), InboxLine> Inbox { get; } = [];

    internal SortedDictionary<long, OutboxLine> Outbox { get; } = [];

    internal Dictionary<Guid, TimeoutLine> Timeouts { get; } = [];

    internal SortedSet<(DateTimeOffset Due, Guid Token)> TimeoutsByDue { get; } = [];

    internal Dictionary<Guid, List<HistoryLine>> History { get; } = [];

    internal long HistoryNumber { get; set; }

    internal List<AuditRow> Audit { get; } = [];

    internal AuditHead AuditHead { get; set; } = AuditHead.None;

    internal Dictionary<long, long> NodeOwners { get; } = [];

    internal Dictionary<string, TokenBucket> RateLimits { get; } = new(StringComparer.Ordinal);

    internal MemoryTable Table(RowMapping mapping)
    {
        if (!_tables.TryGetValue(mapping, out var table))
            _tables[mapping] = table = new MemoryTable(mapping);
        return table;
    }

    internal long StartNode()
    {
        lock (Lock)
        {
            _livingNodes.Add(++_lastNode);
            NodeOwners[_lastNode] = _lastNode;
            return _lastNode;
        }
    }

    internal void EndNode(long node)
    {
        lock (Lock)
            _livingNodes.Remove(node);
    }

    /// <summary>Makes a node's rows this one's, unless whoever has them is alive.</summary>
    internal bool TakeOver(long node, long by)
    {
        if (NodeOwners.TryGetValue(node, out var owner) && owner != by && _livingNodes.Contains(owner))
            return false;
        NodeOwners[node] = by;
        return true;
    }

    internal void Set(Timeout timeout, DateTimeOffset due)
    {
        Cancel(timeout.Token);
        Timeouts[timeout.Token] = new TimeoutLine(timeout, due);
        TimeoutsByDue.Add((due, timeout.Token));
    }

    internal void Cancel(Guid token)
    {
        if (Timeouts.Remove(token, out var line))
            TimeoutsByDue.Remove((line.Due, token));
    }

    internal void Remember(HistoryEntry entry)
    {
        if (!History.TryGetValue(entry.SagaId, out var lines))
            History[entry.SagaId] = lines = [];
        lines.Add(new HistoryLine(++HistoryNumber, entry));
    }
}

sealed record InboxLine(string? Fingerprint, DateTimeOffset At);

sealed record OutboxLine(OutboxMessage Message, string? Error = null, DateTimeOffset? ParkedAt = null);

sealed record TimeoutLine(Timeout Timeout, DateTimeOffset Due);

sealed record HistoryLine(long Number, HistoryEntry Entry);
