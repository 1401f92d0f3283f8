using SagaPlatform.Core.History;
using SagaPlatform.Core.Outbox;
using SagaPlatform.Core.Sagas;

namespace SagaPlatform.OperatorConsole.Sagas;

/// <summary>What became of one message for a saga, with how long it took and which asking it was.</summary>
/// <param name="At">When, in UTC.</param>
/// <param name="AfterSeconds">How long after the entry before it on this page; null for the first.</param>
/// <param name="Kind">What became of the message.</param>
/// <param name="Event">The event's name.</param>
/// <param name="MessageId">The message; null when there was none.</param>
/// <param name="From">The state before; null when there was none.</param>
/// <param name="To">The state after; null when there was none.</param>
/// <param name="Version">The version of the row after it; 0 when it did not write the row.</param>
/// <param name="Reason">Why, where it is not plain.</param>
/// <param name="Sent">What was sent or published because of it.</param>
/// <param name="Timeouts">Which timeouts were set or cancelled because of it.</param>
public sealed record HistoryView(
    DateTimeOffset At, double? AfterSeconds, HistoryKind Kind, string Event, Guid? MessageId, string? From, string? To, int Version, string? Reason,
    IReadOnlyList<SentView> Sent, IReadOnlyList<TimeoutChange> Timeouts)
{
    internal static IEnumerable<HistoryView> Of(IEnumerable<HistoryEntry> entries, SagaAskings askings)
    {
        DateTimeOffset? before = null;
        foreach (var x in entries)
        {
            yield return new HistoryView(
                x.At, before == null ? null : Math.Round((x.At - before.Value).TotalSeconds, 3), x.Kind, x.Event, x.MessageId, x.From, x.To, x.Version, x.Reason,
                [.. x.Sent.Select(askings.Of)], x.Timeouts);
            before = x.At;
        }
    }
}

/// <summary>A message that left.</summary>
/// <param name="Type">Its short type name.</param>
/// <param name="To">The queue or exchange it went to.</param>
/// <param name="MessageId">Its id.</param>
/// <param name="Step">The step it asks or undoes; null when it is of none.</param>
/// <param name="Item">The item of the step; null when there is none.</param>
/// <param name="Attempt">The running number of what was sent for that line, its undo included; null when it is of none.</param>
public sealed record SentView(string Type, string To, Guid MessageId, string? Step, string? Item, int? Attempt);

/// <summary>Which asking of which step a message was: its id follows from that.</summary>
sealed class SagaAskings
{
    /// <summary>Ids worked out for one saga: one with more askings tells the first ones only.</summary>
    const int AskingsMax = 5_000;

    readonly Dictionary<Guid, (LedgerLine Line, int Attempt)> _askings = [];

    public SagaAskings(ProcessState? saga)
    {
        foreach (var line in saga?.Ledger.Lines ?? [])
            for (var i = 1; i <= line.Commands && _askings.Count < AskingsMax; i++)
                _askings[MessageIds.Derive(saga!.CorrelationId, $"{line.Step}/{line.Item}/{i}")] = (line, i);
    }

    public SentView Of(SentMessage x) => _askings.TryGetValue(x.MessageId, out var asking)
        ? new SentView(x.Type, x.To, x.MessageId, asking.Line.Step, asking.Line.Item is "" ? null : asking.Line.Item, asking.Attempt)
        : new SentView(x.Type, x.To, x.MessageId, null, null, null);
}
