using System.Buffers.Binary;

namespace SagaPlatform.Core.Sagas;

/// <summary>
/// An id made from another, from which that one can be made again: for a process that starts another one and hears its end.
/// The two never share an id, for operators find each, with its history, by its id alone.
/// </summary>
public static class PairedId
{
    /// <summary>The other id of the pair: of the child's the parent's, of the parent's the child's.</summary>
    /// <param name="id">One of the two.</param>
    /// <param name="mark">Tells this pairing from others of the same id; any number but 0, and never changed.</param>
    /// <exception cref="ArgumentOutOfRangeException">The mark is 0, which would pair an id with itself.</exception>
    public static Guid Of(Guid id, uint mark)
    {
        ArgumentOutOfRangeException.ThrowIfZero(mark);
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        BinaryPrimitives.WriteUInt32BigEndian(bytes, BinaryPrimitives.ReadUInt32BigEndian(bytes) ^ mark);
        return new Guid(bytes, bigEndian: true);
    }
}
