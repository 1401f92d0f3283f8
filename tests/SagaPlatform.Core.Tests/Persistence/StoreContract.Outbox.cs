using SagaPlatform.Core.Outbox;
using SagaPlatform.Core.Persistence;

namespace SagaPlatform.Core.Tests.Persistence;

public abstract partial class StoreContract
{
    static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task A_message_is_handed_over_with_the_id_of_its_row_and_as_it_was_written()
    {
        var message = Work.Message("body") with { Headers = new Dictionary<string, string> { ["tenant"] = "7" } };
        await Store.Commit(new UnitOfWork { Outbox = { message } });

        var handed = Store.HandedOver.Messages.ShouldHaveSingleItem();
        Store.HandedOver.Forget();
        var stored = (await Store.TakeAbandoned(TimeSpan.Zero)).ShouldHaveSingleItem();

        handed.Id.ShouldBeGreaterThan(0);
        stored.Id.ShouldBe(handed.Id);
        foreach (var seen in new[] { handed, stored })
        {
            seen.MessageId.ShouldBe(message.MessageId);
            seen.Destination.ShouldBe(message.Destination);
            seen.MessageType.ShouldBe(message.MessageType);
            seen.ContentType.ShouldBe(message.ContentType);
            seen.Body.ShouldBe(message.Body);
            seen.Headers.ShouldBe(message.Headers);
            seen.CreatedAt.ShouldBe(message.CreatedAt, Minute);
            seen.Attempts.ShouldBe(0);
        }
    }

    [Fact]
    public async Task A_confirmed_message_is_gone_and_may_be_removed_again()
    {
        await Store.Commit(new UnitOfWork { Outbox = { Work.Message(), Work.Message() } });
        var ids = Store.HandedOver.Messages.Select(x => x.Id).ToList();

        await Store.Outbox.Delete([ids[0]], default);
        await Store.Outbox.Delete([ids[0]], default);

        Store.HandedOver.Forget();
        (await Store.TakeAbandoned(TimeSpan.Zero)).ShouldHaveSingleItem().Id.ShouldBe(ids[1]);
    }

    [Fact]
    public async Task A_failed_attempt_is_remembered()
    {
        await Store.Commit(new UnitOfWork { Outbox = { Work.Message() } });
        var id = Store.HandedOver.Messages[0].Id;

        await Store.Outbox.NoteFailure(id, 3, "refused", default);

        Store.HandedOver.Forget();
        (await Store.TakeAbandoned(TimeSpan.Zero)).ShouldHaveSingleItem().Attempts.ShouldBe(3);
    }

    [Fact]
    public async Task A_parked_message_waits_for_a_person_and_nobody_dispatches_it()
    {
        await Store.Commit(new UnitOfWork { Outbox = { Work.Message(), Work.Message() } });
        var id = Store.HandedOver.Messages[0].Id;
        Store.HandedOver.Forget();

        await Store.Outbox.Park(id, 10, "too large for the broker", default);

        (await Store.TakeAbandoned(TimeSpan.Zero)).ShouldNotContain(x => x.Id == id);
        var parked = (await Store.Outbox.Parked(10, default)).ShouldHaveSingleItem();
        parked.Error.ShouldBe("too large for the broker");
        parked.Message.Attempts.ShouldBe(10);
        var backlog = await Store.Outbox.Backlog(default);
        (backlog.Pending, backlog.Parked).ShouldBe((1, 1));
    }

