using Microsoft.Extensions.Options;
using SagaPlatform.Core.Participants;
using SagaPlatform.Core.Persistence;

namespace SagaPlatform.Core.WorkItems;

/// <summary>What a saga wants people to decide.</summary>
/// <param name="Kind">Which kind; registered with <c>AddWorkItemKind</c>.</param>
/// <param name="SagaId">The saga that waits.</param>
/// <param name="Step">Its step that asks.</param>
/// <param name="Title">What is to be decided, in a line; at most <see cref="WorkItem.TitleCharactersMax"/> characters.</param>
/// <param name="Details">What the deciders need to know; at most <see cref="WorkItem.DetailsCharactersMax"/> characters.</param>
public sealed record OpenWorkItem(string Kind, Guid SagaId, string Step, string Title, string Details)
{
    /// <summary>Tells several items of one kind and saga apart; empty where there is one.</summary>
    public string Item { get; init; } = "";

    /// <summary>How many different people must approve; null for what the kind says.</summary>
    public int? DecidersNeeded { get; init; }

    /// <summary>Who may not decide: whoever asked for it, or decided before.</summary>
    public IReadOnlyList<string> MayNotDecide { get; init; } = [];

    /// <summary>When it should be decided, in UTC; null for the usual time from now.</summary>
    public DateTimeOffset? DueAt { get; init; }
}

/// <summary>
/// Lets the handler of a participant ask people, inside the unit of work of its command. A saga asks like any other participant:
/// the answer is the people's decision, and each further attempt reminds them.
/// </summary>
/// <remarks>
/// | asked | unknown | open | decided | withdrawn |
/// |---|---|---|---|---|
/// | open | opened, silence | a reminder, silence | the decision's answer again | refused |
/// | withdraw | remembered, answered | withdrawn, answered | withdrawn, answered | answered again |
/// </remarks>
public sealed class WorkItems(IRows rows, WorkItemKinds kinds, IOptions<WorkItemOptions> options, TimeProvider clock)
{
    /// <summary>Opens an item, or reminds people of it, or tells again what they decided.</summary>
    /// <param name="wanted">What is to be decided.</param>
    /// <param name="refuse">How this participant says that it will not, given the reason: the item was withdrawn before.</param>
    /// <returns>The decision; silence while there is none.</returns>
    /// <exception cref="ArgumentException">A text is missing or too long, or a number out of range.</exception>
    /// <exception cref="InvalidOperationException">There is no such kind.</exception>
    public async Task<Answer> Open(OpenWorkItem wanted, Func<string, object> refuse)
    {
        var kind = kinds[wanted.Kind];
        var known = await rows.Find<WorkItem>(WorkItem.IdOf(kind.Name, wanted.SagaId, wanted.Item));
        switch (known?.Status)
        {
            case null:
                rows.Add(Opened(kind, wanted));
                return Answer.None;
            case WorkItemStatus.Open:
                known.Remind(kind, clock.GetUtcNow());
                rows.Change(known);
                return Answer.None;
            case WorkItemStatus.Withdrawn:
                return Answer.With(refuse(Engagements.UndoneFirst));
            default:
                return Answer.With(kind.AnswerOf(known));
        }
    }

    /// <summary>
    /// Nobody needs to decide any more. What was never opened is remembered as withdrawn, so that the command still under way
    /// finds it called off; what was decided keeps its decisions.
    /// </summary>
    /// <param name="kind">Which kind.</param>
    /// <param name="sagaId">Which saga.</param>
    /// <param name="answer">What is said in every case.</param>
    /// <param name="item">Which one of several; empty where there is one.</param>
    /// <exception cref="InvalidOperationException">There is no such kind.</exception>
    public async Task<Answer> Withdraw(string kind, Guid sagaId, object answer, string item = "")
    {
        var known = await rows.Find<WorkItem>(WorkItem.IdOf(kinds[kind].Name, sagaId, item));
        if (known == null)
            rows.Add(NeverOpened(kinds[kind], sagaId, item));
        else if (known.Status != WorkItemStatus.Withdrawn)
        {
            known.Close(WorkItemStatus.Withdrawn, clock.GetUtcNow());
            rows.Change(known);
        }
        return Answer.With(answer);
    }

    WorkItem Opened(WorkItemKind kind, OpenWorkItem wanted)
    {
        var now = clock.GetUtcNow();
        return new WorkItem
        {
            Id = WorkItem.IdOf(kind.Name, wanted.SagaId, wanted.Item),
            Kind = kind.Name,
            SagaType = kind.SagaQueue,
            SagaId = wanted.SagaId,
            Step = Checked(wanted.Step, WorkItem.NameCharactersMax, nameof(wanted.Step)),
            Item = wanted.Item.Length == 0 ? "" : Checked(wanted.Item, WorkItem.ItemCharactersMax, nameof(wanted.Item)),
            Title = Checked(wanted.Title, WorkItem.TitleCharactersMax, nameof(wanted.Title)),
            Details = Checked(wanted.Details, WorkItem.DetailsCharactersMax, nameof(wanted.Details)),
            ForGroup = kind.Group,
            DecidersNeeded = Deciders(wanted.DecidersNeeded ?? kind.DecidersNeeded),
            MayNotDecide = [.. wanted.MayNotDecide],
            OpenedAt = now,
            DueAt = wanted.DueAt ?? now + options.Value.DueWithin,
        };
    }

    WorkItem NeverOpened(WorkItemKind kind, Guid sagaId, string item)
    {
        var now = clock.GetUtcNow();
        return new WorkItem
        {
            Id = WorkItem.IdOf(kind.Name, sagaId, item),
            Kind = kind.Name,
            SagaType = kind.SagaQueue,
            SagaId = sagaId,
            Item = item,
            Title = "Withdrawn before it was opened",
            ForGroup = kind.Group,
            OpenedAt = now,
            DueAt = now,
            Status = WorkItemStatus.Withdrawn,
            ClosedAt = now,
        };
    }

    static string Checked(string text, int charactersMax, string field)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(text, field);
        return text.Length <= charactersMax ? text
            : throw new ArgumentException($"{field} has {text.Length} characters; at most {charactersMax} are allowed.", field);
    }

    static int Deciders(int count) => count is >= 1 and <= WorkItem.DecidersMax ? count
        : throw new ArgumentException($"{nameof(OpenWorkItem.DecidersNeeded)} is {count}; allowed is 1 to {WorkItem.DecidersMax}.", nameof(count));
}
