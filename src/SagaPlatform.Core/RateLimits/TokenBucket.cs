namespace SagaPlatform.Core.RateLimits;

/// <summary>The rules of a bucket, for the store in memory; PostgreSQL has the same rules in one statement each.</summary>
sealed class TokenBucket(RateLimit limit, DateTimeOffset now)
{
    RateLimit _limit = limit;
    double _tokens = limit.PermitsPerSecond > 0 ? limit.Burst : 0;
    DateTimeOffset _refilledAt = now;
    DateTimeOffset _changedAt = now;

    internal StoredRateLimit Stored => new(_limit, _tokens, _refilledAt, _changedAt);

    internal TokenGrant Take(int tokensMax, DateTimeOffset now)
    {
        Refill(now);
        var tokens = _tokens < 1 ? 0 : Math.Min(tokensMax, Math.Max(1, (int)(_tokens / 2)));
        _tokens -= tokens;
        return Grant(tokens, _tokens, _limit);
    }

    internal void Change(RateLimit limit, DateTimeOffset now)
    {
        Refill(now);
        _tokens = limit.PermitsPerSecond > 0 ? Math.Min(_tokens, limit.Burst) : 0;
        (_limit, _changedAt) = (limit, now);
    }

    /// <summary>What was taken, and when the next is due.</summary>
    internal static TokenGrant Grant(int tokens, double left, RateLimit limit) => new(tokens, limit,
        tokens > 0 ? TimeSpan.Zero
        : limit.PermitsPerSecond > 0 ? TimeSpan.FromSeconds(Math.Min((1 - left) / limit.PermitsPerSecond, int.MaxValue))
        : null);

    void Refill(DateTimeOffset now)
    {
        if (now <= _refilledAt)
            return;
        _tokens = Math.Min(_limit.Burst, _tokens + (_limit.PermitsPerSecond * (now - _refilledAt).TotalSeconds));
        _refilledAt = now;
    }
}
