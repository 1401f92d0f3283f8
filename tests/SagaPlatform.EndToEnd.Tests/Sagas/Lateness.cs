using SagaPlatform.Core.History;
using SagaPlatform.Core.Sagas;

namespace SagaPlatform.EndToEnd.Tests.Sagas;

/// <summary>What somebody said of himself.</summary>
/// <param name="Id">The message.</param>
/// <param name="State">The state that the saga was in when it was said.</param>
sealed record SpokenWord(Guid Id, string State);

/// <summary>An answer that is to be heard while it is waited for.</summary>
/// <param name="Id">The message.</param>
/// <param name="Command">What it answers.</param>
/// <param name="Limit">How long it is waited for.</param>
sealed record DueAnswer(Guid Id, Guid Command, TimeSpan Limit);

/// <summary>
/// Whether the machine was too slow for a plan, read from the saga's own history. What the platform did too early, or did though
/// nobody was late, is no lateness.
/// </summary>
static class Lateness
{
    const string Ring = nameof(ProcessClockRang);

    /// <summary>A word was heard in another state than it was said in.</summary>
    public static bool OfWord(IReadOnlyList<HistoryEntry> history, IReadOnlyCollection<SpokenWord> words) =>
        history.Any(entry => words.Any(x => x.Id == entry.MessageId && x.State != entry.From));

    /// <summary>
    /// The clock ended a state, when it was due, before anything was heard that was to be said there: a pause without its word, or
    /// the stage at which somebody was to cancel.
    /// </summary>
    /// <param name="history">The history.</param>
    /// <param name="words">What was said.</param>
    /// <param name="isSpokenIn">Whether the plan lets somebody speak in a state.</param>
    public static bool OfSilence(IReadOnlyList<HistoryEntry> history, IReadOnlyCollection<SpokenWord> words, Func<string, bool> isSpokenIn) =>
        history.Select((entry, i) => (entry, Before: history.Take(i))).Any(x =>
            x.entry is { Event: Ring, Kind: HistoryKind.Consumed, From: { } state } && x.entry.To != state && isSpokenIn(state)
            && WasDue(x.entry, x.Before)
            && !x.Before.Any(earlier => words.Any(word => word.Id == earlier.MessageId && word.State == state)));

    /// <summary>An answer was heard when its limit had passed.</summary>
    public static bool OfAnswer(IReadOnlyList<HistoryEntry> history, IReadOnlyCollection<DueAnswer> answers)
    {
        var askedAt = history.SelectMany(x => x.Sent.Select(s => (s.MessageId, x.At))).ToLookup(x => x.MessageId, x => x.At);
        return history.Any(entry => answers.Any(x => x.Id == entry.MessageId && askedAt[x.Command].Any(at => entry.At - at >= x.Limit)));
    }

    static bool WasDue(HistoryEntry ring, IEnumerable<HistoryEntry> before) =>
        before.SelectMany(x => x.Timeouts).LastOrDefault(x => x.Due != null) is { } clock && clock.Due <= ring.At;
}
