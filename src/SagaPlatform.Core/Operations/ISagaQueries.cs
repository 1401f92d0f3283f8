using SagaPlatform.Core.History;

namespace SagaPlatform.Core.Operations;

/// <summary>What may be asked about sagas, of any type, without knowing their types.</summary>
public interface ISagaQueries
{
    /// <summary>A page of sagas, latest started first.</summary>
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
}

/// <summary>Which sagas to list; null means any.</summary>
/// <param name="Type">The type, as the catalogue names it.</param>
/// <param name="State">The state's name.</param>
/// <param name="BusinessKey">The exact business key.</param>
/// <param name="NeedsAttention">True: only those with an open question.</param>
public sealed record SagaFilter(string? Type = null, string? State = null, string? BusinessKey = null, bool? NeedsAttention = null);

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
