using SagaPlatform.Core.Operations;
using SagaPlatform.Core.Operations.FailedMessages;
using SagaPlatform.Core.Persistence;
using SagaPlatform.Core.Timeouts;

namespace SagaPlatform.Core.Tests.Persistence;

// What operators look for, as both stores find it.
public abstract partial class StoreContract
{
    [Fact]
    public async Task Sagas_are_found_by_age_and_listed_oldest_first_page_by_page()
    {
        var parcels = Enumerable.Range(0, 5).Select(i => Work.Parcel(startedAt: Work.Start.AddMinutes(i / 2))).ToList(); // pairs start together
        foreach (var parcel in parcels)
            await Store.Commit(Work.Bare(parcel));

        List<Guid> seen = [];
        string? next = null;
        do
        {
            var page = await Store.Sagas.List(new SagaFilter(OldestFirst: true), next, 2, default);
            seen.AddRange(page.Items.Select(x => x.Id));
            next = page.Next;
        }
        while (next != null);

        seen.Count.ShouldBe(5);
        seen.ShouldBe(parcels.Select(x => x.Id), ignoreOrder: true);
        seen[4].ShouldBe(parcels[4].Id);
        (await Ids(new SagaFilter(StartedBefore: Work.Start.AddMinutes(1)))).ShouldBe(parcels.Take(2).Select(x => x.Id), ignoreOrder: true);
        (await Ids(new SagaFilter(StartedAfter: Work.Start.AddMinutes(2)))).ShouldBe([parcels[4].Id]);
        (await Store.Sagas.Count(new SagaFilter(StartedAfter: Work.Start.AddMinutes(1)), 100, default)).ShouldBe(3);
        (await Store.Sagas.Count(new SagaFilter(), 4, default)).ShouldBe(4, "it is counted no further");
    }

    [Fact]
    public async Task In_trouble_is_a_question_an_overdue_timeout_or_a_failed_message()
    {
        var (well, asks, late, failed, handled) = (Work.Parcel(), Work.Parcel(), Work.Parcel(), Work.Parcel(), Work.Parcel());
        asks.Question = "Where is it?";
        foreach (var parcel in new[] { well, asks, late, failed, handled })
            await Store.Commit(Work.Bare(parcel));
        await Store.Commit(new UnitOfWork { TimeoutsSet = { Work.Timeout(late.Id, -TroubleLimits.OverdueBy * 2), Work.Timeout(well.Id, TimeSpan.Zero) } });
        await Store.Commit(Work.Rows(Failed(failed.Id), Failed(handled.Id, status: FailedMessageStatus.Retried)));

        (await Ids(new SagaFilter(InTrouble: true))).ShouldBe([asks.Id, late.Id, failed.Id], ignoreOrder: true);
        (await Store.Sagas.Count(new SagaFilter(Type: "voyage", InTrouble: true), 100, default)).ShouldBe(0);
    }

    [Fact]
    public async Task Live_sagas_are_counted_by_type_and_state_without_those_that_have_ended()
    {
        var ended = Work.Parcel();
        ended.EndedAt = Work.Start;
        foreach (var parcel in new[] { Work.Parcel(), Work.Parcel(), Work.Parcel(state: "Lost"), ended })
            await Store.Commit(Work.Bare(parcel));

        (await Store.Sagas.Live(default)).Select(x => (x.Type, x.State, x.Count)).ShouldBe([("parcel", "Lost", 1L), ("parcel", "Moving", 2L)]);
    }

