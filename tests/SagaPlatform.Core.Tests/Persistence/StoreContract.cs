using SagaPlatform.Core.History;
using SagaPlatform.Core.Inbox;
using SagaPlatform.Core.Outbox;
using SagaPlatform.Core.Persistence;

namespace SagaPlatform.Core.Tests.Persistence;

/// <summary>What every store owes the platform. Rows and units of work here; the other parts in the files beside.</summary>
public abstract partial class StoreContract : IAsyncLifetime
{
    readonly List<StoreUnderTest> _opened = [];

    StoreUnderTest Store { get; set; } = null!;

    private protected abstract Task<StoreUnderTest> OpenStore();

    /// <summary>Makes everything stored so far older.</summary>
    private protected abstract Task Age(TimeSpan by);

    /// <summary>Somebody gets at the stored audit behind the platform's back: changes the reason of a row, deletes it, or swaps it with the next.</summary>
    private protected abstract Task Tamper(AuditCrime crime, long number);

    public virtual async Task InitializeAsync() => Store = await Open();

    public virtual async Task DisposeAsync()
    {
        foreach (var store in _opened)
            await store.DisposeAsync();
    }

    /// <summary>One more process on the same data.</summary>
    private protected async Task<StoreUnderTest> Open()
    {
        var store = await OpenStore();
        _opened.Add(store);
        return store;
    }

    [Fact]
    public async Task A_new_saga_is_stored_with_its_message_its_timeout_and_its_history()
    {
        var parcel = Work.Parcel();
        var unit = Work.Of(parcel);

        (await Store.Commit(unit)).ShouldBe(CommitOutcome.Committed);

        parcel.Version.ShouldBe(1);
        (await Store.Parcel(parcel.Id))!.Version.ShouldBe(1);
        Store.HandedOver.Messages.ShouldHaveSingleItem().MessageId.ShouldBe(unit.Outbox[0].MessageId);
        (await Store.Timeouts.Of(parcel.Id, default)).ShouldHaveSingleItem().Token.ShouldBe(unit.TimeoutsSet[0].Token);
        (await History(parcel.Id)).ShouldHaveSingleItem().Version.ShouldBe(1);
    }

    [Fact]
    public async Task A_saga_is_started_once_and_the_second_start_stores_nothing()
    {
        var id = Guid.NewGuid();
        await Store.Commit(Work.Bare(Work.Parcel(id, "First")));
        var second = Work.Of(Work.Parcel(id, "Second"));

        (await Store.Commit(second)).ShouldBe(CommitOutcome.Conflict);

        await NothingIsStoredOf(second, id);
        (await Store.Parcel(id))!.State.ShouldBe("First");
    }

    [Fact]
    public async Task Whoever_read_an_old_version_stores_nothing()
    {
        var parcel = Work.Parcel();
        await Store.Commit(Work.Bare(parcel));
        var early = (await Store.Parcel(parcel.Id))!;
        var late = (await Store.Parcel(parcel.Id))!;
        early.State = "Early";
        late.State = "Late";
        await Store.Commit(Work.Bare(early));
        var unit = Work.Of(late);

        (await Store.Commit(unit)).ShouldBe(CommitOutcome.Conflict);

        late.Version.ShouldBe(1);
        await NothingIsStoredOf(unit, parcel.Id);
        (await Store.Parcel(parcel.Id))!.State.ShouldBe("Early");
    }

    [Fact]
    public async Task A_change_to_a_saga_that_does_not_exist_is_a_conflict()
    {
        var parcel = Work.Parcel();
        parcel.Version = 3;
        var unit = Work.Of(parcel);

        (await Store.Commit(unit)).ShouldBe(CommitOutcome.Conflict);

        await NothingIsStoredOf(unit, parcel.Id);
        (await Store.Parcel(parcel.Id)).ShouldBeNull();
    }

    [Fact]
    public async Task A_message_that_was_consumed_is_a_duplicate_and_stores_nothing()
    {
        var parcel = Work.Parcel();
        var key = Work.Key();
        await Store.Commit(Work.Bare(parcel, key));
        var again = (await Store.Parcel(parcel.Id))!;
        again.State = "Again";
        var unit = Work.Of(again, key);

        (await Store.Commit(unit)).ShouldBe(CommitOutcome.Duplicate);

        await NothingIsStoredOf(unit, parcel.Id);
        (await Store.Parcel(parcel.Id))!.State.ShouldBe("Moving");
        await Should.ThrowAsync<DuplicateMessageException>(() => Store.Rows.Find<ParcelState>(parcel.Id, key, default));
        await Should.ThrowAsync<DuplicateMessageException>(() => Store.Rows.Find<ParcelState>(Guid.NewGuid(), key, default));
    }

