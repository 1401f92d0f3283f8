namespace SagaPlatform.Core.Inbox;

/// <summary>One message for one consumer: whatever is committed under a key is committed once.</summary>
/// <param name="MessageId">The id the sender gave the message; a redelivery carries the same one.</param>
/// <param name="Consumer">Who consumes it: the queue's name, or the name of an HTTP operation. At most 128 characters.</param>
/// <param name="Fingerprint">
/// SHA-256 of the content in hex, kept where a repeat must be told from a contradiction (HTTP commands); null elsewhere.
/// </param>
public sealed record InboxKey(Guid MessageId, string Consumer, string? Fingerprint = null);

/// <summary>The message was consumed before: nothing is to be done, and it is acknowledged.</summary>
public sealed class DuplicateMessageException(InboxKey key)
    : Exception($"Message {key.MessageId} was consumed by {key.Consumer} before.")
{
    /// <summary>What was seen before.</summary>
    public InboxKey Key { get; } = key;
}
