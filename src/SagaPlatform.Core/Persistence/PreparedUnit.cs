using SagaPlatform.Core.History;
using SagaPlatform.Core.Inbox;
using SagaPlatform.Core.Outbox;
using Timeout = SagaPlatform.Core.Timeouts.Timeout;

namespace SagaPlatform.Core.Persistence;

/// <summary>A row as it will be written.</summary>
/// <param name="Mapping">How.</param>
/// <param name="Key">The key as its column holds it.</param>
/// <param name="Values">All values, the new version among them.</param>
/// <param name="ExpectedVersion">The version it must have in the store; 0 when it must not exist.</param>
/// <param name="Row">The row it was taken from; it learns its version when it is committed.</param>
sealed record PreparedRow(RowMapping Mapping, object Key, object?[] Values, int ExpectedVersion, IVersionedRow Row)
{
    internal static PreparedRow Of(RowModel model, IVersionedRow row, int expectedVersion)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(expectedVersion);
        var mapping = model.Of(row.GetType());
        var values = mapping.Read(row);
        values[mapping.Version.Ordinal] = expectedVersion + 1;
        return new PreparedRow(mapping, values[mapping.Key.Ordinal]!, values, expectedVersion, row);
    }
}

/// <summary>
/// A unit of work read out and checked before any transaction sees it, so that a value that cannot be stored fails its
/// own message and no other, in the same way in both stores.
/// </summary>
sealed class PreparedUnit
{
    const int ReasonLengthMax = 1024;
    const int ConsumerLengthMax = 128;

    PreparedUnit(UnitOfWork unit, RowModel model, Func<long> nextOutboxId)
    {
        Inbox = unit.Inbox;
        Serializable = unit.Serializable;
        Saga = unit.Saga is { } saga ? PreparedRow.Of(model, saga.Row, saga.ExpectedVersion) : null;
        Rows = [.. unit.Rows.Select(x => PreparedRow.Of(model, x.Row, x.ExpectedVersion))];
        Outbox = [.. unit.Outbox.Select(x => x with { Id = nextOutboxId(), Attempts = 0 })];
        Cancelled = [.. unit.TimeoutsCancelled.Distinct()];
        // Set and cancelled by the same message: nobody waits for it any more.
        Set = [.. unit.TimeoutsSet.Where(x => !Cancelled.Contains(x.Token))];
        History = [.. unit.History.Select(Kept)];
    }

    internal InboxKey? Inbox { get; }

    internal bool Serializable { get; }

    internal PreparedRow? Saga { get; }

    internal PreparedRow[] Rows { get; }

    internal OutboxMessage[] Outbox { get; }

    internal Timeout[] Set { get; }

    internal Guid[] Cancelled { get; }

    internal HistoryEntry[] History { get; }

    internal IEnumerable<PreparedRow> AllRows => Saga is { } saga ? [saga] : Rows;

    internal static PreparedUnit Of(UnitOfWork unit, RowModel model, Func<long> nextOutboxId)
    {
        ArgumentNullException.ThrowIfNull(unit);
        if (unit.Saga != null && unit.Rows.Count > 0)
            throw new ArgumentException("A unit of work writes a saga's row or other rows, never both.", nameof(unit));
        if (unit.Inbox is { Consumer.Length: > ConsumerLengthMax } inbox)
            throw new ArgumentException($"Inbox.Consumer takes at most {ConsumerLengthMax} characters; {inbox.Consumer} has {inbox.Consumer.Length}.", nameof(unit));
        var prepared = new PreparedUnit(unit, model, nextOutboxId);
        if (unit.Saga != null)
            unit.Saga.Written = prepared.Saga!.Values;
        if (prepared.Saga is { } saga && !saga.Key.Equals(unit.Saga!.SagaId))
            throw new ArgumentException($"The row of saga {unit.Saga.SagaId} has the key {saga.Key}.", nameof(unit));
        var twice = prepared.Rows.GroupBy(x => (x.Mapping, x.Key)).FirstOrDefault(x => x.Count() > 1);
        if (twice != null)
            throw new ArgumentException($"{twice.Key.Mapping.Table} {twice.Key.Key} is written twice in one unit of work.", nameof(unit));
        return prepared;
    }

    /// <summary>Tells the rows the version they now have.</summary>
    internal void WasCommitted()
    {
        foreach (var row in AllRows)
            row.Row.Version = row.ExpectedVersion + 1;
    }

    static HistoryEntry Kept(HistoryEntry entry) => entry with
    {
        At = RowValues.Microseconds(entry.At),
        Reason = entry.Reason is { Length: > ReasonLengthMax } reason ? reason[..ReasonLengthMax] : entry.Reason,
        Timeouts = [.. entry.Timeouts.Select(x => x with { Due = x.Due is { } due ? RowValues.Microseconds(due) : null })],
    };
}
