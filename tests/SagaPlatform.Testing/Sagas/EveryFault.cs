using SagaPlatform.Contracts;
using SagaPlatform.Core.Sagas;
using Shouldly;
using Xunit;

namespace SagaPlatform.Testing.Sagas;

/// <summary>
/// Each step of each variant in each trouble: refused, silent, faulted, answered again, answered late. What has to come of it
/// follows from the declaration. Derive with one line: <c>public sealed class OrderFaultsTests : EveryFault&lt;OrderScript&gt;;</c>
/// </summary>
/// <typeparam name="TScript">The saga's script.</typeparam>
public abstract class EveryFault<TScript> : EverySaga<TScript> where TScript : SagaScript, new()
{
    public static TheoryData<string> Variants => Matrix<TScript>.Variants;

    public static TheoryData<string, string> Asked => Matrix<TScript>.Steps((_, x) => !x.IsPause);

    public static TheoryData<string, string> Refusable => Matrix<TScript>.Steps((_, x) => x is { IsPause: false, Refusals.Count: > 0 });

    public static TheoryData<string, string> AskedAgain => Matrix<TScript>.Steps((_, x) => x is { IsPause: false, Attempts: > 1 });

    public static TheoryData<string, string> OfItems => Matrix<TScript>.Steps((_, x) => x is { IsForEach: true, Refusals.Count: > 0 });

    public static TheoryData<string, string> ForAPerson => Matrix<TScript>.Steps((stage, x) => AsksAPerson(stage, x) && Script.RulingWord != null);

    public static TheoryData<string, string> Undoable => Matrix<TScript>.Steps((_, x) => x is { IsPause: false, Undo: not null, AsksAPersonWhenSilent: false });

    public static TheoryData<string, string> Pauses => Matrix<TScript>.Stages(x => x.Steps is [{ IsPause: true }]);

    [Fact]
    public void The_script_answers_everything_that_the_machine_asks_and_reaches_every_step()
    {
        Script.Gaps().ShouldBeEmpty("the script has to say this");
        Matrix<TScript>.NeverAsked.ShouldBeEmpty("no variant reaches these steps: add a Variant");
    }

    [Theory, MemberData(nameof(Variants))]
    public Task When_everybody_does_as_asked_it_is_completed_with_each_step_asked_once(string variant) => After(variant, Plan.Good, async saga =>
    {
        await ShouldHaveEnded(saga, ProcessStates.Completed);
        foreach (var line in (await saga.State()).Ledger.Lines)
        {
            line.Status.ShouldBeOneOf([LineStatus.Done, LineStatus.Skipped]);
            line.Commands.ShouldBe(line.Status == LineStatus.Skipped || Script.Step(line.Step).CommandType == null ? 0 : 1, line.Step);
        }
    });

    [Theory, MemberData(nameof(Variants))]
    public Task All_that_it_heard_comes_once_more_after_its_end_and_changes_nothing(string variant) => After(variant, Plan.Good, async saga =>
    {
        var (version, history) = ((await saga.State()).Version, (await saga.History()).Count);
        var heard = saga.Heard.ToList();
        foreach (var (message, id) in heard)
            await saga.Hears(message, id);
        foreach (var (message, _) in heard)
            await saga.Hears(message);
        (await saga.History()).Count.ShouldBe(history + heard.Count, $"what came again under its own id leaves no trace: {await saga.Told()}");
        (await saga.State()).Version.ShouldBe(version, await saga.Told());
        await ShouldHaveEnded(saga, ProcessStates.Completed);
    });

    [Theory, MemberData(nameof(Refusable))]
    public Task A_step_is_refused(string variant, string step) =>
        InTrouble(variant, step, Trouble.Refused, Plan.Good.Asked(step, [Reply.No]), async saga =>
        {
            var line = await Line(saga, step);
            line.Status.ShouldBe(LineStatus.Refused, await saga.Told());
            saga.Times(line, undo: true).ShouldBe(0, "what was refused is not undone");
        });

