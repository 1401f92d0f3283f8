using Microsoft.Extensions.DependencyInjection;
using SagaPlatform.Participants.StoreDelivery;
using SagaPlatform.Participants.Suppliers;
using SagaPlatform.Participants.SupplyChainSeed;

namespace SagaPlatform.Participants.Tests.SupplyChainSeed;

public sealed class SupplyLoadTests
{
    static readonly (string, string)[] Counts =
    [
        ("Participants:SupplyChain:Suppliers", "50"), ("Participants:SupplyChain:Stores", "20"), ("Participants:SupplyChain:StockLines", "6000"),
    ];

    [Fact]
    public async Task The_same_seed_makes_the_same_rows_and_another_one_others()
    {
        using var first = new Shop(Counts);
        using var second = new Shop(Counts);
        using var other = new Shop([.. Counts, ("Participants:SupplyChain:Seed", "2")]);

        var offers = await Loaded(first);

        (await Loaded(second)).ShouldBe(offers);
        (await Loaded(other)).ShouldNotBe(offers);
    }

    [Fact]
    public async Task Every_offer_is_of_a_supplier_that_exists_and_none_has_an_article_twice()
    {
        using var shop = new Shop(Counts);
        await Load(shop).Load(_ => { }, CancellationToken.None);

        var offers = await shop.All<SupplierOffer>();
        var suppliers = (await shop.All<Supplier>()).Select(x => x.SupplierId).ToHashSet();
        (offers.Count, suppliers.Count, (await shop.All<Store>()).Count).ShouldBe((6_000, 50, 20));
        offers.ShouldAllBe(x => suppliers.Contains(x.SupplierId) && x.OfferId == SupplierOffer.KeyOf(x.Article, x.SupplierId));
        offers.ShouldAllBe(x => x.UnitPriceMinor > 0 && x.Stock == x.Initial && x.Stock >= 100 && x.LeadTimeHours >= 2 && x.LeadTimeHours <= 24 && x.Version == 1);
        offers.GroupBy(x => x.Article).ShouldAllBe(x => x.Count() == 10 && x.Select(o => o.UnitPriceMinor).Distinct().Count() > 1);
    }

    [Fact]
    public async Task Loading_again_changes_nothing_and_says_so_and_a_broken_load_is_finished()
    {
        using var shop = new Shop(Counts);
        List<SeedProgress> seen = [];
        using var stop = new CancellationTokenSource();

        await Should.ThrowAsync<OperationCanceledException>(() => Load(shop).Load(x =>
        {
            if (x is { What: "stock lines", Done: > 0 })
                stop.Cancel();
        }, stop.Token));
        var finished = await Load(shop).Load(seen.Add, CancellationToken.None);
        var again = await Load(shop).Load(_ => { }, CancellationToken.None);

        finished.Select(x => x.Added).ShouldBe([0, 0, 1_000]);
        again.ShouldBe([new SeedProgress("suppliers", 50, 50, 0), new SeedProgress("stores", 20, 20, 0), new SeedProgress("stock lines", 6_000, 6_000, 0)]);
        seen.Where(x => x.What == "stock lines").Select(x => x.Done).ShouldBe([0, 5_000, 6_000]);
    }

    [Theory]
    [InlineData("true", 50)]
    [InlineData("false", 0)]
    public async Task It_is_loaded_at_start_when_that_is_switched_on(string on, int suppliers)
    {
        using var shop = new Shop([.. Counts, ("Participants:SupplyChain:SeedAtStart", on)]);

        await Load(shop).StartAsync(CancellationToken.None);

        (await shop.All<Supplier>()).Count.ShouldBe(suppliers);
    }

    static async Task<List<string>> Loaded(Shop shop)
    {
        await Load(shop).Load(_ => { }, CancellationToken.None);
        return [.. (await shop.All<SupplierOffer>()).Select(x => $"{x.OfferId} {x.UnitPriceMinor} {x.Stock} {x.LeadTimeHours} {x.ReliabilityPermille}").Order(StringComparer.Ordinal)];
    }

    static SupplyLoad Load(Shop shop) => shop.Services.GetRequiredService<SupplyLoad>();
}
