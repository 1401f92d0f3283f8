using SagaPlatform.Core.History;
using SagaPlatform.Core.Operations;
using SagaPlatform.Core.Persistence;

namespace SagaPlatform.Core.Tests.Persistence;

public abstract partial class StoreContract
{
    [Fact]
    public async Task History_is_read_in_order_page_by_page()
    {
        var parcel = Work.Parcel();
        for (var i = 0; i < 7; i++)
            await Store.Commit(Work.Of(parcel));
        await Store.Commit(Work.Of(Work.Parcel()));

        List<int> versions = [];
        string? cursor = null;
        var pages = 0;
        do
        {
            var page = await Store.Sagas.History(parcel.Id, cursor, 3, default);
            versions.AddRange(page.Items.Select(x => x.Version));
            cursor = page.Next;
            pages++;
        }
        while (cursor != null);

        versions.ShouldBe(Enumerable.Range(1, 7));
        pages.ShouldBe(3);
    }

    [Fact]
    public async Task A_history_entry_comes_back_as_it_was_written()
    {
        var saga = Guid.NewGuid();
        var entry = Work.Entry(saga, 4) with
        {
            Kind = HistoryKind.Refused,
            Reason = new string('r', 2000),
            Sent = [new SentMessage("ShipParcel", Guid.NewGuid(), "shipping")],
            Timeouts = [new TimeoutChange("set", Guid.NewGuid(), Work.Start), new TimeoutChange("cancelled", Guid.NewGuid(), null)],
        };
        await Store.Commit(new UnitOfWork { History = { entry, Work.Entry(saga, 5) with { From = null, MessageId = null } } });

        var lines = await History(saga);

        lines[0].Sent.ShouldBe(entry.Sent);
        lines[0].Timeouts.ShouldBe(entry.Timeouts);
        lines[0].Reason.ShouldBe(new string('r', 1024));
        (lines[0].Version, lines[0].At, lines[0].Kind, lines[0].Event, lines[0].MessageId, lines[0].From, lines[0].To)
            .ShouldBe((entry.Version, entry.At, entry.Kind, entry.Event, entry.MessageId, entry.From, entry.To));
        lines[1].From.ShouldBeNull();
        lines[1].MessageId.ShouldBeNull();
        lines[1].Sent.ShouldBeEmpty();
    }

    [Fact]
    public async Task Sagas_of_all_types_are_listed_latest_first_and_pages_repeat_and_miss_none()
    {
        List<(DateTimeOffset At, Guid Id)> expected = [];
        for (var i = 0; i < 23; i++)
        {
            // Several are started in the same moment, some under the same id as one of the other type.
            var (at, id) = (Work.Start.AddSeconds(i / 4), Guid.NewGuid());
            await Store.Commit(Work.Bare(Work.Parcel(id, startedAt: at)));
            expected.Add((at, id));
            if (i % 3 != 0)
                continue;
            await StartVoyage(id, at);
            expected.Add((at, id));
        }

        List<SagaSummary> seen = [];
        string? cursor = null;
        do
        {
            var page = await Store.Sagas.List(new SagaFilter(), cursor, 4, default);
            page.Items.Count.ShouldBeLessThanOrEqualTo(4);
            seen.AddRange(page.Items);
            cursor = page.Next;
        }
        while (cursor != null);

        seen.Select(x => (x.StartedAt, x.Id)).ShouldBe(expected.OrderByDescending(x => x.At).ThenByDescending(x => x.Id));
        seen.Select(x => (x.Type, x.Id)).Distinct().Count().ShouldBe(expected.Count);
    }

    [Fact]
    public async Task Sagas_are_listed_by_type_state_key_and_need_of_attention()
    {
        var asking = Work.Parcel(state: "Stuck");
        (asking.Question, asking.BusinessKey) = ("Was it delivered?", "P-7");
        await Store.Commit(Work.Bare(asking));
        await Store.Commit(Work.Bare(Work.Parcel()));
        await StartVoyage(Guid.NewGuid(), Work.Start);

        (await Listed(new SagaFilter(Type: "voyage"))).ShouldHaveSingleItem().Type.ShouldBe("voyage");
        (await Listed(new SagaFilter(State: "Stuck"))).ShouldHaveSingleItem().Id.ShouldBe(asking.Id);
        (await Listed(new SagaFilter(BusinessKey: "P-7"))).ShouldHaveSingleItem().Question.ShouldBe("Was it delivered?");
        (await Listed(new SagaFilter(NeedsAttention: true))).ShouldHaveSingleItem().Id.ShouldBe(asking.Id);
        (await Listed(new SagaFilter(NeedsAttention: false))).Count.ShouldBe(2);
        (await Listed(new SagaFilter(Type: "parcel", State: "Stuck", BusinessKey: "P-1"))).ShouldBeEmpty();
        (await Listed(new SagaFilter(Type: "unknown"))).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_saga_is_found_by_its_id_among_all_types_with_its_whole_row()
    {
        var parcel = Work.Parcel();
        parcel.Stops = [new("Lyon", Work.Start)];
        await Store.Commit(Work.Bare(parcel));
        var voyage = Guid.NewGuid();
        await StartVoyage(voyage, Work.Start);

        var found = (await Store.Sagas.Find(parcel.Id, default))!;
        found.Summary.ShouldBe(new SagaSummary("parcel", parcel.Id, "P-1", "Moving", 1, Work.Start, Work.Start, null, null));
        found.Row.ShouldBeOfType<ParcelState>().Stops.ShouldBe(parcel.Stops);
        (await Store.Sagas.Find(voyage, default))!.Row.ShouldBeOfType<VoyageState>();
        (await Store.Sagas.Find(Guid.NewGuid(), default)).ShouldBeNull();
    }

    [Fact]
    public async Task Sagas_are_counted_by_type_and_state()
    {
        await Store.Commit(Work.Bare(Work.Parcel()));
        await Store.Commit(Work.Bare(Work.Parcel()));
        await Store.Commit(Work.Bare(Work.Parcel(state: "Delivered")));
        await StartVoyage(Guid.NewGuid(), Work.Start);

        (await Store.Sagas.Count(default)).ShouldBe(
            [new SagaCount("parcel", "Delivered", 1), new SagaCount("parcel", "Moving", 2), new SagaCount("voyage", "Sailing", 1)]);
    }

    [Theory]
    [InlineData("nonsense!")]
    [InlineData("bm90IG91cnM")]
    [InlineData("")]
    public async Task A_cursor_that_is_none_of_ours_is_refused(string cursor)
    {
        await Should.ThrowAsync<FormatException>(() => Store.Sagas.List(new SagaFilter(), cursor, 10, default));
        await Should.ThrowAsync<FormatException>(() => Store.Sagas.History(Guid.NewGuid(), cursor, 10, default));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(501)]
    public async Task A_page_has_a_limit(int limit)
    {
        await Should.ThrowAsync<ArgumentOutOfRangeException>(() => Store.Sagas.List(new SagaFilter(), null, limit, default));
        await Should.ThrowAsync<ArgumentOutOfRangeException>(() => Store.Sagas.History(Guid.NewGuid(), null, limit, default));
    }

    async Task<IReadOnlyList<SagaSummary>> Listed(SagaFilter filter) => (await Store.Sagas.List(filter, null, 100, default)).Items;

    Task<CommitOutcome> StartVoyage(Guid id, DateTimeOffset at)
    {
        var voyage = new VoyageState { Id = id, State = "Sailing", BusinessKey = "V", StartedAt = at, ChangedAt = at };
        return Store.Commit(new UnitOfWork { Saga = new SagaChange("voyage", id, voyage, 0) });
    }
}