    [Fact]
    public async Task Timeouts_are_listed_earliest_first_without_what_is_kept_for_a_held_saga()
    {
        var saga = Guid.NewGuid();
        var timeouts = Enumerable.Range(1, 4).Select(i => Work.Timeout(saga, TimeSpan.FromHours(i))).ToList();
        var late = Work.Timeout(saga, TimeSpan.FromMinutes(-5));
        var kept = Work.Timeout(saga, KeptMessage.After);
        await Store.Commit(new UnitOfWork { TimeoutsSet = { timeouts[2], kept, timeouts[0], late, timeouts[3], timeouts[1] } });

        var first = await Store.Timeouts.List(new TimeoutFilter(), null, 3, default);
        first.Items.Select(x => x.Token).ShouldBe([late.Token, timeouts[0].Token, timeouts[1].Token]);
        var second = await Store.Timeouts.List(new TimeoutFilter("parcel"), first.Next, 3, default);
        second.Items.Select(x => x.Token).ShouldBe([timeouts[2].Token, timeouts[3].Token]);
        second.Next.ShouldBeNull();
        (await Store.Timeouts.List(new TimeoutFilter(OverdueBy: TimeSpan.FromMinutes(1)), null, 10, default)).Items.ShouldHaveSingleItem().Token.ShouldBe(late.Token);
        (await Store.Timeouts.List(new TimeoutFilter("voyage"), null, 10, default)).Items.ShouldBeEmpty();

        var rings = await Store.Timeouts.Rings(saga, default);
        rings.Select(x => x.Token).ShouldBe([late.Token, .. timeouts.Select(x => x.Token), kept.Token]);
        rings[0].Ring.Body.ShouldBe(late.Ring.Body);
        (await Store.Timeouts.FindTimeout(kept.Token, default))!.Ring.MessageId.ShouldBe(kept.Ring.MessageId);
        (await Store.Timeouts.FindTimeout(Guid.NewGuid(), default)).ShouldBeNull();
    }

    [Fact]
    public async Task Failed_messages_are_grouped_by_cause_counted_by_queue_and_paged_latest_first()
    {
        var saga = Guid.NewGuid();
        for (var i = 0; i < 3; i++)
            await Store.Commit(Work.Rows(Failed(saga, group: "a", at: Work.Start.AddMinutes(i), queue: "inventory")));
        await Store.Commit(Work.Rows(Failed(Guid.NewGuid(), group: "b", at: Work.Start.AddMinutes(9))));
        await Store.Commit(Work.Rows(Failed(saga, group: "a", at: Work.Start.AddMinutes(8), status: FailedMessageStatus.Discarded)));
        var queries = new FailedMessageQueries(Store.Queries, Store.Rows);

        var groups = await queries.Groups(FailedMessageStatus.Waiting, default);
        groups.Select(x => (x.Group, x.Count)).ShouldBe([("a", 3L), ("b", 1L)]);
        (groups[0].First, groups[0].Last, groups[0].Example.FailedAt).ShouldBe((Work.Start, Work.Start.AddMinutes(2), Work.Start.AddMinutes(2)));
        (await queries.Queues(default)).ShouldBe([new ErrorQueue("inventory", 3), new ErrorQueue("parcel", 1)]);

        var first = await queries.List(new FailedMessageFilter(), null, 3, default);
        first.Items.Select(x => x.FailedAt).ShouldBe([Work.Start.AddMinutes(9), Work.Start.AddMinutes(2), Work.Start.AddMinutes(1)]);
        (await queries.List(new FailedMessageFilter(), first.Next, 3, default)).Items.ShouldHaveSingleItem().FailedAt.ShouldBe(Work.Start);
        (await queries.List(new FailedMessageFilter(Status: null, SagaId: saga), null, 10, default)).Items.Count.ShouldBe(4);
        (await queries.Ids(new FailedMessageFilter(Group: "a"), 2, default)).Count.ShouldBe(2);
        var read = (await queries.Find(first.Items[0].Id, default))!;
        (read.Headers["MT-MessageType"], read.Body.Length).ShouldBe(("Tests:ParcelMoved", 3));
    }

    async Task<List<Guid>> Ids(SagaFilter filter) => [.. (await Store.Sagas.List(filter, null, 200, default)).Items.Select(x => x.Id)];

    static FailedMessage Failed(Guid saga, string group = "a", DateTimeOffset? at = null, string queue = "parcel", FailedMessageStatus status = FailedMessageStatus.Waiting) => new()
    {
        Id = Guid.NewGuid(), MessageId = Guid.NewGuid(), MessageType = "Tests:ParcelMoved", Queue = queue, SagaType = "parcel", SagaId = saga,
        ExceptionType = "System.Exception", Exception = "It broke.", Frame = "at Here", StackTrace = "at Here", GroupKey = group, ContentType = "application/json",
        Headers = { ["MT-MessageType"] = "Tests:ParcelMoved" }, Body = [1, 2, 3], FailedAt = at ?? Work.Start, TakenAt = at ?? Work.Start, Status = status,
    };
}
