namespace SagaPlatform.Core.Persistence;

/// <summary>Who in this process works on which row: commands for the same row queue up instead of conflicting.</summary>
/// <remarks>
/// Rows share a fixed number of lanes. A unit takes the lanes of one call in ascending order, so units that claim once
/// never wait for each other in a circle; one that claims again, lower than what it holds, waits only
/// <see cref="LaterClaimWaitMax"/> and then fails as a conflict, because the other may be waiting for it.
/// </remarks>
public sealed class RowClaims
{
    const int LanesCount = 4_096;

    /// <summary>How long a claim waits that might close a circle.</summary>
    internal static readonly TimeSpan LaterClaimWaitMax = TimeSpan.FromSeconds(1);

    readonly SemaphoreSlim[] _lanes = [.. Enumerable.Range(0, LanesCount).Select(_ => new SemaphoreSlim(1))];

    /// <summary>The claims of one unit of work; dispose them when it ends.</summary>
    public RowClaimSet Begin() => new(this);

    internal static int LaneOf(Type row, object key) => (int)((uint)HashCode.Combine(row, key) % LanesCount);

    internal SemaphoreSlim Lane(int lane) => _lanes[lane];
}

/// <summary>What one unit of work has claimed.</summary>
public sealed class RowClaimSet : IDisposable
{
    readonly RowClaims _claims;
    readonly SortedSet<int> _held = [];

    internal RowClaimSet(RowClaims claims) => _claims = claims;

    /// <summary>Claims rows, waiting for whoever has them; rows claimed before are no matter.</summary>
    /// <exception cref="ConcurrencyConflictException">Waiting longer might be waiting for each other.</exception>
    public async Task Claim(Type row, IEnumerable<object> keys, CancellationToken cancellation)
    {
        var lanes = new SortedSet<int>(keys.Select(x => RowClaims.LaneOf(row, x)));
        lanes.ExceptWith(_held);
        foreach (var lane in lanes)
        {
            if (_held.Count == 0 || lane > _held.Max)
                await _claims.Lane(lane).WaitAsync(cancellation);
            else if (!await _claims.Lane(lane).WaitAsync(RowClaims.LaterClaimWaitMax, cancellation))
                throw new ConcurrencyConflictException($"A row of {row.Name}");
            _held.Add(lane);
        }
    }

    /// <summary>Lets the next ones in.</summary>
    public void Dispose()
    {
        foreach (var lane in _held)
            _claims.Lane(lane).Release();
        _held.Clear();
    }
}