    [Fact]
    public async Task A_released_message_is_dispatched_again_with_fresh_attempts_and_others_stay_parked()
    {
        await Store.Commit(new UnitOfWork { Outbox = { Work.Message(), Work.Message() } });
        var ids = Store.HandedOver.Messages.Select(x => x.Id).ToList();
        foreach (var id in ids)
            await Store.Outbox.Park(id, 10, "no route", default);
        Store.HandedOver.Forget();

        (await Store.Outbox.Release([ids[1]], default)).ShouldBe(1);
        var released = Store.HandedOver.Messages.ShouldHaveSingleItem();
        released.Id.ShouldBe(ids[1]);
        released.Attempts.ShouldBe(0);
        (await Store.Outbox.Release([ids[1]], default)).ShouldBe(0);
        (await Store.Outbox.Parked(10, default)).ShouldHaveSingleItem().Message.Id.ShouldBe(ids[0]);

        (await Store.Outbox.Release(null, default)).ShouldBe(1);
        (await Store.Outbox.Parked(10, default)).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_backlog_tells_the_age_of_the_oldest_message()
    {
        (await Store.Outbox.Backlog(default)).ShouldBe(new OutboxBacklog(0, null, 0));
        await Store.Commit(new UnitOfWork { Outbox = { Work.Message() } });
        await Age(TimeSpan.FromHours(2));
        await Store.Commit(new UnitOfWork { Outbox = { Work.Message() } });

        var backlog = await Store.Outbox.Backlog(default);

        backlog.Pending.ShouldBe(2);
        backlog.OldestAge!.Value.ShouldBeInRange(TimeSpan.FromHours(2) - Minute, TimeSpan.FromHours(3));
    }

    [Fact]
    public async Task Messages_of_a_dead_process_are_taken_over_by_one_process_and_those_of_a_living_one_are_not()
    {
        var dying = await Open();
        var living = await Open();
        await dying.Commit(new UnitOfWork { Outbox = { Work.Message("left behind") } });
        await living.Commit(new UnitOfWork { Outbox = { Work.Message("being sent") } });
        (await Store.TakeAbandoned(Minute)).ShouldBeEmpty();
        await dying.DisposeAsync();

        var taken = (await Store.TakeOver(Minute)).ShouldHaveSingleItem();
        taken.MessageId.ShouldBe(dying.HandedOver.Messages[0].MessageId);
        (await living.TakeAbandoned(Minute)).ShouldBeEmpty();

        Store.HandedOver.Take([taken]);
        (await Store.TakeAbandoned(Minute)).ShouldBeEmpty();
    }

    [Fact]
    public async Task When_the_process_that_took_over_dies_too_another_takes_over()
    {
        var dying = await Open();
        var heir = await Open();
        await dying.Commit(new UnitOfWork { Outbox = { Work.Message() } });
        await dying.DisposeAsync();
        (await heir.TakeOver(Minute)).ShouldHaveSingleItem();
        (await Store.TakeAbandoned(Minute)).ShouldBeEmpty();
        await heir.DisposeAsync();

        (await Store.TakeOver(Minute)).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task An_own_message_that_was_forgotten_is_taken_and_one_that_is_held_or_young_is_not()
    {
        await Store.Commit(new UnitOfWork { Outbox = { Work.Message("old") } });
        await Age(TimeSpan.FromHours(1));
        (await Store.TakeAbandoned(Minute)).ShouldBeEmpty("it is held");
        var old = Store.HandedOver.Messages.ShouldHaveSingleItem();
        Store.HandedOver.Forget();
        await Store.Commit(new UnitOfWork { Outbox = { Work.Message("young") } });
        Store.HandedOver.Forget();

        (await Store.TakeAbandoned(Minute)).ShouldHaveSingleItem().MessageId.ShouldBe(old.MessageId);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(2)]
    public async Task A_process_whose_clock_is_hours_off_makes_no_message_look_stuck_and_none_be_forgotten(int hoursOff)
    {
        await Store.Commit(new UnitOfWork { Outbox = { Work.Message(createdAt: DateTimeOffset.UtcNow.AddHours(hoursOff)) } });

        (await Store.Outbox.Backlog(default)).OldestAge!.Value.ShouldBeInRange(-Minute, Minute);
        Store.HandedOver.Forget();
        (await Store.TakeAbandoned(Minute)).ShouldBeEmpty();
        await Age(Minute * 2);
        (await Store.TakeAbandoned(Minute)).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task No_more_is_taken_than_asked_for_and_what_is_held_does_not_hide_the_rest()
    {
        var dying = await Open();
        await dying.Commit(new UnitOfWork { Outbox = { Work.Message(), Work.Message(), Work.Message(), Work.Message(), Work.Message() } });
        await dying.DisposeAsync();

        var first = await Store.TakeOver(Minute, rowsMax: 2);
        Store.HandedOver.Take(first);
        var second = await Store.TakeAbandoned(Minute, rowsMax: 2);
        Store.HandedOver.Take(second);
        var third = await Store.TakeAbandoned(Minute, rowsMax: 2);

        (first.Count, second.Count, third.Count).ShouldBe((2, 2, 1));
        first.Concat(second).Concat(third).Select(x => x.Id).ShouldBe(dying.HandedOver.Messages.Select(x => x.Id));
    }
}
