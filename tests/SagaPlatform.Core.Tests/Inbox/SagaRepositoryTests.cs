using System.Collections.Concurrent;
using System.Text;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SagaPlatform.Core.History;
using SagaPlatform.Core.Outbox;
using SagaPlatform.Core.Persistence;
using SagaPlatform.Core.Sagas;
using SagaPlatform.Core.Tests.Hosting;

namespace SagaPlatform.Core.Tests.Inbox;

public sealed class SagaRepositoryTests
{
    [Fact]
    public async Task A_conflict_is_tried_again_from_nothing_in_a_scope_and_a_unit_of_its_own()
    {
        await using var scenario = await EngineScenario.Started();
        ConcurrentQueue<UnitOfWork> units = [];
        scenario.Script.OnNudge = async x =>
        {
            units.Enqueue(x.GetPayload<IServiceProvider>().GetRequiredService<UnitOfWork>());
            await x.Publish(new ErrandWord(scenario.Id, "once"));
            if (units.Count == 1)
                await scenario.SomebodyElseWrites(x => x.Nudges = 100);
        };

        await scenario.Hears(new Nudge(scenario.Id));

        units.Count.ShouldBe(2);
        units.Distinct().Count().ShouldBe(2);
        (await scenario.Saga()).Nudges.ShouldBe(101, "the other's write and ours, once");
        scenario.Words().ShouldBe(["once"]);
        (await scenario.History()).Where(x => x.Event == nameof(Nudge)).ShouldHaveSingleItem().Kind.ShouldBe(HistoryKind.Consumed);
    }

