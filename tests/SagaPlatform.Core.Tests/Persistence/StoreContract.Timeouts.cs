using SagaPlatform.Core.Persistence;

namespace SagaPlatform.Core.Tests.Persistence;

public abstract partial class StoreContract
{
    static readonly TimeSpan Due = TimeSpan.FromSeconds(-10);

    [Fact]
    public async Task A_due_timeout_rings_once_and_its_message_leaves_with_the_id_it_was_given()
    {
        var timeout = Work.Timeout(Guid.NewGuid(), Due);
        await Store.Commit(new UnitOfWork { TimeoutsSet = { timeout } });

        var rung = await Store.Timeouts.RingDue(100, TimeSpan.Zero, default);

        rung.Count.ShouldBe(1);
        rung.Latest.ShouldBeGreaterThanOrEqualTo(-Due);
        var message = Store.HandedOver.Messages.ShouldHaveSingleItem();
        message.MessageId.ShouldBe(timeout.Ring.MessageId);
        message.Body.ShouldBe(timeout.Ring.Body);
        (await Store.Outbox.Backlog(default)).Pending.ShouldBe(1);
        (await Store.Timeouts.RingDue(100, TimeSpan.Zero, default)).Count.ShouldBe(0);
    }

    [Fact]
    public async Task A_timeout_that_is_not_due_does_not_ring()
    {
        var saga = Guid.NewGuid();
        await Store.Commit(new UnitOfWork { TimeoutsSet = { Work.Timeout(saga, TimeSpan.FromHours(1)) } });

        (await Store.Timeouts.RingDue(100, TimeSpan.Zero, default)).Count.ShouldBe(0);

        (await Store.Timeouts.Of(saga, default)).ShouldHaveSingleItem();
        Store.HandedOver.Messages.ShouldBeEmpty();
    }

