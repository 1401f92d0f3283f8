using SagaPlatform.Contracts;
using SagaPlatform.Core.Sagas;
using Shouldly;

namespace SagaPlatform.Testing.Sagas;

/// <summary>
/// Participants that keep their promises, and know what is held: they repeat themselves, find what they undo by the process
/// alone, and say no or fail when chance wills it.
/// </summary>
/// <remarks>
/// Those that refuse a command which comes after its undo may even lose answers, or fail after the act. From those that do not,
/// an act after its undo is only known by its answer: that one must arrive.
/// </remarks>
sealed class Participants(SagaScript script, Random random, bool remembersUndo)
{
    const double FaultsOften = 0.08;
    const double RefusesOften = 0.05;

    readonly HashSet<(string Step, string Item)> _held = [];
    readonly HashSet<(string Step, string Item)> _refused = [];
    readonly HashSet<(string Step, string Item)> _undone = [];

    /// <summary>What is held, in an order that does not depend on chance.</summary>
    public IEnumerable<(string Step, string Item)> Held => _held.Order();

    /// <summary>Of what can be undone they hold exactly what the ledger says is done: all of a completed saga, nothing of a cancelled one.</summary>
    public void ShouldHoldWhatIsDone(ProcessState saga, string told)
    {
        var done = saga.Ledger.Lines.Where(x => x.Status == LineStatus.Done && script.Step(x.Step).Undo != null).Select(x => (x.Step, x.Item)).Order();
        Held.Where(x => script.Step(x.Step).Undo != null).ShouldBe(done, $"what is held is not what the ledger says: {told}");
    }

    public bool Holds(string step, string item) => _held.Contains((step, item));

    /// <summary>What is said to a command; in calm, nothing goes wrong any more by chance alone.</summary>
    public Says Handle(string step, string item, bool undo, bool calm)
    {
        var about = (step, item);
        var faults = !calm && random.NextDouble() < FaultsOften;
        if (faults && (!RemembersUndo(step) || random.NextDouble() < 0.5))
            return Says.Fault;

        var says = undo ? Undo(about) : Do(about, calm);
        return faults ? Says.Fault : says;
    }

    /// <summary>Whether an answer of theirs may get lost.</summary>
    public bool MayLoseAnswerTo(string step) => RemembersUndo(step);

    /// <summary>What a person finds who looks for what is held and what is on its way; in doubt it is asked again.</summary>
    public Ruling Finds(LedgerLine line, bool isOnItsWay) =>
        line.Status == LineStatus.Undoing ? !isOnItsWay && !Holds(line.Step, line.Item) ? Ruling.NotDone : Ruling.AskAgain
        : Holds(line.Step, line.Item) ? Ruling.Done
        : !isOnItsWay && script.Step(line.Step) is { IsPivot: true } or { AsksAPersonWhenSilent: true } ? Ruling.NotDone
        : Ruling.AskAgain;

    Says Undo((string, string) about)
    {
        _held.Remove(about);
        _undone.Add(about);
        return Says.Gone;
    }

    Says Do((string Step, string Item) about, bool calm)
    {
        var refuses = MayRefuse(about.Step) && (_refused.Contains(about)
            || (RemembersUndo(about.Step) && _undone.Contains(about))
            || (!_held.Contains(about) && !calm && random.NextDouble() < RefusesOften));
        if (refuses && !IsForwardOnly(about.Step)) // past the point of no return a no is not for good: a person has it asked again
            _refused.Add(about);
        else if (!refuses)
            _held.Add(about);
        return refuses ? Says.No : Says.Yes;
    }

    bool MayRefuse(string step) => script.Step(step).Refusals.Count > 0;

    bool RemembersUndo(string step) => remembersUndo && MayRefuse(step);

    bool IsForwardOnly(string step) => script.StageOf(step).PastPointOfNoReturn && !script.Step(step).IsPivot;
}
