namespace SagaPlatform.Core.Outbox;

/// <summary>The outbox as its dispatcher and its sweeper see it.</summary>
public interface IOutboxStore
{
    /// <summary>Removes rows that the broker has confirmed. Removing a row twice is harmless.</summary>
    Task Delete(IReadOnlyCollection<long> ids, CancellationToken cancellation);

    /// <summary>Notes a failed attempt; the row stays, and its dispatcher tries again after a back-off.</summary>
    Task NoteFailure(long id, int attempts, string error, CancellationToken cancellation);

    /// <summary>Sets a row aside for a person, with the reason: nobody dispatches it until it is released.</summary>
    Task Park(long id, int attempts, string error, CancellationToken cancellation);

    /// <summary>Gives parked rows back to the dispatcher; returns how many there were. Null releases all.</summary>
    Task<int> Release(IReadOnlyCollection<long>? ids, CancellationToken cancellation);

    /// <summary>
    /// Takes over rows that nobody dispatches: those of processes that are gone, and rows of this process that are older
    /// than <paramref name="forgottenAfter"/> and that it does not hold (their commit looked failed but was not).
    /// A dead process's rows then belong to this one: no other process takes them while this one lives.
    /// </summary>
    Task<IReadOnlyList<OutboxMessage>> TakeAbandoned(
        Func<long, bool> holds, TimeSpan forgottenAfter, int rowsMax, CancellationToken cancellation);

    /// <summary>How much waits, for metrics and health.</summary>
    Task<OutboxBacklog> Backlog(CancellationToken cancellation);

    /// <summary>Parked rows, oldest first.</summary>
    Task<IReadOnlyList<ParkedMessage>> Parked(int rowsMax, CancellationToken cancellation);
}

/// <summary>What waits in the outbox.</summary>
/// <param name="Pending">Rows not yet confirmed and not parked.</param>
/// <param name="OldestAge">Age of the oldest pending row; null when none is pending.</param>
/// <param name="Parked">Rows set aside for a person.</param>
public sealed record OutboxBacklog(long Pending, TimeSpan? OldestAge, long Parked);

/// <summary>A message set aside for a person.</summary>
public sealed record ParkedMessage(OutboxMessage Message, string Error, DateTimeOffset ParkedAt);
