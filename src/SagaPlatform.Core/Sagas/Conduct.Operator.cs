using SagaPlatform.Contracts;

namespace SagaPlatform.Core.Sagas;

// What an operator may do to a process by its own rules: nothing that an event could not have done.
public sealed partial class Conduct<TState>
{
    /// <summary>Asks again what is waited for, with a fresh limit and its attempts counted anew. An open question is closed by it.</summary>
    /// <param name="step">Only this step; null for all that is waited for.</param>
    /// <param name="item">Only this item; null for all of the step.</param>
    public void AskAgain(string? step = null, string? item = null)
    {
        var waiting = _ledger.Lines.FindAll(x => x.Due != null
            && (step == null || x.Step == step) && (item == null || x.Item == item) && _plan.FindStep(x.Step) is { } known && Sends(x, known));
        if (waiting.Count == 0)
            Refuse(step == null
                ? "Nothing that was asked of anybody is waited for."
                : $"{step}{(item is null or "" ? "" : $" ({item})")} is not waited for, or asks nobody.");
        foreach (var line in waiting)
            if (line.Status == LineStatus.Undoing)
                AskUndo(line, afresh: true);
            else
                AskAfresh(line);
    }

    /// <summary>
    /// A person's word for what became of a step, whether or not anybody was asked: the answer may have been lost. What a ruling
    /// may say of an open question, it may say of what is still waited for.
    /// </summary>
    /// <param name="step">The step's name.</param>
    /// <param name="item">Which item; empty for a step without items.</param>
    /// <param name="ruling">What the person found out.</param>
    public void ResolvedByHand(string step, string item, Ruling ruling)
    {
        var line = _ledger.Line(step, item);
        if (line == null || line.Question != null || line.Due == null || _plan.Step(step).IsPause)
        {
            if (line is { Question: null })
                Refuse($"{line.Name} is {line.Status}{(line.Due == null ? "" : ", and a pause")}: there is nothing to resolve.");
            else
                Ruled(step, item, ruling);
            return;
        }

        switch (ruling, line.Status)
        {
            case (Ruling.AskAgain, _): AskAgain(step, item); break;
            case (Ruling.Done, LineStatus.Asked): Settle(line, LineStatus.Done); break;
            case (Ruling.NotDone, LineStatus.Asked): Refused(line, $"{line.Name} did not happen."); break;
            case (Ruling.NotDone, LineStatus.Undoing): Settle(line, LineStatus.Undone); break;
            default: Refuse($"{line.Name} is {line.Status}: it cannot be ruled {ruling}."); break;
        }
    }

    static bool Sends(LedgerLine line, Step<TState> step) =>
        line.Status == LineStatus.Undoing ? step.Undo != null : line.Status is LineStatus.Asked or LineStatus.Refused && step.Ask != null;
}
