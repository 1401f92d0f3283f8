using SagaPlatform.Core.History;
using SagaPlatform.Core.Outbox;
using SagaPlatform.Core.Sagas;
using SagaPlatform.Core.Timeouts;
using SagaPlatform.Testing.Embedded;
using Shouldly;

namespace SagaPlatform.Testing.Sagas;

/// <summary>
/// What is true of every saga, whoever answers it and whatever happened on its way: an end or a visible wait with one clock, only
/// declared transitions, complete compensation latest stage first, one message id per asking, one last word, nothing lost.
/// </summary>
public static class SagaLaws
{
    /// <summary>Checks one saga.</summary>
    public static async Task Hold(SagaScript script, EmbeddedPlatform platform, Guid id)
    {
        var history = await platform.History(id);
        var saga = (await script.Saga(platform.Store, id)).ShouldNotBeNull($"there is no saga {id}\n{history.Told()}");
        var timeouts = await platform.Timeouts(id);
        if (timeouts.Count == 1)
            timeouts[0].Due.ShouldBe(saga.Ledger.RingsAt!.Value, history.Told());
        Hold(script, saga, history, timeouts);
    }

    /// <summary>Checks one saga, wherever it runs.</summary>
    public static async Task Hold(CarriedSaga saga)
    {
        if (saga is ScriptedSaga scripted)
            await Hold(scripted.Script, scripted.Platform, scripted.Id);
        else if (await saga.AtRest() is var rest)
            Hold(saga.Script, rest.Saga, rest.History, rest.Timeouts);
    }

    /// <param name="script">Its script.</param>
    /// <param name="saga">Its row.</param>
    /// <param name="history">Its history.</param>
    /// <param name="timeouts">Its pending timeouts.</param>
    /// <param name="contradicted">A participant first said no to what it did: then it is given back when that comes out, not in its turn.</param>
    internal static void Hold(SagaScript script, ProcessState saga, IReadOnlyList<HistoryEntry> history, IReadOnlyList<PendingTimeout> timeouts,
        bool contradicted = false)
    {
        var told = $"{script.GetType().Name} {saga.CorrelationId} is {saga.CurrentState}: {string.Join(", ", saga.Ledger.Lines.Select(x => $"{x.Step}[{x.Item}]={x.Status}"))}\n{history.Told()}";
        ItEndedOrVisiblyWaits(saga, timeouts, told);
        script.ShouldFollow(history);
        NothingWentWrong(history, told);
        EveryAskingHasItsOwnId(saga, history, told);
        TheLastWordIsSaidOnce(history, told);
        LedgerLaws(script, saga, told);
        if (!contradicted)
            GivenBackInReverse(script, history, told);
    }

    /// <summary>Checks what follows from the ledger alone, for walks that have no history.</summary>
    internal static void LedgerLaws(SagaScript script, ProcessState saga, string told)
    {
        var ledger = saga.Ledger;
        (ledger.EarliestDue == ledger.RingsAt).ShouldBeTrue($"the clock is not set to the earliest limit: {told}");
        ledger.Lines.Select(x => (x.Step, x.Item)).Distinct().Count().ShouldBe(ledger.Lines.Count, told);
        if (saga.CurrentState == ProcessStates.Cancelled)
            ledger.Lines.Where(x => !IsGivenBack(script, x)).Select(x => $"{x.Step}[{x.Item}]={x.Status}").ShouldBeEmpty($"cancelled, and this is owed: {told}");
        if (saga.CurrentState == ProcessStates.Completed)
            ledger.Lines.Where(x => !IsPassed(script, x)).Select(x => $"{x.Step}[{x.Item}]={x.Status}").ShouldBeEmpty($"completed without this: {told}");
        if (saga.CurrentState is ProcessStates.Unwinding or ProcessStates.Cancelled)
            ledger.Reason.ShouldNotBeNullOrEmpty(told);
    }

    static bool IsGivenBack(SagaScript script, LedgerLine line) => script.Step(line.Step).Undo != null
        ? line.Status is LineStatus.Undone or LineStatus.Refused or LineStatus.Skipped
        : line.Status is not (LineStatus.Asked or LineStatus.Undoing) && line.Due == null
            && !(script.Step(line.Step).IsPivot && line.Status is LineStatus.Done);

