using SagaPlatform.Contracts.Orders;
using SagaPlatform.Core.Operations;
using SagaPlatform.Core.Participants;
using SagaPlatform.Core.Persistence;
using SagaPlatform.Core.Persistence.Memory;
using SagaPlatform.Testing.Participants;

namespace SagaPlatform.Core.Tests.Participants;

public sealed class EngagementsTests : IDisposable
{
    static readonly Guid Order = Guid.Parse("0b1c2d3e-0000-4000-8000-000000000001");
    static readonly string Key = Engagement.KeyOf("payments", "charge", Order);

    readonly AnswerTypes _answers = new(typeof(PaymentCharged).Assembly);
    readonly MemoryStore _store;
    int _acts;
    int _undos;

    public EngagementsTests()
    {
        var catalogue = new SagaCatalogue([]);
        var model = new RowModel([new RowModelContribution(x => x.ApplyConfiguration(new EngagementMapping()))], catalogue);
        _store = new MemoryStore(model, catalogue, TimeProvider.System, () => throw new InvalidOperationException("Nothing leaves here."));
    }

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task What_was_never_asked_is_done_and_its_answer_remembered()
    {
        (await Do("first")).Message.ShouldBe(new PaymentCharged(Order, "first"));

        var known = (await Remembered())!;
        known.Status.ShouldBe(EngagementStatus.Done);
        known.AnswerType.ShouldBe(typeof(PaymentCharged).FullName);
        known.Version.ShouldBe(1);
    }

    [Fact]
    public async Task A_repeat_hears_the_first_answer_and_nothing_is_done_again()
    {
        await Do("first");

        (await Do("second")).Message.ShouldBe(new PaymentCharged(Order, "first"));
        _acts.ShouldBe(1);
        (await Remembered())!.Version.ShouldBe(1);
    }

    [Fact]
    public async Task A_refusal_is_repeated_even_when_the_act_would_succeed_now()
    {
        await Refuse("no funds");

        (await Do("later")).Message.ShouldBe(new PaymentDeclined(Order, "no funds"));
        _acts.ShouldBe(1);
    }

    [Fact]
    public async Task Silence_is_remembered_as_done_and_stays_silence()
    {
        await Unit(x => x.Do(Key, Acting(Outcome.DoneSilently), Declined));

        (await Do("second")).ShouldBe(Answer.None);
        _acts.ShouldBe(1);

        await Undo();
        _undos.ShouldBe(1);
    }

    [Fact]
    public async Task What_was_ignored_leaves_no_trace_and_may_be_done_later()
    {
        (await Unit(x => x.Do(Key, Acting(Outcome.Ignored), Declined))).ShouldBe(Answer.None);
        (await Remembered()).ShouldBeNull();

        (await Do("later")).Message.ShouldBe(new PaymentCharged(Order, "later"));
    }

    [Fact]
    public async Task An_undo_undoes_what_was_done_once_however_often_it_comes()
    {
        await Do("first");

        for (var i = 0; i < 3; i++)
            (await Undo()).Message.ShouldBe(new PaymentRefunded(Order));

        _undos.ShouldBe(1);
        (await Remembered())!.Status.ShouldBe(EngagementStatus.Undone);
    }

    [Fact]
    public async Task An_undo_of_what_never_happened_is_answered_and_the_command_behind_it_refused()
    {
        (await Undo()).Message.ShouldBe(new PaymentRefunded(Order));
        (await Do("late")).Message.ShouldBe(new PaymentDeclined(Order, "was undone before it arrived"));

        _acts.ShouldBe(0);
        _undos.ShouldBe(0);
    }

    [Fact]
    public async Task An_undo_of_what_was_refused_is_answered_without_undoing_anything()
    {
        await Refuse("no funds");

        (await Undo()).Message.ShouldBe(new PaymentRefunded(Order));
        _undos.ShouldBe(0);
        (await Do("late")).Message.ShouldBe(new PaymentDeclined(Order, Engagements.UndoneFirst));
        _acts.ShouldBe(1);
    }

    [Fact]
    public async Task What_was_undone_is_not_done_again()
    {
        await Do("first");
        await Undo();

        (await Do("again")).Message.ShouldBe(new PaymentDeclined(Order, Engagements.UndoneFirst));
        _acts.ShouldBe(1);
    }