    [Fact]
    public async Task A_message_for_one_consumer_is_no_duplicate_for_another()
    {
        var key = Work.Key("billing");
        await Store.Commit(new UnitOfWork { Inbox = key });

        (await Store.Commit(new UnitOfWork { Inbox = key with { Consumer = "shipping" } })).ShouldBe(CommitOutcome.Committed);
        (await Store.Commit(new UnitOfWork { Inbox = key })).ShouldBe(CommitOutcome.Duplicate);
    }

    [Fact]
    public async Task A_message_without_a_saga_leaves_its_mark_once()
    {
        var saga = Guid.NewGuid();
        var key = Work.Key();
        for (var i = 0; i < 2; i++)
        {
            var unit = new UnitOfWork { Inbox = key, History = { Work.Entry(saga, 0) with { Kind = HistoryKind.NotFound } } };
            (await Store.Commit(unit)).ShouldBe(i == 0 ? CommitOutcome.Committed : CommitOutcome.Duplicate);
        }

        (await History(saga)).ShouldHaveSingleItem().Kind.ShouldBe(HistoryKind.NotFound);
    }

    [Fact]
    public async Task The_same_message_many_times_at_once_is_consumed_once()
    {
        var parcels = Enumerable.Range(0, 40).Select(_ => Work.Parcel()).ToList();
        var key = Work.Key();

        var outcomes = await Task.WhenAll(parcels.Select(x => Store.Commit(Work.Of(x, key))));

        outcomes.Count(x => x == CommitOutcome.Committed).ShouldBe(1);
        outcomes.Count(x => x == CommitOutcome.Duplicate).ShouldBe(39);
        Store.HandedOver.Messages.ShouldHaveSingleItem();
        (await Store.Rows.FindAll<ParcelState>([.. parcels.Select(x => (object)x.Id)], default)).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Two_hundred_messages_at_once_on_twenty_sagas_lose_no_change()
    {
        var ids = Enumerable.Range(0, 20).Select(_ => Guid.NewGuid()).ToArray();
        foreach (var id in ids)
            await Store.Commit(Work.Bare(Work.Parcel(id)));
        var other = await Open();

        await Task.WhenAll(Enumerable.Range(0, 200).Select(x => AddOne(x % 2 == 0 ? Store : other, ids[x % ids.Length])));

        foreach (var id in ids)
        {
            var parcel = (await Store.Parcel(id))!;
            parcel.AmountMinorUnits.ShouldBe(10);
            parcel.Version.ShouldBe(11);
            (await History(id)).Select(x => x.Version).ShouldBe(Enumerable.Range(2, 10));
        }
        (Store.HandedOver.Messages.Count + other.HandedOver.Messages.Count).ShouldBe(200);
    }

    [Fact]
    public async Task One_unit_that_cannot_be_stored_fails_alone()
    {
        var good = Enumerable.Range(0, 30).Select(_ => Work.Parcel()).ToList();
        var bad = Work.Parcel();
        bad.State = new string('x', 65);

        var committing = good.Select(x => Store.Commit(Work.Of(x))).ToList();
        await Should.ThrowAsync<RowValueException>(() => Store.Commit(Work.Of(bad)));

        (await Task.WhenAll(committing)).ShouldAllBe(x => x == CommitOutcome.Committed);
        (await Store.Parcel(bad.Id)).ShouldBeNull();
    }

    [Fact]
    public async Task Several_rows_of_a_unit_are_written_all_or_none()
    {
        await Store.Commit(Work.Rows(new ShelfRow { Sku = "bolt", Quantity = 5 }, new ShelfRow { Sku = "nut", Quantity = 5 }));
        var bolt = (await Store.Rows.Find<ShelfRow>("bolt", null, default))!;
        var nut = (await Store.Rows.Find<ShelfRow>("nut", null, default))!;
        var faster = (await Store.Rows.Find<ShelfRow>("nut", null, default))!;
        faster.Quantity = 4;
        await Store.Commit(Work.Rows(faster));
        (bolt.Quantity, nut.Quantity) = (0, 0);
        var unit = Work.Rows(bolt, nut, new ReservationRow { Id = Guid.NewGuid(), Sku = "bolt" });
        unit.Outbox.Add(Work.Message());

        (await Store.Commit(unit)).ShouldBe(CommitOutcome.Conflict);

        (await Store.Rows.Find<ShelfRow>("bolt", null, default))!.Quantity.ShouldBe(5);
        (await Store.Rows.Find<ShelfRow>("nut", null, default))!.Quantity.ShouldBe(4);
        (await Store.Rows.Find<ReservationRow>(((ReservationRow)unit.Rows[2].Row).Id, null, default)).ShouldBeNull();
        Store.HandedOver.Messages.ShouldBeEmpty();
        (await Store.Commit(new UnitOfWork { Inbox = unit.Inbox })).ShouldBe(CommitOutcome.Committed);
    }

    [Fact]
    public async Task Units_of_rows_committed_together_lose_only_their_own_races()
    {
        await Store.Commit(Work.Rows([.. Enumerable.Range(0, 10).Select(x => new ShelfRow { Sku = $"s{x}", Quantity = 0 })]));
        var units = Enumerable.Range(0, 10).Select(x => Work.Rows(new ShelfRow { Sku = $"s{x}", Quantity = 7, Version = x % 2 == 0 ? 1 : 9 })).ToList();

        var outcomes = await Task.WhenAll(units.Select(Store.Commit));

        for (var i = 0; i < 10; i++)
        {
            outcomes[i].ShouldBe(i % 2 == 0 ? CommitOutcome.Committed : CommitOutcome.Conflict);
            (await Store.Rows.Find<ShelfRow>($"s{i}", null, default))!.Quantity.ShouldBe(i % 2 == 0 ? 7 : 0);
        }
    }

    [Fact]
    public async Task A_row_that_breaks_a_unique_index_is_a_conflict_and_stores_nothing()
    {
        await Store.Commit(Work.Rows(new ReservationRow { Id = Guid.NewGuid(), Sku = "bolt", IdempotencyKey = "charge-1" }));
        var second = new ReservationRow { Id = Guid.NewGuid(), Sku = "bolt", IdempotencyKey = "charge-1" };

        (await Store.Commit(Work.Rows(second, new ShelfRow { Sku = "bolt" }))).ShouldBe(CommitOutcome.Conflict);

        (await Store.Rows.Find<ReservationRow>(second.Id, null, default)).ShouldBeNull();
        (await Store.Rows.Find<ShelfRow>("bolt", null, default)).ShouldBeNull();
        var without = Work.Rows(new ReservationRow { Id = Guid.NewGuid() }, new ReservationRow { Id = Guid.NewGuid() });
        (await Store.Commit(without)).ShouldBe(CommitOutcome.Committed);
    }

    [Fact]
    public async Task Two_rows_of_one_unit_that_break_a_unique_index_together_store_nothing()
    {
        var first = new ReservationRow { Id = Guid.NewGuid(), IdempotencyKey = "charge-2" };
        var second = new ReservationRow { Id = Guid.NewGuid(), IdempotencyKey = "charge-2" };

        (await Store.Commit(Work.Rows(first, second))).ShouldBe(CommitOutcome.Conflict);

        (await Store.Rows.FindAll<ReservationRow>([first.Id, second.Id], default)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Rows_are_found_by_several_keys_and_missing_ones_are_left_out()
    {
        await Store.Commit(Work.Rows(new ShelfRow { Sku = "a", Quantity = 1 }, new ShelfRow { Sku = "b", Quantity = 2 }));

        var rows = await Store.Rows.FindAll<ShelfRow>(["a", "b", "c", "a"], default);

        rows.OrderBy(x => x.Sku).Select(x => x.Quantity).ShouldBe([1, 2]);
        (await Store.Rows.FindAll<ShelfRow>([], default)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_row_comes_back_as_it_was_stored_in_utc_and_microseconds()
    {
        var at = new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.FromHours(5)).AddTicks(1234567);
        var parcel = Work.Parcel(startedAt: at);
        parcel.Label = [0, 255, 7];
        parcel.Stops = [new("Köln", at), new("Brno \"\\", at)];
        parcel.LastStop = parcel.Stops[1];
        parcel.Size = ParcelSize.Crate;
        parcel.AmountMinorUnits = long.MaxValue;
        parcel.ClockToken = Guid.NewGuid();
        await Store.Commit(Work.Bare(parcel));

        var found = (await Store.Parcel(parcel.Id))!;

        found.StartedAt.ShouldBe(at.AddTicks(-7));
        found.StartedAt.Offset.ShouldBe(TimeSpan.Zero);
        found.Label.ShouldBe([0, 255, 7]);
        found.Stops.ShouldBe(parcel.Stops);
        found.LastStop.ShouldBe(parcel.LastStop);
        found.Size.ShouldBe(ParcelSize.Crate);
        found.AmountMinorUnits.ShouldBe(long.MaxValue);
        found.ClockToken.ShouldBe(parcel.ClockToken);
        (found.EndedAt, found.Attempts, found.Question).ShouldBe((null, null, null));
    }

    [Fact]
    public async Task A_row_handed_out_is_the_callers_own()
    {
        var parcel = Work.Parcel();
        await Store.Commit(Work.Bare(parcel));

        parcel.Stops.Add(new("nowhere", Work.Start));
        (await Store.Parcel(parcel.Id))!.State = "Elsewhere";

        var found = (await Store.Parcel(parcel.Id))!;
        found.Stops.ShouldBeEmpty();
        found.State.ShouldBe("Moving");
    }

    [Fact]
    public async Task A_fingerprint_tells_a_repeat_from_a_contradiction()
    {
        var key = Work.Key("POST /orders", new string('a', 64));
        await Store.Commit(new UnitOfWork { Inbox = key });

        (await Store.Rows.Fingerprint(key with { Fingerprint = null }, default)).ShouldBe(key.Fingerprint);
        (await Store.Rows.Fingerprint(Work.Key(), default)).ShouldBeNull();
    }

    [Fact]
    public async Task Who_gave_up_before_the_commit_has_stored_nothing()
    {
        var parcel = Work.Parcel();

        await Should.ThrowAsync<OperationCanceledException>(() => Store.Rows.Commit(Work.Of(parcel), new CancellationToken(canceled: true)));

        (await Store.Parcel(parcel.Id)).ShouldBeNull();
        Store.HandedOver.Messages.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_unit_that_writes_a_saga_and_other_rows_or_one_row_twice_is_refused()
    {
        var both = Work.Of(Work.Parcel());
        both.Rows.Add(new RowChange(new ShelfRow { Sku = "x" }, 0));
        var twice = Work.Rows(new ShelfRow { Sku = "x" }, new ShelfRow { Sku = "x" });

        await Should.ThrowAsync<ArgumentException>(() => Store.Commit(both));
        await Should.ThrowAsync<ArgumentException>(() => Store.Commit(twice));
    }

    [Fact]
    public async Task Old_inbox_rows_are_removed_in_batches_and_young_ones_are_kept()
    {
        var old = Enumerable.Range(0, 5).Select(_ => Work.Key()).ToList();
        foreach (var key in old)
            await Store.Commit(new UnitOfWork { Inbox = key });
        await Age(TimeSpan.FromDays(31));
        var young = Work.Key();
        await Store.Commit(new UnitOfWork { Inbox = young });

        (await Store.Retention.DeleteExpired(default)).ShouldBe(new RetentionSweep(Inbox: 3, Sagas: 0, More: true));
        (await Store.Retention.DeleteExpired(default)).ShouldBe(new RetentionSweep(Inbox: 2, Sagas: 0, More: false));

        (await Store.Commit(new UnitOfWork { Inbox = young })).ShouldBe(CommitOutcome.Duplicate);
        (await Store.Commit(new UnitOfWork { Inbox = old[0] })).ShouldBe(CommitOutcome.Committed);
    }

    [Fact]
    public async Task Finished_sagas_go_with_their_history_when_their_time_is_over_and_open_ones_stay()
    {
        var (finished, open) = (Work.Parcel(), Work.Parcel());
        finished.EndedAt = DateTimeOffset.UtcNow.AddDays(-400);
        await Store.Commit(Work.Of(finished));
        await Store.Commit(Work.Of(open));

        (await Store.Retention.DeleteExpired(default)).Sagas.ShouldBe(1);

        (await Store.Parcel(finished.Id)).ShouldBeNull();
        (await History(finished.Id)).ShouldBeEmpty();
        (await Store.Parcel(open.Id)).ShouldNotBeNull();
        (await History(open.Id)).ShouldHaveSingleItem();
    }

    /// <summary>What the stores under test run with.</summary>
    private protected static RetentionOptions Retention => new() { InboxDays = 30, FinishedSagaDays = 365, BatchRowsMax = 3 };

    static async Task AddOne(StoreUnderTest store, Guid id)
    {
        var key = Work.Key();
        while (true)
        {
            var parcel = (await store.Rows.Find<ParcelState>(id, key, default))!;
            parcel.AmountMinorUnits++;
            var unit = Work.Of(parcel, key);
            if (await store.Commit(unit) == CommitOutcome.Committed)
                return;
        }
    }

    async Task<IReadOnlyList<HistoryEntry>> History(Guid saga) => (await Store.Sagas.History(saga, null, 500, default)).Items;

    async Task NothingIsStoredOf(UnitOfWork unit, Guid saga)
    {
        Store.HandedOver.Messages.ShouldNotContain(x => unit.Outbox.Any(y => y.MessageId == x.MessageId));
        (await Store.TakeAbandoned(TimeSpan.Zero)).ShouldNotContain((OutboxMessage x) => unit.Outbox.Any(y => y.MessageId == x.MessageId));
        (await Store.Timeouts.Of(saga, default)).ShouldBeEmpty();
        (await History(saga)).ShouldBeEmpty();
        if (unit.Inbox is { } key && await Store.Commit(new UnitOfWork { Inbox = key with { Consumer = "probe" } }) == CommitOutcome.Committed)
            (await Store.Rows.Fingerprint(key, default)).ShouldBeNull();
    }
}