    static bool IsPassed(SagaScript script, LedgerLine line) => line.Status is LineStatus.Done or LineStatus.Skipped
        || line.ReplacedBy != null
        || (script.Step(line.Step).IsBestEffort && line.Status is LineStatus.Refused or LineStatus.Unknown);

    static void ItEndedOrVisiblyWaits(ProcessState saga, IReadOnlyList<PendingTimeout> timeouts, string told)
    {
        if (ProcessStates.IsEnd(saga.CurrentState) && saga.Ledger.RingsAt == null)
        {
            timeouts.ShouldBeEmpty(told);
            saga.EndedAt.ShouldNotBeNull(told);
            saga.Question.ShouldBeNull(told);
            return;
        }

        timeouts.Count.ShouldBe(1, $"one clock: {told}");
        timeouts[0].Token.ShouldBe(saga.ClockToken!.Value, told);
        saga.EndedAt.ShouldBeNull(told);
        if (saga.CurrentState == ProcessStates.NeedsAttention)
            saga.Question.ShouldNotBeNull(told);
    }

    static void NothingWentWrong(IReadOnlyList<HistoryEntry> history, string told) =>
        history.Where(x => x.Kind is HistoryKind.Faulted or HistoryKind.NotFound).ShouldBeEmpty(told);

    static void EveryAskingHasItsOwnId(ProcessState saga, IReadOnlyList<HistoryEntry> history, string told)
    {
        var sent = history.SelectMany(x => x.Sent).Select(x => x.MessageId).ToList();
        sent.Distinct().Count().ShouldBe(sent.Count, $"a message id was used twice: {told}");
        var asked = saga.Ledger.Lines.SelectMany(x => Enumerable.Range(1, x.Commands)
            .Select(n => MessageIds.Derive(saga.CorrelationId, $"{x.Step}/{x.Item}/{n}")));
        asked.Except(sent).ShouldBeEmpty($"the ledger knows a command that never left: {told}");
    }

    /// <summary>What was announced when it first came to an end is never announced again; who asked for it may be told as often as they ask.</summary>
    static void TheLastWordIsSaidOnce(IReadOnlyList<HistoryEntry> history, string told)
    {
        var end = history.FirstOrDefault(x => x.Kind == HistoryKind.Consumed && ProcessStates.IsEnd(x.To!) && x.From != x.To);
        var lastWords = end?.Sent.Where(IsAnnouncement).Select(x => x.Type).ToHashSet() ?? [];
        history.SelectMany(x => x.Sent).Where(x => IsAnnouncement(x) && lastWords.Contains(x.Type)).GroupBy(x => x.Type)
            .Where(x => x.Count() > 1).Select(x => x.Key).ShouldBeEmpty($"announced more than once: {told}");
    }

    static bool IsAnnouncement(SentMessage x) => x.To.Contains(':', StringComparison.Ordinal);

    /// <summary>Nothing is given back for the first time before what was taken after it; what was replaced goes back at any time.</summary>
    static void GivenBackInReverse(SagaScript script, IReadOnlyList<HistoryEntry> history, string told)
    {
        var stageOf = script.Definition.Stages.SelectMany((stage, i) => stage.Steps.Where(x => x.Undo != null && !x.IsReplaceable)
            .Select(x => (x.Undo!.CommandType.Name, Stage: i))).ToLookup(x => x.Name, x => x.Stage);
        var undone = new List<int>();
        foreach (var entry in history)
        {
            var first = entry.Sent.Where(x => stageOf[x.Type].Count() == 1).Select(x => stageOf[x.Type].Single()).Distinct().Except(undone).ToList();
            first.Count.ShouldBeLessThanOrEqualTo(1, $"given back before what was taken after it was confirmed: {told}");
            undone.AddRange(first);
        }

        undone.ShouldBe([.. undone.OrderDescending()], $"given back in another order than latest first: {told}");
    }
}
