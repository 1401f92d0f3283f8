using SagaPlatform.Core.Operations;
using SagaPlatform.Core.Sagas;

namespace SagaPlatform.OperatorConsole.Machines;

/// <summary>Every machine.</summary>
/// <param name="Items">By name.</param>
public sealed record MachineList(IReadOnlyList<MachineView> Items);

/// <summary>A saga type: its process as its constructor describes it, and how many sagas are where.</summary>
/// <param name="Name">The saga type.</param>
/// <param name="Machine">The class of its state machine.</param>
/// <param name="States">Its states with their live counts; stages first, in order.</param>
/// <param name="Stages">What it waits for, in order.</param>
/// <param name="DiagramHref">Where its diagram is.</param>
/// <param name="TableHref">Where its table of events and states is.</param>
public sealed record MachineView(
    string Name, string Machine, IReadOnlyList<StateView> States, IReadOnlyList<StageView> Stages, string DiagramHref, string TableHref)
{
    internal static MachineView Of(MachineDescription machine, IEnumerable<SagaCount> counts, string pathBase)
    {
        var href = $"{pathBase}/api/machines/{machine.Name}";
        return new MachineView(
            machine.Name,
            machine.Definition.Name,
            [.. machine.CountsOf(counts)],
            [.. machine.Definition.Stages.Select(StageView.Of)],
            $"{href}/diagram",
            $"{href}/table");
    }
}

/// <summary>A state of a machine.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Count">How many sagas are in it now.</param>
/// <param name="Known">False when sagas are in it although the machine no longer has it: they cannot move.</param>
public sealed record StateView(string Name, long Count, bool Known);

/// <summary>What a process waits for in one state.</summary>
/// <param name="Name">The stage's name, which is also the state's.</param>
/// <param name="PastPointOfNoReturn">True when nothing is given back from here.</param>
/// <param name="Steps">What is asked at once.</param>
public sealed record StageView(string Name, bool PastPointOfNoReturn, IReadOnlyList<StepView> Steps)
{
    internal static StageView Of(StageDefinition stage) => new(stage.Name, stage.PastPointOfNoReturn, [.. stage.Steps.Select(StepView.Of)]);
}

/// <summary>One thing that is asked.</summary>
/// <param name="Name">The step's name.</param>
/// <param name="Queue">Who is asked; null for a pause that asks nobody.</param>
/// <param name="Command">What is asked; null for a pause that asks nobody.</param>
/// <param name="LimitSeconds">How long each asking is waited for, in seconds; of a pause, how often its clock rings.</param>
/// <param name="Attempts">How often it is asked.</param>
/// <param name="ForEach">True when it is asked for each of several items.</param>
/// <param name="BestEffort">True when the process goes on whatever comes of it.</param>
/// <param name="Conditional">True when it may be skipped.</param>
/// <param name="Pause">True for a state that waits for something of its own.</param>
/// <param name="Undo">How it is taken back; null when there is nothing to undo.</param>
public sealed record StepView(
    string Name, string? Queue, string? Command, double LimitSeconds, int Attempts,
    bool ForEach, bool BestEffort, bool Conditional, bool Pause, UndoView? Undo)
{
    internal static StepView Of(StepDefinition x) => new(
        x.Name, x.Queue is "" ? null : x.Queue, x.CommandType?.Name, x.Limit.TotalSeconds, x.Attempts,
        x.IsForEach, x.IsBestEffort, x.IsConditional, x.IsPause,
        x.Undo is { } undo ? new UndoView(undo.Queue, undo.CommandType.Name, undo.Limit.TotalSeconds, undo.Attempts) : null);
}

/// <summary>How a step is taken back.</summary>
/// <param name="Queue">Who is asked.</param>
/// <param name="Command">What is asked.</param>
/// <param name="LimitSeconds">How long each asking is waited for, in seconds.</param>
/// <param name="Attempts">How often it is asked before a person is.</param>
public sealed record UndoView(string Queue, string Command, double LimitSeconds, int Attempts);

/// <summary>Live sagas beside the machines of today.</summary>
/// <param name="Items">By type, state, stage and fingerprint.</param>
public sealed record DrainView(IReadOnlyList<DrainItem> Items);

/// <summary>Live sagas at one place of one machine.</summary>
/// <param name="Type">Their type.</param>
/// <param name="State">Their state.</param>
/// <param name="Stage">The stage they came to.</param>
/// <param name="Fingerprint">The machine they began with; null when they are older than fingerprints.</param>
/// <param name="Current">Whether that is today's machine.</param>
/// <param name="Known">Whether today's machine has their state and stage: if not, they cannot move.</param>
/// <param name="Count">How many.</param>
/// <param name="Example">The business key of one of them.</param>
public sealed record DrainItem(string Type, string State, string Stage, string? Fingerprint, bool Current, bool Known, long Count, string Example)
{
    internal static DrainItem Of(DrainLine x) =>
        new(x.Sagas.Type, x.Sagas.State, x.Sagas.Stage, x.Sagas.Fingerprint, x.Current, x.Known, x.Sagas.Count, x.Sagas.Example);
}
