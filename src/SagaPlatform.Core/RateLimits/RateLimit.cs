namespace SagaPlatform.Core.RateLimits;

/// <summary>How much of something may happen, in all processes together.</summary>
/// <param name="Name">Kebab-case, at most <see cref="NameCharactersMax"/> characters: the saga type it protects.</param>
/// <param name="PermitsPerSecond">How many on average; 0 to <see cref="PermitsPerSecondMax"/>. 0 lets nothing through.</param>
/// <param name="Burst">How many at once after a quiet time; 1 to <see cref="BurstMax"/>.</param>
public sealed record RateLimit(string Name, double PermitsPerSecond, int Burst)
{
    /// <summary>The longest name, in characters.</summary>
    public const int NameCharactersMax = 64;

    /// <summary>The highest rate, in permits per second.</summary>
    public const double PermitsPerSecondMax = 1_000_000;

    /// <summary>The largest burst, in permits.</summary>
    public const int BurstMax = 10_000_000;
}

/// <summary>A limit as it is stored.</summary>
/// <param name="Limit">What is allowed.</param>
/// <param name="TokensLeft">What the bucket held at <paramref name="RefilledAt"/>.</param>
/// <param name="RefilledAt">When somebody last took from it.</param>
/// <param name="ChangedAt">When somebody last changed what is allowed.</param>
public sealed record StoredRateLimit(RateLimit Limit, double TokensLeft, DateTimeOffset RefilledAt, DateTimeOffset ChangedAt);

/// <summary>What a process got from a bucket.</summary>
/// <param name="Tokens">How many permits; 0 when the bucket has none.</param>
/// <param name="Limit">What is allowed now: it may have been changed.</param>
/// <param name="NextTokenIn">When there are none: how long until there is one; null when there will be none.</param>
public sealed record TokenGrant(int Tokens, RateLimit Limit, TimeSpan? NextTokenIn);
