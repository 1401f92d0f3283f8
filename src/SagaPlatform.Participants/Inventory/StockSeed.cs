using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using SagaPlatform.Core.Persistence;

namespace SagaPlatform.Participants.Inventory;

/// <summary>
/// Puts the articles of demonstrations and tests in stock, before the first order. Safe to run again and in several
/// processes at once: what exists is left as it is.
/// </summary>
/// <remarks>Starts after the migrations and before the bus; does nothing unless <see cref="InventoryOptions.SeedStock"/> is on.</remarks>
public sealed class StockSeed(IPlatformStore store, IOptions<InventoryOptions> options) : IHostedService
{
    /// <summary>Pieces of every article that never runs out.</summary>
    public const long PlentifulPieces = 1_000_000_000;

    /// <summary>Pieces of <see cref="ScarceSku"/>.</summary>
    public const long ScarcePieces = 3;

    /// <summary>The article that runs out soon.</summary>
    public const string ScarceSku = "SKU-SCARCE";

    const int AttemptsMax = 5;

    /// <summary>The articles: <c>SKU-1001</c> to <c>SKU-1100</c>, the scarce one, and two that the warehouse will not pack.</summary>
    public static IReadOnlyList<StockLine> Articles() =>
    [
        .. Enumerable.Range(1001, 100).Select(x => Article($"SKU-{x}", PlentifulPieces)),
        Article(ScarceSku, ScarcePieces),
        Article("SKU-NOPACK", PlentifulPieces),
        Article("SKU-SILENTPACK", PlentifulPieces),
    ];

    /// <inheritdoc />
    public Task StartAsync(CancellationToken cancellationToken) =>
        options.Value.SeedStock ? Seed(cancellationToken) : Task.CompletedTask;

    /// <inheritdoc />
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Adds the articles that are not there.</summary>
    /// <exception cref="ConcurrencyConflictException">Other processes added some each time this one tried.</exception>
    public async Task Seed(CancellationToken cancellation)
    {
        for (var attempt = 1; attempt <= AttemptsMax; attempt++)
        {
            var unit = await Missing(cancellation);
            // A conflict means that another process is seeding too: what it added is no longer missing.
            if (unit.IsEmpty || await store.Commit(unit, cancellation) == CommitOutcome.Committed)
                return;
        }
        throw new ConcurrencyConflictException("The seeded stock");
    }

    async Task<UnitOfWork> Missing(CancellationToken cancellation)
    {
        var articles = Articles();
        var known = await store.FindAll<StockLine>([.. articles.Select(x => (object)x.Sku)], cancellation);
        var unit = new UnitOfWork();
        unit.Rows.AddRange(articles
            .ExceptBy(known.Select(x => x.Sku), x => x.Sku, StringComparer.Ordinal)
            .Select(x => new RowChange(x, ExpectedVersion: 0)));
        return unit;
    }

    static StockLine Article(string sku, long pieces) => new() { Sku = sku, OnHand = pieces };
}
