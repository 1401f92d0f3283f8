using SagaPlatform.Contracts;
using SagaPlatform.Core.History;
using SagaPlatform.Core.Sagas;
using Shouldly;
using Xunit;

namespace SagaPlatform.Testing.Sagas;

/// <summary>
/// Each undo of each variant in trouble, after the saga was turned back as late as there is a way back:
/// <c>public sealed class OrderUndosTests : EveryUndo&lt;OrderScript&gt;;</c>
/// </summary>
/// <typeparam name="TScript">The saga's script.</typeparam>
public abstract class EveryUndo<TScript> : EverySaga<TScript> where TScript : SagaScript, new()
{
    public static TheoryData<string, string> Undone => Matrix<TScript>.Steps((stage, x) => x.Undo != null && !stage.PastPointOfNoReturn);

    public static TheoryData<string, string> AskedAgain =>
        Matrix<TScript>.Steps((stage, x) => x.Undo is { Attempts: > 1 } && !stage.PastPointOfNoReturn);

    public static TheoryData<string, string> Ruled =>
        Matrix<TScript>.Steps((stage, x) => x.Undo != null && !stage.PastPointOfNoReturn && Script.RulingWord != null);

    [Theory, MemberData(nameof(Undone))]
    public Task An_undo_that_is_confirmed_at_once_is_asked_once(string variant, string step) => TurnedBack(variant, x => x, async saga =>
    {
        var line = await Line(saga, step);
        await ShouldHaveEnded(saga, ProcessStates.Cancelled);
        (line.Status, saga.Times(line, undo: true)).ShouldBe((LineStatus.Undone, 1), await saga.Told());
    });

    [Theory, MemberData(nameof(AskedAgain))]
    public Task An_undo_that_is_confirmed_when_it_is_asked_again_is_enough(string variant, string step) =>
        TurnedBack(variant, x => x.Undone(step, [], first: 1), saga => UndoneAt(saga, step, times: 2));

    [Theory, MemberData(nameof(AskedAgain))]
    public Task An_undo_that_faults_once_is_asked_again(string variant, string step) =>
        TurnedBack(variant, x => x.Undone(step, [Reply.Fault], first: 1), saga => UndoneAt(saga, step, times: 2));

    [Theory, MemberData(nameof(Undone))]
    public Task An_undo_that_nobody_confirms_becomes_a_question_for_a_person(string variant, string step) =>
        TurnedBack(variant, x => x.Undone(step, []), saga => AskedAPerson(saga, step));

    [Theory, MemberData(nameof(Undone))]
    public Task An_undo_that_always_faults_becomes_a_question_for_a_person(string variant, string step) =>
        TurnedBack(variant, x => x.Undone(step, [Reply.Fault]), saga => AskedAPerson(saga, step));

    [Theory, MemberData(nameof(Ruled))]
    public Task A_person_finds_that_there_is_nothing_to_undo_and_the_rest_goes_back(string variant, string step) =>
        TurnedBack(variant, x => x.Undone(step, []).Ruled(Ruling.NotDone), saga => UndoneAt(saga, step, Attempts(step)));

    [Theory, MemberData(nameof(Ruled))]
    public Task A_person_has_the_undo_asked_again_and_it_is_confirmed(string variant, string step) =>
        TurnedBack(variant, x => x.Undone(step, [], first: Attempts(step)).Ruled(Ruling.AskAgain), saga => UndoneAt(saga, step, Attempts(step) + 1));

    [Theory, MemberData(nameof(Ruled))]
    public Task A_person_cannot_say_that_an_undo_is_done(string variant, string step) =>
        TurnedBack(variant, x => x.Undone(step, []).Ruled(Ruling.Done), async saga =>
        {
            await AskedAPerson(saga, step);
            (await saga.History())[^1].Kind.ShouldBe(HistoryKind.Refused, await saga.Told());
        });

    [Theory, MemberData(nameof(Undone))]
    public Task A_confirmation_that_comes_twice_changes_nothing_the_second_time(string variant, string step) =>
        TurnedBack(variant, x => x.Undone(step, [Reply.Gone with { Copies = 2 }, Reply.Gone]), saga => UndoneAt(saga, step, times: 1));

