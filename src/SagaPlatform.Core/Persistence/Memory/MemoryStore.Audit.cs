using SagaPlatform.Core.Operations;
using SagaPlatform.Core.Operations.Audit;

namespace SagaPlatform.Core.Persistence.Memory;

public sealed partial class MemoryStore : IAuditStore
{
    /// <inheritdoc/>
    public Task<AuditRow> Append(AuditDraft entry, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(entry);
        cancellation.ThrowIfCancellationRequested();
        lock (_database.Lock)
        {
            var row = AuditRow.After(_database.AuditHead, entry, Now());
            _database.Audit.Add(row);
            _database.AuditHead = new AuditHead(row.Number, row.Hash);
            return Task.FromResult(row);
        }
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<AuditRow>> Read(long after, int rowsMax, CancellationToken cancellation)
    {
        lock (_database.Lock)
            return Task.FromResult<IReadOnlyList<AuditRow>>([.. _database.Audit.Where(x => x.Number > after).OrderBy(x => x.Number).Take(rowsMax)]);
    }

    /// <inheritdoc/>
    public Task<Page<AuditRow>> List(AuditFilter filter, string? cursor, int limit, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(filter);
        PageCursor.CheckLimit(limit, PageCursor.AuditMax);
        var before = PageCursor.AuditBefore(cursor);
        lock (_database.Lock)
        {
            var rows = _database.Audit.Where(x => x.Number < before
                    && (filter.SagaId == null || x.Entry.SagaId == filter.SagaId) && (filter.Actor == null || x.Entry.Actor == filter.Actor))
                .OrderByDescending(x => x.Number).Take(limit + 1).ToList();
            return Task.FromResult(PageCursor.AuditPage(rows, limit));
        }
    }

    /// <inheritdoc/>
    public Task<AuditHead> Head(CancellationToken cancellation)
    {
        lock (_database.Lock)
            return Task.FromResult(_database.AuditHead);
    }
}
