using Microsoft.Extensions.Options;
using SagaPlatform.Core.Sagas;
using SagaPlatform.Orders.Ride;
using SagaPlatform.Testing.Embedded;

namespace SagaPlatform.Orders.Tests.Ride;

/// <summary>The machine as a whole and its documents.</summary>
public sealed class RideStateMachineTests
{
    static readonly RideStateMachine Machine = new(Options.Create(new RideOptions()));

    [Fact]
    public void The_machine_gets_everywhere_out_of_everywhere_and_never_waits_without_a_clock() =>
        MachineCheck.Verify(Machine).ShouldBeEmpty();

    [Fact]
    public void What_each_event_does_in_each_state_is_as_approved() =>
        Approved.File("tests/SagaPlatform.Orders.Tests/Ride/RideStateMachine.approved.md").ShouldSay(
            $"""
            # What each event does in each state of a ride

            Generated from the machine. `FAULTS`: nobody planned it there, so it ends in the error queue. A new `FAULTS` is to be
            looked at before it is approved with `UPDATE_APPROVED=1`.

            {MachineTable.Markdown(Machine)}
            """);

    [Fact]
    public void The_diagram_in_the_README_is_the_machine() =>
        Approved.File("src/SagaPlatform.Orders/Ride/README.md").ShouldSay(
            $"```mermaid\n{MachineDiagram.Mermaid(Machine)}```\n", between: "diagram");
}
