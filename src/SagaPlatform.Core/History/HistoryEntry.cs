using System.Text.Json.Serialization;

namespace SagaPlatform.Core.History;

/// <summary>What became of one message for one saga.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<HistoryKind>))]
public enum HistoryKind
{
    /// <summary>It was acted on.</summary>
    Consumed,

    /// <summary>It means nothing in this state, harmlessly: a repeat, or an answer nobody waits for any more.</summary>
    Ignored,

    /// <summary>It was a request that was turned down: a cancellation too late, a start with other content.</summary>
    Refused,

    /// <summary>A ring or a fault that was overtaken by events.</summary>
    Stale,

    /// <summary>It named a saga that does not exist.</summary>
    NotFound,

    /// <summary>It could not be handled and is in the error queue.</summary>
    Faulted,
}

/// <summary>One line of a saga's append-only history: one per message.</summary>
public sealed record HistoryEntry
{
    /// <summary>The saga's type, as the catalogue names it.</summary>
    public required string SagaType { get; init; }

    /// <summary>The saga.</summary>
    public required Guid SagaId { get; init; }

    /// <summary>The version of the saga's row after this; 0 when this did not write the row.</summary>
    public int Version { get; init; }

    /// <summary>When, in UTC.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>What became of the message.</summary>
    public required HistoryKind Kind { get; init; }

    /// <summary>The event's name; the message's short type name where no machine heard it.</summary>
    public required string Event { get; init; }

    /// <summary>The message.</summary>
    public Guid? MessageId { get; init; }

    /// <summary>The state before; null when there was none.</summary>
    public string? From { get; init; }

    /// <summary>The state after; null when there was none.</summary>
    public string? To { get; init; }

    /// <summary>Why, where it is not plain: at most 1,024 characters.</summary>
    public string? Reason { get; init; }

    /// <summary>What was sent or published because of it.</summary>
    public IReadOnlyList<SentMessage> Sent { get; init; } = [];

    /// <summary>Which timeouts were set or cancelled because of it.</summary>
    public IReadOnlyList<TimeoutChange> Timeouts { get; init; } = [];
}

/// <summary>A message that left.</summary>
/// <param name="Type">Its short type name.</param>
/// <param name="MessageId">Its id.</param>
/// <param name="To">The queue or exchange it went to.</param>
public sealed record SentMessage(string Type, Guid MessageId, string To);

/// <summary>A timeout that was set or cancelled.</summary>
/// <param name="Change"><c>set</c> or <c>cancelled</c>.</param>
/// <param name="Token">Which.</param>
/// <param name="Due">When it would ring; null when cancelled.</param>
public sealed record TimeoutChange(string Change, Guid Token, DateTimeOffset? Due);