    [Fact]
    public async Task A_duplicate_is_acknowledged_without_running_the_machine()
    {
        await using var scenario = await EngineScenario.Started();
        var id = Guid.NewGuid();
        await scenario.Hears(new Nudge(scenario.Id), id);
        var (saga, lines) = (await scenario.Saga(), (await scenario.History()).Count);

        await scenario.Hears(new Nudge(scenario.Id), id);

        scenario.Script.Ran.ShouldBe(1);
        (await scenario.Saga()).Version.ShouldBe(saga.Version);
        (await scenario.History()).Count.ShouldBe(lines);
        scenario.Platform.Errors(EngineScenario.Errands).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_is_ignored_or_refused_leaves_the_row_as_it_was_and_a_line_in_the_history()
    {
        await using var scenario = await EngineScenario.Started();
        await scenario.Hears(new FinishErrand(scenario.Id));
        var version = (await scenario.Saga()).Version;

        await scenario.Hears(new Nudge(scenario.Id));
        await scenario.Hears(new StartErrand(scenario.Id));
        await scenario.Hears(new AbandonErrand(scenario.Id));

        (await scenario.Saga()).Version.ShouldBe(version);
        var last = (await scenario.History()).TakeLast(3).ToList();
        last.ShouldAllBe(x => x.Kind != HistoryKind.Consumed && x.Version == 0 && x.From == ProcessStates.Completed && x.Reason != null);
        last.Select(x => (x.Event, x.Kind)).ShouldBe(
            [(nameof(Nudge), HistoryKind.Ignored), (nameof(StartErrand), HistoryKind.Ignored), (nameof(AbandonErrand), HistoryKind.Refused)]);
    }

    [Fact]
    public async Task A_message_for_a_missing_saga_is_tried_again_shortly_and_finds_what_came_meanwhile()
    {
        await using var scenario = await EngineScenario.Started();
        var (late, attempts) = (Guid.NewGuid(), 0);
        var row = await scenario.Saga();
        scenario.Script.OnAttempt = _ =>
        {
            if (++attempts != 2)
                return;
            (row.CorrelationId, row.Version) = (late, 0);
            var unit = new UnitOfWork { Saga = new SagaChange(EngineScenario.Errands, late, row, 0) };
            scenario.Platform.Store.Commit(unit, CancellationToken.None).IsCompletedSuccessfully.ShouldBeTrue();
        };

        await scenario.Hears(new Nudge(late));

        attempts.ShouldBe(2);
        (await scenario.Platform.Saga<ErrandState>(late)).ShouldNotBeNull().Nudges.ShouldBe(1);
        scenario.Platform.Errors(EngineScenario.Errands).ShouldBeEmpty();
        (await scenario.Platform.History(late)).ShouldHaveSingleItem().Kind.ShouldBe(HistoryKind.Consumed);
    }

    [Fact]
    public async Task A_message_for_a_saga_that_never_comes_is_in_the_error_queue_and_in_the_history()
    {
        await using var scenario = await EngineScenario.Started();
        var (nobody, attempts) = (Guid.NewGuid(), 0);
        scenario.Script.OnAttempt = _ => attempts++;

        var id = await scenario.Hears(new Nudge(nobody));

        attempts.ShouldBe(3, "it may only have overtaken its start");

        scenario.Platform.Errors(EngineScenario.Errands).ShouldHaveSingleItem().Reason.ShouldContain(nobody.ToString());
        var line = (await scenario.Platform.History(nobody)).ShouldHaveSingleItem();
        (line.Kind, line.Event, line.MessageId, line.Version).ShouldBe((HistoryKind.NotFound, nameof(Nudge), id, 0));
        (await scenario.Platform.Saga<ErrandState>(nobody)).ShouldBeNull();
    }

    [Fact]
    public async Task A_poison_message_is_in_the_error_queue_with_its_reason_and_its_saga_shows_it()
    {
        await using var scenario = await EngineScenario.Started();
        var version = (await scenario.Saga()).Version;
        scenario.Script.OnNudge = _ => throw new InvalidOperationException("The nudge hurt.");

        var id = await scenario.Hears(new Nudge(scenario.Id));

        scenario.Platform.Errors(EngineScenario.Errands).ShouldHaveSingleItem().Reason.ShouldContain("The nudge hurt.");
        scenario.Script.Ran.ShouldBe(1, "what will not go away by itself is not tried again");
        var line = (await scenario.History()).ShouldHaveSingleItem();
        (line.Kind, line.Event, line.MessageId, line.Version).ShouldBe((HistoryKind.Faulted, nameof(Nudge), id, 0));
        line.Reason.ShouldNotBeNull().ShouldContain("The nudge hurt.");
        (await scenario.Saga()).Version.ShouldBe(version);
    }

    [Fact]
    public async Task A_message_without_an_id_is_known_by_its_content()
    {
        await using var scenario = await EngineScenario.Started();

        await Plain(scenario, new { errandId = scenario.Id, nth = 1 });
        await Plain(scenario, new { errandId = scenario.Id, nth = 1 });
        await Plain(scenario, new { errandId = scenario.Id, nth = 2 });

        scenario.Script.Ran.ShouldBe(2);
        (await scenario.Saga()).Nudges.ShouldBe(2);
    }

    [Fact]
    public async Task Two_messages_for_one_saga_never_run_at_once()
    {
        await using var scenario = await EngineScenario.Started();
        var (inside, most) = (0, 0);
        scenario.Script.OnNudge = async _ =>
        {
            most = Math.Max(most, Interlocked.Increment(ref inside));
            await Task.Yield();
            await Task.Yield();
            Interlocked.Decrement(ref inside);
        };

        await Task.WhenAll(Enumerable.Range(1, 50).Select(x => scenario.Platform.Sends(EngineScenario.Errands, new Nudge(scenario.Id, x))));
        await scenario.Platform.Quiet();

        most.ShouldBe(1);
        scenario.Script.Ran.ShouldBe(50, "nobody conflicted with anybody");
        (await scenario.Saga()).Nudges.ShouldBe(50);
    }

    [Fact]
    public async Task Messages_for_two_sagas_do_not_wait_for_each_other()
    {
        await using var scenario = await EngineScenario.Started();
        var other = Guid.NewGuid();
        await scenario.Hears(new StartErrand(other));
        var arrived = new TaskCompletionSource();
        scenario.Script.OnNudge = x =>
        {
            if (x.Saga.CorrelationId == other)
                arrived.SetResult();
            return arrived.Task;
        };

        await scenario.Platform.Sends(EngineScenario.Errands, new Nudge(scenario.Id));
        await scenario.Hears(new Nudge(other));

        scenario.Script.Ran.ShouldBe(2);
    }

    [Fact]
    public async Task Whatever_is_logged_meanwhile_says_which_saga_and_which_message()
    {
        await using var scenario = await EngineScenario.Started();
        scenario.Script.OnNudge = x =>
        {
            x.GetPayload<IServiceProvider>().GetRequiredService<ILogger<ErrandScript>>().LogInformation("Said by the saga");
            return Task.CompletedTask;
        };

        var id = await scenario.Hears(new Nudge(scenario.Id));

        foreach (var text in new[] { "Said by the saga", $"errand Consumed {nameof(Nudge)}: Waiting -> Waiting" })
        {
            var scope = scenario.Log.All.Where(x => x.Text == text).ShouldHaveSingleItem().Scope;
            (scope["SagaId"], scope["MessageId"]).ShouldBe((scenario.Id, id));
        }
    }

    [Fact]
    public async Task The_end_of_a_saga_is_worth_a_line_for_people_and_what_leads_to_it_is_not()
    {
        await using var scenario = await EngineScenario.Started();
        await scenario.Hears(new Nudge(scenario.Id));
        await scenario.Hears(new FinishErrand(scenario.Id));

        var lines = scenario.Log.All.Where(x => x.Text.StartsWith(EngineScenario.Errands, StringComparison.Ordinal)).ToList();
        lines.Where(x => x.Level >= LogLevel.Information).ShouldHaveSingleItem().Text.ShouldBe("errand ended: Completed");
        lines.Count(x => x.Level == LogLevel.Debug).ShouldBe(2);
    }

    /// <summary>As a program that knows nothing of message ids says it: only the envelope's type and the content.</summary>
    static async Task Plain(EngineScenario scenario, object nudge)
    {
        var envelope = new { messageType = new[] { "urn:message:SagaPlatform.Core.Tests.Hosting:Nudge" }, message = nudge };
        await new RawBody(scenario.Platform.Get<IBus>()).Send(EngineScenario.Errands, System.Text.Json.JsonSerializer.Serialize(envelope));
        await scenario.Platform.Quiet();
    }

    sealed class RawBody(IBus bus)
    {
        public async Task Send(string queue, string body)
        {
            var message = new OutboxMessage
            {
                MessageId = Guid.NewGuid(),
                Destination = $"queue:{queue}",
                MessageType = "SagaPlatform.Core.Tests.Hosting:Nudge",
                ContentType = "application/vnd.masstransit+json",
                Body = Encoding.UTF8.GetBytes(body),
                CreatedAt = DateTimeOffset.UnixEpoch,
            };
            await new BusOutboxTransport(bus).Publish(message, CancellationToken.None);
        }
    }
}