    [Theory, MemberData(nameof(OfItems))]
    public Task Every_item_of_a_step_is_refused(string variant, string step) =>
        InTrouble(variant, step, Trouble.Refused, Plan.Good.Asked(step, [Reply.No], everyItem: true), _ => Task.CompletedTask);

    [Theory, MemberData(nameof(Asked))]
    public Task A_step_is_never_answered(string variant, string step) =>
        InTrouble(variant, step, Trouble.Silent, Plan.Good.Asked(step, []), saga => AskedToTheLast(saga, step));

    [Theory, MemberData(nameof(Asked))]
    public Task A_steps_command_always_faults(string variant, string step) =>
        InTrouble(variant, step, Trouble.Faulted, Plan.Good.Asked(step, [Reply.Fault]), async saga =>
        {
            await AskedToTheLast(saga, step);
            if (saga is ScriptedSaga scripted && !Script.Definition.Steps.Any(x => x.IsPause))
                scripted.Elapsed.ShouldBe(TimeSpan.Zero, $"a fault is heard at once, nobody waits for a limit: {await saga.Told()}");
        });

    [Theory, MemberData(nameof(AskedAgain))]
    public Task A_step_that_answers_when_it_is_asked_again_carries_on_as_if_nothing_had_been(string variant, string step) =>
        After(variant, Plan.Good.Asked(step, [], first: 1), saga => CarriedOn(saga, step));

    [Theory, MemberData(nameof(AskedAgain))]
    public Task A_step_whose_command_faults_once_is_asked_again_and_carries_on(string variant, string step) =>
        After(variant, Plan.Good.Asked(step, [Reply.Fault], first: 1), saga => CarriedOn(saga, step));

    [Theory, MemberData(nameof(Asked))]
    public Task A_step_that_answers_twice_is_heard_once(string variant, string step) =>
        After(variant, Plan.Good.Asked(step, [Reply.Yes with { Copies = 2 }, Reply.Yes]), async saga =>
        {
            await ShouldHaveEnded(saga, ProcessStates.Completed);
            var line = await Line(saga, step);
            (line.Status, line.Commands).ShouldBe((LineStatus.Done, 1), await saga.Told());
        });

    [Theory, MemberData(nameof(Asked))]
    public Task A_step_answers_when_nobody_waits_for_it_any_more(string variant, string step) =>
        InTrouble(variant, step, Trouble.AnsweredLate,
            Plan.Good.Asked(step, []).Asked(step, [Reply.Yes with { Comes = Comes.TooLate }], first: 1), async saga =>
        {
            var line = await Line(saga, step);
            if (line.Status is LineStatus.Undone)
                saga.Times(line, undo: true).ShouldBe(2, $"an answer after the undo is undone again: {await saga.Told()}");
        });

    [Theory, MemberData(nameof(Undoable))]
    public Task A_step_whose_answer_crosses_its_undo_is_undone_twice(string variant, string step) =>
        After(variant, Plan.Good.Asked(step, []).Undone(step, [Reply.CrossingYes, Reply.Gone], first: 1), async saga =>
        {
            var line = await Line(saga, step);
            line.Status.ShouldBe(LineStatus.Undone, await saga.Told());
            saga.Times(line, undo: true).ShouldBe(2, $"the first confirmation may be older than the answer: {await saga.Told()}");
        });

    [Theory, MemberData(nameof(ForAPerson))]
    public Task A_person_finds_that_the_silent_step_happened_and_it_goes_on(string variant, string step) =>
        After(variant, Plan.Good.Asked(step, []).Ruled(Ruling.Done), async saga =>
        {
            (await Line(saga, step)).Status.ShouldBe(LineStatus.Done, await saga.Told());
            await ShouldHaveEnded(saga, ProcessStates.Completed);
        });

