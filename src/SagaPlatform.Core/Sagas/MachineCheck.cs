using MassTransit;

namespace SagaPlatform.Core.Sagas;

/// <summary>Checks that a machine is closed: it can get everywhere, get out of everywhere, and never waits without a clock.</summary>
public static class MachineCheck
{
    /// <summary>Looks for flaws; a test over all machines expects none.</summary>
    /// <param name="machine">The machine.</param>
    /// <returns>Each flaw as a sentence; empty when there is none.</returns>
    public static IReadOnlyList<string> Verify<TState>(ProcessStateMachine<TState> machine) where TState : ProcessState
    {
        var states = machine.StateNames;
        if (!states.Contains(ProcessStates.Completed, StringComparer.Ordinal))
            return [$"{machine.ProcessName} never says how it Ends: there is no state {ProcessStates.Completed}."];

        var arrows = MachineTransitions.Of(machine);
        var reached = Reach([ProcessStates.Initial], x => arrows.Where(a => a.From == x).Select(a => a.To));
        var leaving = Reach(states.Where(ProcessStates.IsEnd), x => arrows.Where(a => a.To == x).Select(a => a.From));

        List<string> flaws = [];
        flaws.AddRange(states.Where(x => !reached.Contains(x)).Select(x => $"{x} cannot be reached."));
        flaws.AddRange(states.Where(x => !leaving.Contains(x)).Select(x => $"{x} leads to no end."));
        flaws.AddRange(states.Where(Waits).Where(x => !machine.HearsClock(x)).Select(x => $"{x} waits without hearing the clock."));
        flaws.AddRange(machine.Definition.Stages.SelectMany(stage => stage.Steps.Where(step => !IsAnswered(machine, stage, step))
            .Select(step => $"{step.Name} asks {step.CommandType!.Name} in {stage.Name}, which hears no answer to it.")));
        return flaws;
    }

    static bool Waits(string state) => state != ProcessStates.Initial && !ProcessStates.IsEnd(state);

    static bool IsAnswered<TState>(ProcessStateMachine<TState> machine, StageDefinition stage, StepDefinition step) where TState : ProcessState =>
        step.CommandType == null || step.IsPause
        || machine.NextEvents(machine.GetState(stage.Name)).OfType<Event>().Any(x => step.Answers.Any(a => x.IsOf(a)));

    static bool IsOf(this Event on, Type message) => typeof(Event<>).MakeGenericType(message).IsInstanceOfType(on);

    static HashSet<string> Reach(IEnumerable<string> from, Func<string, IEnumerable<string>> next)
    {
        var reached = new HashSet<string>(StringComparer.Ordinal);
        var open = new Queue<string>(from);
        while (open.TryDequeue(out var state))
            if (reached.Add(state))
                foreach (var other in next(state))
                    open.Enqueue(other);
        return reached;
    }
}
