using SagaPlatform.Core.WorkItems;

namespace SagaPlatform.OperatorConsole.WorkItems;

/// <summary>A page of work items, oldest first.</summary>
/// <param name="Items">The work items.</param>
/// <param name="Next">Pass it as <c>after</c> for the next page; null when this is the last.</param>
public sealed record WorkItemPage(IReadOnlyList<WorkItemView> Items, string? Next);

/// <summary>Something people decide for a saga.</summary>
public sealed record WorkItemView
{
    internal WorkItemView(WorkItem item, string pathBase)
    {
        (Id, Kind, Status, Title, Details) = (item.Id, item.Kind, item.Status, item.Title, item.Details);
        (SagaType, SagaId, Step, Item) = (item.SagaType, item.SagaId, item.Step, item.Item is "" ? null : item.Item);
        (For, EscalatedFrom, EscalatedAt) = (item.ForGroup, item.EscalatedFrom, item.EscalatedAt);
        (DecidersNeeded, MayNotDecide, Decisions) = (item.DecidersNeeded, item.MayNotDecide, item.Decisions);
        (OpenedAt, DueAt, Reminders, RemindedAt, ClosedAt) = (item.OpenedAt, item.DueAt, item.Reminders, item.RemindedAt, item.ClosedAt);
        Href = $"{pathBase}/api/work-items/{item.Id:D}";
        SagaHref = $"{pathBase}/api/sagas/{item.SagaId:D}";
    }

    /// <summary>The item's id.</summary>
    public Guid Id { get; }

    /// <summary>Which kind of decision.</summary>
    public string Kind { get; }

    /// <summary>What became of it.</summary>
    public WorkItemStatus Status { get; }

    /// <summary>What is to be decided, in a line.</summary>
    public string Title { get; }

    /// <summary>What the deciders need to know, as plain text.</summary>
    public string Details { get; }

    /// <summary>The type of the saga that waits.</summary>
    public string SagaType { get; }

    /// <summary>The saga that waits.</summary>
    public Guid SagaId { get; }

    /// <summary>Its step that asks.</summary>
    public string Step { get; }

    /// <summary>Which one of several; null where there is one.</summary>
    public string? Item { get; }

    /// <summary>The group that decides now.</summary>
    public string For { get; }

    /// <summary>The group that should have decided; null when it was not escalated.</summary>
    public string? EscalatedFrom { get; }

    /// <summary>When it was escalated, in UTC.</summary>
    public DateTimeOffset? EscalatedAt { get; }

    /// <summary>How many different people must approve.</summary>
    public int DecidersNeeded { get; }

    /// <summary>Who may not decide.</summary>
    public IReadOnlyList<string> MayNotDecide { get; }

    /// <summary>Who decided what, in order.</summary>
    public IReadOnlyList<WorkItemDecision> Decisions { get; }

    /// <summary>When it was opened, in UTC.</summary>
    public DateTimeOffset OpenedAt { get; }

    /// <summary>When it should be decided, in UTC.</summary>
    public DateTimeOffset DueAt { get; }

    /// <summary>How often it was asked for again while it was open.</summary>
    public int Reminders { get; }

    /// <summary>The last reminder, in UTC.</summary>
    public DateTimeOffset? RemindedAt { get; }

    /// <summary>When it was approved, refused or withdrawn, in UTC.</summary>
    public DateTimeOffset? ClosedAt { get; }

    /// <summary>Where to read it again.</summary>
    public string Href { get; }

    /// <summary>Where to read about the saga that waits.</summary>
    public string SagaHref { get; }
}
