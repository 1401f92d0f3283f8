namespace SagaPlatform.Core.Persistence;

/// <summary>Lets one message per saga through at a time within this process; between processes the version check decides.</summary>
public sealed class SagaTurnstile
{
    readonly SemaphoreSlim[] _lanes = [.. Enumerable.Range(0, 1024).Select(_ => new SemaphoreSlim(1))];

    /// <summary>Waits for the saga's turn; dispose what is returned to let the next one in.</summary>
    public async ValueTask<IDisposable> Enter(Guid sagaId, CancellationToken cancellation)
    {
        var lane = _lanes[(uint)sagaId.GetHashCode() % (uint)_lanes.Length];
        await lane.WaitAsync(cancellation);
        return new Turn(lane);
    }

    sealed class Turn(SemaphoreSlim lane) : IDisposable
    {
        SemaphoreSlim? _lane = lane;

        public void Dispose() => Interlocked.Exchange(ref _lane, null)?.Release();
    }
}
