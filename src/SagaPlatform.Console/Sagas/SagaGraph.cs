using SagaPlatform.OperatorConsole.Machines;
using SagaPlatform.Core.History;
using SagaPlatform.Core.Operations;
using SagaPlatform.Core.Sagas;

namespace SagaPlatform.OperatorConsole.Sagas;

/// <summary>What a state is to its process.</summary>
public enum GraphKind
{
    /// <summary>Not yet started.</summary>
    Initial,

    /// <summary>A stage of the way forward.</summary>
    Stage,

    /// <summary>Giving back.</summary>
    Unwinding,

    /// <summary>A person is asked.</summary>
    Attention,

    /// <summary>An end.</summary>
    End,
}

/// <summary>A state of a graph.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">What it is to the process.</param>
/// <param name="Visited">Whether the saga was in it; null in a graph of the machine alone.</param>
/// <param name="Current">Whether the saga is in it; null in a graph of the machine alone.</param>
/// <param name="Next">Whether the next event may lead to it; null in a graph of the machine alone.</param>
/// <param name="Count">How many sagas are in it now.</param>
public sealed record GraphState(string Name, GraphKind Kind, bool? Visited, bool? Current, bool? Next, long Count);

/// <summary>An arrow of a graph.</summary>
/// <param name="From">The state it leaves.</param>
/// <param name="To">The state it leads to.</param>
/// <param name="Events">The events that may take it.</param>
/// <param name="Taken">Whether the saga took it; null in a graph of the machine alone.</param>
/// <param name="Next">Whether it leaves the saga's state; null in a graph of the machine alone.</param>
public sealed record GraphArrow(string From, string To, IReadOnlyList<string> Events, bool? Taken, bool? Next);

/// <summary>A machine as a graph, with one saga's way through it or alone.</summary>
/// <param name="Type">The saga type.</param>
/// <param name="Fingerprint">The fingerprint of today's machine.</param>
/// <param name="Current">The saga's state; null in a graph of the machine alone.</param>
/// <param name="States">Its states, in order.</param>
/// <param name="Arrows">Its arrows, in the order of the states.</param>
public sealed record GraphView(string Type, string Fingerprint, string? Current, IReadOnlyList<GraphState> States, IReadOnlyList<GraphArrow> Arrows)
{
    /// <summary>The machine alone, with how many sagas are where.</summary>
    internal static GraphView Of(MachineDescription machine, IEnumerable<SagaCount> counts) => new(
        machine.Name, machine.Fingerprint, null,
        [Start(null, null), .. machine.CountsOf(counts).Select(x => new GraphState(x.Name, KindOf(x.Name), null, null, null, x.Count))],
        [.. machine.Arrows.Select(x => new GraphArrow(x.From, x.To, x.Events, null, null))]);

    /// <summary>The way of one saga.</summary>
    internal static GraphView Of(MachineDescription machine, IEnumerable<SagaCount> counts, string current, IReadOnlyCollection<HistoryEntry> history)
    {
        var steps = history.Where(x => x.Kind == HistoryKind.Consumed && x.From != x.To && x.To != null)
            .Select(x => (From: x.From ?? ProcessStates.Initial, To: x.To!)).ToHashSet();
        var visited = steps.SelectMany(x => new[] { x.From, x.To }).Append(current).ToHashSet(StringComparer.Ordinal);
        var next = machine.Arrows.Where(x => x.From == current).Select(x => x.To).ToHashSet(StringComparer.Ordinal);
        return new GraphView(
            machine.Name, machine.Fingerprint, current,
            [
                Start(true, current == ProcessStates.Initial),
                .. machine.CountsOf(counts).Select(x => new GraphState(x.Name, KindOf(x.Name), visited.Contains(x.Name), x.Name == current, next.Contains(x.Name), x.Count)),
            ],
            [
                .. machine.Arrows.Select(x => new GraphArrow(x.From, x.To, x.Events, steps.Contains((x.From, x.To)), x.From == current)),
                // A way that today's machine no longer has, or an operator's.
                .. steps.Where(x => !machine.Arrows.Any(a => a.From == x.From && a.To == x.To)).Select(x => new GraphArrow(x.From, x.To, [], true, false)),
            ]);
    }

    static GraphState Start(bool? visited, bool? current) => new(ProcessStates.Initial, GraphKind.Initial, visited, current, current == null ? null : false, 0);

    static GraphKind KindOf(string state) => state switch
    {
        ProcessStates.Unwinding => GraphKind.Unwinding,
        ProcessStates.NeedsAttention => GraphKind.Attention,
        _ when ProcessStates.IsEnd(state) => GraphKind.End,
        _ => GraphKind.Stage,
    };
}
