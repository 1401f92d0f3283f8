using SagaPlatform.Core.History;
using SagaPlatform.Core.Inbox;
using SagaPlatform.Core.Outbox;
using Timeout = SagaPlatform.Core.Timeouts.Timeout;

namespace SagaPlatform.Core.Persistence;

/// <summary>
/// Everything one message changes, committed together or not at all. One per attempt to consume a message
/// (a retry starts an empty one), and one per web request.
/// </summary>
public sealed class UnitOfWork
{
    /// <summary>The message that is consumed; null when none is (a sweep, a note about a fault).</summary>
    public InboxKey? Inbox { get; set; }

    /// <summary>The saga row that is written; null for units that are not a saga's.</summary>
    public SagaChange? Saga { get; set; }

    /// <summary>Other rows that are written: the tables of a participant. Never together with <see cref="Saga"/>.</summary>
    public List<RowChange> Rows { get; } = [];

    /// <summary>
    /// Whether it is committed alone, in a SERIALIZABLE transaction of its own, instead of together with others. In memory
    /// every commit is alone anyway. Losing there is a <see cref="CommitOutcome.Conflict"/> like any other.
    /// </summary>
    public bool Serializable { get; set; }

    /// <summary>Messages that leave after the commit.</summary>
    public List<OutboxMessage> Outbox { get; } = [];

    /// <summary>Timeouts that are set.</summary>
    public List<Timeout> TimeoutsSet { get; } = [];

    /// <summary>Tokens of timeouts that are cancelled. One that already rang, or never existed, is harmless.</summary>
    public List<Guid> TimeoutsCancelled { get; } = [];

    /// <summary>What is remembered of it.</summary>
    public List<HistoryEntry> History { get; } = [];

    /// <summary>Whether there is anything to commit.</summary>
    public bool IsEmpty => Inbox == null && Saga == null && Rows.Count == 0 && Outbox.Count == 0
        && TimeoutsSet.Count == 0 && TimeoutsCancelled.Count == 0 && History.Count == 0;
}

/// <summary>A row to be written if nobody else wrote it since.</summary>
/// <param name="Row">The row as it shall be; its <see cref="IVersionedRow.Version"/> is set by the store.</param>
/// <param name="ExpectedVersion">The version that was read; 0 for a new row.</param>
public sealed record RowChange(IVersionedRow Row, int ExpectedVersion);

/// <summary>A saga's row to be written if nobody else wrote it since.</summary>
/// <param name="SagaType">The saga's type, as the catalogue names it.</param>
/// <param name="SagaId">The saga.</param>
/// <param name="Row">The row as it shall be.</param>
/// <param name="ExpectedVersion">The version that was read; 0 for a new saga.</param>
public sealed record SagaChange(string SagaType, Guid SagaId, IVersionedRow Row, int ExpectedVersion)
{
    /// <summary>The values of the row's columns as the store wrote them; null before. Nobody changes them.</summary>
    internal object?[]? Written { get; set; }
}

/// <summary>How a commit ended.</summary>
public enum CommitOutcome
{
    /// <summary>All of it is stored.</summary>
    Committed,

    /// <summary>Somebody else wrote one of the rows first: nothing is stored, and the message is to be tried again from the start.</summary>
    Conflict,

    /// <summary>The message was consumed before: nothing is stored, and nothing needs to be.</summary>
    Duplicate,
}

/// <summary>Somebody else wrote a row first; trying again from the start is right.</summary>
public sealed class ConcurrencyConflictException(string what, Exception? reason = null)
    : Exception($"{what} was written by somebody else meanwhile.", reason);
