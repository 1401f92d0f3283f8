using System.Collections.Concurrent;
using Microsoft.Extensions.Options;

namespace SagaPlatform.Core.RateLimits;

/// <summary>Whether something may happen now.</summary>
/// <param name="IsGranted">It may; one token is used up.</param>
/// <param name="RetryAfter">It may not: asking again before this has passed is pointless.</param>
/// <param name="Lease">The share of this process that the token is from.</param>
public readonly record struct RatePermit(bool IsGranted, TimeSpan RetryAfter, long Lease);

/// <summary>
/// Says at once whether something may happen, so that all processes together keep to one rate: each takes small shares of
/// tokens from the common bucket and answers from its share.
/// </summary>
/// <remarks>
/// What all processes grant in a time t is at most rate × t + burst. A share that is not used within
/// <see cref="RateLimitOptions.LeaseLifetime"/> is lost, not given back: so no token of an old rate outlives a change by more
/// than that, a process that dies owes nothing, and in every window of t at most rate × (t + lifetime) + burst happen.
/// </remarks>
public sealed class RateLimiter(IRateLimitStore store, IEnumerable<RateLimit> declared, IOptions<RateLimitOptions> options, TimeProvider time)
{
    readonly ConcurrentDictionary<string, RateShare> _shares = new(StringComparer.Ordinal);
    readonly Dictionary<string, RateLimit> _declared = declared.ToDictionary(x => x.Name, StringComparer.Ordinal);

    /// <summary>Takes one token, from this process's share where it has one: then without a round trip.</summary>
    /// <param name="name">The limit, one that was added with <c>AddRateLimit</c>.</param>
    /// <param name="cancellation">Ends the waiting for the store.</param>
    /// <exception cref="ArgumentException">No such limit was added.</exception>
    public ValueTask<RatePermit> Take(string name, CancellationToken cancellation) => Share(name).Take(cancellation);

    /// <summary>Gives a token back that was not needed: what it was for had happened before. After its share's end it is lost.</summary>
    public void Return(string name, RatePermit permit) => Share(name).Return(permit);

    RateShare Share(string name) => _shares.GetOrAdd(name, x => _declared.TryGetValue(x, out var limit)
        ? new RateShare(store, limit, options.Value, time)
        : throw new ArgumentException($"There is no rate limit '{x}': add it with AddRateLimit.", nameof(name)));
}
