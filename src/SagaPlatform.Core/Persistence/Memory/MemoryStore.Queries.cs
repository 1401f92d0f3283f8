using System.Text.Json;
using SagaPlatform.Core.History;
using SagaPlatform.Core.Operations;
using SagaPlatform.Core.Operations.FailedMessages;

namespace SagaPlatform.Core.Persistence.Memory;

public sealed partial class MemoryStore : ISagaQueries
{
    /// <inheritdoc/>
    public Task<Page<SagaSummary>> List(SagaFilter filter, string? cursor, int limit, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(filter);
        PageCursor.CheckLimit(limit, PageCursor.SagasMax);
        var after = SagaCursor.Parse(cursor);
        List<SagaSummary> found;
        lock (_database.Lock)
        {
            var wanted = Wanted(filter).Where(x => IsAfter(x, after, filter.OldestFirst));
            found =
            [
                .. (filter.OldestFirst ? wanted.OrderBy(x => x.StartedAt).ThenBy(x => x.Id) : wanted.OrderByDescending(x => x.StartedAt).ThenByDescending(x => x.Id))
                    .ThenBy(x => x.Type, StringComparer.Ordinal).Take(limit + 1),
            ];
        }
        if (found.Count <= limit)
            return Task.FromResult(new Page<SagaSummary>(found, null));
        var last = found[limit - 1];
        return Task.FromResult(new Page<SagaSummary>(found[..limit], new SagaCursor(last.StartedAt, last.Id, last.Type).Text));
    }

    /// <inheritdoc/>
    public Task<SagaDetails?> Find(Guid sagaId, CancellationToken cancellation)
    {
        lock (_database.Lock)
        {
            foreach (var type in _catalogue.All)
            {
                var mapping = _rows.Of(type.State);
                if (_database.Table(mapping).Find(sagaId) is { } values)
                    return Task.FromResult<SagaDetails?>(new SagaDetails(Summary(type, mapping, values), mapping.Make(values)));
            }
        }
        return Task.FromResult<SagaDetails?>(null);
    }

    /// <inheritdoc/>
    public Task<Page<HistoryEntry>> History(Guid sagaId, string? cursor, int limit, CancellationToken cancellation)
    {
        PageCursor.CheckLimit(limit, PageCursor.HistoryMax);
        var after = PageCursor.HistoryNumber(cursor);
        lock (_database.Lock)
        {
            var lines = _database.History.GetValueOrDefault(sagaId, []).Where(x => x.Number > after).Take(limit + 1).ToList();
            var next = lines.Count > limit ? PageCursor.OfHistory(lines[limit - 1].Number) : null;
            return Task.FromResult(new Page<HistoryEntry>([.. lines.Take(limit).Select(x => x.Entry)], next));
        }
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<SagaCount>> Count(CancellationToken cancellation)
    {
        lock (_database.Lock)
        {
            return Task.FromResult<IReadOnlyList<SagaCount>>(
            [
                .. _catalogue.All.SelectMany(Summaries).GroupBy(x => (x.Type, x.State))
                    .Select(x => new SagaCount(x.Key.Type, x.Key.State, x.Count()))
                    .OrderBy(x => x.Type, StringComparer.Ordinal).ThenBy(x => x.State, StringComparer.Ordinal),
            ]);
        }
    }

    /// <inheritdoc/>
    public Task<long> Count(SagaFilter filter, int max, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(filter);
        PageCursor.CheckLimit(max, PageCursor.CountMax);
        lock (_database.Lock)
            return Task.FromResult((long)Wanted(filter).Take(max).Count());
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<LiveSagas>> Live(CancellationToken cancellation)
    {
        lock (_database.Lock)
        {
            return Task.FromResult(LiveOrder.Of(_catalogue.All.SelectMany(x => Ledgers(x)
                .GroupBy(s => (s.Saga.State, s.Stage, s.Machine))
                .Select(g => new LiveSagas(x.Name, g.Key.State, g.Key.Stage, g.Key.Machine, g.Count(), g.Select(s => s.Saga.BusinessKey).Min(StringComparer.Ordinal)!)))));
        }
    }

    IEnumerable<(SagaSummary Saga, string Stage, string? Machine)> Ledgers(SagaType type)
    {
        var mapping = _rows.Of(type.State);
        var ledger = mapping.Find("ledger");
        foreach (var values in _database.Table(mapping).Rows)
        {
            var saga = Summary(type, mapping, values);
            if (saga.EndedAt != null)
                continue;
            using var json = JsonDocument.Parse(ledger == null ? "{}" : (string)values[ledger.Ordinal]!);
            yield return (saga, Text(json, "at") ?? "", Text(json, "machine"));
        }
    }

    static string? Text(JsonDocument json, string name) => json.RootElement.TryGetProperty(name, out var text) ? text.GetString() : null;

    IEnumerable<SagaSummary> Wanted(SagaFilter filter)
    {
        var troubled = filter.InTrouble ? Troubled() : [];
        return _catalogue.All.Where(x => filter.Type == null || filter.Type == x.Name).SelectMany(Summaries)
            .Where(x => Matches(x, filter) && (!filter.InTrouble || x.Question != null || troubled.Contains(x.Id)));
    }

    HashSet<Guid> Troubled()
    {
        var before = Now() - TroubleLimits.OverdueBy;
        var overdue = _database.TimeoutsByDue.TakeWhile(x => x.Due <= before).Select(x => _database.Timeouts[x.Token].Timeout.SagaId);
        var mapping = _rows.Find(typeof(FailedMessage));
        var failed = mapping == null ? [] : _database.Table(mapping).Rows.Select(x => (FailedMessage)mapping.Make(x))
            .Where(x => x is { Status: FailedMessageStatus.Waiting, SagaId: not null }).Select(x => x.SagaId!.Value);
        return [.. overdue, .. failed];
    }

    IEnumerable<SagaSummary> Summaries(SagaType type)
    {
        var mapping = _rows.Of(type.State);
        return _database.Table(mapping).Rows.Select(x => Summary(type, mapping, x));
    }

    static SagaSummary Summary(SagaType type, RowMapping mapping, object?[] values)
    {
        return new SagaSummary(
            type.Name, Value<Guid>("id"), Value<string>("business_key"), Value<string>("state"), Value<int>("version"),
            Value<DateTimeOffset>("started_at"), Value<DateTimeOffset>("changed_at"),
            Value<DateTimeOffset?>("ended_at"), Value<string?>("question"));

        T Value<T>(string column) => (T)values[mapping.Find(column)!.Ordinal]!;
    }

    static bool Matches(SagaSummary saga, SagaFilter filter) =>
        (filter.State == null || filter.State == saga.State)
        && (filter.BusinessKey == null || filter.BusinessKey == saga.BusinessKey)
        && (filter.NeedsAttention == null || filter.NeedsAttention == (saga.Question != null))
        && (filter.StartedBefore == null || saga.StartedAt < filter.StartedBefore)
        && (filter.StartedAfter == null || saga.StartedAt >= filter.StartedAfter);

    static bool IsAfter(SagaSummary saga, SagaCursor? cursor, bool oldestFirst)
    {
        if (cursor == null)
            return true;
        var order = saga.StartedAt.CompareTo(cursor.StartedAt);
        if (order == 0)
            order = saga.Id.CompareTo(cursor.Id);
        if (!oldestFirst)
            order = -order;
        if (order == 0)
            order = string.CompareOrdinal(saga.Type, cursor.Type);
        return order > 0;
    }
}
