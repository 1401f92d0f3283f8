using SagaPlatform.Core.History;
using SagaPlatform.Core.Outbox;
using SagaPlatform.Core.Sagas;
using SagaPlatform.Testing.Sagas;
using ScriptedParticipants = SagaPlatform.Testing.Sagas.Participants;

namespace SagaPlatform.Simulation.Simulator;

/// <summary>What holds after every schedule, once everything has arrived. The numbers are those of the platform's invariants.</summary>
static class SimulationLaws
{
    /// <summary>Checks the saga, the outbox, the inbox and what the participants hold.</summary>
    public static async Task Hold(SagaScript script, SimulatedPlatform platform, ScriptedParticipants participants, bool contradicted)
    {
        var id = ScheduleRun.Id;
        var history = platform.History(id);
        var saga = (await script.Saga(platform.Process(0).Store, id)).ShouldNotBeNull("there is no saga");

        platform.Errors.ShouldBeEmpty("I5: nothing is in an error queue");
        EffectOnce(history);
        LegalHistory(saga, history);
        RingsOfTheCurrentClock(platform, history);
        AskedOnceAtATime(saga, history);
        SagaLaws.Hold(script, saga, history, platform.Timeouts(id), contradicted); // I3, I4, I7, I9
        ProcessStates.IsEnd(saga.CurrentState).ShouldBeTrue($"I3: it ends: {saga.CurrentState}");
        participants.ShouldHoldWhatIsDone(saga, "I1, I2"); // nothing kept, nothing taken twice
        NoMessageLost(script, platform, history);
    }

    /// <summary>I6: no message is acted upon twice.</summary>
    static void EffectOnce(IReadOnlyList<HistoryEntry> history) =>
        Consumed(history).GroupBy(x => x.MessageId).Where(x => x.Count() > 1).Select(x => $"{x.First().Event} was acted upon {x.Count()} times")
            .ShouldBeEmpty("I6: each message has its effect once");

    /// <summary>I7: the version of the row counts the events.</summary>
    static void LegalHistory(ProcessState saga, IReadOnlyList<HistoryEntry> history)
    {
        Consumed(history).Select(x => x.Version).ShouldBe(Enumerable.Range(1, saga.Version), "I7: the history has every version once");
    }

    /// <summary>I9: what is acted upon is a ring of the moment that the clock was set to last: that is how a process knows it.</summary>
    static void RingsOfTheCurrentClock(SimulatedPlatform platform, IReadOnlyList<HistoryEntry> history)
    {
        DateTimeOffset? set = null;
        foreach (var entry in Consumed(history))
        {
            if (entry.Event == nameof(ProcessClockRang))
                ((DateTimeOffset?)platform.DueOfRing[entry.MessageId!.Value]).ShouldBe(set, "I9: a stale ring was acted upon");
            set = entry.Timeouts.LastOrDefault(x => x.Due != null)?.Due ?? (entry.Timeouts.Count > 0 ? null : set);
        }
    }

    /// <summary>I2: one event asks nobody for the same thing twice, so no more is taken back than was taken.</summary>
    static void AskedOnceAtATime(ProcessState saga, IReadOnlyList<HistoryEntry> history)
    {
        var lines = saga.Ledger.Lines.SelectMany(x => Enumerable.Range(1, x.Commands)
            .Select(n => (Id: MessageIds.Derive(saga.CorrelationId, $"{x.Step}/{x.Item}/{n}"), Name: $"{x.Step} ({x.Item})"))).ToDictionary(x => x.Id, x => x.Name);
        foreach (var entry in Consumed(history))
            entry.Sent.Where(x => lines.ContainsKey(x.MessageId)).GroupBy(x => lines[x.MessageId], StringComparer.Ordinal)
                .Where(x => x.Count() > 1).Select(x => x.Key).ShouldBeEmpty($"I2: asked twice by one event, {entry.Event}");
    }

    /// <summary>I5: what was committed left, what left was committed, and what came to the saga was consumed.</summary>
    static void NoMessageLost(SagaScript script, SimulatedPlatform platform, IReadOnlyList<HistoryEntry> history)
    {
        platform.OutboxRows.ShouldBe(0, "I5: nothing is left in the outbox");
        platform.Unpromised.ShouldBeEmpty("I5: nothing leaves that was not committed");
        var accepted = platform.Broker.Accepted.Select(x => x.MessageId).ToHashSet();
        history.SelectMany(x => x.Sent).Where(x => !accepted.Contains(x.MessageId)).Select(x => x.Type).ShouldBeEmpty("I5: what was committed leaves");
        platform.Broker.Accepted.Where(x => x.Queue == script.Queue && !platform.WasConsumed(x.MessageId, script.Queue)
                && platform.Broker.Acknowledged.Exists(a => a.MessageId == x.MessageId))
            .ShouldBeEmpty("I5: what is acknowledged was consumed");
    }

    static List<HistoryEntry> Consumed(IReadOnlyList<HistoryEntry> history) => [.. history.Where(x => x.Kind == HistoryKind.Consumed)];
}
