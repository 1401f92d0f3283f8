using Microsoft.Extensions.DependencyInjection;
using SagaPlatform.Core.History;
using SagaPlatform.Core.Persistence;
using SagaPlatform.Core.Sagas;
using SagaPlatform.Core.Tests.Hosting;

namespace SagaPlatform.Core.Tests.Persistence;

public sealed class SagaRowCacheTests
{
    [Fact]
    public async Task A_saga_that_this_process_has_just_committed_is_carried_on_without_a_read()
    {
        await using var scenario = await EngineScenario.Started();
        scenario.Reads.ShouldBe(0, "a first message is believed to start a new saga");

        await scenario.Hears(new Nudge(scenario.Id));
        await scenario.Hears(new Nudge(scenario.Id, 2));

        scenario.Reads.ShouldBe(0);
        (await scenario.Saga()).Nudges.ShouldBe(2);
    }

    [Fact]
    public async Task What_another_process_wrote_meanwhile_is_neither_lost_nor_overwritten()
    {
        await using var scenario = await EngineScenario.Started();
        await scenario.SomebodyElseWrites(x => x.Nudges = 100);

        await scenario.Hears(new Nudge(scenario.Id));

        scenario.Script.Ran.ShouldBe(2, "once on what was believed, once on what is");
        scenario.Reads.ShouldBe(1);
        (await scenario.Saga()).Nudges.ShouldBe(101);
        (await scenario.History()).Where(x => x.Event == nameof(Nudge)).ShouldHaveSingleItem().Kind.ShouldBe(HistoryKind.Consumed);
    }

    [Fact]
    public async Task A_message_that_cannot_be_understood_on_an_outdated_row_is_understood_on_the_row_as_it_is()
    {
        await using var scenario = await EngineScenario.Started();
        await scenario.SomebodyElseWrites(x => x.Nudges = 100);
        scenario.Script.OnNudge = x => x.Saga.Nudges > 100 ? Task.CompletedTask : throw new InvalidOperationException("Not nudged enough yet.");

        await scenario.Hears(new Nudge(scenario.Id));

        (await scenario.Saga()).Nudges.ShouldBe(101);
        scenario.Platform.Errors(EngineScenario.Errands).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_ring_of_the_clock_as_another_process_set_it_is_not_taken_for_stale_on_an_outdated_row()
    {
        await using var scenario = await EngineScenario.Started();
        var due = (await scenario.Saga()).Ledger.RingsAt!.Value.AddHours(1);
        await scenario.SomebodyElseWrites(x =>
        {
            x.Ledger.RingsAt = due;
            x.Ledger.Lines.ForEach(line => line.Due = due);
        });

        await scenario.Hears(new ProcessClockRang(scenario.Id, due));

        (await scenario.LastLine()).Kind.ShouldBe(HistoryKind.Consumed, "nobody rings a second time");
        (await scenario.History()).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_message_that_changes_nothing_is_ignored_only_after_a_look_at_the_row()
    {
        await using var scenario = await EngineScenario.Started();

        await scenario.Hears(new ProcessClockRang(scenario.Id, DateTimeOffset.UnixEpoch));

        (await scenario.LastLine()).Kind.ShouldBe(HistoryKind.Stale);
        scenario.Reads.ShouldBe(1);
    }

    [Fact]
    public async Task A_start_for_a_saga_that_another_process_started_starts_nothing()
    {
        await using var scenario = await EngineScenario.Started();
        var theirs = Guid.NewGuid();
        var row = await scenario.Saga();
        (row.CorrelationId, row.Version, row.Nudges) = (theirs, 0, 100);
        (await scenario.Platform.Store.Commit(
            new UnitOfWork { Saga = new SagaChange(EngineScenario.Errands, theirs, row, 0) }, CancellationToken.None)).ShouldBe(CommitOutcome.Committed);

        await scenario.Hears(new StartErrand(theirs));

        (await scenario.Platform.Saga<ErrandState>(theirs)).ShouldNotBeNull().Nudges.ShouldBe(100);
        (await scenario.Platform.History(theirs)).ShouldHaveSingleItem().Kind.ShouldNotBe(HistoryKind.Consumed);
        scenario.Platform.Errors(EngineScenario.Errands).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_message_that_comes_twice_is_known_without_a_read()
    {
        await using var scenario = await EngineScenario.Started();
        var id = await scenario.Hears(new Nudge(scenario.Id));

        await scenario.Hears(new Nudge(scenario.Id), id);

        (scenario.Reads, scenario.Script.Ran).ShouldBe((0, 1));
    }

    [Fact]
    public async Task A_saga_that_has_ended_is_not_kept()
    {
        await using var scenario = await EngineScenario.Started();
        var cache = scenario.Platform.Get<SagaRowCache>();
        cache.Knows(typeof(ErrandState), scenario.Id).ShouldBeTrue();

        await scenario.Hears(new FinishErrand(scenario.Id));

        (await scenario.Saga()).CurrentState.ShouldBe(ProcessStates.Completed);
        cache.Knows(typeof(ErrandState), scenario.Id).ShouldBeFalse();
    }

    [Fact]
    public async Task What_is_kept_is_not_the_row_that_somebody_works_on()
    {
        await using var scenario = await EngineScenario.Started();
        scenario.Script.OnNudge = _ => throw new InvalidOperationException("The nudge hurt.");
        await scenario.Hears(new Nudge(scenario.Id));
        scenario.Script.OnNudge = _ => Task.CompletedTask;

        await scenario.Hears(new Nudge(scenario.Id, 2));

        (await scenario.Saga()).Nudges.ShouldBe(1, "the nudge that hurt left nothing behind");
    }

    [Fact]
    public async Task Without_room_nothing_is_kept_and_nothing_is_believed()
    {
        await using var scenario = await EngineScenario.Started(services => services.Configure<SagaCacheOptions>(x => x.RowsMax = 0));
        scenario.Reads.ShouldBe(1);

        await scenario.Hears(new Nudge(scenario.Id));

        scenario.Reads.ShouldBe(2);
    }

    [Fact]
    public void Guesses_that_are_often_wrong_are_given_up_and_tried_again_later()
    {
        var record = new GuessRecord();
        for (var i = 0; i < 7; i++)
            record.Add(right: false);
        record.IsTrusted.ShouldBeTrue("a few may be wrong");

        record.Add(right: false);

        var messages = 1;
        while (!record.IsTrusted)
            messages++;
        messages.ShouldBe(4_096);
        record.IsTrusted.ShouldBeTrue();
    }

    [Fact]
    public void Guesses_that_are_seldom_wrong_are_gone_on_with()
    {
        var record = new GuessRecord();
        for (var i = 0; i < 10_000; i++)
        {
            record.Add(right: i % 100 != 0);
            record.IsTrusted.ShouldBeTrue();
        }
    }
}
