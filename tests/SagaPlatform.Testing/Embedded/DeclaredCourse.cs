using System.Runtime.CompilerServices;
using SagaPlatform.Core.History;
using SagaPlatform.Core.Sagas;
using Shouldly;

namespace SagaPlatform.Testing.Embedded;

/// <summary>Compares what a saga did, as its history tells it, with what its machine declares.</summary>
public static class DeclaredCourse
{
    static readonly ConditionalWeakTable<object, Drawing> Drawn = [];

    /// <summary>
    /// The history goes only where the machine draws an arrow, each change begins where the one before ended, and the
    /// versions of the row run from 1 without a gap.
    /// </summary>
    public static void ShouldFollow<TState>(this IReadOnlyList<HistoryEntry> history, ProcessStateMachine<TState> machine)
        where TState : ProcessState
    {
        var (states, arrows) = Drawn.GetValue(machine, _ => new Drawing([.. machine.StateNames], [.. MachineTransitions.Of(machine)]));
        var changes = history.Where(x => x.Kind == HistoryKind.Consumed).ToList();

        var told = Told(history);
        changes.Select(x => x.Version).ShouldBe(Enumerable.Range(1, changes.Count), told);
        var at = ProcessStates.Initial;
        foreach (var change in changes)
        {
            (change.From ?? ProcessStates.Initial).ShouldBe(at, told);
            states.Contains(change.To!).ShouldBeTrue($"{change.To} is no state\n{told}");
            if (change.To != at)
                arrows.Contains(new MachineTransition(at, EventOf(change), change.To!)).ShouldBeTrue(
                    $"no arrow {at} --{EventOf(change)}--> {change.To}\n{told}");
            at = change.To!;
        }
    }

    /// <summary>The history in words, a line for each entry.</summary>
    public static string Told(this IEnumerable<HistoryEntry> history) => string.Join('\n', history.Select(x =>
        $"{x.At:HH:mm:ss.fff} {x.Version,3} {x.Kind,-9} {x.Event}: {x.From} -> {x.To} [{string.Join(", ", x.Sent.Select(s => s.Type))}] {x.Reason}"));

    /// <summary>A machine's states and arrows, read off it once.</summary>
    sealed record Drawing(HashSet<string> States, HashSet<MachineTransition> Arrows);

    /// <summary>The history names messages, the machine its events.</summary>
    static string EventOf(HistoryEntry entry) => entry.Event switch
    {
        nameof(ProcessClockRang) => "ClockRang",
        var fault when fault.StartsWith("Fault<", StringComparison.Ordinal) => $"{fault["Fault<".Length..^1]}Faulted",
        var message => message,
    };
}