    [Fact]
    public async Task Of_two_processes_that_act_at_once_only_one_commits()
    {
        var one = new UnclaimedRows(_store);
        var other = new UnclaimedRows(_store);
        await Over(one).Do(Key, Acting(Outcome.Done(new PaymentCharged(Order, "one"))), Declined);
        await Over(other).Do(Key, Acting(Outcome.Done(new PaymentCharged(Order, "other"))), Declined);

        (await one.Commit()).ShouldBe(CommitOutcome.Committed);
        (await other.Commit()).ShouldBe(CommitOutcome.Conflict);
        (await Do("again")).Message.ShouldBe(new PaymentCharged(Order, "one"));
    }

    [Fact]
    public async Task An_undo_that_races_its_command_leaves_nothing_done()
    {
        var command = new UnclaimedRows(_store);
        await Over(command).Do(Key, Acting(Outcome.Done(new PaymentCharged(Order, "racing"))), Declined);
        await Undo();

        (await command.Commit()).ShouldBe(CommitOutcome.Conflict);
        (await Do("again")).Message.ShouldBe(new PaymentDeclined(Order, Engagements.UndoneFirst));
    }

    [Fact]
    public async Task An_act_that_fails_is_not_remembered()
    {
        await Should.ThrowAsync<TimeoutException>(() => Unit(x => x.Do(Key, () => throw new TimeoutException(), Declined)));

        (await Remembered()).ShouldBeNull();
    }

    [Fact]
    public async Task An_answer_that_is_no_contract_is_refused_before_anything_is_stored()
    {
        var rows = new UnclaimedRows(_store);

        var error = await Should.ThrowAsync<InvalidOperationException>(
            () => Over(rows).Do(Key, Acting(Outcome.Done(new Version(1, 0))), Declined));

        error.Message.ShouldContain("System.Version is no answer");
        rows.Changes.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_type_name_that_somebody_put_into_the_table_makes_no_object()
    {
        var rows = new UnclaimedRows(_store);
        rows.Add(new Engagement { Key = Key, Status = EngagementStatus.Done, AnswerType = "System.Diagnostics.Process", Answer = "{}" });
        await rows.Commit();

        var error = await Should.ThrowAsync<InvalidOperationException>(() => Do("any"));
        error.Message.ShouldContain("System.Diagnostics.Process is no answer");
    }

    [Fact]
    public void A_key_names_participant_thing_and_id_and_has_a_limit()
    {
        Key.ShouldBe("payments/charge/0b1c2d3e-0000-4000-8000-000000000001");
        Should.Throw<ArgumentException>(() => Engagement.KeyOf(new string('p', 200), "charge", Order))
            .Message.ShouldContain("at most 200 characters");
        Should.Throw<ArgumentException>(() => Engagement.KeyOf(" ", "charge", Order));
    }

    Task<Answer> Do(string receipt) =>
        Unit(x => x.Do(Key, Acting(Outcome.Done(new PaymentCharged(Order, receipt))), Declined));

    Task<Answer> Refuse(string reason) => Unit(x => x.Do(Key, Acting(Outcome.Refused(Declined(reason))), Declined));

    Task<Answer> Undo() => Unit(x => x.Undo(
        Key,
        () =>
        {
            _undos++;
            return Task.CompletedTask;
        },
        new PaymentRefunded(Order)));

    Func<Task<Outcome>> Acting(Outcome outcome) => () =>
    {
        _acts++;
        return Task.FromResult(outcome);
    };

    static object Declined(string reason) => new PaymentDeclined(Order, reason);

    async Task<Answer> Unit(Func<Engagements, Task<Answer>> work)
    {
        var rows = new UnclaimedRows(_store);
        var answer = await work(Over(rows));
        (await rows.Commit()).ShouldBe(CommitOutcome.Committed);
        return answer;
    }

    Engagements Over(IRows rows) => new(rows, _answers, TimeProvider.System);

    Task<Engagement?> Remembered() => _store.Find<Engagement>(Key, inbox: null, CancellationToken.None);
}
