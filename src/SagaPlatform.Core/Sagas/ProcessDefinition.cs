namespace SagaPlatform.Core.Sagas;

/// <summary>A process as its constructor describes it: for operators, documents, simulators and tests.</summary>
/// <param name="Name">The process's name.</param>
/// <param name="Stages">What it waits for, in order.</param>
public sealed record ProcessDefinition(string Name, IReadOnlyList<StageDefinition> Stages)
{
    /// <summary>Every step of every stage, in order.</summary>
    public IEnumerable<StepDefinition> Steps => Stages.SelectMany(x => x.Steps);

    internal static ProcessDefinition Of<TState>(string name, Plan<TState> plan) where TState : ProcessState =>
        new(name, [.. plan.Stages.Select(x => new StageDefinition(x.Name, x.ForwardOnly, [.. x.Steps.Select(Of)]))]);

    static StepDefinition Of<TState>(Step<TState> x) where TState : ProcessState => new(x.Name)
    {
        Queue = x.Queue,
        CommandType = x.CommandType,
        Answers = [.. x.Answers],
        Refusals = [.. x.Refusals],
        Limit = x.Limit!.Value,
        Attempts = x.Attempts,
        Undo = x.UndoCommandType is not { } undo ? null
            : new UndoDefinition(x.UndoQueue, undo, [.. x.Confirmations], x.UndoLimit ?? x.Limit!.Value, x.UndoAttempts)
            { Refusals = [.. x.UndoRefusals] },
        IsForEach = x.IsForEach,
        IsReplaceable = x.IsReplaceable,
        IsConditional = x.IsConditional,
        IsBestEffort = x.IsBestEffort,
        AsksAPersonWhenSilent = x.AsksWhenSilent,
        IsPause = x.IsPause,
        IsPivot = x.IsPivot,
    };
}

/// <summary>What a process waits for in one state.</summary>
/// <param name="Name">The stage's name, which is also the state's.</param>
/// <param name="PastPointOfNoReturn">True when nothing is given back from here; the pivot step counts.</param>
/// <param name="Steps">What is asked at once.</param>
public sealed record StageDefinition(string Name, bool PastPointOfNoReturn, IReadOnlyList<StepDefinition> Steps);

/// <summary>One thing that is asked.</summary>
/// <param name="Name">The step's name.</param>
public sealed record StepDefinition(string Name)
{
    /// <summary>Who is asked; empty for a pause that asks nobody.</summary>
    public required string Queue { get; init; }

    /// <summary>What is asked; null for a pause that asks nobody.</summary>
    public required Type? CommandType { get; init; }

    /// <summary>The messages that say it happened.</summary>
    public required IReadOnlyList<Type> Answers { get; init; }

    /// <summary>The messages that say it did not.</summary>
    public required IReadOnlyList<Type> Refusals { get; init; }

    /// <summary>How long each asking is waited for; of a pause, how often its clock rings.</summary>
    public required TimeSpan Limit { get; init; }

    /// <summary>How often it is asked.</summary>
    public required int Attempts { get; init; }

    /// <summary>How it is taken back; null when there is nothing to undo.</summary>
    public required UndoDefinition? Undo { get; init; }

    /// <summary>True when it is asked for each of several items.</summary>
    public required bool IsForEach { get; init; }

    /// <summary>True when other items may take the place of one that failed.</summary>
    public required bool IsReplaceable { get; init; }

    /// <summary>True when it may be skipped.</summary>
    public required bool IsConditional { get; init; }

    /// <summary>True when the process goes on whatever comes of it.</summary>
    public required bool IsBestEffort { get; init; }

    /// <summary>True when its silence is a question for a person, though it could be given back.</summary>
    public required bool AsksAPersonWhenSilent { get; init; }

    /// <summary>True for a state with its own During.</summary>
    public required bool IsPause { get; init; }

    /// <summary>True for the step there is no way back from.</summary>
    public required bool IsPivot { get; init; }
}

/// <summary>How a step is taken back.</summary>
/// <param name="Queue">Who is asked.</param>
/// <param name="CommandType">What is asked.</param>
/// <param name="Confirmations">The messages that say nothing is held any more.</param>
/// <param name="Limit">How long each asking is waited for.</param>
/// <param name="Attempts">How often it is asked before a person is.</param>
public sealed record UndoDefinition(string Queue, Type CommandType, IReadOnlyList<Type> Confirmations, TimeSpan Limit, int Attempts)
{
    /// <summary>The messages that say it cannot be taken back.</summary>
    public IReadOnlyList<Type> Refusals { get; init; } = [];
}
