using Microsoft.Extensions.Options;
using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Orders;
using SagaPlatform.Core.Participants;
using SagaPlatform.Core.Persistence;
using SagaPlatform.Core.WorkItems;
using SagaPlatform.Testing.Participants;

namespace SagaPlatform.Core.Tests.Persistence;

// The work of people, as both stores keep it.
public abstract partial class StoreContract
{
    static readonly WorkItemKinds Kinds = new([KindOf("hand-over")]);

    [Fact]
    public async Task A_work_item_comes_back_as_it_was_opened_and_decided()
    {
        var saga = Guid.NewGuid();
        (await Asks(x => x.Open(Wanted(saga) with { MayNotDecide = ["Rita", "Otto"], DecidersNeeded = 2 }, Refusal))).ShouldBe(Answer.None);
        await Changes(saga, x => x.Decide(new WorkItemDecision(WorkItemVerdict.Approve, "Anna", Work.Start, "seen")));

        var item = await Item(saga);
        item.MayNotDecide.ShouldBe(["Rita", "Otto"]);
        item.Decisions.ShouldBe([new WorkItemDecision(WorkItemVerdict.Approve, "Anna", Work.Start, "seen")]);
        (item.Status, item.ForGroup, item.DecidersNeeded, item.Version).ShouldBe((WorkItemStatus.Open, "desk", 2, 2));
        (item.ClosedAt, item.EscalatedFrom, item.RemindedAt).ShouldBe((null, null, null));
    }

    [Fact]
    public async Task Asking_again_reminds_and_then_escalates_and_opens_no_second_item()
    {
        var saga = Guid.NewGuid();
        for (var i = 0; i < 2; i++)
            await Asks(x => x.Open(Wanted(saga), Refusal));
        (await Item(saga)).ForGroup.ShouldBe("desk", "one reminder is not enough");

        (await Asks(x => x.Open(Wanted(saga), Refusal))).ShouldBe(Answer.None);
        var item = await Item(saga);
        (item.Reminders, item.ForGroup, item.EscalatedFrom).ShouldBe((2, "leads", "desk"));
        var escalatedAt = item.EscalatedAt.ShouldNotBeNull();

        await Asks(x => x.Open(Wanted(saga), Refusal));
        (await Item(saga)).EscalatedAt.ShouldBe(escalatedAt, "it is escalated once");
    }

    [Theory]
    [InlineData(WorkItemVerdict.Approve)]
    [InlineData(WorkItemVerdict.Refuse)]
    public async Task Asking_after_the_decision_tells_the_decision_again(WorkItemVerdict verdict)
    {
        var saga = Guid.NewGuid();
        await Asks(x => x.Open(Wanted(saga), Refusal));
        await Changes(saga, x => x.Decide(new WorkItemDecision(verdict, "Anna", Work.Start, "so")));

        for (var i = 0; i < 2; i++)
            (await Asks(x => x.Open(Wanted(saga), Refusal))).Message
                .ShouldBe(verdict == WorkItemVerdict.Approve ? new ParcelHandedOver(saga) : new HandOverRefused(saga, "so"));
        (await Item(saga)).Reminders.ShouldBe(0, "nobody is reminded of what is decided");
    }

    [Fact]
    public async Task What_is_withdrawn_before_it_was_opened_is_not_opened_any_more()
    {
        var saga = Guid.NewGuid();

        for (var i = 0; i < 2; i++)
            (await Asks(x => x.Withdraw("hand-over", saga, new TrackingClosed(saga)))).Message.ShouldBe(new TrackingClosed(saga));

        (await Asks(x => x.Open(Wanted(saga), Refusal))).Message.ShouldBe(Refusal(Engagements.UndoneFirst));
        (await Item(saga)).Status.ShouldBe(WorkItemStatus.Withdrawn);
    }

    [Fact]
    public async Task What_is_withdrawn_keeps_what_people_decided_before()
    {
        var saga = Guid.NewGuid();
        await Asks(x => x.Open(Wanted(saga), Refusal));
        await Changes(saga, x => x.Decide(new WorkItemDecision(WorkItemVerdict.Approve, "Anna", Work.Start, null)));

        (await Asks(x => x.Withdraw("hand-over", saga, new TrackingClosed(saga)))).Message.ShouldBe(new TrackingClosed(saga));

        var item = await Item(saga);
        (item.Status, item.Decisions.Count).ShouldBe((WorkItemStatus.Withdrawn, 1));
    }

