using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace SagaPlatform.Core.Outbox;

/// <summary>
/// Message ids that follow from what the message is for. A transition that is executed again (after a conflict or a crash)
/// names its messages as it did the first time, so whoever receives both copies drops the second one.
/// </summary>
public static class MessageIds
{
    /// <summary>Derives a name-based id (RFC 9562, version 8): the first 128 bits of a SHA-256 over both arguments.</summary>
    /// <param name="source">Whose message it is: the id of a saga, or of the message being handled.</param>
    /// <param name="purpose">What it is for; two messages of one source need two purposes.</param>
    /// <returns>The same id for the same arguments, on every machine and in every version.</returns>
    /// <exception cref="ArgumentException"><paramref name="purpose"/> is null or empty.</exception>
    public static Guid Derive(Guid source, string purpose)
    {
        ArgumentException.ThrowIfNullOrEmpty(purpose);

        var name = new byte[16 + Encoding.UTF8.GetByteCount(purpose)];
        source.TryWriteBytes(name, bigEndian: true, out _);
        Encoding.UTF8.GetBytes(purpose, name.AsSpan(16));

        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(name, hash);
        var version = (ushort)((BinaryPrimitives.ReadUInt16BigEndian(hash[6..]) & 0x0FFF) | 0x8000);
        BinaryPrimitives.WriteUInt16BigEndian(hash[6..], version);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash[..16], bigEndian: true);
    }
}
