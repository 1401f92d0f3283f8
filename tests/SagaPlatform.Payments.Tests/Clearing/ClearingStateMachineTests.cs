using Microsoft.Extensions.Options;
using SagaPlatform.Core.Sagas;
using SagaPlatform.Payments.Clearing;
using SagaPlatform.Testing.Embedded;

namespace SagaPlatform.Payments.Tests.Clearing;

/// <summary>Both machines as a whole, and their documents.</summary>
public sealed class ClearingStateMachineTests
{
    const string Readme = "src/SagaPlatform.Payments/Clearing/README.md";

    static readonly ClearingStateMachine Clearing = new(Options.Create(new ClearingOptions()));
    static readonly SettlementStateMachine Settlement = new(Options.Create(new ClearingOptions()));

    [Fact]
    public void Both_machines_get_out_of_everywhere_and_never_wait_without_a_clock()
    {
        MachineCheck.Verify(Clearing).ShouldBeEmpty();
        MachineCheck.Verify(Settlement).ShouldBeEmpty();
    }

    [Fact]
    public void What_each_event_does_in_each_state_is_as_approved() =>
        Approved.File("tests/SagaPlatform.Payments.Tests/Clearing/ClearingStateMachines.approved.md").ShouldSay(
            $"""
            # What each event does in each state of a clearing and of a settlement

            Generated from the machines. `FAULTS`: nobody planned it there, so it ends in the error queue. A new `FAULTS` is to be
            looked at before it is approved with `UPDATE_APPROVED=1`.

            ## Clearing
            {MachineTable.Markdown(Clearing)}
            ## Settlement
            {MachineTable.Markdown(Settlement)}
            """);

    [Fact]
    public void The_diagrams_in_the_README_are_the_machines()
    {
        Approved.File(Readme).ShouldSay($"```mermaid\n{MachineDiagram.Mermaid(Clearing)}```\n", between: "clearing");
        Approved.File(Readme).ShouldSay($"```mermaid\n{MachineDiagram.Mermaid(Settlement)}```\n", between: "settlement");
    }
}