    [Theory, MemberData(nameof(Ruled))]
    public Task A_confirmation_that_comes_at_last_answers_the_question_itself(string variant, string step) =>
        TurnedBack(variant, x => x.Undone(step, []).Undone(step, [Reply.Gone with { Comes = Comes.TooLate }], first: 1),
            saga => UndoneAt(saga, step, Attempts(step)));

    static int Attempts(string step) => step == Matrix.None ? 0 : Script.Step(step).Undo!.Attempts;

    static async Task UndoneAt(CarriedSaga saga, string step, int times)
    {
        await ShouldHaveEnded(saga, ProcessStates.Cancelled);
        var line = await Line(saga, step);
        (line.Status, saga.Times(line, undo: true)).ShouldBe((LineStatus.Undone, times), await saga.Told());
    }

    static async Task AskedAPerson(CarriedSaga saga, string step)
    {
        await ShouldBe(saga, ProcessStates.NeedsAttention);
        var line = await Line(saga, step);
        line.Question.ShouldNotBeNullOrEmpty(await saga.Told());
        saga.Times(line, undo: true).ShouldBe(Attempts(step), await saga.Told());
        var stage = Script.IndexOf(Script.StageOf(step).Name);
        (await saga.State()).Ledger.Lines.Where(x => Script.IndexOf(Script.StageOf(x.Step).Name) < stage)
            .ShouldAllBe(x => x.Status != LineStatus.Undoing && x.Status != LineStatus.Undone, $"what was taken earlier waits: {saga.Id}");
    }

    /// <summary>
    /// Everything is done up to the last stage with a way back. There somebody cancels; where nobody can, a pause is turned back,
    /// the pivot is refused, or a step of that stage is refused or faults for good.
    /// </summary>
    Task TurnedBack(string variant, Func<Plan, Plan> then, Func<CarriedSaga, Task> look)
    {
        if (variant == Matrix.None)
            return Task.CompletedTask;
        return After(variant, then(Back(variant)), look);
    }

    static Plan Back(string variant)
    {
        var last = Matrix<TScript>.LastBeforeNoReturn(variant)!;
        var step = last.Steps.FirstOrDefault(x => !x.IsBestEffort && Matrix<TScript>.IsAsked(variant, x.Name)) ?? last.Steps[0];
        if (Script.Definition.Stages.SelectMany(x => x.Steps).FirstOrDefault(x => x.IsPivot) is { Refusals.Count: > 0 } pivot
            && Matrix<TScript>.IsAsked(variant, pivot.Name))
            return Plan.Good.Asked(pivot.Name, [Reply.No], everyItem: true);
        if (step.IsPause)
            return Script.MayTurnBack(variant, step.Name) ? Plan.Good.TurnedBack(step.Name)
                : Script.Cancellation != null ? Plan.Good.Cancelled(last.Name)
                : throw new InvalidOperationException($"Say how {step.Name} gives back: InPause(\"{step.Name}\", goesOn: ..., givesBack: ...).");
        return Script.Cancellation == null ? Plan.Good.Asked(step.Name, [step.Refusals.Count > 0 ? Reply.No : Reply.Fault], everyItem: true)
            : last.Steps.Aggregate(Plan.Good, (plan, x) => plan.Asked(x.Name, [], everyItem: true)).Cancelled(last.Name);
    }
}

/// <summary>
/// Somebody's change of mind at each stage, in each pause, past the point of no return and at the end:
/// <c>public sealed class OrderCancellationsTests : EveryCancellation&lt;OrderScript&gt;;</c>
/// </summary>
/// <typeparam name="TScript">The saga's script, which says how it is cancelled.</typeparam>
public abstract class EveryCancellation<TScript> : EverySaga<TScript> where TScript : SagaScript, new()
{
    public static TheoryData<string> Variants => Matrix<TScript>.Variants;

    public static TheoryData<string, string> WithAWayBack => Matrix<TScript>.Stages(x => !x.PastPointOfNoReturn && Script.Cancellation != null);

