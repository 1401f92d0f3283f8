using SagaPlatform.Core.Persistence;

namespace SagaPlatform.Core.Tests.Persistence;

public abstract partial class StoreContract
{
    [Fact]
    public async Task Many_rows_are_added_at_once_and_what_is_there_is_left_as_it_is()
    {
        var sku = Guid.NewGuid().ToString("N");
        var known = new ShelfRow { Sku = $"{sku}-3", Quantity = 99 };
        await Store.Commit(Work.Rows(known));

        (await Store.Loader.AddMissing(Shelves(sku, 5_000), default)).ShouldBe(4_999);
        (await Store.Loader.AddMissing(Shelves(sku, 5_000), default)).ShouldBe(0);

        (await Store.Rows.Find<ShelfRow>(known.Sku, null, default))!.Quantity.ShouldBe(99);
        var added = (await Store.Rows.Find<ShelfRow>($"{sku}-4", null, default))!;
        (added.Quantity, added.Version).ShouldBe((4, 1));
    }

    [Fact]
    public async Task Too_many_rows_at_once_are_refused_and_none_is_added()
    {
        var sku = Guid.NewGuid().ToString("N");

        (await Should.ThrowAsync<ArgumentException>(() => Store.Loader.AddMissing(Shelves(sku, RowLoading.RowsMax + 1), default)))
            .Message.ShouldContain($"{RowLoading.RowsMax}");

        (await Store.Rows.Find<ShelfRow>($"{sku}-1", null, default)).ShouldBeNull();
    }

    static ShelfRow[] Shelves(string sku, int count) => [.. Enumerable.Range(1, count).Select(x => new ShelfRow { Sku = $"{sku}-{x}", Quantity = x })];
}
