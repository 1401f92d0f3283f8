using System.Security.Cryptography;
using System.Text;

namespace SagaPlatform.Core.Outbox;

/// <summary>Message ids that come out the same however often they are made.</summary>
public static class MessageIds
{
    /// <summary>
    /// The id of the message that is sent for <paramref name="purpose"/> because of <paramref name="source"/>. The same
    /// cause and purpose give the same id, so a receiver recognises a repeat even when the sender lost its memory.
    /// </summary>
    /// <param name="source">The id of the message (or saga) that is the cause.</param>
    /// <param name="purpose">What the new message is for; any text.</param>
    /// <returns>The first 16 bytes of SHA-256 over both, marked as an RFC 9562 UUID of version 8.</returns>
    public static Guid Derive(Guid source, string purpose)
    {
        ArgumentNullException.ThrowIfNull(purpose);
        var content = new byte[16 + Encoding.UTF8.GetByteCount(purpose)];
        source.TryWriteBytes(content, bigEndian: true, out _);
        Encoding.UTF8.GetBytes(purpose, content.AsSpan(16));

        var id = SHA256.HashData(content).AsSpan(0, 16);
        id[6] = (byte)((id[6] & 0x0F) | 0x80);
        id[8] = (byte)((id[8] & 0x3F) | 0x80);
        return new Guid(id, bigEndian: true);
    }
}
