namespace SagaPlatform.Core.Outbox;

/// <summary>A message that leaves once its unit of work is committed: serialised, addressed, and with its id fixed.</summary>
/// <remarks>The body is dispatched byte for byte, so a message that is dispatched twice is the same message twice.</remarks>
public sealed record OutboxMessage
{
    /// <summary>The row's id: the node that wrote it in the upper 23 bits, a running number in the lower 40. 0 until it is written.</summary>
    public long Id { get; init; }

    /// <summary>The id its receivers know it by.</summary>
    public required Guid MessageId { get; init; }

    /// <summary>Where it goes, as the bus addresses it (an absolute URI).</summary>
    public required string Destination { get; init; }

    /// <summary>The message's type as the contracts name it, for people: <c>SagaPlatform.Contracts.Orders:OrderCompleted</c>.</summary>
    public required string MessageType { get; init; }

    /// <summary>The media type of <see cref="Body"/>.</summary>
    public required string ContentType { get; init; }

    /// <summary>The serialised message, envelope included.</summary>
    public required byte[] Body { get; init; }

    /// <summary>Transport headers beside the envelope; empty for most.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = NoHeaders;

    /// <summary>When its unit of work was built, by the clock of its process; once read from a store, when it was committed, by the clock of the store. In UTC.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>How often the broker has refused it; a lost connection does not count.</summary>
    public int Attempts { get; init; }

    internal static readonly IReadOnlyDictionary<string, string> NoHeaders = new Dictionary<string, string>(StringComparer.Ordinal);
}
