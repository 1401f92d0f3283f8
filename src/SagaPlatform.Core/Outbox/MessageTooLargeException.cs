namespace SagaPlatform.Core.Outbox;

/// <summary>A message is larger than the outbox takes; it was refused before anything was stored.</summary>
public sealed class MessageTooLargeException(string messageType, long bytes, long bytesMax)
    : Exception($"{messageType} has {bytes:N0} bytes; the outbox takes at most {bytesMax:N0} (Outbox:MessageBytesMax). Send a reference instead of the content.")
{
    /// <summary>Its size.</summary>
    public long Bytes { get; } = bytes;
}
