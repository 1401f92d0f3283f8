using SagaPlatform.Contracts;
using SagaPlatform.Core.Sagas;
using SagaPlatform.Core.Tests.Sagas.Samples;

namespace SagaPlatform.Core.Tests.Sagas;

public sealed class DefinitionTests
{
    public sealed class It;

    public sealed class Other;

    public sealed record Stranger(Guid SomeId);

    public sealed class State : ProcessState;

    public sealed class Machine : ProcessStateMachine<State>
    {
        public Machine(Action<Step<State>> tell, bool pastNoReturn = false, TimeSpan? again = null, string name = "It")
        {
            Correlates<IEvery>(m => m.Id);
            StartedBy<Begin>((_, _) => { });
            if (pastNoReturn) PointOfNoReturn();
            Step(name, tell);
            Ends(_ => null, (_, _) => null, (_, _) => null, again);
        }
    }

    /// <summary>A process that says what a test makes it say.</summary>
    public sealed class Saying : ProcessStateMachine<State>
    {
        public Saying(Action<Saying> words) => words(this);

        public Saying Family()
        {
            Correlates<IEvery>(m => m.Id);
            return this;
        }

        public Saying Started()
        {
            StartedBy<Begin>((_, _) => { });
            return this;
        }

        public Stage<State> Asking<T>(string name) => Step(name, s => Whole<T>(s));
        public Stage<State> Pivot<T>(string name) => PointOfNoReturn(name, s => Last<T>(s));
        public Stage<State> Grouped(string name, params Stage<State>[] stages) => Together(name, stages);
        public void Tell<T>() where T : class => Step("Tell", s => Whole<It>(s).AnsweredBy<T>());
        public void Also<T>(Func<T, Guid> id) where T : class => Correlates(id);
        public void End() => Ends(_ => null, (_, _) => null, (_, _) => null);
    }

    public sealed class Endless : ProcessStateMachine<State>
    {
        public Endless()
        {
            Correlates<IEvery>(m => m.Id);
            StartedBy<Begin>((_, _) => { });
            Step("It", s => Whole<It>(s));
        }
    }

    public sealed class RealClock : ProcessStateMachine<State>
    {
        public RealClock()
        {
            Correlates<IEvery>(m => m.Id);
            StartedBy<Begin>((_, _) => { });
            Step("It", s => Whole<It>(s));
            Step("Other", s => Last<Other>(s).Within(TimeSpan.FromMilliseconds(20)));
            Ends(_ => null, (_, _) => null, (_, _) => null);
        }
    }

    [Theory]
    [InlineData("Asks", "what it Asks")]
    [InlineData("AnsweredBy", "what it is AnsweredBy")]
    [InlineData("Within", "Within what time")]
    [InlineData("UndoneBy", "what it is UndoneBy, or that there is NothingToUndo")]
    [InlineData("ConfirmedBy", "what its undo is ConfirmedBy")]
    public void A_step_that_leaves_something_unsaid_is_not_constructed(string missing, string question) =>
        FlawOf(s => Whole<It>(s, missing)).ShouldBe($"Machine, step It: say {question}.");

    [Fact]
    public void A_step_that_contradicts_itself_is_not_constructed()
    {
        FlawOf(s => Whole<It>(s), pastNoReturn: true).ShouldContain("past the point of no return");
        FlawOf(s => Whole<It>(s).NothingToUndo()).ShouldContain("whether there is something to undo");
        FlawOf(s => Whole<It>(s).BestEffort()).ShouldContain("it is BestEffort");
        FlawOf(s => Whole<It>(s).OrElse((_, _) => (string?)null)).ShouldContain("for which items");
        FlawOf(s => Whole<It>(s).OrWithout((_, _) => true)).ShouldContain("for which items");
        FlawOf(s => Last<It>(s).BestEffort().AsksAPersonWhenSilent()).ShouldContain("whether it is BestEffort or AsksAPersonWhenSilent");
        FlawOf(s => Last<It>(s).AsksAPersonWhenSilent(), pastNoReturn: true).ShouldContain("every step does so there");
        FlawOf(s => Whole<It>(s).RefusedBy<Yes<It>>(_ => "")).ShouldContain("already has a meaning");
        FlawOf(s => Whole<It>(s).RefusedBy<No<It>>(m => m.Item, _ => "")).ShouldContain("names an item");
        FlawOf(s => Whole<It>(s).Within(TimeSpan.Zero)).ShouldContain("more than zero");
        FlawOf(s => Whole<It>(s).Within(TimeSpan.FromDays(1), attempts: 0)).ShouldContain("1 to 100 attempts");
        FlawOf(s => Whole<It>(s), name: "Cancelled").ShouldContain("no name for a step");
        FlawOf(s => Whole<It>(s), name: "Two words").ShouldContain("no name for a step");
        _ = new Machine(s => Whole<It>(s));
    }

    [Fact]
    public void A_message_outside_the_families_is_named()
    {
        var flaw = Should.Throw<ProcessDefinitionException>(() => new Saying(x => x.Family().Started().Tell<Stranger>())).Message;
        flaw.ShouldContain("Stranger");
        flaw.ShouldContain("IEvery");
        Should.Throw<ProcessDefinitionException>(() => new Saying(x => x.Started())).Message.ShouldContain("Begin belongs to none");
    }

    [Fact]
    public void A_message_outside_the_families_may_say_its_own_id()
    {
        var machine = new Saying(x =>
        {
            x.Also<Stranger>(m => m.SomeId);
            x.Family().Started().Tell<Stranger>();
            x.End();
        });
        machine.Definition.Steps.Single().Answers.ShouldContain(typeof(Stranger));
    }

