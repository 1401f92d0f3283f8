using SagaPlatform.Core.Operations;
using SagaPlatform.Core.Outbox;
using SagaPlatform.Core.Timeouts;
using Timeout = SagaPlatform.Core.Timeouts.Timeout;

namespace SagaPlatform.Core.Persistence.Memory;

public sealed partial class MemoryStore : IOutboxStore, ITimeoutStore
{
    /// <inheritdoc/>
    public Task Delete(IReadOnlyCollection<long> ids, CancellationToken cancellation)
    {
        lock (_database.Lock)
        {
            foreach (var id in ids)
                _database.Outbox.Remove(id);
        }
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task NoteFailure(long id, int attempts, string error, CancellationToken cancellation)
    {
        Change(id, x => x with { Message = x.Message with { Attempts = attempts }, Error = error });
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task Park(long id, int attempts, string error, CancellationToken cancellation)
    {
        Change(id, x => new OutboxLine(x.Message with { Attempts = attempts }, error, Now()));
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<int> Release(IReadOnlyCollection<long>? ids, CancellationToken cancellation)
    {
        List<OutboxMessage> released = [];
        lock (_database.Lock)
        {
            foreach (var line in _database.Outbox.Values.Where(x => x.ParkedAt != null && ids?.Contains(x.Message.Id) != false).ToList())
            {
                released.Add(line.Message with { Attempts = 0 });
                _database.Outbox[line.Message.Id] = new OutboxLine(line.Message with { Attempts = 0 });
            }
        }
        HandOverOwn(released);
        return Task.FromResult(released.Count);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<OutboxMessage>> TakeAbandoned(
        Func<long, bool> holds, TimeSpan forgottenAfter, int rowsMax, CancellationToken cancellation)
    {
        var forgottenBefore = Now() - forgottenAfter;
        List<OutboxMessage> taken = [];
        lock (_database.Lock)
        {
            foreach (var line in _database.Outbox.Values)
            {
                if (taken.Count == rowsMax)
                    break;
                if (line.ParkedAt == null && IsAbandoned(line.Message, forgottenBefore) && !holds(line.Message.Id))
                    taken.Add(line.Message);
            }
        }
        return Task.FromResult<IReadOnlyList<OutboxMessage>>(taken);
    }

    bool IsAbandoned(OutboxMessage message, DateTimeOffset forgottenBefore)
    {
        var node = OutboxIds.Node(message.Id);
        return node == _node ? message.CreatedAt <= forgottenBefore : _database.TakeOver(node, by: _node);
    }

    /// <inheritdoc/>
    public Task<OutboxBacklog> Backlog(CancellationToken cancellation)
    {
        lock (_database.Lock)
        {
            var pending = _database.Outbox.Values.Where(x => x.ParkedAt == null).Select(x => x.Message.CreatedAt).ToList();
            var oldest = pending.Count == 0 ? (TimeSpan?)null : Now() - pending.Min();
            return Task.FromResult(new OutboxBacklog(pending.Count, oldest, _database.Outbox.Count - pending.Count));
        }
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<ParkedMessage>> Parked(int rowsMax, CancellationToken cancellation)
    {
        lock (_database.Lock)
        {
            return Task.FromResult<IReadOnlyList<ParkedMessage>>(
            [
                .. _database.Outbox.Values.Where(x => x.ParkedAt != null).OrderBy(x => x.ParkedAt).ThenBy(x => x.Message.Id).Take(rowsMax)
                    .Select(x => new ParkedMessage(x.Message, x.Error ?? "", x.ParkedAt!.Value)),
            ]);
        }
    }

    /// <inheritdoc/>
    public Task<RungTimeouts> RingDue(int rowsMax, TimeSpan overdueBy, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        List<OutboxMessage> rung = [];
        var latest = TimeSpan.Zero;
        lock (_database.Lock)
        {
            var now = Now();
            foreach (var (due, token) in _database.TimeoutsByDue.TakeWhile(x => x.Due <= now - overdueBy).Take(rowsMax).ToList())
            {
                var message = _database.Timeouts[token].Timeout.Ring with { Id = NextOutboxId(), CreatedAt = now, Attempts = 0 };
                _database.Cancel(token);
                _database.Outbox.Add(message.Id, new OutboxLine(message));
                rung.Add(message);
                latest = now - due > latest ? now - due : latest;
            }
        }
        if (rung.Count > 0)
            _intake.Value.Take(rung);
        return Task.FromResult(new RungTimeouts(rung.Count, latest));
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<PendingTimeout>> Of(Guid sagaId, CancellationToken cancellation)
    {
        lock (_database.Lock)
        {
            return Task.FromResult<IReadOnlyList<PendingTimeout>>(
            [
                .. _database.Timeouts.Values.Where(x => x.Timeout.SagaId == sagaId).OrderBy(x => x.Due)
                    .Select(x => new PendingTimeout(x.Timeout.Token, x.Timeout.SagaType, x.Timeout.SagaId, x.Timeout.Name, x.Due)),
            ]);
        }
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<Timeout>> Rings(Guid sagaId, CancellationToken cancellation)
    {
        lock (_database.Lock)
            return Task.FromResult<IReadOnlyList<Timeout>>(
                [.. _database.Timeouts.Values.Where(x => x.Timeout.SagaId == sagaId).OrderBy(x => x.Due).ThenBy(x => x.Timeout.Token).Select(x => x.Timeout with { Due = x.Due })]);
    }

    /// <inheritdoc/>
    public Task<Timeout?> FindTimeout(Guid token, CancellationToken cancellation)
    {
        lock (_database.Lock)
            return Task.FromResult(_database.Timeouts.TryGetValue(token, out var line) ? line.Timeout with { Due = line.Due } : null);
    }

    /// <inheritdoc/>
    public Task<Page<PendingTimeout>> List(TimeoutFilter filter, string? cursor, int limit, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(filter);
        PageCursor.CheckLimit(limit, PageCursor.SagasMax);
        var after = MomentCursor.Parse(cursor);
        lock (_database.Lock)
        {
            var before = filter.OverdueBy is { } by ? Now() - by : KeptMessage.Horizon;
            var found = _database.TimeoutsByDue
                .Where(x => x.Due <= before && (after == null || x.Due > after.At || (x.Due == after.At && x.Token.CompareTo(after.Id) > 0)))
                .Select(x => _database.Timeouts[x.Token]).Where(x => filter.SagaType == null || x.Timeout.SagaType == filter.SagaType)
                .Take(limit + 1).Select(x => new PendingTimeout(x.Timeout.Token, x.Timeout.SagaType, x.Timeout.SagaId, x.Timeout.Name, x.Due)).ToList();
            return Task.FromResult(MomentCursor.PageOf(found, limit, x => new MomentCursor(x.Due, x.Token)));
        }
    }

    /// <inheritdoc/>
    public Task<long> Overdue(TimeSpan by, CancellationToken cancellation)
    {
        lock (_database.Lock)
        {
            var before = Now() - by;
            return Task.FromResult((long)_database.TimeoutsByDue.TakeWhile(x => x.Due <= before).Count());
        }
    }

    // Rows of another living process are its own to dispatch: its sweep finds them.
    void HandOverOwn(IEnumerable<OutboxMessage> released)
    {
        var own = released.Where(x => OutboxIds.Node(x.Id) == _node).ToList();
        if (own.Count > 0)
            _intake.Value.Take(own);
    }

    void Change(long id, Func<OutboxLine, OutboxLine> change)
    {
        lock (_database.Lock)
        {
            if (_database.Outbox.TryGetValue(id, out var line))
                _database.Outbox[id] = change(line);
        }
    }
}
