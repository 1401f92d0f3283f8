using SagaPlatform.Contracts.Orders;
using SagaPlatform.Core.Persistence;
using SagaPlatform.Participants.Inventory;

namespace SagaPlatform.Participants.Tests.Inventory;

public sealed class StockSeedTests : IDisposable
{
    static readonly (string, string) On = ("Participants:Inventory:SeedStock", "true");

    readonly Shop _shop = new(On);

    public void Dispose() => _shop.Dispose();

    [Fact]
    public async Task A_start_puts_the_articles_in_stock()
    {
        await _shop.Seed.StartAsync(CancellationToken.None);

        var lines = await Lines();
        lines.Count.ShouldBe(103);
        lines.Single(x => x.Sku == "SKU-SCARCE").OnHand.ShouldBe(3);
        lines.Where(x => x.Sku != "SKU-SCARCE").ShouldAllBe(x => x.OnHand == StockSeed.PlentifulPieces);
        foreach (var sku in new[] { "SKU-1001", "SKU-1100", "SKU-NOPACK", "SKU-SILENTPACK" })
            lines.ShouldContain(x => x.Sku == sku);
    }

    [Fact]
    public async Task Another_start_leaves_the_stock_as_orders_have_made_it()
    {
        await _shop.Seed.Seed(CancellationToken.None);
        await _shop.Ask(new ReserveInventory(Guid.NewGuid(), [new OrderLine("SKU-SCARCE", 2)]));

        await _shop.Seed.Seed(CancellationToken.None);

        var scarce = (await _shop.Row<StockLine>("SKU-SCARCE"))!;
        (scarce.OnHand, scarce.Reserved, scarce.Version).ShouldBe((3, 2, 2));
    }

    [Fact]
    public async Task Several_processes_may_seed_at_once()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => _shop.Seed.Seed(CancellationToken.None))));

        var lines = await Lines();
        lines.Count.ShouldBe(103);
        lines.ShouldAllBe(x => x.Version == 1);
    }

    [Fact]
    public async Task A_stock_that_is_half_there_is_completed()
    {
        await _shop.Stock(("SKU-1001", 7));

        await _shop.Seed.Seed(CancellationToken.None);

        (await Lines()).Count.ShouldBe(103);
        (await _shop.Row<StockLine>("SKU-1001"))!.OnHand.ShouldBe(7);
    }

    [Fact]
    public async Task Who_is_overtaken_every_time_gives_up_with_an_error()
    {
        var seed = new StockSeed(new AlwaysOvertaken(), Microsoft.Extensions.Options.Options.Create(new InventoryOptions()));

        await Should.ThrowAsync<ConcurrencyConflictException>(() => seed.Seed(CancellationToken.None));
    }

    [Fact]
    public async Task Without_the_option_nothing_is_seeded()
    {
        using var shop = new Shop();

        await shop.Seed.StartAsync(CancellationToken.None);

        (await shop.Rows<StockLine>(StockSeed.Articles().Select(x => (object)x.Sku))).ShouldBeEmpty();
    }

    Task<IReadOnlyList<StockLine>> Lines() => _shop.Rows<StockLine>(StockSeed.Articles().Select(x => (object)x.Sku));

    sealed class AlwaysOvertaken : IPlatformStore
    {
        public Task<TRow?> Find<TRow>(object key, Core.Inbox.InboxKey? inbox, CancellationToken cancellation)
            where TRow : class, IVersionedRow => Task.FromResult<TRow?>(null);

        public Task<IReadOnlyList<TRow>> FindAll<TRow>(IReadOnlyCollection<object> keys, CancellationToken cancellation)
            where TRow : class, IVersionedRow => Task.FromResult<IReadOnlyList<TRow>>([]);

        public Task<CommitOutcome> Commit(UnitOfWork unit, CancellationToken cancellation) => Task.FromResult(CommitOutcome.Conflict);

        public Task<string?> Fingerprint(Core.Inbox.InboxKey key, CancellationToken cancellation) => Task.FromResult<string?>(null);
    }
}