    [Fact]
    public async Task Of_two_processes_that_decide_one_item_at_once_one_has_to_look_again()
    {
        var saga = Guid.NewGuid();
        await Asks(x => x.Open(Wanted(saga), Refusal));
        var (one, other) = (new UnclaimedRows(Store.Rows), new UnclaimedRows(Store.Rows));
        foreach (var (rows, person) in new[] { (one, "Anna"), (other, "Bert") })
        {
            var item = (await rows.Find<WorkItem>(IdOf(saga)))!;
            item.Decide(new WorkItemDecision(WorkItemVerdict.Approve, person, Work.Start, null));
            rows.Change(item);
        }

        var outcomes = await Task.WhenAll(one.Commit(), other.Commit());

        outcomes.ShouldBe([CommitOutcome.Committed, CommitOutcome.Conflict], ignoreOrder: true);
        (await Item(saga)).Decisions.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task The_pages_of_a_group_visit_each_open_item_once_oldest_first()
    {
        var queries = new WorkItemQueries(Store.Queries, Store.Rows);
        var sagas = Enumerable.Range(0, 5).Select(_ => Guid.NewGuid()).ToList();
        foreach (var saga in sagas)
            await Store.Commit(Work.Rows(Opened(saga, Work.Start))); // at one moment: only the id tells them apart
        await Store.Commit(Work.Rows(Opened(Guid.NewGuid(), Work.Start, group: "others")));
        await Store.Commit(Work.Rows(Opened(Guid.NewGuid(), Work.Start, status: WorkItemStatus.Approved)));
        await Store.Commit(Work.Rows(Opened(sagas[0], Work.Start.AddMinutes(-1), item: "first")));

        List<WorkItem> seen = [];
        string? next = null;
        do
        {
            var page = await queries.List(new WorkItemFilter("desk", "hand-over", WorkItemStatus.Open), next, 2, default);
            page.Items.Count.ShouldBeLessThanOrEqualTo(2);
            seen.AddRange(page.Items);
            next = page.Next;
        }
        while (next != null);

        seen[0].Item.ShouldBe("first");
        seen.Skip(1).Select(x => x.SagaId).ShouldBe(sagas, ignoreOrder: true);
        (await queries.List(new WorkItemFilter(), null, 200, default)).Items.Count.ShouldBe(8);
        (await queries.Find(seen[1].Id, default))!.SagaId.ShouldBe(seen[1].SagaId);
    }

    static WorkItemKind KindOf(string name)
    {
        var kind = new WorkItemKindBuilder(name).AnswersTo(Queues.OrderFulfilment).DecidedBy("desk").EscalatesTo("leads", afterReminders: 2)
            .Approved((item, _) => new ParcelHandedOver(item.SagaId))
            .Refused((item, decision) => new HandOverRefused(item.SagaId, decision.Reason!));
        return kind.Build();
    }

    static OpenWorkItem Wanted(Guid saga) => new("hand-over", saga, "HandOverParcel", "Hand the parcel over?", "A parcel of 2 kg.");

    static object Refusal(string reason) => new HandOverRefused(Guid.Empty, reason);

    static WorkItem Opened(Guid saga, DateTimeOffset at, string item = "", string group = "desk", WorkItemStatus status = WorkItemStatus.Open) => new()
    {
        Id = WorkItem.IdOf("hand-over", saga, item), Kind = "hand-over", SagaType = "order", SagaId = saga, Step = "HandOverParcel", Item = item,
        Title = "Hand over?", Details = "", ForGroup = group, OpenedAt = at, DueAt = at, Status = status,
    };

    static Guid IdOf(Guid saga) => WorkItem.IdOf("hand-over", saga);

    async Task<Answer> Asks(Func<WorkItems.WorkItems, Task<Answer>> ask)
    {
        var rows = new UnclaimedRows(Store.Rows);
        var answer = await ask(new WorkItems.WorkItems(rows, Kinds, Options.Create(new WorkItemOptions()), TimeProvider.System));
        if (rows.Changes.Count > 0)
            (await rows.Commit()).ShouldBe(CommitOutcome.Committed);
        return answer;
    }

    async Task Changes(Guid saga, Action<WorkItem> change)
    {
        var rows = new UnclaimedRows(Store.Rows);
        var item = (await rows.Find<WorkItem>(IdOf(saga)))!;
        change(item);
        rows.Change(item);
        (await rows.Commit()).ShouldBe(CommitOutcome.Committed);
    }

    async Task<WorkItem> Item(Guid saga) => (await Store.Rows.Find<WorkItem>(IdOf(saga), null, default))!;
}
