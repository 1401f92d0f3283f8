using SagaPlatform.Core.Persistence;

namespace SagaPlatform.Core.Participants;

/// <summary>How an act ended, and what is answered.</summary>
public sealed record Outcome
{
    Outcome(EngagementStatus? remembered, Answer answer)
    {
        Remembered = remembered;
        Answer = answer;
    }

    internal EngagementStatus? Remembered { get; }

    internal Answer Answer { get; }

    /// <summary>It was done, and this is said, now and to every repeat.</summary>
    public static Outcome Done(object answer) => new(EngagementStatus.Done, Answer.With(answer));

    /// <summary>It was done, and this is said at that moment; to repeats at once. For test data.</summary>
    public static Outcome DoneLate(object answer, DateTimeOffset notBefore) =>
        new(EngagementStatus.Done, Answer.With(answer) with { NotBefore = notBefore });

    /// <summary>It was done, and this is said twice; to repeats once. For test data.</summary>
    public static Outcome DoneTwice(object answer) => new(EngagementStatus.Done, Answer.With(answer) with { Twice = true });

    /// <summary>It was done, but nobody is told: the answer that gets lost, for test data.</summary>
    public static Outcome DoneSilently { get; } = new(EngagementStatus.Done, Answer.None);

    /// <summary>Nothing was done, and this is said, now and to every repeat.</summary>
    public static Outcome Refused(object answer) => new(EngagementStatus.Refused, Answer.With(answer));

    /// <summary>Nothing was done, said or remembered: the command that gets lost, for test data.</summary>
    public static Outcome Ignored { get; } = new(null, Answer.None);
}

/// <summary>
/// Does each thing once, however often it is asked for, and never after it was undone. It remembers in a row that is
/// written in the same transaction as the act, the inbox and the answer.
/// </summary>
/// <remarks>
/// The inbox already drops a message that is delivered twice. This is about what the inbox cannot see: the same thing
/// asked for with a new message (a second attempt, a person's ruling), and the command that its own undo has overtaken.
/// <para>One key is used at most once per unit of work.</para>
/// </remarks>
public sealed class Engagements(IRows rows, AnswerTypes answers, TimeProvider clock)
{
    /// <summary>What a command is refused with that arrives after its undo.</summary>
    public const string UndoneFirst = "was undone before it arrived";

    /// <summary>Acts, unless it did before: then it gives the first answer again.</summary>
    /// <param name="key">Which thing; see <see cref="Engagement.KeyOf"/>.</param>
    /// <param name="act">Does it, or turns it down.</param>
    /// <param name="refuse">How this participant says that it will not, given the reason.</param>
    /// <exception cref="ArgumentException">The key is empty or too long.</exception>
    public async Task<Answer> Do(string key, Func<Task<Outcome>> act, Func<string, object> refuse)
    {
        var known = await rows.Find<Engagement>(Engagement.Checked(key));
        return known switch
        {
            null => await Act(key, act),
            { Status: EngagementStatus.Undone } => Answer.With(refuse(UndoneFirst)),
            _ => answers.Restore(known.AnswerType, known.Answer),
        };
    }

    /// <summary>
    /// Undoes what was done under the key, once. What was never done, or refused, is remembered as undone, so that a
    /// command still under way finds itself called off.
    /// </summary>
    /// <param name="key">Which thing; the key it was done under.</param>
    /// <param name="undo">Undoes it; only called when it was done and not undone yet.</param>
    /// <param name="answer">What is said in every case.</param>
    /// <exception cref="ArgumentException">The key is empty or too long.</exception>
    public async Task<Answer> Undo(string key, Func<Task> undo, object answer)
    {
        var known = await rows.Find<Engagement>(Engagement.Checked(key));
        switch (known?.Status)
        {
            case null:
                rows.Add(new Engagement { Key = key, Status = EngagementStatus.Undone, At = clock.GetUtcNow() });
                break;
            case EngagementStatus.Done:
                await undo();
                MarkUndone(known);
                break;
            case EngagementStatus.Refused:
                MarkUndone(known);
                break;
        }
        return Answer.With(answer);
    }

    async Task<Answer> Act(string key, Func<Task<Outcome>> act)
    {
        var outcome = await act();
        if (outcome.Remembered is { } status)
        {
            var (type, json) = answers.Store(outcome.Answer);
            rows.Add(new Engagement { Key = key, Status = status, AnswerType = type, Answer = json, At = clock.GetUtcNow() });
        }
        return outcome.Answer;
    }

    void MarkUndone(Engagement known)
    {
        known.Status = EngagementStatus.Undone;
        known.At = clock.GetUtcNow();
        rows.Change(known);
    }
}
