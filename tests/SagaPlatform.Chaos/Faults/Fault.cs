namespace SagaPlatform.Chaos.Faults;

/// <summary>One way to break something, and to mend it.</summary>
/// <param name="Name">Kebab-case, for plans and replays.</param>
/// <param name="Matrix">The rows of the fault matrix that it exercises.</param>
/// <param name="Inject">Breaks, waits, mends; what it draws from the random numbers is part of the plan.</param>
sealed record Fault(string Name, string Matrix, Func<Injection, Task> Inject)
{
    /// <summary>Whether it needs little enough time for the lab that runs with every change.</summary>
    public bool IsShort { get; init; }

    /// <summary>Whether this machine can do it; the reason otherwise.</summary>
    public Func<Lab, string?> WhyNot { get; init; } = _ => null;

    /// <summary>Whether another process takes over at once: rest must come within seconds, and not every process need be ready.</summary>
    public bool IsTakenOver { get; init; }

    /// <summary>How often it is in each round of the plan.</summary>
    public int Weight { get; init; } = 1;
}

/// <summary>One injection of a fault.</summary>
/// <param name="Lab">What may be touched.</param>
/// <param name="Random">Numbers that belong to this place in the plan: the same seed, the same numbers.</param>
sealed record Injection(Lab Lab, Random Random)
{
    /// <summary>When the fault was over; recovery is measured from here. The return of the fault when it says nothing.</summary>
    public TimeSpan? OverAt { get; private set; }

    /// <summary>It is broken and nothing will be mended from here: the platform has to get over it.</summary>
    public void IsOver() => OverAt ??= Lab.History.Elapsed;

    /// <summary>What exactly was done.</summary>
    public List<string> Details { get; } = [];

    /// <summary>Says what exactly was done.</summary>
    public void Say(string what) => Details.Add(what);

    /// <summary>Keeps it broken so long.</summary>
    public static Task Hold(double seconds) => Task.Delay(TimeSpan.FromSeconds(seconds));

    /// <summary>A duration, drawn.</summary>
    public double Seconds(double from, double to)
    {
        var drawn = Math.Round(from + (Random.NextDouble() * (to - from)), 1);
        Say($"{drawn} s");
        return drawn;
    }

    /// <summary>One of several, drawn.</summary>
    public T One<T>(IReadOnlyList<T> of) => of[Random.Next(of.Count)];
}
