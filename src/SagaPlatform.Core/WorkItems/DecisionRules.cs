using SagaPlatform.Core.Http;

namespace SagaPlatform.Core.WorkItems;

/// <summary>Who may still decide what. Four eyes are kept here, wherever a decision comes from.</summary>
static class DecisionRules
{
    /// <summary>What is in the way of a decision, in words that say who decided what and when; null when nothing is.</summary>
    public static Conflict? InTheWay(WorkItem item, DecideWorkItem decision)
    {
        if (item.Status != WorkItemStatus.Open)
            return Closed(item);
        if (item.DecisionOf(decision.DecidedBy) is { } before)
            return new Conflict("Decided by the same person", $"{Said(before)}. Somebody else has to decide now, and nobody decides twice.");
        if (item.MayNotDecide.Exists(x => WorkItem.SamePerson(x, decision.DecidedBy)))
            return new Conflict("Not for this person", $"{decision.DecidedBy.Trim()} may not decide this: whoever asked for it, or decided it before, does not decide it.");
        if (decision.Group is { Length: > 0 } group && group != item.ForGroup)
            return new Conflict("With another group", item.EscalatedFrom == group
                ? $"It was escalated from {group} to {item.ForGroup} at {item.EscalatedAt:u}, after {item.Reminders} reminders."
                : $"It is for {item.ForGroup}, not for {group}.");
        return null;
    }

    static Conflict Closed(WorkItem item)
    {
        var said = item.Decisions.Count == 0 ? "Nobody had decided" : string.Join("; ", item.Decisions.Select(Said));
        return item.Status == WorkItemStatus.Withdrawn
            ? new Conflict("Withdrawn", $"It was withdrawn at {item.ClosedAt:u}: nothing is to be decided any more. {said}.")
            : new Conflict("Decided already", $"It is {item.Status} since {item.ClosedAt:u}. {said}.");
    }

    static string Said(WorkItemDecision x) =>
        $"{x.By} {(x.Verdict == WorkItemVerdict.Approve ? "approved" : "refused")} at {x.At:u}{(x.Reason is { Length: > 0 } why ? $" ({why})" : "")}";
}
