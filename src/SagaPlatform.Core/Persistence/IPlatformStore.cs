using SagaPlatform.Core.Inbox;

namespace SagaPlatform.Core.Persistence;

/// <summary>
/// Rows, inbox, outbox, timeouts and history in one transaction. There are two: PostgreSQL, and memory for the embedded
/// platform, tests and simulation. Both pass the same contract tests.
/// </summary>
/// <remarks>
/// A row handed out is the caller's own copy. A row type is known by its EF Core mapping (see <c>RowModel</c>);
/// its key is the mapping's single-column primary key.
/// </remarks>
public interface IPlatformStore
{
    /// <summary>Reads a row and whether <paramref name="inbox"/> was consumed before, in one round trip.</summary>
    /// <returns>The row, or null when there is none.</returns>
    /// <exception cref="DuplicateMessageException">The message was consumed before.</exception>
    Task<TRow?> Find<TRow>(object key, InboxKey? inbox, CancellationToken cancellation) where TRow : class, IVersionedRow;

    /// <summary>Reads several rows in one round trip; keys without a row are left out. Any order.</summary>
    Task<IReadOnlyList<TRow>> FindAll<TRow>(IReadOnlyCollection<object> keys, CancellationToken cancellation)
        where TRow : class, IVersionedRow;

    /// <summary>Commits the unit; after that its messages are in the dispatcher's hands.</summary>
    /// <remarks>
    /// May be committed together with other units; a conflict or duplicate fails only its own. On an exception the
    /// outcome is unknown: the message is to be redelivered, and the inbox tells.
    /// </remarks>
    Task<CommitOutcome> Commit(UnitOfWork unit, CancellationToken cancellation);

    /// <summary>The fingerprint stored with an inbox key, to tell a repeat from a contradiction.</summary>
    /// <returns>Null when the message was not consumed, or no fingerprint was stored.</returns>
    Task<string?> Fingerprint(InboxKey key, CancellationToken cancellation);
}