    public static TheoryData<string, string> TooLate =>
        Matrix<TScript>.Stages(x => x.PastPointOfNoReturn && Script.Cancellation != null);

    [Theory, MemberData(nameof(WithAWayBack))]
    public Task Cancelled_while_there_is_a_way_back_it_owes_nothing(string variant, string stage) =>
        After(variant, CancelledAt(stage), saga => GaveEverythingBack(saga, stage));

    [Theory, MemberData(nameof(WithAWayBack))]
    public Task An_answer_that_the_cancellation_overtook_is_given_back_as_well(string variant, string stage) => variant == Matrix.None ? Task.CompletedTask
        : After(variant, Answering(CancelledAt(stage), stage, Comes.AfterTheOthers), saga => GaveEverythingBack(saga, stage));

    [Theory, MemberData(nameof(WithAWayBack))]
    public Task Who_cancels_twice_is_heard_once(string variant, string stage) => After(variant, CancelledAt(stage), async saga =>
    {
        var (reason, version) = ((await saga.State()).Ledger.Reason, (await saga.State()).Version);
        await saga.Hears(Script.Cancellation!(saga.Id));
        ((await saga.State()).Ledger.Reason, (await saga.State()).Version).ShouldBe((reason, version), await saga.Told());
        (await saga.History())[^1].Kind.ShouldBe(HistoryKind.Ignored, await saga.Told());
    });

    [Theory, MemberData(nameof(TooLate))]
    public Task Past_the_point_of_no_return_it_is_too_late(string variant, string stage) => variant == Matrix.None ? Task.CompletedTask
        : After(variant, Answering(Plan.Good.Cancelled(stage), stage, Comes.AfterTheOthers), async saga =>
        {
            await ShouldHaveEnded(saga, ProcessStates.Completed);
            await WasRefusedIn(saga, stage);
        });

    [Theory, MemberData(nameof(Variants))]
    public Task A_completed_one_is_not_cancelled_any_more(string variant) => Script.Cancellation == null ? Task.CompletedTask
        : After(variant, Plan.Good.Cancelled(ProcessStates.Completed), async saga =>
        {
            await ShouldHaveEnded(saga, ProcessStates.Completed);
            await WasRefusedIn(saga, ProcessStates.Completed);
        });

    static Plan CancelledAt(string stage) => stage == Matrix.None ? Plan.Good
        : Script.Definition.Stages.Single(x => x.Name == stage).Steps.Aggregate(Plan.Good.Cancelled(stage), (plan, x) => plan.Asked(x.Name, [], everyItem: true));

    static Plan Answering(Plan plan, string stage, Comes comes) => Script.Definition.Stages.Single(x => x.Name == stage).Steps
        .Aggregate(plan, (x, step) => x.Asked(step.Name, [Reply.Yes with { Comes = comes }], first: 1, everyItem: true));

    static async Task GaveEverythingBack(CarriedSaga saga, string stage)
    {
        await ShouldHaveEnded(saga, ProcessStates.Cancelled);
        var after = Script.IndexOf(stage);
        (await saga.State()).Ledger.Lines.Where(x => Script.IndexOf(Script.StageOf(x.Step).Name) > after).ShouldBeEmpty($"nothing more was asked: {await saga.Told()}");
        foreach (var line in (await saga.State()).Ledger.Lines.Where(x => x.Status == LineStatus.Undone))
            saga.Times(line, undo: true).ShouldBeGreaterThan(0, await saga.Told());
    }

    static async Task WasRefusedIn(CarriedSaga saga, string state)
    {
        var cancelled = (await saga.History()).Where(x => x.Event == Script.Cancellation!(saga.Id).GetType().Name).ToList();
        cancelled.Select(x => (x.Kind, x.From)).ShouldBe([(HistoryKind.Refused, (string?)state)], await saga.Told());
        (await saga.State()).Ledger.Lines.ShouldAllBe(x => x.Status != LineStatus.Undone && x.Status != LineStatus.Undoing);
    }
}
