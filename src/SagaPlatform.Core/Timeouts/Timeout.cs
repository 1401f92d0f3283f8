using SagaPlatform.Core.Operations;
using SagaPlatform.Core.Outbox;

namespace SagaPlatform.Core.Timeouts;

/// <summary>A message that leaves later, unless it is cancelled first: written and cancelled with its saga's row.</summary>
public sealed record Timeout
{
    /// <summary>Identifies it to whoever set it; a ring carries it, so that an overtaken one is known.</summary>
    public required Guid Token { get; init; }

    /// <summary>The type of the saga that set it, as the catalogue names it; empty when none did.</summary>
    public required string SagaType { get; init; }

    /// <summary>The saga that set it; empty when none did.</summary>
    public required Guid SagaId { get; init; }

    /// <summary>What rings, for people: the message's short type name.</summary>
    public required string Name { get; init; }

    /// <summary>When it rings, by the clock of the process that set it.</summary>
    public required DateTimeOffset Due { get; init; }

    /// <summary>
    /// How long after it was set it rings. The PostgreSQL store adds it to the database's clock, the one clock all
    /// processes share, so that a process with a wrong clock rings neither early nor late.
    /// </summary>
    public required TimeSpan After { get; init; }

    /// <summary>What is sent when it rings.</summary>
    public required OutboxMessage Ring { get; init; }
}

/// <summary>Timeouts as the ringer and the operator see them.</summary>
public interface ITimeoutStore
{
    /// <summary>
    /// Moves due timeouts into the outbox, earliest first, and hands them to the dispatcher, in one transaction.
    /// Several processes may ring at once: each timeout rings once.
    /// </summary>
    /// <param name="rowsMax">At most so many.</param>
    /// <param name="overdueBy">Only those due at least this long ago: zero for the ringer, more for its backstop.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>How many rang, and how late the latest was.</returns>
    Task<RungTimeouts> RingDue(int rowsMax, TimeSpan overdueBy, CancellationToken cancellation);

    /// <summary>The pending timeouts of one saga, earliest first.</summary>
    Task<IReadOnlyList<PendingTimeout>> Of(Guid sagaId, CancellationToken cancellation);

    /// <summary>The pending timeouts of one saga with what they send, earliest first; what is kept of a held saga among them.</summary>
    Task<IReadOnlyList<Timeout>> Rings(Guid sagaId, CancellationToken cancellation);

    /// <summary>One pending timeout with what it sends; null when it has rung, was cancelled or never existed.</summary>
    Task<Timeout?> FindTimeout(Guid token, CancellationToken cancellation);

    /// <summary>A page of pending timeouts, earliest first; without the kept messages of held sagas.</summary>
    /// <param name="filter">Which.</param>
    /// <param name="cursor">The <see cref="Page{T}.Next"/> of the page before; null for the first.</param>
    /// <param name="limit">1 to 200.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="FormatException">The cursor is none of ours.</exception>
    Task<Page<PendingTimeout>> List(TimeoutFilter filter, string? cursor, int limit, CancellationToken cancellation);

    /// <summary>How many are overdue by at least <paramref name="by"/>.</summary>
    Task<long> Overdue(TimeSpan by, CancellationToken cancellation);
}

/// <summary>Which timeouts to list; null means any.</summary>
/// <param name="SagaType">Set by sagas of this type.</param>
/// <param name="OverdueBy">Overdue by at least so much.</param>
public sealed record TimeoutFilter(string? SagaType = null, TimeSpan? OverdueBy = null);

/// <summary>What one round of ringing did.</summary>
public sealed record RungTimeouts(int Count, TimeSpan Latest);

/// <summary>A timeout that has not rung.</summary>
public sealed record PendingTimeout(Guid Token, string SagaType, Guid SagaId, string Name, DateTimeOffset Due)
{
    /// <summary>Whether it is no timeout to be waited for, but a message that is kept while an operator holds the saga.</summary>
    public bool IsKept => KeptMessage.Is(this);
}
