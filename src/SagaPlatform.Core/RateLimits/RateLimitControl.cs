using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace SagaPlatform.Core.RateLimits;

/// <summary>A limit as an operator sees it.</summary>
/// <param name="Name">What it limits.</param>
/// <param name="PermitsPerSecond">How many per second, in all processes together.</param>
/// <param name="Burst">How many at once after a quiet time.</param>
/// <param name="TokensLeft">What the common bucket held when somebody last took from it; null while nobody has.</param>
/// <param name="ChangedAt">When it was last changed; null while it is as configured.</param>
public sealed record RateLimitView(string Name, double PermitsPerSecond, int Burst, double? TokensLeft, DateTimeOffset? ChangedAt);

/// <summary>What an operator may see and change of the limits.</summary>
public sealed class RateLimitControl(IRateLimitStore store, IEnumerable<RateLimit> declared, ILogger<RateLimitControl> log)
{
    /// <summary>All limits, by name.</summary>
    public async Task<IReadOnlyList<RateLimitView>> List(CancellationToken cancellation)
    {
        var stored = (await store.RateLimits(cancellation)).ToDictionary(x => x.Limit.Name, StringComparer.Ordinal);
        return [.. declared.OrderBy(x => x.Name, StringComparer.Ordinal).Select(x => stored.TryGetValue(x.Name, out var found) ? View(found) : View(x))];
    }

    /// <summary>Changes a limit in all processes, within one <see cref="RateLimitOptions.LeaseLifetime"/>.</summary>
    /// <returns>What it is now; null when there is no such limit.</returns>
    public async Task<RateLimitView?> Change(RateLimit limit, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(limit);
        if ((await List(cancellation)).FirstOrDefault(x => x.Name == limit.Name) is not { } before)
            return null;
        await store.Change(limit, cancellation);
        log.LogWarning("Rate limit {Name} is changed: {OldPermitsPerSecond} per second, burst {OldBurst} -> {PermitsPerSecond} per second, burst {Burst}",
            limit.Name, before.PermitsPerSecond, before.Burst, limit.PermitsPerSecond, limit.Burst);
        return (await List(cancellation)).First(x => x.Name == limit.Name);
    }

    static RateLimitView View(RateLimit x) => new(x.Name, x.PermitsPerSecond, x.Burst, null, null);

    static RateLimitView View(StoredRateLimit x) =>
        new(x.Limit.Name, x.Limit.PermitsPerSecond, x.Limit.Burst, Math.Round(x.TokensLeft, 3), x.ChangedAt);
}

/// <summary>Adds limits to the platform.</summary>
public static class RateLimitRegistration
{
    /// <summary>Adds a limit, as it is until an operator changes it.</summary>
    /// <param name="services">The services.</param>
    /// <param name="limit">Makes it, usually from a family's options.</param>
    public static IServiceCollection AddRateLimit(this IServiceCollection services, Func<IServiceProvider, RateLimit> limit) =>
        services.AddSingleton(limit);
}
