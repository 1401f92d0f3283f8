using SagaPlatform.Core.History;
using SagaPlatform.Core.Sagas;

namespace SagaPlatform.EndToEnd.Tests.Sagas;

/// <summary>When the machine is to blame, and when it is not: an appeal is awaited for two seconds, a decision about it for two more.</summary>
public sealed class LatenessTests
{
    static readonly DateTimeOffset Noon = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);

    static readonly Guid Word = Guid.NewGuid();

    static readonly Guid Command = Guid.NewGuid();

    static readonly SpokenWord Appealed = new(Word, "AwaitAppeal");

    [Fact]
    public void An_appeal_that_is_heard_in_its_pause_is_not_late() =>
        IsLate([Awaited(), Heard(0.1, Word, "AwaitAppeal", "ReviewAppeal")], Appealed).ShouldBeFalse();

    [Fact]
    public void An_appeal_that_is_heard_when_its_pause_is_over_is_late() =>
        IsLate([Awaited(), Rang(2, "AwaitAppeal", "RecordClaim"), Heard(2.1, Word, "RecordClaim", "RecordClaim")], Appealed).ShouldBeTrue();

    [Fact]
    public void A_pause_that_its_clock_ended_before_anybody_spoke_is_late() =>
        IsLate([Awaited(), Rang(2, "AwaitAppeal", "RecordClaim")]).ShouldBeTrue();

    [Fact]
    public void A_cancellation_that_was_never_said_because_its_stage_was_over_is_late() =>
        IsLate([Awaited(), Heard(0.1, Word, "AwaitAppeal", "ReviewAppeal", ringsAt: 2.1), Rang(2.1, "ReviewAppeal", "NeedsAttention")], Appealed).ShouldBeTrue();

    [Fact]
    public void A_stage_that_its_clock_ended_after_the_cancellation_was_turned_down_there_is_not_late() =>
        IsLate([Awaited("ReviewAppeal"), Heard(0.1, Word, "ReviewAppeal", "ReviewAppeal"), Rang(2, "ReviewAppeal", "NeedsAttention")], new SpokenWord(Word, "ReviewAppeal"))
            .ShouldBeFalse();

    [Fact]
    public void A_state_in_which_nobody_was_to_speak_may_be_ended_by_its_clock() =>
        IsLate([Awaited("AssessClaim"), Rang(2, "AssessClaim", "NeedsAttention")]).ShouldBeFalse();

    [Fact]
    public void A_clock_that_only_reminds_takes_nobodys_word_away() =>
        IsLate([Awaited(), Rang(2, "AwaitAppeal", "AwaitAppeal")]).ShouldBeFalse();

    [Fact]
    public void A_clock_that_rings_before_its_time_is_the_platforms_fault_and_nobodys_lateness() =>
        IsLate([Awaited(), Rang(1.9, "AwaitAppeal", "RecordClaim")]).ShouldBeFalse();

    [Fact]
    public void A_pause_that_something_else_than_its_clock_ended_is_the_platforms_fault_and_nobodys_lateness() =>
        IsLate([Awaited(), Heard(2, Guid.NewGuid(), "AwaitAppeal", "RecordClaim")]).ShouldBeFalse();

    [Theory]
    [InlineData(1.9, false)]
    [InlineData(2.0, true)]
    public void An_answer_is_late_when_its_limit_has_passed(double seconds, bool isLate)
    {
        var answer = new DueAnswer(Word, Command, Limit);
        Lateness.OfAnswer([Awaited("AssessClaim"), Heard(seconds, Word, "AssessClaim", "PayClaim")], [answer]).ShouldBe(isLate);
    }

    static bool IsLate(IReadOnlyList<HistoryEntry> history, params SpokenWord[] words) =>
        Lateness.OfWord(history, words) || Lateness.OfSilence(history, words, x => x is "AwaitAppeal" or "ReviewAppeal");

    /// <summary>The saga came into a state whose clock rings when its limit has passed.</summary>
    static HistoryEntry Awaited(string state = "AwaitAppeal") => Heard(0, Guid.NewGuid(), "ValidateClaim", state, ringsAt: Limit.TotalSeconds) with
    {
        Sent = [new SentMessage("AssessClaim", Command, "claims-office")],
    };

    static HistoryEntry Rang(double seconds, string from, string to) => Entry(seconds, nameof(ProcessClockRang), Guid.NewGuid(), from, to);

    static HistoryEntry Heard(double seconds, Guid message, string from, string to, double? ringsAt = null) => Entry(seconds, "SomethingSaid", message, from, to) with
    {
        Timeouts = ringsAt is { } at ? [new TimeoutChange("set", Guid.NewGuid(), Noon.AddSeconds(at))] : [],
    };

    static HistoryEntry Entry(double seconds, string on, Guid message, string from, string to) => new()
    {
        SagaType = "claim", SagaId = Guid.Empty, At = Noon.AddSeconds(seconds), Kind = HistoryKind.Consumed, Event = on, MessageId = message, From = from, To = to,
    };
}
