using SagaPlatform.Core.Inbox;
using SagaPlatform.Core.Persistence;

namespace SagaPlatform.Core.Tests.Persistence;

public abstract partial class StoreContract
{
    [Fact]
    public async Task A_serializable_unit_is_stored_whole_like_any_other()
    {
        var shelf = new ShelfRow { Sku = Guid.NewGuid().ToString("N"), Quantity = 5 };
        var unit = Work.Rows(shelf);
        (unit.Serializable, var key) = (true, unit.Inbox!);
        unit.Outbox.Add(Work.Message());

        (await Store.Commit(unit)).ShouldBe(CommitOutcome.Committed);

        shelf.Version.ShouldBe(1);
        Store.HandedOver.Messages.ShouldHaveSingleItem().MessageId.ShouldBe(unit.Outbox[0].MessageId);
        await Should.ThrowAsync<DuplicateMessageException>(() => Store.Rows.Find<ShelfRow>(shelf.Sku, key, default));
        (await Store.Commit(new UnitOfWork { Inbox = key, Serializable = true })).ShouldBe(CommitOutcome.Duplicate);
    }

    [Fact]
    public async Task A_serializable_unit_that_lost_is_a_conflict_and_the_next_one_is_not_disturbed()
    {
        var shelf = new ShelfRow { Sku = Guid.NewGuid().ToString("N"), Quantity = 5 };
        await Store.Commit(Work.Rows(shelf));
        var late = new ShelfRow { Sku = shelf.Sku, Quantity = 0, Version = 1 };
        await Store.Commit(Work.Rows(shelf));
        var unit = Work.Rows(late);
        unit.Serializable = true;

        (await Store.Commit(unit)).ShouldBe(CommitOutcome.Conflict);

        (await Store.Rows.Find<ShelfRow>(shelf.Sku, null, default))!.Quantity.ShouldBe(5);
        (await Store.Commit(Work.Of(Work.Parcel()))).ShouldBe(CommitOutcome.Committed);
    }

    [Fact]
    public async Task Serializable_units_among_others_disturb_nobody_and_each_learns_its_own_outcome()
    {
        var units = Enumerable.Range(0, 120).Select(x =>
        {
            var unit = x % 2 == 0 ? Work.Rows(new ShelfRow { Sku = $"{Guid.NewGuid():N}", Quantity = x }) : Work.Of(Work.Parcel());
            unit.Serializable = x % 4 == 0;
            return unit;
        }).ToList();

        var outcomes = await Task.WhenAll(units.Select(Store.Commit));

        outcomes.ShouldAllBe(x => x == CommitOutcome.Committed);
    }

    [Fact]
    public async Task Many_takers_in_two_processes_never_overdraw_one_balance()
    {
        const int workers = 8, takesEach = 15, opening = 400;
        var other = await Open();
        var account = new ShelfRow { Sku = Guid.NewGuid().ToString("N"), Quantity = opening };
        await Store.Commit(Work.Rows(account));

        var taken = await Task.WhenAll(Enumerable.Range(0, workers).Select(x => Task.Run(() => Takes(x % 2 == 0 ? Store : other, seed: x))));

        var left = (await Store.Rows.Find<ShelfRow>(account.Sku, null, default))!.Quantity;
        left.ShouldBeGreaterThanOrEqualTo(0);
        (left + taken.Sum()).ShouldBe(opening, "what was taken and what is left is what there was");
        taken.Sum().ShouldBeGreaterThan(opening / 2, "somebody must have got something");

        async Task<long> Takes(StoreUnderTest store, int seed)
        {
            var random = new Random(seed);
            var got = 0L;
            for (var i = 0; i < takesEach; i++)
                got += await Take(store, random.Next(1, 20));
            return got;
        }

        async Task<long> Take(StoreUnderTest store, long wanted)
        {
            while (true)
            {
                var row = (await store.Rows.Find<ShelfRow>(account.Sku, null, default))!;
                if (row.Quantity < wanted)
                    return 0;
                row.Quantity -= wanted;
                var unit = Work.Rows(row);
                unit.Serializable = true;
                if (await store.Commit(unit) == CommitOutcome.Committed)
                    return wanted;
            }
        }
    }
}
