using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using SagaPlatform.Core.Outbox;
using SagaPlatform.Core.Persistence;

namespace SagaPlatform.Core.WorkItems;

/// <summary>What became of a work item.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<WorkItemStatus>))]
public enum WorkItemStatus
{
    /// <summary>People have to decide.</summary>
    Open,

    /// <summary>As many different people as it needs have approved.</summary>
    Approved,

    /// <summary>Somebody refused.</summary>
    Refused,

    /// <summary>Whoever asked no longer wants to know, or called it off before it was opened.</summary>
    Withdrawn,
}

/// <summary>What one person says.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<WorkItemVerdict>))]
public enum WorkItemVerdict
{
    /// <summary>Yes.</summary>
    Approve,

    /// <summary>No: one refusal is enough, however many deciders are needed.</summary>
    Refuse,
}

/// <summary>One person's decision.</summary>
/// <param name="Verdict">What they said.</param>
/// <param name="By">Who; as they wrote themselves, trimmed.</param>
/// <param name="At">When, in UTC.</param>
/// <param name="Reason">Why; null when an approval gave none.</param>
public sealed record WorkItemDecision(WorkItemVerdict Verdict, string By, DateTimeOffset At, string? Reason);

/// <summary>Something people decide for a saga. Never deleted: it says who let something happen, when and why.</summary>
public sealed class WorkItem : IVersionedRow
{
    /// <summary>The longest name of a kind, a group, a step or a saga type, in characters.</summary>
    public const int NameCharactersMax = 64;

    /// <summary>The longest <see cref="Item"/>, in characters.</summary>
    public const int ItemCharactersMax = 128;

    /// <summary>The longest <see cref="Title"/>, in characters.</summary>
    public const int TitleCharactersMax = 256;

    /// <summary>The longest <see cref="Details"/>, in characters.</summary>
    public const int DetailsCharactersMax = 4_000;

    /// <summary>The longest name of a person, in characters.</summary>
    public const int PersonCharactersMax = 128;

    /// <summary>The longest reason of a decision, in characters.</summary>
    public const int ReasonCharactersMax = 512;

    /// <summary>The most deciders an item may need.</summary>
    public const int DecidersMax = 5;

    /// <summary>Follows from kind, saga and item; see <see cref="IdOf"/>.</summary>
    public Guid Id { get; set; }

    /// <summary>Which kind of decision; see <see cref="WorkItemKind"/>.</summary>
    public string Kind { get; set; } = "";

    /// <summary>The type of the saga that waits, which is the name of its queue.</summary>
    public string SagaType { get; set; } = "";

    /// <summary>The saga that waits.</summary>
    public Guid SagaId { get; set; }

    /// <summary>The step of the saga that asks.</summary>
    public string Step { get; set; } = "";

    /// <summary>Tells several items of one kind and saga apart; empty where there is one.</summary>
    public string Item { get; set; } = "";

    /// <summary>What is to be decided, in a line.</summary>
    public string Title { get; set; } = "";

    /// <summary>What the deciders need to know, as plain text.</summary>
    public string Details { get; set; } = "";

    /// <summary>Who decides now: a group of people.</summary>
    public string ForGroup { get; set; } = "";

    /// <summary>Who should have decided, when the item was escalated; else null.</summary>
    public string? EscalatedFrom { get; set; }

    /// <summary>When it was escalated, in UTC; null when it was not.</summary>
    public DateTimeOffset? EscalatedAt { get; set; }

    /// <summary>How many different people must approve; 1 to <see cref="DecidersMax"/>.</summary>
    public int DecidersNeeded { get; set; } = 1;

    /// <summary>Who may not decide: whoever asked for it, or decided before.</summary>
    public List<string> MayNotDecide { get; set; } = [];

    /// <summary>When it was opened, in UTC.</summary>
    public DateTimeOffset OpenedAt { get; set; }

    /// <summary>When it should be decided, in UTC. Nothing happens by itself at that moment: the saga's clock reminds.</summary>
    public DateTimeOffset DueAt { get; set; }

    /// <summary>How often it was asked for again while it was open.</summary>
    public int Reminders { get; set; }