    [Theory, MemberData(nameof(ForAPerson))]
    public Task A_person_has_the_silent_step_asked_again_and_it_goes_on(string variant, string step) =>
        After(variant, variant == Matrix.None ? Plan.Good : Plan.Good.Asked(step, [], first: Script.Step(step).Attempts).Ruled(Ruling.AskAgain), async saga =>
        {
            saga.Times(await Line(saga, step)).ShouldBe(Script.Step(step).Attempts + 1, await saga.Told());
            await ShouldHaveEnded(saga, ProcessStates.Completed);
        });

    [Theory, MemberData(nameof(ForAPerson))]
    public Task A_person_finds_that_the_silent_step_did_not_happen(string variant, string step) =>
        After(variant, Plan.Good.Asked(step, []).Ruled(Ruling.NotDone), async saga =>
        {
            if (Script.Step(step) is { IsPivot: true } or { AsksAPersonWhenSilent: true })
                await ShouldHaveEnded(saga, await ComesTo(saga, step, Trouble.Refused));
            else
                await ShouldBe(saga, ProcessStates.NeedsAttention); // there is no way back, so this is no answer
        });

    [Theory, MemberData(nameof(Pauses))]
    public Task Nobody_speaks_in_a_pause_and_it_still_waits_under_its_clock_or_ends(string variant, string pause) =>
        After(variant, Plan.Good.Silent(pause), async saga =>
        {
            for (var ring = 0; ring < 3; ring++)
            {
                await SagaLaws.Hold(saga);
                if (!await saga.RingNext())
                    break;
                await saga.CarryOn();
            }
        });

    [Theory, MemberData(nameof(Pauses))]
    public Task A_pause_that_is_turned_back_gives_everything_back(string variant, string pause) =>
        variant == Matrix.None || !Script.MayTurnBack(variant, pause) ? Task.CompletedTask
            : After(variant, Plan.Good.TurnedBack(pause), saga => ShouldHaveEnded(saga, ProcessStates.Cancelled));

    static bool AsksAPerson(StageDefinition stage, StepDefinition step) =>
        (stage.PastPointOfNoReturn || step.AsksAPersonWhenSilent) && step is { IsBestEffort: false, IsPause: false };

    Task InTrouble(string variant, string step, Trouble trouble, Plan plan, Func<CarriedSaga, Task> then) =>
        After(variant, plan, async saga =>
        {
            await ShouldBe(saga, Script.Expected(step, trouble) ?? await ComesTo(saga, step, trouble));
            await then(saga);
        });

    /// <summary>Where a trouble leads, as the step's declaration says.</summary>
    static async Task<string> ComesTo(CarriedSaga saga, string name, Trouble trouble)
    {
        var (step, stage) = (Script.Step(name), Script.StageOf(name));
        if (step.IsBestEffort)
            return ProcessStates.Completed;
        if (stage.PastPointOfNoReturn)
            return trouble == Trouble.AnsweredLate ? ProcessStates.Completed
                : step.IsPivot && trouble == Trouble.Refused ? ProcessStates.Cancelled
                : ProcessStates.NeedsAttention;
        if (step.AsksAPersonWhenSilent && trouble != Trouble.Refused)
            return trouble == Trouble.AnsweredLate ? ProcessStates.Completed : ProcessStates.NeedsAttention;
        var failed = (await saga.Lines(name)).Where(x => x.Status is not LineStatus.Done);
        return failed.All(x => x.ReplacedBy != null) ? ProcessStates.Completed : ProcessStates.Cancelled;
    }

    static async Task AskedToTheLast(CarriedSaga saga, string step)
    {
        var (line, told) = (await Line(saga, step), await saga.Told());
        saga.Times(line).ShouldBe(Script.Step(step).Attempts, told);
        saga.Times(line, undo: true).ShouldBe(CanUndo(step) && !Script.Step(step).AsksAPersonWhenSilent ? 1 : 0, $"it may have happened, so it is undone: {told}");
    }

    static async Task CarriedOn(CarriedSaga saga, string step)
    {
        await ShouldHaveEnded(saga, ProcessStates.Completed);
        var line = await Line(saga, step);
        (line.Status, line.Commands).ShouldBe((LineStatus.Done, 2), await saga.Told());
    }
}