    [Fact]
    public async Task Cancelled_with_its_sagas_change_it_never_rings()
    {
        var parcel = Work.Parcel();
        var unit = Work.Bare(parcel);
        unit.TimeoutsSet.Add(Work.Timeout(parcel.Id, Due));
        await Store.Commit(unit);
        var cancel = Work.Bare(parcel);
        cancel.TimeoutsCancelled.Add(unit.TimeoutsSet[0].Token);
        cancel.TimeoutsCancelled.Add(Guid.NewGuid());

        (await Store.Commit(cancel)).ShouldBe(CommitOutcome.Committed);

        (await Store.Timeouts.RingDue(100, TimeSpan.Zero, default)).Count.ShouldBe(0);
        (await Store.Timeouts.Of(parcel.Id, default)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_cancel_that_loses_its_race_cancels_nothing()
    {
        var parcel = Work.Parcel();
        var unit = Work.Bare(parcel);
        unit.TimeoutsSet.Add(Work.Timeout(parcel.Id, Due));
        await Store.Commit(unit);
        var stale = Work.Bare(Work.Parcel(parcel.Id));
        stale.TimeoutsCancelled.Add(unit.TimeoutsSet[0].Token);

        (await Store.Commit(stale)).ShouldBe(CommitOutcome.Conflict);

        (await Store.Timeouts.RingDue(100, TimeSpan.Zero, default)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task The_clock_is_set_anew_by_cancelling_the_old_timeout_and_setting_another()
    {
        var parcel = Work.Parcel();
        var first = Work.Of(parcel);
        await Store.Commit(first);
        var second = Work.Of(parcel);
        second.TimeoutsCancelled.Add(first.TimeoutsSet[0].Token);

        await Store.Commit(second);

        (await Store.Timeouts.Of(parcel.Id, default)).ShouldHaveSingleItem().Token.ShouldBe(second.TimeoutsSet[0].Token);
    }

    [Fact]
    public async Task Set_and_cancelled_by_the_same_message_it_never_was()
    {
        var timeout = Work.Timeout(Guid.NewGuid(), Due);

        await Store.Commit(new UnitOfWork { TimeoutsSet = { timeout }, TimeoutsCancelled = { timeout.Token } });

        (await Store.Timeouts.Of(timeout.SagaId, default)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_timeout_set_again_is_moved()
    {
        var timeout = Work.Timeout(Guid.NewGuid(), Due);
        await Store.Commit(new UnitOfWork { TimeoutsSet = { timeout } });

        await Store.Commit(new UnitOfWork { TimeoutsSet = { Work.Timeout(timeout.SagaId, TimeSpan.FromHours(1), timeout.Token) } });

        (await Store.Timeouts.RingDue(100, TimeSpan.Zero, default)).Count.ShouldBe(0);
        (await Store.Timeouts.Of(timeout.SagaId, default)).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Two_processes_that_ring_at_the_same_time_ring_each_timeout_once()
    {
        var other = await Open();
        for (var i = 0; i < 10; i++)
        {
            var unit = new UnitOfWork();
            unit.TimeoutsSet.AddRange(Enumerable.Range(0, 30).Select(_ => Work.Timeout(Guid.NewGuid(), Due)));
            await Store.Commit(unit);
        }

        var rounds = await Task.WhenAll(Enumerable.Range(0, 20).Select(x =>
            (x % 2 == 0 ? Store : other).Timeouts.RingDue(40, TimeSpan.Zero, default)));
        var rest = await Store.Timeouts.RingDue(1000, TimeSpan.Zero, default);

        (rounds.Sum(x => x.Count) + rest.Count).ShouldBe(300);
        var rung = Store.HandedOver.Messages.Concat(other.HandedOver.Messages).ToList();
        rung.Count.ShouldBe(300);
        rung.Select(x => x.MessageId).Distinct().Count().ShouldBe(300);
        rung.Select(x => x.Id).Distinct().Count().ShouldBe(300);
    }

    [Fact]
    public async Task Overdue_timeouts_ring_in_portions_the_earliest_first()
    {
        var timeouts = Enumerable.Range(1, 5).Select(x => Work.Timeout(Guid.NewGuid(), TimeSpan.FromMinutes(-x))).ToList();
        var unit = new UnitOfWork();
        unit.TimeoutsSet.AddRange(timeouts);
        await Store.Commit(unit);
        (await Store.Timeouts.Overdue(TimeSpan.Zero, default)).ShouldBe(5);

        (await Store.Timeouts.RingDue(2, TimeSpan.Zero, default)).Count.ShouldBe(2);

        Store.HandedOver.Messages.Select(x => x.MessageId).ShouldBe([timeouts[4].Ring.MessageId, timeouts[3].Ring.MessageId]);
        (await Store.Timeouts.Overdue(TimeSpan.Zero, default)).ShouldBe(3);
    }

    [Fact]
    public async Task The_backstop_rings_only_what_is_overdue_by_long()
    {
        var unit = new UnitOfWork { TimeoutsSet = { Work.Timeout(Guid.NewGuid(), -Minute * 10), Work.Timeout(Guid.NewGuid(), Due) } };
        await Store.Commit(unit);

        (await Store.Timeouts.Overdue(Minute, default)).ShouldBe(1);
        (await Store.Timeouts.RingDue(100, Minute, default)).Count.ShouldBe(1);

        Store.HandedOver.Messages.ShouldHaveSingleItem().MessageId.ShouldBe(unit.TimeoutsSet[0].Ring.MessageId);
    }

    [Fact]
    public async Task A_ring_and_a_cancel_at_the_same_time_leave_no_timeout_behind()
    {
        var parcels = Enumerable.Range(0, 30).Select(_ => Work.Parcel()).ToList();
        var tokens = new Dictionary<Guid, Guid>();
        foreach (var parcel in parcels)
        {
            var unit = Work.Bare(parcel);
            unit.TimeoutsSet.Add(Work.Timeout(parcel.Id, Due));
            tokens[parcel.Id] = unit.TimeoutsSet[0].Token;
            await Store.Commit(unit);
        }

        var cancels = parcels.Select(parcel =>
        {
            var unit = Work.Bare(parcel);
            unit.TimeoutsCancelled.Add(tokens[parcel.Id]);
            return Store.Commit(unit);
        }).ToList();
        var rings = Enumerable.Range(0, 5).Select(_ => Store.Timeouts.RingDue(10, TimeSpan.Zero, default)).ToList();

        (await Task.WhenAll(cancels)).ShouldAllBe(x => x == CommitOutcome.Committed);
        var rung = (await Task.WhenAll(rings)).Sum(x => x.Count);
        Store.HandedOver.Messages.Count.ShouldBe(rung);
        (await Store.Timeouts.Overdue(TimeSpan.Zero, default)).ShouldBe(0);
    }
}