    /// <summary>The last reminder, in UTC; null when there was none.</summary>
    public DateTimeOffset? RemindedAt { get; set; }

    /// <summary>Who decided what, in order.</summary>
    public List<WorkItemDecision> Decisions { get; set; } = [];

    /// <summary>What became of it.</summary>
    public WorkItemStatus Status { get; set; }

    /// <summary>When it was approved, refused or withdrawn, in UTC; null while it is open.</summary>
    public DateTimeOffset? ClosedAt { get; set; }

    /// <inheritdoc />
    public int Version { get; set; }

    /// <summary>The id of an item: the same for every repeat of the command that asks for it.</summary>
    /// <param name="kind">Which kind.</param>
    /// <param name="sagaId">Which saga.</param>
    /// <param name="item">Which one of several; empty where there is one.</param>
    public static Guid IdOf(string kind, Guid sagaId, string item = "") => MessageIds.Derive(sagaId, $"work-item/{kind}/{item}");

    /// <summary>Whether two names are one person's: blanks around them and capital letters make no other person.</summary>
    public static bool SamePerson(string one, string other) =>
        string.Equals(one.Trim(), other.Trim(), StringComparison.OrdinalIgnoreCase);

    /// <summary>What this person decided; null when they did not.</summary>
    public WorkItemDecision? DecisionOf(string person) => Decisions.Find(x => SamePerson(x.By, person));

    /// <summary>Asked for again: people are reminded, and in the end others are asked.</summary>
    internal void Remind(WorkItemKind kind, DateTimeOffset at)
    {
        (Reminders, RemindedAt) = (Reminders + 1, at);
        if (kind.EscalationGroup is { } others && EscalatedFrom == null && Reminders >= kind.RemindersBeforeEscalation)
            (EscalatedFrom, EscalatedAt, ForGroup) = (ForGroup, at, others);
    }

    /// <summary>One more person has decided. The item closes with a refusal, or with the last approval it needs.</summary>
    internal void Decide(WorkItemDecision decision)
    {
        Decisions.Add(decision);
        if (decision.Verdict == WorkItemVerdict.Refuse)
            Close(WorkItemStatus.Refused, decision.At);
        else if (Decisions.Count >= DecidersNeeded)
            Close(WorkItemStatus.Approved, decision.At);
    }

    internal void Close(WorkItemStatus status, DateTimeOffset at) => (Status, ClosedAt) = (status, at);
}

/// <summary>The table <c>saga.work_item</c>.</summary>
public sealed class WorkItemMapping : IEntityTypeConfiguration<WorkItem>
{
    /// <inheritdoc />
    public void Configure(EntityTypeBuilder<WorkItem> row)
    {
        row.ToTable("work_item");
        row.HasKey(x => x.Id);
        row.Property(x => x.Id).ValueGeneratedNever();
        row.Property(x => x.Kind).HasMaxLength(WorkItem.NameCharactersMax);
        row.Property(x => x.SagaType).HasMaxLength(WorkItem.NameCharactersMax);
        row.Property(x => x.Step).HasMaxLength(WorkItem.NameCharactersMax);
        row.Property(x => x.Item).HasMaxLength(WorkItem.ItemCharactersMax);
        row.Property(x => x.Title).HasMaxLength(WorkItem.TitleCharactersMax);
        row.Property(x => x.Details).HasMaxLength(WorkItem.DetailsCharactersMax);
        row.Property(x => x.ForGroup).HasMaxLength(WorkItem.NameCharactersMax);
        row.Property(x => x.EscalatedFrom).HasMaxLength(WorkItem.NameCharactersMax);
        row.Property(x => x.MayNotDecide).HasJsonConversion();
        row.Property(x => x.Decisions).HasJsonConversion();
        row.Property(x => x.Status).HasConversion<string>().HasMaxLength(16);
        row.Property(x => x.Version).IsConcurrencyToken();
        // A desk's page: its open items, oldest first.
        row.HasIndex(x => new { x.Status, x.ForGroup, x.OpenedAt, x.Id });
        row.HasIndex(x => x.SagaId);
    }
}
