using SagaPlatform.OperatorConsole.Web;
using SagaPlatform.Core.Sagas;

namespace SagaPlatform.OperatorConsole.Sagas;

/// <summary>
/// Says in one sentence what a saga waits for: the first thing that anybody asks about it. All of it follows from the ledger,
/// so it is as true as the saga's own next decision.
/// </summary>
/// <param name="process">What the machine would do now; a running saga may be at a step that is no longer a part of it.</param>
/// <param name="now">What an overdue limit is measured against.</param>
sealed class WaitingFor(ProcessDefinition process, DateTimeOffset now)
{
    /// <summary>Things named before the rest is only counted.</summary>
    const int NamedMax = 3;

    public string Sentence(ProcessState saga)
    {
        if (saga.Ledger.Held is { } held)
            return $"It is held by {held.By} since {Words.At(held.At)} ({held.Reason}); messages kept until it is released: {held.Messages}.";
        if (saga.Question != null)
            return Asked(saga);
        if (saga.EndedAt is { } ended)
            return Ended(saga, ended);

        var open = saga.Ledger.Lines.FindAll(x => x.Due != null);
        if (open.Count == 0)
            return $"It is in {saga.CurrentState} since {Words.At(saga.ChangedAt)}, and nothing in its ledger is waited for: "
                + "only a message of its own accord moves it.";

        var things = open.OrderBy(x => x.Due).Take(NamedMax).Select(Thing).ToList();
        if (open.Count > NamedMax)
            things.Add($"{open.Count - NamedMax} more");
        var unclocked = saga.Ledger.ClockCancelled ? " Its clock was cancelled by an operator: silence has no end." : "";
        return $"{Because(saga)}{string.Join("; and for ", things)}.{unclocked}";
    }

    static string Asked(ProcessState saga)
    {
        var line = saga.Ledger.Lines.Find(x => x.Question == saga.Question);
        var again = line?.Due is { } due ? $"; it is asked again at {Words.At(due)}" : "";
        return $"It waits for a person to answer, since {Words.At(saga.ChangedAt)} at the latest{again}: {saga.Question}";
    }

    static string Ended(ProcessState saga, DateTimeOffset ended) => saga.Ledger.Reason is { } reason
        ? $"It waits for nothing: it ended at {Words.At(ended)} with everything given back, because: {reason}"
        : $"It waits for nothing: it was completed at {Words.At(ended)}.";

    static string Because(ProcessState saga) => saga.Ledger.Reason is { } reason
        ? $"Everything is given back ({reason.TrimEnd('.')}); it waits for "
        : "It waits for ";

    string Thing(LedgerLine line)
    {
        var name = line.Item is "" ? line.Step : $"{line.Step} ({line.Item})";
        var step = process.Steps.FirstOrDefault(x => x.Name == line.Step);
        if (step == null)
            return $"{name}, which is no longer a part of the process, {Until(line)}";
        if (line.Status == LineStatus.Undoing)
            return Undo(name, line, step);
        return step.IsPause
            ? $"whatever ends the pause {name}, entered at {Words.At(line.AskedAt)}; its clock rings at {By(line)}"
            : $"'{step.Queue}' to answer {name}, asked at {Words.At(line.AskedAt)} ({Attempt(line, step.Attempts)}), {Until(line)}";
    }

    string Undo(string name, LedgerLine line, StepDefinition step)
    {
        if (step.Undo is not { } undo)
            return $"{name} to be undone, which is no longer a part of the process, {Until(line)}";
        return $"'{undo.Queue}' to confirm that {name} is undone, asked at {Words.At(line.Due!.Value - undo.Limit)} "
            + $"({Attempt(line, undo.Attempts)}), {Until(line)}";
    }

    static string Attempt(LedgerLine line, int max) => $"attempt {line.Attempts} of {max}";

    string Until(LedgerLine line) => $"until {By(line)}";

    string By(LedgerLine line) => line.Due < now
        ? $"{Words.At(line.Due.Value)}, which is {Words.Of(now - line.Due.Value)} ago: the ring is late"
        : Words.At(line.Due!.Value);
}
