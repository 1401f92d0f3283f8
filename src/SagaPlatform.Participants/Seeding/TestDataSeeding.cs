using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using SagaPlatform.Core.Persistence;

namespace SagaPlatform.Participants.Seeding;

/// <summary>Whether test data is put in place at start. Configuration section <c>Participants:Seeding</c>.</summary>
public sealed class SeedingOptions
{
    /// <summary>Where the configuration has it.</summary>
    public const string Section = "Participants:Seeding";

    /// <summary>Whether every <see cref="ISeed"/> adds what it misses. Default true: the reference participants are there to be tried out.</summary>
    public bool SeedTestData { get; set; } = true;
}

/// <summary>Adds what the <see cref="ISeed"/>s miss. Safe to run again and in several processes at once.</summary>
/// <remarks>Starts after the migrations and before the bus.</remarks>
public sealed class TestDataSeeding(IPlatformStore store, IEnumerable<ISeed> seeds, IOptions<SeedingOptions> options) : IHostedService
{
    const int AttemptsMax = 5;

    /// <inheritdoc />
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (!options.Value.SeedTestData)
            return;
        foreach (var seed in seeds)
            await Add(seed, cancellationToken);
    }

    /// <inheritdoc />
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    async Task Add(ISeed seed, CancellationToken cancellation)
    {
        for (var attempt = 1; attempt <= AttemptsMax; attempt++)
        {
            var unit = await seed.Missing(store, cancellation);
            // A conflict means that another process is seeding too: what it added is no longer missing.
            if (unit.IsEmpty || await store.Commit(unit, cancellation) == CommitOutcome.Committed)
                return;
        }
        throw new ConcurrencyConflictException(seed.GetType().Name);
    }
}
