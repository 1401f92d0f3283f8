using System.Runtime.CompilerServices;
using MassTransit;
using SagaPlatform.Core.Sagas;
using SagaPlatform.Core.Tests.Sagas.Samples;

namespace SagaPlatform.Core.Tests.Sagas;

public sealed class MachineTests
{
    public sealed class It;

    public sealed class State : ProcessState;

    public sealed record Wander(Guid Id) : IEvery;

    /// <summary>A process whose own During leads away and never back.</summary>
    public sealed class Lost : ProcessStateMachine<State>
    {
        public Lost()
        {
            Correlates<IEvery>(m => m.Id);
            var wander = Hears<Wander>();
            StartedBy<Begin>((_, _) => { });
            var wait = Pause("Wait", TimeSpan.FromHours(1));
            During(wait, When(wander).TransitionTo(State("Limbo")));
            _ = State("Nowhere");
            Ends(_ => null, (_, _) => null, (_, _) => null);
        }
    }

    /// <summary>A process that can only go forward, and asks nobody anything a person would have to answer.</summary>
    public sealed class Ahead : ProcessStateMachine<State>
    {
        public Ahead()
        {
            Correlates<IEvery>(m => m.Id);
            StartedBy<Begin>((_, _) => { });
            PointOfNoReturn();
            Step("It", s => s.Asks(Every.Queue, o => new Do<It>(o.CorrelationId)).AnsweredBy<Yes<It>>()
                .Within(TimeSpan.FromMinutes(1)).NothingToUndo().BestEffort());
            Ends(_ => null, (_, _) => null, (_, _) => null);
        }
    }

    [Fact]
    public void Every_sample_is_closed()
    {
        MachineCheck.Verify(new SampleOrder()).ShouldBeEmpty();
        MachineCheck.Verify(new SampleSupply()).ShouldBeEmpty();
        MachineCheck.Verify(new SamplePurchase()).ShouldBeEmpty();
        MachineCheck.Verify(new Every()).ShouldBeEmpty();
        MachineCheck.Verify(new Ahead()).ShouldBeEmpty();
    }

    [Fact]
    public void A_machine_that_is_not_closed_says_where()
    {
        MachineCheck.Verify(new Lost()).ShouldBe([
            "Completed cannot be reached.",
            "Cancelled cannot be reached.",
            "Nowhere cannot be reached.",
            "Initial leads to no end.",
            "Wait leads to no end.",
            "Limbo leads to no end.",
            "Nowhere leads to no end.",
            "Limbo waits without hearing the clock.",
            "Nowhere waits without hearing the clock.",
        ], ignoreOrder: true);
    }

    [Fact]
    public void States_that_a_process_cannot_come_to_do_not_exist_in_it() =>
        new Ahead().States.Select(x => x.Name).Order().ShouldBe(["Completed", "Final", "Initial", "It"]);

    [Fact]
    public void The_diagrams_are_the_approved_ones()
    {
        IsApproved(MachineDiagram.Mermaid(new SampleOrder()), "SampleOrder.mmd");
        IsApproved(MachineDiagram.Mermaid(new SampleSupply()), "SampleSupply.mmd");
        IsApproved(MachineDiagram.Mermaid(new SamplePurchase()), "SamplePurchase.mmd");
    }

    [Fact]
    public void The_tables_of_what_is_planned_are_the_approved_ones()
    {
        IsApproved(MachineTable.Markdown(new SampleOrder()), "SampleOrder.table.md");
        IsApproved(MachineTable.Markdown(new SampleSupply()), "SampleSupply.table.md");
        IsApproved(MachineTable.Markdown(new SamplePurchase()), "SamplePurchase.table.md");
    }

    [Fact]
    public void The_happy_path_of_a_diagram_comes_first()
    {
        var lines = MachineDiagram.Mermaid(new SampleOrder()).Split('\n');
        lines[0].ShouldBe("stateDiagram-v2");
        lines[1].ShouldBe("    [*] --> ReserveInventory : PlaceOrder");
        lines[2].ShouldBe("    ReserveInventory --> ChargePayment : InventoryReserved");
        lines[4].ShouldContain("LabelCreated<br/>WarehouseNotified<br/>TrackingOpened");
        lines.ShouldNotContain(x => x.Contains("Completed : InventoryReserved")); // ignored there, so no arrow
    }

    static void IsApproved(string text, string name, [CallerFilePath] string here = "")
    {
        var approved = Path.Combine(Path.GetDirectoryName(here)!, "Approved", name);
        var received = approved + ".received";
        if (File.Exists(approved) && File.ReadAllText(approved) == text)
            return;
        File.WriteAllText(received, text);
        Assert.Fail($"{name} changed. If that is meant, replace {approved} by {received}.");
    }
}
