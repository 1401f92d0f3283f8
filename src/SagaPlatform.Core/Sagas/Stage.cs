namespace SagaPlatform.Core.Sagas;

/// <summary>What a process waits for in one state: a step, several together, or a pause with its own During.</summary>
/// <typeparam name="TState">The process's state.</typeparam>
public sealed class Stage<TState> where TState : ProcessState
{
    internal Stage(string name, bool forwardOnly, params Step<TState>[] steps) =>
        (Name, ForwardOnly, Steps) = (name, forwardOnly, steps);

    /// <summary>The stage's name, which is also the state's.</summary>
    public string Name { get; }

    /// <summary>True past the point of no return: nothing is given back from here.</summary>
    public bool ForwardOnly { get; }

    internal Step<TState>[] Steps { get; }

    internal bool IsPause => Steps.Any(x => x.IsPause);

    /// <summary>It may be passed as soon as it is entered: each step may be skipped, or may have no items.</summary>
    internal bool MayBeEmpty => Steps.All(x => x.IsConditional || x.IsForEach);
}

/// <summary>The declared process, as data.</summary>
sealed class Plan<TState> where TState : ProcessState
{
    public List<Stage<TState>> Stages { get; } = [];
    public List<Deadline<TState>> Deadlines { get; } = [];
    public Func<TState, object?> Completed { get; set; } = _ => null;
    public Func<TState, string, object?> Cancelled { get; set; } = (_, _) => null;
    public Func<TState, string, object?> NeedsAttention { get; set; } = (_, _) => null;
    public TimeSpan AskingAgainEvery { get; set; } = ProcessLimits.AskingAgainEvery;

    public Stage<TState> Stage(string name) => Stages.Find(x => x.Name == name) ?? throw Gone(name);
    public Stage<TState> StageOf(string step) => Stages.Find(x => x.Steps.Any(s => s.Name == step)) ?? throw Gone(step);
    public Step<TState> Step(string name) => StageOf(name).Steps.First(s => s.Name == name);
    public Step<TState>? FindStep(string name) => Stages.SelectMany(x => x.Steps).FirstOrDefault(x => x.Name == name);
    public Stage<TState>? After(Stage<TState> stage) => Stages.ElementAtOrDefault(Stages.IndexOf(stage) + 1);

    static ProcessRuleException Gone(string name) => new($"This process is at {name}, which is no longer a part of it.");
}

/// <summary>A moment by which the whole process should have come so far, whatever it waits for.</summary>
sealed record Deadline<TState>(string Name, Func<TState, DateTimeOffset?> At, Action<TState>? Remember, Func<TState, object?> Announce);
