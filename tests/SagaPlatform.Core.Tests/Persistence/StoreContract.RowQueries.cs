using SagaPlatform.Core.Persistence;

namespace SagaPlatform.Core.Tests.Persistence;

public abstract partial class StoreContract
{
    [Fact]
    public async Task Rows_are_found_by_what_is_in_them_in_the_order_and_number_asked_for()
    {
        var sku = Guid.NewGuid().ToString("N");
        await Store.Commit(Work.Rows([.. Enumerable.Range(1, 9).Select(x => new ShelfRow { Sku = $"{sku}-{x}", Quantity = x * 10 })]));

        var found = await Store.Queries.List<ShelfRow, ShelfRow>(
            x => x.Where(row => row.Sku.StartsWith(sku) && row.Quantity > 30).OrderByDescending(row => row.Quantity).Take(3), default);

        found.Select(x => x.Quantity).ShouldBe([90, 80, 70]);
        found.ShouldAllBe(x => x.Version == 1);
    }

    [Fact]
    public async Task What_rows_sum_to_is_asked_without_reading_them()
    {
        var key = Guid.NewGuid().ToString("N");
        ReservationRow[] rows = [.. Enumerable.Range(0, 6).Select(x => new ReservationRow { Id = Guid.NewGuid(), Sku = $"{key}-{x % 2}" })];
        await Store.Commit(Work.Rows(rows));

        var counts = await Store.Queries.List<ReservationRow, KeyValuePair<string, int>>(x => x
            .Where(row => row.Sku.StartsWith(key)).GroupBy(row => row.Sku).OrderBy(group => group.Key)
            .Select(group => new KeyValuePair<string, int>(group.Key, group.Count())), default);

        counts.ShouldBe([new($"{key}-0", 3), new($"{key}-1", 3)]);
    }

    [Fact]
    public async Task Rows_are_found_by_a_column_of_every_kind_and_come_back_whole()
    {
        var parcel = Work.Parcel(state: "Lost");
        (parcel.Size, parcel.Attempts, parcel.EndedAt, parcel.AmountMinorUnits) = (ParcelSize.Crate, 3, Work.Start.AddDays(1), 1_200);
        parcel.Stops = [new ParcelStop("Lyon", Work.Start)];
        await Store.Commit(Work.Bare(parcel));

        var found = await Store.Queries.List<ParcelState, ParcelState>(x => x.Where(row => row.Id == parcel.Id && row.State == "Lost"
            && row.Size == ParcelSize.Crate && row.Attempts == 3 && row.EndedAt > Work.Start && row.Question == null), default);

        var same = found.ShouldHaveSingleItem();
        same.Stops.ShouldBe(parcel.Stops);
        (same.AmountMinorUnits, same.StartedAt, same.EndedAt).ShouldBe((1_200, parcel.StartedAt, parcel.EndedAt));
    }

    [Fact]
    public async Task What_is_found_is_a_copy_and_changing_it_changes_nothing()
    {
        var shelf = new ShelfRow { Sku = Guid.NewGuid().ToString("N"), Quantity = 1 };
        await Store.Commit(Work.Rows(shelf));

        (await Find())[0].Quantity = 99;

        (await Find())[0].Quantity.ShouldBe(1);

        Task<IReadOnlyList<ShelfRow>> Find() => Store.Queries.List<ShelfRow, ShelfRow>(x => x.Where(row => row.Sku == shelf.Sku), default);
    }

    [Fact]
    public async Task Tables_are_compared_with_each_other_without_reading_them()
    {
        var key = Guid.NewGuid().ToString("N");
        await Store.Commit(Work.Rows(
            new ShelfRow { Sku = $"{key}-right", Quantity = 2 }, new ShelfRow { Sku = $"{key}-wrong", Quantity = 5 }, new ShelfRow { Sku = $"{key}-idle", Quantity = 0 },
            Reserved("right"), Reserved("right"), Reserved("wrong"), Reserved("missing")));

        var unknown = await Store.Queries.ListAcross(x => x.Of<ReservationRow>()
            .LeftJoin(x.Of<ShelfRow>(), r => r.Sku, s => s.Sku, (r, s) => new { r.Sku, Shelf = s })
            .Where(both => both.Sku.StartsWith(key) && both.Shelf == null).Select(both => both.Sku), default);
        var differing = await Store.Queries.ListAcross(x => x.Of<ShelfRow>().Select(s => new Pieces { Sku = s.Sku, OnShelf = s.Quantity, Reserved = 0 })
            .Concat(x.Of<ReservationRow>().Select(r => new Pieces { Sku = r.Sku, OnShelf = 0, Reserved = 1 }))
            .Where(p => p.Sku.StartsWith(key)).GroupBy(p => p.Sku).Where(g => g.Sum(p => p.OnShelf) != g.Sum(p => p.Reserved)).OrderBy(g => g.Key)
            .Select(g => new Pieces { Sku = g.Key, OnShelf = g.Sum(p => p.OnShelf), Reserved = g.Sum(p => p.Reserved) }).Take(10), default);

        unknown.ShouldBe([$"{key}-missing"]);
        differing.Select(x => (x.Sku, x.OnShelf, x.Reserved)).ShouldBe([($"{key}-missing", 0, 1), ($"{key}-wrong", 5, 1)]);

        ReservationRow Reserved(string what) => new() { Id = Guid.NewGuid(), Sku = $"{key}-{what}" };
    }

    [Fact]
    public async Task A_class_that_is_not_mapped_cannot_be_compared() =>
        await Should.ThrowAsync<RowModelException>(() => Store.Queries.ListAcross(x => x.Of<UnmappedRow>(), default));

    sealed class Pieces
    {
        public string Sku { get; init; } = "";

        public long OnShelf { get; init; }

        public long Reserved { get; init; }
    }

    [Fact]
    public async Task A_class_that_is_not_mapped_cannot_be_searched() =>
        (await Should.ThrowAsync<RowModelException>(() => Store.Queries.List<UnmappedRow, UnmappedRow>(x => x, default)))
            .Message.ShouldContain("services.AddRows");

    sealed class UnmappedRow : IVersionedRow
    {
        public int Version { get; set; }
    }
}
