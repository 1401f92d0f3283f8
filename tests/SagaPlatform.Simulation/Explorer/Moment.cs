using System.Runtime.InteropServices;
using SagaPlatform.Core.Sagas;
using SagaPlatform.Testing.Sagas;

namespace SagaPlatform.Simulation.Explorer;

/// <summary>Everything that decides what can happen next: the saga, what is under way, what the participants hold, and how much may still go wrong.</summary>
sealed class Moment
{
    /// <summary>The saga's row. Now is always the dawn of the tests: when time passes, every moment in the row moves towards it.</summary>
    public required ProcessState Saga { get; init; }

    /// <summary>Messages that may arrive next, in any order.</summary>
    public required List<UnderWay> UnderWay { get; init; }

    /// <summary>What each participant did, by step and item.</summary>
    public required Dictionary<(string Step, string Item), Deed> Deeds { get; init; }

    /// <summary>The stages of which something was asked to be given back.</summary>
    public required HashSet<string> GivenBack { get; init; }

    /// <summary>How many things may still go wrong.</summary>
    public required int TroublesLeft { get; set; }

    /// <summary>An independent copy: what happens to it does not happen to this one.</summary>
    public Moment Copy() => new()
    {
        Saga = SagaCopy.Of(Saga), UnderWay = [.. UnderWay], Deeds = new(Deeds), GivenBack = [.. GivenBack], TroublesLeft = TroublesLeft,
    };

    /// <summary>What one participant did and how it behaves.</summary>
    public Deed DeedOf(string step, string item) => Deeds.GetValueOrDefault((step, item));
}

/// <summary>A message on its way.</summary>
abstract record UnderWay;

/// <summary>To a participant.</summary>
sealed record Asked(Command Command) : UnderWay;

/// <summary>From a participant to the saga.</summary>
sealed record Answered(Says Says, Command To) : UnderWay;

/// <summary>From the saga's clock.</summary>
sealed record Ring(DateTimeOffset Due) : UnderWay;

/// <summary>What a participant did about one line.</summary>
enum DeedStatus
{
    /// <summary>Nothing yet.</summary>
    None,

    /// <summary>It did it, and holds it.</summary>
    Held,

    /// <summary>It said no, for good.</summary>
    Refused,

    /// <summary>It took it back, or was told to before it was asked.</summary>
    Undone,
}

/// <summary>What a participant did about one line, and whether it still listens.</summary>
/// <param name="Status">What it did.</param>
/// <param name="SilentTo">What it hears without ever answering or acting, until a person looks.</param>
/// <param name="FaultsOn">What it cannot handle, until a person looks.</param>
[StructLayout(LayoutKind.Auto)]
readonly record struct Deed(DeedStatus Status, Spoken SilentTo, Spoken FaultsOn);

/// <summary>What is spoken to a participant.</summary>
[Flags]
enum Spoken
{
    /// <summary>Nothing.</summary>
    Nothing = 0,

    /// <summary>The command to act.</summary>
    Act = 1,

    /// <summary>The command to take it back.</summary>
    Undo = 2,
}
