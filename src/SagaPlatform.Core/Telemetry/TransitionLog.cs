using Microsoft.Extensions.Logging;
using SagaPlatform.Core.History;
using SagaPlatform.Core.Sagas;

namespace SagaPlatform.Core.Telemetry;

/// <summary>One log line per committed message of a saga: what people must know at Information, the rest at Debug.</summary>
static class TransitionLog
{
    static readonly Action<ILogger, string, string?, Exception?> Ended = LoggerMessage.Define<string, string?>(
        LogLevel.Information, new EventId(1, nameof(Ended)), "{SagaType} ended: {State}");

    static readonly Action<ILogger, string, string?, Exception?> NeedsAttention = LoggerMessage.Define<string, string?>(
        LogLevel.Information, new EventId(2, nameof(NeedsAttention)), "{SagaType} needs attention: {Question}");

    static readonly Action<ILogger, string, HistoryKind, string, string?, string?, Exception?> Heard =
        LoggerMessage.Define<string, HistoryKind, string, string?, string?>(
            LogLevel.Debug, new EventId(3, nameof(Heard)), "{SagaType} {Kind} {Event}: {From} -> {To}");

    /// <summary>Says what became of a message, once it is committed.</summary>
    public static void Say(ILogger log, HistoryEntry entry, ProcessState? saga)
    {
        var moved = entry.Kind == HistoryKind.Consumed && entry.From != entry.To;
        if (moved && saga?.EndedAt != null)
            Ended(log, entry.SagaType, entry.To, null);
        else if (moved && entry.To == ProcessStates.NeedsAttention)
            NeedsAttention(log, entry.SagaType, saga?.Question, null);
        else
            Heard(log, entry.SagaType, entry.Kind, entry.Event, entry.From, entry.To, null);
    }
}
