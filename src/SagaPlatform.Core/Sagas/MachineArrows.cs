namespace SagaPlatform.Core.Sagas;

/// <summary>An arrow between two states, with the events that take it.</summary>
/// <param name="From">The state it leaves.</param>
/// <param name="To">The state it leads to.</param>
/// <param name="Events">Which events may take it, in the order of the description.</param>
public sealed record MachineArrow(string From, string To, IReadOnlyList<string> Events);

/// <summary>The arrows of a machine as data, for whoever draws it otherwise than <see cref="MachineDiagram"/>.</summary>
public static class MachineArrows
{
    /// <summary>In the order of the states; ignored events and staying in a state are no arrows.</summary>
    public static IReadOnlyList<MachineArrow> Of<TState>(ProcessStateMachine<TState> machine) where TState : ProcessState
    {
        ArgumentNullException.ThrowIfNull(machine);
        machine.EnsureComplete();
        return
        [
            .. MachineTransitions.Of(machine).GroupBy(x => (x.From, x.To))
                .Select(x => new MachineArrow(x.Key.From, x.Key.To, [.. x.Select(e => e.Event)])),
        ];
    }
}
