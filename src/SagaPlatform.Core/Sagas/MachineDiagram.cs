using System.Text;

namespace SagaPlatform.Core.Sagas;

/// <summary>Draws a machine.</summary>
public static class MachineDiagram
{
    /// <summary>A Mermaid state diagram: the happy path first, one arrow between two states, labelled with the events that take it.</summary>
    /// <param name="machine">The machine.</param>
    /// <returns>The same text for the same machine, with line feeds, ending in one. Ignored events are not drawn.</returns>
    public static string Mermaid<TState>(ProcessStateMachine<TState> machine) where TState : ProcessState
    {
        machine.EnsureComplete();
        var arrows = MachineTransitions.Of(machine)
            .GroupBy(x => (x.From, x.To))
            .Select(x => (x.Key.From, x.Key.To, Label: string.Join("<br/>", x.Select(e => e.Event))))
            .ToList();

        var text = new StringBuilder("stateDiagram-v2\n");
        foreach (var (from, to, label) in arrows.Where(IsHappy(machine.StateNames)).Concat(arrows.Where(x => !IsHappy(machine.StateNames)(x))))
            text.Append("    ").Append(Place(from)).Append(" --> ").Append(to).Append(" : ").Append(label).Append('\n');
        foreach (var end in machine.StateNames.Where(ProcessStates.IsEnd))
            text.Append("    ").Append(end).Append(" --> [*]\n");
        return text.ToString();
    }

    /// <summary>Onwards from stage to stage: the states stand in that order, up to Completed.</summary>
    static Func<(string From, string To, string Label), bool> IsHappy(IReadOnlyList<string> states)
    {
        var order = states.ToList();
        var completed = order.IndexOf(ProcessStates.Completed);
        return x => order.IndexOf(x.From) < order.IndexOf(x.To) && order.IndexOf(x.To) <= completed;
    }

    static string Place(string state) => state == ProcessStates.Initial ? "[*]" : state;
}
