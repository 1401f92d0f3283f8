using SagaPlatform.Core.Persistence;
using SagaPlatform.Core.Persistence.Memory;

namespace SagaPlatform.Core.Tests.Persistence;

public sealed class RowsTests : IDisposable
{
    readonly HandedOver _handedOver = new();
    readonly RowClaims _claims = new();
    readonly MemoryStore _store;

    public RowsTests() => _store = new MemoryStore(TestRows.Model, TestRows.Catalogue, TimeProvider.System, () => _handedOver);

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task Rows_are_written_with_the_unit_of_work_of_the_command()
    {
        await Stock("bolt", 5);
        var unit = new UnitOfWork { Inbox = Work.Key("inventory") };
        using var rows = Begin(unit);
        var bolt = (await rows.Find<ShelfRow>("bolt"))!;
        bolt.Quantity--;
        rows.Change(bolt);
        rows.Change(bolt);
        rows.Add(new ReservationRow { Id = Guid.NewGuid(), Sku = "bolt" });

        unit.Rows.Select(x => x.ExpectedVersion).ShouldBe([1, 0]);
        (await _store.Commit(unit, default)).ShouldBe(CommitOutcome.Committed);
        (await _store.Find<ShelfRow>("bolt", null, default))!.Quantity.ShouldBe(4);
    }

    [Fact]
    public async Task Many_commands_for_the_same_rows_queue_up_and_none_conflicts()
    {
        await Stock("bolt", 0);
        await Stock("nut", 0);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 100).Select(x => Task.Run(() => AddOne(x % 2 == 0 ? ["bolt", "nut"] : ["nut", "bolt"]))));

        outcomes.ShouldAllBe(x => x == CommitOutcome.Committed);
        (await _store.Find<ShelfRow>("bolt", null, default))!.Quantity.ShouldBe(100);
    }

    [Fact]
    public async Task A_row_is_claimed_until_its_unit_of_work_ends()
    {
        await Stock("bolt", 5);
        var first = Begin(new UnitOfWork());
        await first.Find<ShelfRow>("bolt");
        using var second = Begin(new UnitOfWork());

        var waiting = second.Find<ShelfRow>("bolt");
        waiting.IsCompleted.ShouldBeFalse();
        first.Dispose();

        (await waiting).ShouldNotBeNull();
    }

    [Fact]
    public async Task Two_commands_that_claim_each_others_rows_one_by_one_do_not_wait_for_ever()
    {
        await Stock("bolt", 5);
        await Stock("nut", 5);
        using var first = Begin(new UnitOfWork());
        using var second = Begin(new UnitOfWork());
        await first.Find<ShelfRow>("bolt");
        await second.Find<ShelfRow>("nut");

        var (one, other) = (Then(first, "nut"), Then(second, "bolt"));

        var conflicts = new[] { await one, await other }.Count(x => !x);
        conflicts.ShouldBe(1);
    }

    [Fact]
    public async Task A_row_that_was_not_found_here_cannot_be_changed()
    {
        using var rows = Begin(new UnitOfWork());

        Should.Throw<InvalidOperationException>(() => rows.Change(new ShelfRow { Sku = "bolt" })).Message.ShouldContain("find it before");
        (await rows.FindAll<ShelfRow>(["bolt"])).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_command_that_was_handled_before_is_told_at_its_first_read()
    {
        var unit = new UnitOfWork { Inbox = Work.Key("inventory") };
        await _store.Commit(new UnitOfWork { Inbox = unit.Inbox }, default);
        using var rows = Begin(unit);

        await Should.ThrowAsync<Core.Inbox.DuplicateMessageException>(() => rows.Find<ShelfRow>("bolt"));
    }

    [Fact]
    public async Task One_message_per_saga_is_let_through_at_a_time()
    {
        var turnstile = new SagaTurnstile();
        var saga = Guid.NewGuid();
        var first = await turnstile.Enter(saga, default);

        var second = turnstile.Enter(saga, default).AsTask();
        second.IsCompleted.ShouldBeFalse();
        using var giveUp = new CancellationTokenSource();
        var third = turnstile.Enter(saga, giveUp.Token).AsTask();
        await giveUp.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => third);
        first.Dispose();
        first.Dispose();

        (await second).Dispose();
        (await turnstile.Enter(saga, default)).Dispose();
    }

    // One of the two claims against the order of the lanes and gives way; it lets its rows go so that the other goes on.
    static async Task<bool> Then(Rows rows, string sku)
    {
        try
        {
            await rows.Find<ShelfRow>(sku);
            return true;
        }
        catch (ConcurrencyConflictException)
        {
            rows.Dispose();
            return false;
        }
    }

    async Task<CommitOutcome> AddOne(string[] skus)
    {
        var unit = new UnitOfWork { Inbox = Work.Key("inventory") };
        using var rows = Begin(unit);
        foreach (var shelf in await rows.FindAll<ShelfRow>(skus))
        {
            shelf.Quantity++;
            rows.Change(shelf);
        }
        await Task.Yield();
        return await _store.Commit(unit, default);
    }

    Rows Begin(UnitOfWork unit) => new(_store, unit, TestRows.Model, _claims);

    async Task Stock(string sku, long quantity)
    {
        var unit = new UnitOfWork();
        unit.Rows.Add(new RowChange(new ShelfRow { Sku = sku, Quantity = quantity }, 0));
        await _store.Commit(unit, default);
    }
}
