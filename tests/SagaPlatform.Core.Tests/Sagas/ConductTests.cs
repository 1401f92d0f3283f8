using System.Text.Json;
using SagaPlatform.Core.Sagas;
using SagaPlatform.Core.Tests.Sagas.Samples;

namespace SagaPlatform.Core.Tests.Sagas;

/// <summary>Single rules, driven without a bus.</summary>
public sealed class ConductTests
{
    static readonly DateTimeOffset Noon = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);

    readonly Every _machine = new();

    [Fact]
    public void The_same_event_on_the_same_ledger_yields_the_same_message_ids()
    {
        var (first, second) = (Saga(), Saga());
        var ids = Let(first, x => x.Start()).Effects.OfType<Command>().Select(x => x.MessageId).ToList();

        Let(second, x => x.Start()).Effects.OfType<Command>().Select(x => x.MessageId).ShouldBe(ids);
        first.Ledger.Line("A")!.CommandId(first.CorrelationId).ShouldBe(ids.Single());
    }

    [Fact]
    public void Each_asking_has_its_own_message_id_and_the_undo_too()
    {
        var saga = Saga();
        List<Guid> ids = [];
        void Keep(Conduct<EveryState> conduct) => ids.AddRange(conduct.Effects.OfType<Command>().Where(x => x.Step == "A").Select(x => x.MessageId));

        Keep(Let(saga, x => x.Start()));
        for (var i = 0; i < 4; i++)
            Keep(Let(saga, x => x.Rang(saga.Ledger.RingsAt!.Value)));

        ids.Count.ShouldBe(5); // two askings, three undos
        ids.Distinct().Count().ShouldBe(5);
        saga.Ledger.Line("A")!.Commands.ShouldBe(5);
        saga.Ledger.Line("A")!.Attempts.ShouldBe(3);
    }

    [Fact]
    public void A_clock_is_set_only_when_the_earliest_limit_moves()
    {
        var saga = Saga();
        Let(saga, x => x.Start()).Effects.OfType<ClockSet>().Single().Due.ShouldBe(Noon.AddMinutes(1));
        Let(saga, x => x.Answered(x.Line("A"), _ => { })).Effects.OfType<ClockSet>().ShouldBeEmpty(); // B and C are due at the same moment
        var refused = Let(saga, x => x.Refused(x.Line("B"), "No."));
        refused.Effects.OfType<ClockSet>().ShouldBeEmpty();
        Let(saga, x => x.Undone(x.Line("C")));
        var last = Let(saga, x => x.Undone(x.Line("A")));
        last.Effects.OfType<ClockStopped>().ShouldHaveSingleItem();
        saga.Ledger.RingsAt.ShouldBeNull();
    }

    [Fact]
    public void Silence_of_two_at_once_gives_back_and_asks_nobody_again()
    {
        var saga = Saga();
        Let(saga, x => x.Start());
        Let(saga, x => x.Answered(x.Line("A"), _ => { }));
        saga.Ledger.Line("B")!.Attempts = 2; // B has been asked for the last time, C has an attempt left
        var rang = Let(saga, x => x.Rang(saga.Ledger.RingsAt!.Value));

        rang.Effects.OfType<Command>().ShouldAllBe(x => x.Undo);
        saga.Ledger.Line("C")!.Status.ShouldBe(LineStatus.Undoing);
        saga.Ledger.Lines.ShouldNotContain(x => x.Status == LineStatus.Asked);
    }

    [Fact]
    public void A_ring_that_gives_all_back_asks_nobody_once_more_whoever_was_asked_first()
    {
        var saga = Saga();
        Let(saga, x => x.Start());
        Let(saga, x => x.Answered(x.Line("A"), _ => { }));
        saga.Ledger.Line("C")!.Attempts = 2; // C has been asked for the last time, B, asked before it, has an attempt left
        var rang = Let(saga, x => x.Rang(saga.Ledger.RingsAt!.Value));

        rang.Effects.OfType<Command>().ShouldAllBe(x => x.Undo);
        rang.Effects.OfType<Command>().Select(x => x.Step).ShouldBeUnique();
        saga.Ledger.Line("B")!.Status.ShouldBe(LineStatus.Undoing);
    }

    [Fact]
    public void A_ring_from_a_clock_that_runs_a_little_ahead_sets_later_limits_only()
    {
        var saga = Saga();
        Let(saga, x => x.Start());
        var due = saga.Ledger.RingsAt!.Value;
        Let(saga, x => x.Rang(due), due.AddSeconds(-2));

        saga.Ledger.RingsAt.ShouldBe(due.AddMinutes(1));
        Let(saga, x => x.Rang(due)).Outcome.Kind.ShouldBe(OutcomeKind.Stale);
    }

    [Fact]
    public void A_ring_that_an_operator_lets_go_early_counts_from_now_and_not_from_when_it_was_due()
    {
        var saga = Saga();
        Let(saga, x => x.Start());
        var (due, now) = (saga.Ledger.RingsAt!.Value, Noon.AddSeconds(20));
        Let(saga, x => x.Rang(due), now).Effects.OfType<Command>().Single().Step.ShouldBe("A");

        var line = saga.Ledger.Line("A")!;
        (saga.ChangedAt, line.AskedAt, line.Due).ShouldBe((now, now, now.AddMinutes(1)));
        Let(saga, x => x.Rang(due)).Outcome.Kind.ShouldBe(OutcomeKind.Stale);
    }

    [Fact]
    public void A_fault_of_the_latest_undo_reopens_what_an_older_undo_confirmed()
    {
        var saga = Saga();
        Let(saga, x => x.Start());
        Let(saga, x => x.Cancel("Changed my mind."));
        Let(saga, x => x.Rang(saga.Ledger.RingsAt!.Value));
        Let(saga, x => x.Undone(x.Line("A")));
        saga.EndedAt.ShouldNotBeNull();
        var latest = saga.Ledger.Line("A")!.CommandId(saga.CorrelationId);

        Let(saga, x => x.Faulted(latest)).Effects.OfType<Command>().Single().Undo.ShouldBeTrue();
        saga.Ledger.Line("A")!.Status.ShouldBe(LineStatus.Undoing);
        saga.EndedAt.ShouldBeNull();
        Let(saga, x => x.Faulted(latest)).Outcome.Kind.ShouldBe(OutcomeKind.Stale);
        Let(saga, x => x.Faulted(null)).Outcome.Kind.ShouldBe(OutcomeKind.Stale);
    }

    [Fact]
    public void An_answer_for_what_was_never_asked_or_skipped_is_a_contradiction()
    {
        var saga = Saga();
        Let(saga, x => x.Start());
        Should.Throw<ProcessRuleException>(() => Let(saga, x => x.Answered(x.Line("B"), _ => { })));

        Let(saga, x => x.Answered(x.Line("A"), _ => { }));
        foreach (var step in (string[])["B", "C", "N", "H", "I", "J", "K"])
            Let(saga, x => x.Answered(x.Line(step), _ => { }));
        saga.Ledger.Line("O")!.Status.ShouldBe(LineStatus.Skipped);
        Should.Throw<ProcessRuleException>(() => Let(saga, x => x.Answered(x.Line("O"), _ => { })));
    }

    [Fact]
    public void A_best_effort_that_failed_holds_up_nobody_and_is_not_undone()
    {
        var saga = Saga();
        Let(saga, x => x.Start());
        Let(saga, x => x.Answered(x.Line("A"), _ => { }));
        Let(saga, x => x.Refused(x.Line("N"), "No."));
        saga.Ledger.At.ShouldBe("BC");
        saga.Ledger.Reason.ShouldBeNull();
        Let(saga, x => x.Answered(x.Line("B"), _ => { }));
        Let(saga, x => x.Answered(x.Line("C"), _ => { }));
        saga.Ledger.At.ShouldBe("HI");
        saga.Ledger.Line("N")!.Status.ShouldBe(LineStatus.Refused);
    }

    [Fact]
    public void An_item_that_nobody_replaces_is_done_without_and_what_it_asked_for_goes_back()
    {
        var saga = AtItems();

        Let(saga, x => x.Refused(x.Line("D", "4"), "No."));
        Let(saga, x => x.Answered(x.Line("D", "4"), _ => { })).Effects.OfType<Command>().Single().Undo.ShouldBeTrue("a late yes is taken back");
        Let(saga, x => x.Undone(x.Line("D", "4")));

        saga.Ledger.Line("D", "4")!.ReplacedBy.ShouldBe(LedgerLine.Nobody);
        (saga.Ledger.At, saga.Ledger.Reason).ShouldBe(("D", null));
        foreach (var item in (string[])["1", "2", "3"])
            Let(saga, x => x.Answered(x.Line("D", item), _ => { }));
        saga.Ledger.At.ShouldBe("P");
    }

    [Fact]
    public void The_silence_of_an_item_that_nobody_replaces_is_undone_before_the_process_goes_on()
    {
        var saga = AtItems();
        foreach (var item in (string[])["1", "2", "3"])
            Let(saga, x => x.Answered(x.Line("D", item), _ => { }));

        Let(saga, x => x.Rang(saga.Ledger.RingsAt!.Value));

        (saga.Ledger.At, saga.Ledger.Line("D", "4")!.Status).ShouldBe(("D", LineStatus.Undoing));
        Let(saga, x => x.Undone(x.Line("D", "4")));
        (saga.Ledger.At, saga.Ledger.Reason).ShouldBe(("P", null));
    }

    [Fact]
    public void An_item_that_nobody_replaces_and_that_is_not_dispensable_gives_all_back()
    {
        var saga = AtItems();
        Let(saga, x => x.Refused(x.Line("D", "3"), "No."));
        Let(saga, x => x.Refused(x.Line("D", "3x"), "Out too."));
        saga.Ledger.Reason.ShouldBe("Out too.");
    }

    [Fact]
    public void A_ledger_has_a_limit_and_says_so()
    {
        var saga = Saga();
        saga.Ledger.Lines.AddRange(Enumerable.Range(0, ProcessLimits.LedgerLinesMax)
            .Select(i => new LedgerLine { Step = "D", Item = $"{i}", Status = LineStatus.Done }));

        Should.Throw<ProcessRuleException>(() => Let(saga, x => x.Start())).Message.ShouldContain("1000 ledger lines (LedgerLinesMax)");
    }

    [Fact]
    public void A_long_question_is_cut_for_the_list_and_kept_in_the_ledger()
    {
        var saga = Saga();
        saga.Ledger.Lines.Add(new LedgerLine { Step = "A", Status = LineStatus.Undoing, Due = Noon, Question = new string('?', 5_000) });
        saga.Ledger.At = "A";
        Let(saga, _ => { });

        saga.Question!.Length.ShouldBe(ProcessLimits.QuestionCharactersMax);
        saga.Ledger.Line("A")!.Question!.Length.ShouldBe(5_000);
    }

    [Fact]
    public void A_ledger_survives_being_stored_and_says_little()
    {
        var saga = Saga();
        Let(saga, x => x.Start());
        var stored = JsonSerializer.Serialize(saga.Ledger);

        stored.ShouldBe("""{"Lines":[{"Step":"A","Status":"Asked","AskedAt":"2030-01-01T12:00:00+00:00","Attempts":1,"Commands":1,"Due":"2030-01-01T12:01:00+00:00"}],"At":"A","RingsAt":"2030-01-01T12:01:00+00:00"}""");
        JsonSerializer.Serialize(JsonSerializer.Deserialize<Ledger>(stored)).ShouldBe(stored);
    }

    /// <summary>A process whose items are asked.</summary>
    EveryState AtItems()
    {
        var saga = Saga();
        Let(saga, x => x.Start());
        foreach (var step in (string[])["A", "B", "C", "N", "H", "I", "J", "K"])
            Let(saga, x => x.Answered(x.Line(step), _ => { }));
        saga.Ledger.At.ShouldBe("D");
        return saga;
    }

    static EveryState Saga() => new() { CorrelationId = Guid.Parse("0192d5a0-0000-7000-8000-000000000001") };

    Conduct<EveryState> Let(EveryState saga, Action<Conduct<EveryState>> act, DateTimeOffset? at = null)
    {
        var conduct = _machine.Conduct(saga, at ?? Noon);
        act(conduct);
        saga.CurrentState = conduct.Proceed();
        return conduct;
    }
}
