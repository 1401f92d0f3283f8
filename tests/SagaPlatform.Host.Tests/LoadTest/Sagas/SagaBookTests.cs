using SagaPlatform.LoadTest.Results;
using SagaPlatform.LoadTest.Sagas;

namespace SagaPlatform.Host.Tests.LoadTest.Sagas;

/// <summary>What is written down of a run, and the verdict that follows from it.</summary>
public sealed class SagaBookTests : IDisposable
{
    static readonly TimeSpan Later = TimeSpan.FromMilliseconds(50);

    readonly SagaBook _book = new(outstandingMax: 10);

    string Says => Verdict.Of(_book.Count()).ToString();

    [Fact]
    public void A_saga_that_ends_once_is_completed_and_its_latency_counts_from_when_it_was_due()
    {
        var saga = Starts(due: TimeSpan.FromMilliseconds(20));

        Hears(saga, SagaEnd.Completed, at: TimeSpan.FromMilliseconds(120));

        Says.ShouldBe("started=1 completed=1 failed=0 lost=0 duplicated=0");
        Verdict.Of(_book.Count()).IsGood.ShouldBeTrue();
        _book.Latencies().Max.ShouldBe(TimeSpan.FromMilliseconds(100));
        _book.LastCompletion.ShouldBe(TimeSpan.FromMilliseconds(120));
    }

    [Fact]
    public void A_saga_of_which_nothing_is_heard_is_lost()
    {
        Starts();

        Says.ShouldBe("started=1 completed=0 failed=0 lost=1 duplicated=0");
        Verdict.Of(_book.Count()).IsGood.ShouldBeFalse();
    }

    [Theory]
    [InlineData(SagaEnd.Completed, SagaEnd.Completed)]
    [InlineData(SagaEnd.Completed, SagaEnd.Failed)]
    [InlineData(SagaEnd.Failed, SagaEnd.Completed)]
    public void A_second_end_is_duplicated_whatever_the_first_one_was_and_changes_nothing_else(object first, object second)
    {
        var saga = Starts();

        Hears(saga, (SagaEnd)first);
        Hears(saga, (SagaEnd)second);

        var completed = (SagaEnd)first == SagaEnd.Completed ? 1 : 0;
        Says.ShouldBe($"started=1 completed={completed} failed={1 - completed} lost=0 duplicated=1");
        (Verdict.Of(_book.Count()) with { Failed = 0 }).IsGood.ShouldBeFalse();
        _book.Latencies().Count.ShouldBe(completed);
    }

    [Fact]
    public void The_same_message_delivered_again_is_no_second_end_but_is_told()
    {
        var (saga, message) = (Starts(), Guid.NewGuid());

        _book.Hears(saga, SagaEnd.Completed, message, Later);
        _book.Hears(saga, SagaEnd.Completed, message, Later);

        Says.ShouldBe("started=1 completed=1 failed=0 lost=0 duplicated=0");
        _book.Count().Redelivered.ShouldBe(1);
    }

    [Fact]
    public void A_cancelled_saga_has_failed_with_its_reason_and_has_no_latency()
    {
        _book.Hears(Starts(), SagaEnd.Failed, Guid.NewGuid(), Later, "OrderCancelled: no stock");
        _book.Hears(Starts(), SagaEnd.Failed, Guid.NewGuid(), Later, "OrderCancelled: no stock");

        Says.ShouldBe("started=2 completed=0 failed=2 lost=0 duplicated=0");
        Verdict.Of(_book.Count()).IsGood.ShouldBeFalse();
        _book.Latencies().Count.ShouldBe(0);
        _book.Reasons()["OrderCancelled: no stock"].ShouldBe(2);
    }

    [Fact]
    public void A_question_to_a_person_counts_as_failed_once_however_often_it_is_asked()
    {
        var saga = Starts();

        Hears(saga, SagaEnd.NeedsAttention);
        Hears(saga, SagaEnd.NeedsAttention);

        Says.ShouldBe("started=1 completed=0 failed=1 lost=0 duplicated=0");
    }

    [Fact]
    public void A_saga_that_a_person_ruled_on_completes_and_its_end_is_no_duplicate()
    {
        var saga = Starts();

        Hears(saga, SagaEnd.NeedsAttention);
        Hears(saga, SagaEnd.Completed);
        Says.ShouldBe("started=1 completed=1 failed=0 lost=0 duplicated=0");

        Hears(saga, SagaEnd.NeedsAttention);
        Says.ShouldBe("started=1 completed=0 failed=1 lost=0 duplicated=0");
        Hears(saga, SagaEnd.Completed);
        Says.ShouldBe("started=1 completed=0 failed=1 lost=0 duplicated=1");
    }

    [Fact]
    public void What_others_started_is_not_counted()
    {
        Hears(Guid.NewGuid(), SagaEnd.Completed);

        Says.ShouldBe("started=0 completed=0 failed=0 lost=0 duplicated=0");
    }

    [Fact]
    public void A_start_that_the_broker_did_not_take_is_no_saga_but_is_told()
    {
        var saga = Starts();

        _book.IsNotTaken(saga, "no queue takes it");

        Says.ShouldBe("started=0 completed=0 failed=0 lost=0 duplicated=0");
        _book.Count().NotTaken.ShouldBe(1);
        _book.Reasons().Keys.ShouldBe(["no queue takes it"]);
    }

    [Fact]
    public void Each_saga_gives_its_room_back_once()
    {
        var sagas = Enumerable.Range(0, 10).Select(_ => Starts()).ToList();
        _book.TryTakeRoom().ShouldBeFalse();

        Hears(sagas[0], SagaEnd.Completed);
        Hears(sagas[0], SagaEnd.Completed);
        Hears(sagas[1], SagaEnd.NeedsAttention);
        Hears(sagas[1], SagaEnd.Failed);
        _book.IsNotTaken(sagas[2], "nack");

        Enumerable.Range(0, 10).Count(_ => _book.TryTakeRoom()).ShouldBe(3);
    }

    [Fact]
    public void All_is_heard_when_nothing_more_is_started_and_every_saga_has_spoken()
    {
        var (one, two) = (Starts(), Starts());
        Hears(one, SagaEnd.Completed);
        _book.Close();
        _book.AllHeard.IsCompleted.ShouldBeFalse();

        Hears(two, SagaEnd.NeedsAttention);

        _book.AllHeard.IsCompleted.ShouldBeTrue();
    }

    [Fact]
    public void Only_so_many_different_reasons_are_kept_and_none_is_left_out_of_the_sum()
    {
        for (var i = 0; i < SagaBook.ReasonsMax + 5; i++)
            _book.IsNotTaken(Guid.NewGuid(), $"reason {i}");

        _book.Reasons().Count.ShouldBe(SagaBook.ReasonsMax + 1);
        _book.Reasons().Values.Sum().ShouldBe(SagaBook.ReasonsMax + 5);
    }

    public void Dispose() => _book.Dispose();

    Guid Starts(TimeSpan due = default)
    {
        var id = Guid.NewGuid();
        _book.TryTakeRoom().ShouldBeTrue();
        _book.Starts(id, due);
        return id;
    }

    void Hears(Guid saga, SagaEnd end, TimeSpan? at = null) => _book.Hears(saga, end, Guid.NewGuid(), at ?? Later);
}
