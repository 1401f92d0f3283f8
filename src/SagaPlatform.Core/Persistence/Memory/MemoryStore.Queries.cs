using SagaPlatform.Core.History;
using SagaPlatform.Core.Operations;

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
            found =
            [
                .. _catalogue.All.Where(x => filter.Type == null || filter.Type == x.Name).SelectMany(Summaries)
                    .Where(x => Matches(x, filter) && IsAfter(x, after))
                    .OrderByDescending(x => x.StartedAt).ThenByDescending(x => x.Id).ThenBy(x => x.Type, StringComparer.Ordinal)
                    .Take(limit + 1),
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
        && (filter.NeedsAttention == null || filter.NeedsAttention == (saga.Question != null));

    static bool IsAfter(SagaSummary saga, SagaCursor? cursor)
    {
        if (cursor == null)
            return true;
        var order = -saga.StartedAt.CompareTo(cursor.StartedAt);
        if (order == 0)
            order = -saga.Id.CompareTo(cursor.Id);
        if (order == 0)
            order = string.CompareOrdinal(saga.Type, cursor.Type);
        return order > 0;
    }
}
