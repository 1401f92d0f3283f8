using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using SagaPlatform.Core.Persistence;

namespace SagaPlatform.Participants.SupplyChainSeed;

/// <summary>How far loading has come.</summary>
/// <param name="What">What is loaded: <c>suppliers</c>, <c>stores</c> or <c>stock lines</c>.</param>
/// <param name="Done">Rows looked at so far.</param>
/// <param name="Total">Rows there will be.</param>
/// <param name="Added">Rows that were not there before.</param>
public sealed record SeedProgress(string What, int Done, int Total, int Added);

/// <summary>
/// Loads suppliers, stores and stock in any number. The same settings give the same rows, and what exists is left as it is: loading
/// again changes nothing, and a broken load is finished by the next.
/// </summary>
/// <remarks>At start, after the migrations and before the bus, unless <see cref="SupplyChainSeedOptions.SeedAtStart"/> is off.</remarks>
public sealed class SupplyLoad(IRowLoader loader, IOptions<SupplyChainSeedOptions> options) : IHostedService
{
    /// <summary>Rows of one statement: larger ones were not faster.</summary>
    const int BatchRows = 5_000;

    /// <inheritdoc />
    public Task StartAsync(CancellationToken cancellationToken) =>
        options.Value.SeedAtStart ? Load(_ => { }, cancellationToken) : Task.CompletedTask;

    /// <inheritdoc />
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Loads everything.</summary>
    /// <param name="progress">Hears of the begin, and of every batch.</param>
    /// <param name="cancellation">Ends it after the batch under way.</param>
    /// <returns>The last word about suppliers, stores and stock lines.</returns>
    public async Task<IReadOnlyList<SeedProgress>> Load(Action<SeedProgress> progress, CancellationToken cancellation)
    {
        var counts = options.Value;
        var generated = new GeneratedSupply(counts);
        return
        [
            await Load("suppliers", generated.Suppliers(), counts.Suppliers, progress, cancellation),
            await Load("stores", generated.Stores(), counts.Stores, progress, cancellation),
            await Load("stock lines", generated.Offers(), counts.StockLines, progress, cancellation),
        ];
    }

    async Task<SeedProgress> Load<TRow>(string what, IEnumerable<TRow> rows, int total, Action<SeedProgress> progress, CancellationToken cancellation)
        where TRow : class, IVersionedRow
    {
        var reached = new SeedProgress(what, 0, total, 0);
        progress(reached);
        foreach (var batch in rows.Chunk(BatchRows))
        {
            cancellation.ThrowIfCancellationRequested();
            var added = await loader.AddMissing(batch, cancellation);
            reached = reached with { Done = reached.Done + batch.Length, Added = reached.Added + added };
            progress(reached);
        }
        return reached;
    }
}
