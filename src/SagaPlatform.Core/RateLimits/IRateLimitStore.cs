namespace SagaPlatform.Core.RateLimits;

/// <summary>One token bucket per name, shared by all processes on one store.</summary>
/// <remarks>
/// Every call is one atomic step of one row. Time is the store's own (the database's clock), so that processes whose clocks
/// differ still share one rate.
/// </remarks>
public interface IRateLimitStore
{
    /// <summary>
    /// Refills the bucket by the time since it was last touched, and takes from it. At most half of what is there, so that
    /// another process still finds some; at least one when there is one.
    /// </summary>
    /// <param name="limit">What is allowed while nobody has stored anything else: the bucket then starts full.</param>
    /// <param name="tokensMax">How many at most; at least 1.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    Task<TokenGrant> Take(RateLimit limit, int tokensMax, CancellationToken cancellation);

    /// <summary>Stores what is allowed from now on. Tokens beyond a smaller burst are lost; a rate of 0 empties the bucket.</summary>
    Task Change(RateLimit limit, CancellationToken cancellation);

    /// <summary>What is stored, by name.</summary>
    Task<IReadOnlyList<StoredRateLimit>> RateLimits(CancellationToken cancellation);
}
