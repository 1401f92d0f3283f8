namespace SagaPlatform.Testing.Sagas;

/// <summary>What a participant has to say to one asking.</summary>
public enum Says
{
    /// <summary>It did it.</summary>
    Yes,

    /// <summary>It did not, and will not.</summary>
    No,

    /// <summary>Nothing is held any more.</summary>
    Gone,

    /// <summary>It could not handle the command.</summary>
    Fault,

    /// <summary>To an undo: it says once more that it did what it was asked before, which crosses the undo.</summary>
    CrossingYes,
}

/// <summary>When something is said.</summary>
public enum Comes
{
    /// <summary>As soon as it is asked.</summary>
    AtOnce,

    /// <summary>When nobody else has anything to say just now: a change of mind overtakes it.</summary>
    AfterTheOthers,

    /// <summary>When the saga asked for the last time and gave up waiting.</summary>
    TooLate,
}

/// <summary>One thing said.</summary>
/// <param name="What">What.</param>
/// <param name="Comes">When.</param>
/// <param name="Copies">How often the same message arrives.</param>
public sealed record Reply(Says What, Comes Comes = Comes.AtOnce, int Copies = 1)
{
    public static Reply Yes { get; } = new(Says.Yes);
    public static Reply No { get; } = new(Says.No);
    public static Reply Gone { get; } = new(Says.Gone);
    public static Reply Fault { get; } = new(Says.Fault);
    public static Reply CrossingYes { get; } = new(Says.CrossingYes);
}

/// <summary>One command that a saga sent.</summary>
/// <param name="Step">For which step.</param>
/// <param name="Item">For which item; empty for a step without items.</param>
/// <param name="ItemNumber">Which of the step's items, from 0 in the order asked.</param>
/// <param name="IsUndo">Whether it takes back.</param>
/// <param name="Time">The how-manieth time this was asked, from 1; undoing counts for itself.</param>
public sealed record Asking(string Step, string Item, int ItemNumber, bool IsUndo, int Time);

/// <summary>
/// What everybody will do, said before the saga starts. Whoever is not mentioned does as asked, at once. A pure value: a test in
/// virtual time and a host on real services carry out the same plan.
/// </summary>
public sealed record Plan
{
    /// <summary>Everybody does as asked.</summary>
    public static Plan Good { get; } = new();

    IReadOnlyList<Line> Lines { get; init; } = [];

    /// <summary>The stage at which the saga is cancelled, before anybody there answers; null when nobody cancels.</summary>
    public string? CancelledAt { get; private init; }

    /// <summary>How a person answers the questions, one after the other; whoever asks more waits.</summary>
    public IReadOnlyList<Contracts.Ruling> Rulings { get; private init; } = [];

    /// <summary>The pause in which the word is said that gives all back.</summary>
    public string? TurnedBackIn { get; private init; }

    /// <summary>The pause in which nobody says anything.</summary>
    public string? SilentIn { get; private init; }

    /// <summary>What is said when a step is asked. Later words go before earlier ones.</summary>
    /// <param name="step">The step.</param>
    /// <param name="says">In this order; nothing is silence.</param>
    /// <param name="first">Only the first so many times.</param>
    /// <param name="everyItem">Of every item; else of the first one only.</param>
    public Plan Asked(string step, IReadOnlyList<Reply> says, int first = int.MaxValue, bool everyItem = false) =>
        this with { Lines = [new Line(step, IsUndo: false, says, first, everyItem), .. Lines] };

    /// <summary>What is said when a step is to be undone.</summary>
    /// <param name="step">The step.</param>
    /// <param name="says">In this order; nothing is silence.</param>
    /// <param name="first">Only the first so many times.</param>
    public Plan Undone(string step, IReadOnlyList<Reply> says, int first = int.MaxValue) =>
        this with { Lines = [new Line(step, IsUndo: true, says, first, EveryItem: false), .. Lines] };

    /// <summary>Somebody cancels as soon as the saga is at this stage and nobody has more to say for now.</summary>
    public Plan Cancelled(string at) => this with { CancelledAt = at };

    /// <summary>A person answers the questions.</summary>
    public Plan Ruled(params Contracts.Ruling[] rulings) => this with { Rulings = rulings };

    /// <summary>In this pause the word is said that gives all back.</summary>
    public Plan TurnedBack(string pause) => this with { TurnedBackIn = pause };

    /// <summary>In this pause nobody says anything.</summary>
    public Plan Silent(string pause) => this with { SilentIn = pause };

    /// <summary>What is said to an asking.</summary>
    public IReadOnlyList<Reply> Says(Asking asking) =>
        Lines.FirstOrDefault(x => x.Speaks(asking))?.Says ?? (asking.IsUndo ? [Reply.Gone] : [Reply.Yes]);

    sealed record Line(string Step, bool IsUndo, IReadOnlyList<Reply> Says, int First, bool EveryItem)
    {
        public bool Speaks(Asking asking) => asking.Step == Step && asking.IsUndo == IsUndo && asking.Time <= First
            && (EveryItem || asking.ItemNumber == 0);
    }
}
