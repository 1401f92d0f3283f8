using SagaPlatform.Core.History;

namespace SagaPlatform.Core.Operations;

/// <summary>What may be asked about sagas, of any type, without knowing their types.</summary>
public interface ISagaQueries
{
    /// <summary>A page of sagas, latest started first unless the filter says otherwise.</summary>
    /// <param name="filter">Which.</param>
    /// <param name="cursor">The <see cref="Page{T}.Next"/> of the page before; null for the first.</param>
    /// <param name="limit">1 to 200.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="FormatException">The cursor is none of ours.</exception>
    Task<Page<SagaSummary>> List(SagaFilter filter, string? cursor, int limit, CancellationToken cancellation);

    /// <summary>One saga with its whole row, found by its id among all types; null when there is none.</summary>
    Task<SagaDetails?> Find(Guid sagaId, CancellationToken cancellation);

    /// <summary>A page of a saga's history, oldest first.</summary>
    /// <param name="sagaId">The saga.</param>
    /// <param name="cursor">The <see cref="Page{T}.Next"/> of the page before; null for the first.</param>
    /// <param name="limit">1 to 500.</param>
    /// <param name="cancellation">Gives up.</param>
    Task<Page<HistoryEntry>> History(Guid sagaId, string? cursor, int limit, CancellationToken cancellation);

    /// <summary>How many sagas there are per type and state.</summary>
    Task<IReadOnlyList<SagaCount>> Count(CancellationToken cancellation);

    /// <summary>How many sagas a filter finds, counted up to a limit.</summary>
    /// <param name="filter">Which.</param>
    /// <param name="max">Counts no further than this, 1 to 100,000.</param>
    /// <param name="cancellation">Gives up.</param>
    Task<long> Count(SagaFilter filter, int max, CancellationToken cancellation);

    /// <summary>Sagas that have not ended, by type, state, stage and the machine they began with. Reads every one of them.</summary>
    Task<IReadOnlyList<LiveSagas>> Live(CancellationToken cancellation);
}

/// <summary>Sagas that have not ended and stand at the same place of the same machine.</summary>
/// <param name="Type">Their type.</param>
/// <param name="State">Their state.</param>
/// <param name="Stage">The stage they came to.</param>
/// <param name="Fingerprint">The fingerprint of the machine they began with; null when they are older than fingerprints.</param>
/// <param name="Count">How many.</param>
/// <param name="Example">The business key of one of them.</param>
public sealed record LiveSagas(string Type, string State, string Stage, string? Fingerprint, long Count, string Example);

/// <summary>Which sagas to list; null means any.</summary>
/// <param name="Type">The type, as the catalogue names it.</param>
/// <param name="State">The state's name.</param>
/// <param name="BusinessKey">The exact business key.</param>
/// <param name="NeedsAttention">True: only those with an open question.</param>
/// <param name="InTrouble">
/// True: only those with an open question, a timeout that is overdue by <see cref="TroubleLimits.OverdueBy"/>, or a failed message that waits;
/// of each at most <see cref="TroubleLimits.SagasMax"/> of a type.
/// </param>
/// <param name="StartedBefore">Only those started before this.</param>
/// <param name="StartedAfter">Only those started at this moment or after.</param>
/// <param name="OldestFirst">True: first started first.</param>
public sealed record SagaFilter(
    string? Type = null, string? State = null, string? BusinessKey = null, bool? NeedsAttention = null, bool InTrouble = false,
    DateTimeOffset? StartedBefore = null, DateTimeOffset? StartedAfter = null, bool OldestFirst = false);

/// <summary>When a saga counts as in trouble.</summary>
public static class TroubleLimits
{
    /// <summary>A timeout that is overdue by this; below, it is only about to ring.</summary>
    public static readonly TimeSpan OverdueBy = TimeSpan.FromSeconds(5);

    /// <summary>Sagas of one type that are looked up for each kind of trouble; with more of them, the list is not the way to see them.</summary>
    public const int SagasMax = 5_000;
}

/// <summary>A page of rows.</summary>
/// <param name="Items">The rows.</param>
/// <param name="Next">The cursor of the next page; null when this is the last.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? Next);

/// <summary>A saga in a list.</summary>
public sealed record SagaSummary(
    string Type,
    Guid Id,
    string BusinessKey,
    string State,
    int Version,
    DateTimeOffset StartedAt,
    DateTimeOffset ChangedAt,
    DateTimeOffset? EndedAt,
    string? Question);

/// <summary>One saga.</summary>
/// <param name="Summary">What the list says of it.</param>
/// <param name="Row">The saga's state object, as its machine knows it.</param>
public sealed record SagaDetails(SagaSummary Summary, object Row);

/// <summary>How many sagas of a type are in a state.</summary>
public sealed record SagaCount(string Type, string State, long Count);
