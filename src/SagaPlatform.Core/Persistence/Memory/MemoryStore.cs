using SagaPlatform.Core.Inbox;
using SagaPlatform.Core.Operations;
using SagaPlatform.Core.Outbox;

namespace SagaPlatform.Core.Persistence.Memory;

/// <summary>
/// The store of the embedded platform, of fast tests and of simulation: the whole contract under one lock, and nothing
/// survives the process.
/// </summary>
/// <remarks>
/// Rows are kept as the values of their columns, so that nobody shares an object with the store, and what PostgreSQL
/// would not keep (a fraction of a microsecond, an offset) is not kept here either.
/// </remarks>
public sealed partial class MemoryStore : IPlatformStore, IDisposable
{
    readonly RowModel _rows;
    readonly SagaCatalogue _catalogue;
    readonly TimeProvider _clock;
    readonly Lazy<IOutboxIntake> _intake;
    readonly MemoryDatabase _database;
    readonly RetentionOptions _retention;
    readonly long _node;
    long _lastOutboxNumber;

    /// <summary>A store of its own, or one more process on a shared database.</summary>
    /// <param name="rows">The mappings.</param>
    /// <param name="catalogue">The sagas that may be asked about.</param>
    /// <param name="clock">Decides what is due.</param>
    /// <param name="intake">Who takes committed messages; asked for at the first commit, since it needs this store itself.</param>
    /// <param name="database">What is shared; null for a new one.</param>
    /// <param name="retention">How long things are kept; null for the defaults.</param>
    public MemoryStore(
        RowModel rows, SagaCatalogue catalogue, TimeProvider clock, Func<IOutboxIntake> intake, MemoryDatabase? database = null,
        RetentionOptions? retention = null)
    {
        _rows = rows;
        _catalogue = catalogue;
        _clock = clock;
        _intake = new Lazy<IOutboxIntake>(intake);
        _database = database ?? new MemoryDatabase();
        _retention = retention ?? new RetentionOptions();
        _node = _database.StartNode();
    }

    /// <inheritdoc/>
    public Task<TRow?> Find<TRow>(object key, InboxKey? inbox, CancellationToken cancellation) where TRow : class, IVersionedRow
    {
        cancellation.ThrowIfCancellationRequested();
        var mapping = _rows.Of<TRow>();
        var value = mapping.KeyValue(key);
        object?[]? found;
        lock (_database.Lock)
        {
            if (WasConsumed(inbox))
                throw new DuplicateMessageException(inbox!);
            found = _database.Table(mapping).Find(value);
        }
        return Task.FromResult(found == null ? null : mapping.MakeRow(found));
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<TRow>> FindAll<TRow>(IReadOnlyCollection<object> keys, CancellationToken cancellation)
        where TRow : class, IVersionedRow
    {
        cancellation.ThrowIfCancellationRequested();
        var mapping = _rows.Of<TRow>();
        var values = keys.Select(mapping.KeyValue).Distinct().ToList();
        List<object?[]> found = [];
        lock (_database.Lock)
        {
            foreach (var value in values)
            {
                if (_database.Table(mapping).Find(value) is { } row)
                    found.Add(row);
            }
        }
        return Task.FromResult<IReadOnlyList<TRow>>([.. found.Select(mapping.MakeRow)]);
    }

    /// <inheritdoc/>
    public Task<CommitOutcome> Commit(UnitOfWork unit, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var prepared = PreparedUnit.Of(unit, _rows, NextOutboxId);
        lock (_database.Lock)
        {
            if (WasConsumed(prepared.Inbox))
                return Task.FromResult(CommitOutcome.Duplicate);
            if (!Accepts(prepared))
                return Task.FromResult(CommitOutcome.Conflict);
            Write(prepared);
        }
        prepared.WasCommitted();
        if (prepared.Outbox.Length > 0)
            _intake.Value.Take(prepared.Outbox);
        return Task.FromResult(CommitOutcome.Committed);
    }

    /// <inheritdoc/>
    public Task<string?> Fingerprint(InboxKey key, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(key);
        lock (_database.Lock)
            return Task.FromResult(_database.Inbox.GetValueOrDefault((key.MessageId, key.Consumer))?.Fingerprint);
    }

    /// <summary>The process is gone: its rows may be taken over by others.</summary>
    public void Dispose() => _database.EndNode(_node);

    bool WasConsumed(InboxKey? key) => key != null && _database.Inbox.ContainsKey((key.MessageId, key.Consumer));

    // Two rows of one unit may break a unique index only together, so each is written before the next is looked at.
    bool Accepts(PreparedUnit unit)
    {
        List<(MemoryTable Table, object Key, PreparedRow? Before)> undo = [];
        foreach (var row in unit.AllRows)
        {
            var table = _database.Table(row.Mapping);
            if (!table.Accepts(row))
            {
                undo.Reverse();
                undo.ForEach(Undo);
                return false;
            }
            var before = table.Find(row.Key) is { } values ? row with { Values = values } : null;
            undo.Add((table, row.Key, before));
            table.Write(row);
        }
        return true;
    }

    static void Undo((MemoryTable Table, object Key, PreparedRow? Before) write)
    {
        if (write.Before is { } before)
            write.Table.Write(before);
        else
            write.Table.Remove(write.Key);
    }

    void Write(PreparedUnit unit)
    {
        var now = Now();
        if (unit.Inbox is { } inbox)
            _database.Inbox.Add((inbox.MessageId, inbox.Consumer), new InboxLine(inbox.Fingerprint, now));
        foreach (var message in unit.Outbox)
            _database.Outbox.Add(message.Id, new OutboxLine(message with { CreatedAt = Now() }));
        foreach (var token in unit.Cancelled)
            _database.Cancel(token);
        foreach (var timeout in unit.Set)
            _database.Set(timeout, RowValues.Microseconds(now + timeout.After));
        foreach (var entry in unit.History)
            _database.Remember(entry);
    }

    DateTimeOffset Now() => RowValues.Microseconds(_clock.GetUtcNow());

    long NextOutboxId() => OutboxIds.Of(_node, Interlocked.Increment(ref _lastOutboxNumber));
}
