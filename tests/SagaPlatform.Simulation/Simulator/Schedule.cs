namespace SagaPlatform.Simulation.Simulator;

/// <summary>What happens in one step of a schedule.</summary>
enum Happens
{
    /// <summary>A message is delivered, and all goes well.</summary>
    Delivered,

    /// <summary>A message is delivered, and the process dies at one of its effects, or right after the acknowledge.</summary>
    ProcessDies,

    /// <summary>A message is delivered, and the answer of its commit is lost: it was stored.</summary>
    CommitUnknownStored,

    /// <summary>A message is delivered, and the answer of its commit is lost: it was not stored.</summary>
    CommitUnknownNotStored,

    /// <summary>Two processes handle two messages at once: one reads before the other commits.</summary>
    Race,

    /// <summary>A message is handled, but the acknowledge does not arrive: it is delivered again.</summary>
    AcknowledgeLost,

    /// <summary>A message is delivered, and stays to be delivered again.</summary>
    Duplicated,

    /// <summary>A message that was handled long ago comes once more.</summary>
    ComesAgain,

    /// <summary>A command or answer gets lost on the way to or from a participant.</summary>
    Lost,

    /// <summary>The participant says the opposite as well.</summary>
    Contradicted,

    /// <summary>Time passes up to the next limit, and the clock rings.</summary>
    Rings,

    /// <summary>The clock of the database is ahead: the next limit rings before its time.</summary>
    RingsEarly,

    /// <summary>The next limit passes, and nobody rings yet.</summary>
    TimePasses,

    /// <summary>The clock rings, and its process dies before the ring leaves.</summary>
    RingerDies,

    /// <summary>A process dies and starts again, whatever it was about to dispatch.</summary>
    Restart,

    /// <summary>A process takes over what nobody dispatches.</summary>
    Sweep,

    /// <summary>Somebody cancels.</summary>
    Cancelled,

    /// <summary>It is started once more by the same message.</summary>
    StartedAgain,

    /// <summary>A person answers the open question.</summary>
    Ruled,

    /// <summary>Somebody says the word of the pause it is in.</summary>
    SpokenInPause,
}

/// <summary>One step of a schedule.</summary>
/// <param name="What">What happens.</param>
/// <param name="Which">Chooses the message, and what the participant does with it; modulo what there is.</param>
/// <param name="How">Chooses the effect or the second message; modulo what there is.</param>
/// <param name="Host">The process.</param>
/// <param name="Keeps">Whether what was committed is not dispatched yet.</param>
sealed record Step(Happens What, int Which, int How, int Host, bool Keeps)
{
    /// <summary>Whether something goes wrong in it.</summary>
    public bool IsFault => What is not (Happens.Delivered or Happens.Rings or Happens.Ruled or Happens.SpokenInPause) || Keeps;
}

/// <summary>A schedule: everything that chance decides, before anything happens.</summary>
/// <param name="Seed">Where it comes from.</param>
/// <param name="Variant">How the saga starts and its participants speak.</param>
/// <param name="RemembersUndo">Whether participants refuse what comes after its undo.</param>
/// <param name="Steps">What happens, in order; then everything calms down, and all that is under way arrives.</param>
sealed record Schedule(int Seed, string Variant, bool RemembersUndo, IReadOnlyList<Step> Steps)
{
    const int StepsMin = 5;
    const int StepsMax = 45;

    static readonly (Happens What, int Weight)[] Weights =
    [
        (Happens.Delivered, 52), (Happens.ProcessDies, 7), (Happens.CommitUnknownStored, 2), (Happens.CommitUnknownNotStored, 2), (Happens.Race, 5),
        (Happens.AcknowledgeLost, 2), (Happens.Duplicated, 4), (Happens.ComesAgain, 3), (Happens.Lost, 3), (Happens.Contradicted, 2), (Happens.Rings, 5),
        (Happens.RingsEarly, 1), (Happens.TimePasses, 1), (Happens.RingerDies, 1), (Happens.Restart, 1), (Happens.Sweep, 1), (Happens.Cancelled, 1),
        (Happens.StartedAgain, 1), (Happens.Ruled, 3), (Happens.SpokenInPause, 4),
    ];

    static readonly Happens[] Lots = [.. Weights.SelectMany(x => Enumerable.Repeat(x.What, x.Weight))];

    /// <summary>The schedule of a seed.</summary>
    public static Schedule Of(int seed, IReadOnlyList<string> variants)
    {
        var random = new Random(seed);
        var steps = Enumerable.Range(0, random.Next(StepsMin, StepsMax)).Select(_ =>
            new Step(Lots[random.Next(Lots.Length)], random.Next(1 << 20), random.Next(1 << 10), random.Next(2), random.Next(12) == 0));
        return new Schedule(seed, variants[seed % variants.Count], seed / variants.Count % 2 == 0, [.. steps]);
    }
}

/// <summary>Chance of one step: what participants decide follows from the step alone, so that leaving out another step changes nothing here.</summary>
sealed class StepChance : Random
{
    ulong _state;

    /// <summary>From now on as this step has it.</summary>
    public void Becomes(int which) => _state = (ulong)which;

    /// <inheritdoc />
    protected override double Sample() => NextDouble();

    /// <inheritdoc />
    public override double NextDouble()
    {
        var x = _state += 0x9E3779B97F4A7C15; // SplitMix64
        x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9;
        x = (x ^ (x >> 27)) * 0x94D049BB133111EB;
        return ((x ^ (x >> 31)) >> 11) * (1.0 / (1ul << 53));
    }
}
