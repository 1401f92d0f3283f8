using System.Text;

namespace SagaPlatform.Core.Sagas;

/// <summary>Says of each event what it does in each state: what is planned, what is harmless, and what is not planned.</summary>
public static class MachineTable
{
    /// <summary>
    /// A Markdown table with a row for each event and a column for each state: "handled", "ignored", "refused" (noted, and for a
    /// person to know), or "FAULTS" for an event that nobody planned there and that ends in the error queue.
    /// </summary>
    /// <param name="machine">The machine.</param>
    /// <returns>The same text for the same machine, with line feeds, ending in one: made to be kept in an approved file.</returns>
    public static string Markdown<TState>(ProcessStateMachine<TState> machine) where TState : ProcessState
    {
        machine.EnsureComplete();
        var states = machine.StateNames;
        var text = new StringBuilder();
        Row(text, ["event", .. states]);
        Row(text, [.. Enumerable.Repeat("---", states.Count + 1)]);
        foreach (var on in machine.Heard)
            Row(text, [on.Name, .. states.Select(state => Word(machine.Reaction(state, on)))]);
        return text.ToString();
    }

    static void Row(StringBuilder text, IEnumerable<string> cells) =>
        text.Append("| ").AppendJoin(" | ", cells).Append(" |\n");

    static string Word(EventReaction reaction) => reaction switch
    {
        EventReaction.Handled => "handled",
        EventReaction.Ignored => "ignored",
        EventReaction.Refused => "refused",
        _ => "FAULTS",
    };
}