    [Fact]
    public void A_message_of_two_families_must_say_which()
    {
        Should.Throw<ProcessDefinitionException>(() => new Saying(x =>
        {
            x.Also<object>(_ => Guid.Empty);
            x.Family().Started();
        })).Message.ShouldContain("Begin belongs to several");
    }

    [Fact]
    public void Names_are_used_once_and_groups_hold_no_pivot()
    {
        Should.Throw<ProcessDefinitionException>(() => new Saying(x =>
        {
            x.Family().Started();
            x.Grouped("Both", x.Asking<It>("It"), x.Asking<Other>("It"));
        })).Message.ShouldContain("two steps named It");
        Should.Throw<ProcessDefinitionException>(() => new Saying(x =>
        {
            x.Family().Started();
            x.Grouped("Both", x.Asking<It>("It"), x.Pivot<Other>("Pivot"));
        })).Message.ShouldContain("stands alone");
    }

    [Fact]
    public void Ends_is_the_last_word_and_must_be_said()
    {
        var endless = new Endless();
        Should.Throw<ProcessDefinitionException>(() => endless.EnsureComplete()).Message.ShouldBe("Endless: say how it Ends; nothing is wired without it.");
        Should.Throw<ProcessDefinitionException>(() => endless.Definition);
        Should.Throw<ProcessDefinitionException>(() => MachineDiagram.Mermaid(endless));
        MachineCheck.Verify(endless).ShouldHaveSingleItem().ShouldContain("never says how it Ends");

        Should.Throw<ProcessDefinitionException>(() => new Saying(x =>
        {
            x.Family().Started();
            x.Asking<It>("It");
            x.End();
            x.Asking<Other>("Other");
        })).Message.ShouldContain("comes after Ends");
        Should.Throw<ProcessDefinitionException>(() => new Saying(x => x.Family().Started().End())).Message.ShouldContain("its first Step");
    }

    [Fact]
    public async Task A_process_without_its_closing_word_starts_nothing_and_says_so()
    {
        await using var it = await Scenario<Endless, State>.Started(by: null);
        await it.IsBaffledBy(new Begin(it.Id, false));
        it.Exists.ShouldBeFalse();
    }

    [Fact]
    public async Task The_clock_of_a_process_really_rings()
    {
        await using var it = await Scenario<RealClock, State>.Started(id => new Begin(id, false));
        await it.Hears(new Yes<It>(it.Id));
        (await it.WillAsk<TakeBack<It>>()).ShouldBeTrue();   // 20 ms later, by the scheduler of the bus
        await it.Hears(new Gone<It>(it.Id));
        it.IsIn("Cancelled");
    }

    [Fact]
    public void A_machine_describes_itself()
    {
        var order = new SampleOrder().Definition;
        order.Name.ShouldBe("SampleOrder");
        order.Stages.Select(x => x.Name).ShouldBe(["ReserveInventory", "ChargePayment", "Ship", "HandOverParcel", "SendConfirmation"]);
        order.Stages.Select(x => x.PastPointOfNoReturn).ShouldBe([false, false, false, true, true]);

        var charge = order.Steps.Single(x => x.Name == "ChargePayment");
        charge.Queue.ShouldBe(Queues.Payments);
        charge.CommandType.ShouldBe(typeof(Contracts.Orders.ChargePayment));
        charge.Answers.ShouldBe([typeof(Contracts.Orders.PaymentCharged)]);
        charge.Refusals.ShouldBe([typeof(Contracts.Orders.PaymentDeclined)]);
        (charge.Limit, charge.Attempts).ShouldBe((TimeSpan.FromMinutes(5), 1));
        var undo = charge.Undo.ShouldNotBeNull();
        (undo.Queue, undo.CommandType, undo.Limit, undo.Attempts).ShouldBe((Queues.Payments, typeof(Contracts.Orders.RefundPayment), TimeSpan.FromMinutes(5), 2));
        undo.Confirmations.ShouldBe([typeof(Contracts.Orders.PaymentRefunded)]);

        order.Steps.Single(x => x.IsPivot).Name.ShouldBe("HandOverParcel");
        order.Steps.Single(x => x.IsBestEffort).Undo.ShouldBeNull();
        new SampleSupply().Definition.Steps.First().ShouldSatisfyAllConditions(
            x => x.IsForEach.ShouldBeTrue(), x => x.IsReplaceable.ShouldBeTrue(), x => x.Undo!.Queue.ShouldBe("supplier-desk"));
    }

    static string FlawOf(Action<Step<State>> tell, bool pastNoReturn = false, string name = "It") =>
        Should.Throw<ProcessDefinitionException>(() => new Machine(tell, pastNoReturn, name: name)).Message;

    static Step<State> Whole<T>(Step<State> s, string without = "")
    {
        if (without != "Asks") s.Asks(Every.Queue, o => new Do<T>(o.CorrelationId));
        if (without != "AnsweredBy") s.AnsweredBy<Yes<T>>();
        if (without != "Within") s.Within(TimeSpan.FromMinutes(1));
        if (without != "UndoneBy") s.UndoneBy(o => new TakeBack<T>(o.CorrelationId));
        if (without is not ("ConfirmedBy" or "UndoneBy")) s.ConfirmedBy<Gone<T>>();
        return s;
    }

    static Step<State> Last<T>(Step<State> s) => s
        .Asks(Every.Queue, o => new Do<T>(o.CorrelationId)).AnsweredBy<Yes<T>>().Within(TimeSpan.FromMinutes(1)).NothingToUndo();
}
