using SagaPlatform.Core.RateLimits;

namespace SagaPlatform.Core.Persistence.Memory;

// The buckets, under the one lock; time is the clock's.
public sealed partial class MemoryStore : IRateLimitStore
{
    /// <inheritdoc/>
    public Task<TokenGrant> Take(RateLimit limit, int tokensMax, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(limit);
        ArgumentOutOfRangeException.ThrowIfLessThan(tokensMax, 1);
        cancellation.ThrowIfCancellationRequested();
        lock (_database.Lock)
            return Task.FromResult(Bucket(limit).Take(tokensMax, _clock.GetUtcNow()));
    }

    /// <inheritdoc/>
    public Task Change(RateLimit limit, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(limit);
        cancellation.ThrowIfCancellationRequested();
        lock (_database.Lock)
            Bucket(limit).Change(limit, _clock.GetUtcNow());
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<StoredRateLimit>> RateLimits(CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        lock (_database.Lock)
            return Task.FromResult<IReadOnlyList<StoredRateLimit>>([.. _database.RateLimits.Values.Select(x => x.Stored)]);
    }

    TokenBucket Bucket(RateLimit limit)
    {
        if (!_database.RateLimits.TryGetValue(limit.Name, out var bucket))
            _database.RateLimits[limit.Name] = bucket = new TokenBucket(limit, _clock.GetUtcNow());
        return bucket;
    }
}
