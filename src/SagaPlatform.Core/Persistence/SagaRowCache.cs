using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Options;

namespace SagaPlatform.Core.Persistence;

/// <summary>
/// The rows of sagas that this process has just committed. The next message of such a saga needs no read: if another
/// process was faster, the version check of its commit says so.
/// </summary>
/// <remarks>
/// What is served from here is a guess, and treated as one: a conflict or an exception on a guessed row forgets it, and the
/// message is tried again on the row as the store has it. Where guesses are often wrong, because other processes consume
/// from the same queue, they are given up for a while. A message that the kept row's state does not wait for is no case for a guess:
/// another process has probably moved the saga on. A saga that has ended is not kept.
/// <para>Safe for use by many threads; about one saga, calls are made in its turn (<see cref="SagaTurnstile"/>).</para>
/// </remarks>
sealed class SagaRowCache : IDisposable
{
    /// <summary>Messages that a kept row remembers as consumed; an older one that comes again is told by the inbox.</summary>
    const int MessagesKept = 8;

    readonly MemoryCache? _rows;
    readonly RowModel _model;
    GuessRecord _record = new();

    public SagaRowCache(IOptions<SagaCacheOptions> options, RowModel model)
    {
        _model = model;
        if (options.Value.RowsMax > 0)
            _rows = new MemoryCache(new MemoryCacheOptions { SizeLimit = options.Value.RowsMax, CompactionPercentage = 0.1 });
    }

    /// <summary>Whether guessing is worth it at the moment.</summary>
    public bool Guesses => _rows != null && _record.IsTrusted;

    /// <summary>The row as this process committed it last; null when it is not kept, or guessing is given up.</summary>
    public KeptSaga? Find(Type saga, Guid id) => Guesses ? _rows!.Get<KeptSaga>((saga, id)) : null;

    /// <summary>Whether this process has the saga, whatever guesses are worth.</summary>
    public bool Knows(Type saga, Guid id) => _rows?.TryGetValue((saga, id), out _) == true;

    /// <summary>A new row of what is kept, independent of it.</summary>
    public TSaga Make<TSaga>(KeptSaga kept) where TSaga : class, IVersionedRow
    {
        var saga = _model.Of<TSaga>().MakeRow(kept.Values);
        saga.Version = kept.Version;
        return saga;
    }

    /// <summary>Keeps a row that was just committed.</summary>
    /// <param name="saga">Its class.</param>
    /// <param name="id">Which saga.</param>
    /// <param name="values">The row as it was written.</param>
    /// <param name="version">The version it has now.</param>
    /// <param name="message">The message that was consumed.</param>
    /// <param name="before">What was kept before; null when it was read.</param>
    public void Keep(Type saga, Guid id, object?[] values, int version, Guid message, KeptSaga? before)
    {
        var consumed = before?.Consumed ?? [];
        _rows?.Set((saga, id), new KeptSaga(values, version, [.. consumed.Skip(consumed.Length - MessagesKept + 1), message]),
            new MemoryCacheEntryOptions { Size = 1 });
    }

    /// <summary>The next message of this saga reads it.</summary>
    public void Forget(Type saga, Guid id) => _rows?.Remove((saga, id));

    /// <summary>A message was consumed on a guess: was it right?</summary>
    public void Learn(bool right) => _record.Add(right);

    /// <summary>As when the process starts: nothing is kept, and nothing is known about guesses.</summary>
    public void Clear()
    {
        _rows?.Clear();
        _record = new GuessRecord();
    }

    public void Dispose() => _rows?.Dispose();
}

/// <summary>A saga's row as this process wrote it.</summary>
/// <param name="Values">The values of its columns; nobody changes them.</param>
/// <param name="Version">Its version.</param>
/// <param name="Consumed">The last messages it consumed.</param>
sealed record KeptSaga(object?[] Values, int Version, Guid[] Consumed);
