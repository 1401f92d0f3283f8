namespace SagaPlatform.Core.WorkItems;

/// <summary>One kind of decision: who takes it, and what the saga then hears.</summary>
public sealed class WorkItemKind
{
    internal WorkItemKind(WorkItemKindBuilder x)
    {
        (Name, SagaQueue, Group, EscalationGroup) = (x.Name, x.Queue!, x.Group!, x.Others);
        (RemindersBeforeEscalation, DecidersNeeded) = (x.Reminders, x.Deciders);
        (Approved, Refused) = (x.OnApproved!, x.OnRefused!);
    }

    /// <summary>What it is called, in kebab-case: <c>claim-approval</c>.</summary>
    public string Name { get; }

    /// <summary>The queue of the saga that hears the decision.</summary>
    public string SagaQueue { get; }

    /// <summary>Who decides first.</summary>
    public string Group { get; }

    /// <summary>Who decides when the first group does not; null when nobody else does.</summary>
    public string? EscalationGroup { get; }

    /// <summary>With this reminder the item goes to <see cref="EscalationGroup"/>.</summary>
    public int RemindersBeforeEscalation { get; }

    /// <summary>How many different people must approve, where the item does not say otherwise.</summary>
    public int DecidersNeeded { get; }

    Func<WorkItem, WorkItemDecision, object> Approved { get; }

    Func<WorkItem, WorkItemDecision, object> Refused { get; }

    /// <summary>What the saga hears: the same for the same item, however often it asks.</summary>
    /// <exception cref="InvalidOperationException">Nobody decided it.</exception>
    internal object AnswerOf(WorkItem item) => item switch
    {
        { Status: WorkItemStatus.Approved, Decisions: [.., var last] } => Approved(item, last),
        { Status: WorkItemStatus.Refused, Decisions: [.., var last] } => Refused(item, last),
        _ => throw new InvalidOperationException($"Work item {item.Id} is {item.Status}: there is no decision to tell."),
    };
}

/// <summary>Says what a kind of work item is.</summary>
public sealed class WorkItemKindBuilder
{
    internal WorkItemKindBuilder(string name) => Name = Checked(name, nameof(name));

    internal string Name { get; }

    internal string? Queue { get; private set; }

    internal string? Group { get; private set; }

    internal string? Others { get; private set; }

    internal int Reminders { get; private set; }

    internal int Deciders { get; private set; } = 1;

    internal Func<WorkItem, WorkItemDecision, object>? OnApproved { get; private set; }

    internal Func<WorkItem, WorkItemDecision, object>? OnRefused { get; private set; }

    /// <summary>The decision goes to this queue: the saga's.</summary>
    public WorkItemKindBuilder AnswersTo(string queue)
    {
        Queue = Checked(queue, nameof(queue));
        return this;
    }

    /// <summary>Who decides.</summary>
    /// <param name="group">A group of people.</param>
    /// <param name="deciders">How many different ones must approve, where the item does not say otherwise; 1 to <see cref="WorkItem.DecidersMax"/>.</param>
    public WorkItemKindBuilder DecidedBy(string group, int deciders = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(deciders, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(deciders, WorkItem.DecidersMax);
        (Group, Deciders) = (Checked(group, nameof(group)), deciders);
        return this;
    }

    /// <summary>Who decides when the first group does not.</summary>
    /// <param name="group">Another group of people.</param>
    /// <param name="afterReminders">The reminder with which it becomes theirs; at least 1.</param>
    public WorkItemKindBuilder EscalatesTo(string group, int afterReminders)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(afterReminders, 1);
        (Others, Reminders) = (Checked(group, nameof(group)), afterReminders);
        return this;
    }

    /// <summary>What the saga hears when it is approved: made from the item and the last approval.</summary>
    public WorkItemKindBuilder Approved(Func<WorkItem, WorkItemDecision, object> answer)
    {
        OnApproved = answer;
        return this;
    }

    /// <summary>What the saga hears when it is refused: made from the item and the refusal.</summary>
    public WorkItemKindBuilder Refused(Func<WorkItem, WorkItemDecision, object> answer)
    {
        OnRefused = answer;
        return this;
    }

    internal WorkItemKind Build()
    {
        Require(Queue, nameof(AnswersTo));
        Require(Group, nameof(DecidedBy));
        Require(OnApproved, nameof(Approved));
        Require(OnRefused, nameof(Refused));
        return new WorkItemKind(this);
    }

    void Require(object? said, string word)
    {
        if (said == null)
            throw new ArgumentException($"The work item kind {Name} does not say {word}.", word);
    }

    static string Checked(string name, string parameter)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name, parameter);
        return name.Length <= WorkItem.NameCharactersMax ? name
            : throw new ArgumentException($"'{name}' has {name.Length} characters; at most {WorkItem.NameCharactersMax} are allowed.", parameter);
    }
}

/// <summary>Every kind of work item of this process.</summary>
public sealed class WorkItemKinds
{
    readonly Dictionary<string, WorkItemKind> _byName = new(StringComparer.Ordinal);

    /// <summary>Gathers the registered kinds.</summary>
    /// <exception cref="InvalidOperationException">Two have one name.</exception>
    public WorkItemKinds(IEnumerable<WorkItemKind> kinds)
    {
        foreach (var kind in kinds)
            if (!_byName.TryAdd(kind.Name, kind))
                throw new InvalidOperationException($"Two kinds of work items are called {kind.Name}.");
    }

    /// <summary>The kind of that name.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public WorkItemKind this[string name] => _byName.GetValueOrDefault(name)
        ?? throw new InvalidOperationException($"There is no kind of work item called '{name}': add it with AddWorkItemKind in every process.");
}
