using System.Text.Json.Serialization;
using SagaPlatform.Core.Outbox;

namespace SagaPlatform.Core.Sagas;

/// <summary>
/// What was asked of whom, and what came of it: one JSON value per process. The state of the process is a function of it.
/// </summary>
/// <remarks>Holds at most <see cref="ProcessLimits.LedgerLinesMax"/> lines. Values that say nothing are left out of the JSON.</remarks>
public sealed class Ledger
{
    /// <summary>One line per thing asked for, in the order asked.</summary>
    public List<LedgerLine> Lines { get; set; } = [];

    /// <summary>The stage reached, by name: stages after it may be deployed under a running process.</summary>
    public string At { get; set; } = "";

    /// <summary>Why everything is given back; null while the process goes forward.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public string? Reason { get; set; }

    /// <summary>True once the end has been announced: it is announced only once.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Ended { get; set; }

    /// <summary>What became of the deadlines of the whole process; null while there was none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public List<LedgerDeadline>? Deadlines { get; set; }

    /// <summary>The moment the one clock is set to: the <see cref="EarliestDue"/>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public DateTimeOffset? RingsAt { get; set; }

    /// <summary>Who holds the process, and why; null when nobody does. Its messages are kept meanwhile, unread.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Hold? Held { get; set; }

    /// <summary>True while an operator has cancelled the clock: the process waits without one, until its next message sets it again.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool ClockCancelled { get; set; }

    /// <summary>The <see cref="MachineFingerprint"/> of the process as it was when this one began; null in rows older than it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public string? Machine { get; set; }

    /// <summary>The earliest limit of a line or deadline; null when nothing is waited for.</summary>
    [JsonIgnore]
    public DateTimeOffset? EarliestDue => Lines.Select(x => x.Due).Concat(Deadlines?.Select(x => x.Due) ?? []).Min();

    /// <summary>Finds a deadline by its name; null when it was never set.</summary>
    /// <param name="name">The deadline's name.</param>
    public LedgerDeadline? Deadline(string name) => Deadlines?.Find(x => x.Name == name);

    /// <summary>Finds the line of a step, or of one item of a <c>ForEach</c>.</summary>
    /// <param name="step">The step's name.</param>
    /// <param name="item">Which item; empty for a step without items.</param>
    /// <returns>The line, or null when it was never asked.</returns>
    public LedgerLine? Line(string step, string item = "") => Lines.Find(x => x.Step == step && x.Item == item);
}

/// <summary>One thing that was asked for.</summary>
public sealed class LedgerLine
{
    /// <summary>The step's name.</summary>
    public required string Step { get; set; }

    /// <summary>Which one, in a <c>ForEach</c>; else empty.</summary>
    [JsonIgnore]
    public string Item { get; set; } = "";

    // In the JSON an empty item is no item.
    [JsonInclude, JsonPropertyName("Item"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    internal string? StoredItem
    {
        get => Item == "" ? null : Item;
        set => Item = value ?? "";
    }

    /// <summary>What came of it so far.</summary>
    public LineStatus Status { get; set; }

    /// <summary>When it was last asked.</summary>
    public DateTimeOffset AskedAt { get; set; }

    /// <summary>When its status became final, as far as anybody knows; null while something is waited for.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public DateTimeOffset? SettledAt { get; set; }

    /// <summary>How often it was asked; restarts when undoing starts. Of a pause: how often its clock rang.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Attempts { get; set; }

    /// <summary>How many commands were ever sent for this line, its undo included. Never restarts: each asking has its own message id.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Commands { get; set; }

    /// <summary>Silence after this moment means something; null when nothing is waited for.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public DateTimeOffset? Due { get; set; }

    /// <summary>What <see cref="ReplacedBy"/> says of an item that the process goes on without.</summary>
    public const string Nobody = "nobody";

    /// <summary>What a person has to find out; null when nothing is open.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public string? Question { get; set; }

    /// <summary>
    /// The item that took its place, in a <c>ForEach</c> with <c>OrElse</c>; for people also the several, separated by comma and space.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public string? ReplacedBy { get; set; }

    /// <summary>An answer came while undoing: the confirmation may be older than it, so once confirmed it is undone once more.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Crossed { get; set; }

    /// <summary>The id of the message that the line's latest command was sent with.</summary>
    /// <param name="saga">The process's id.</param>
    /// <exception cref="InvalidOperationException">Nothing was ever sent for this line.</exception>
    public Guid CommandId(Guid saga) => Commands > 0
        ? MessageIds.Derive(saga, $"{Step}/{Item}/{Commands}")
        : throw new InvalidOperationException($"{Step} never sent a command.");

    internal string Name => Item == "" ? Step : $"{Step} ({Item})";
}

/// <summary>A moment by which the whole process should have come so far.</summary>
public sealed class LedgerDeadline
{
    /// <summary>The deadline's name.</summary>
    public required string Name { get; set; }

    /// <summary>When it passes; null when it has passed, or no longer counts.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public DateTimeOffset? Due { get; set; }

    /// <summary>The moment that has passed; null while none has.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public DateTimeOffset? Passed { get; set; }
}

/// <summary>An operator holds a process.</summary>
public sealed class Hold
{
    /// <summary>Who.</summary>
    public required string By { get; set; }

    /// <summary>Since when, in UTC.</summary>
    public required DateTimeOffset At { get; set; }

    /// <summary>Why.</summary>
    public required string Reason { get; set; }

    /// <summary>How many messages have been kept since; at most <see cref="ProcessLimits.HeldMessagesMax"/>.</summary>
    public int Messages { get; set; }
}

/// <summary>What came of a thing asked for.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<LineStatus>))]
public enum LineStatus
{
    /// <summary>Asked, and waited for.</summary>
    Asked,

    /// <summary>It happened.</summary>
    Done,

    /// <summary>It did not happen, and will not.</summary>
    Refused,

    /// <summary>Nobody answered in time, the command faulted, or we stopped waiting. It may have happened, so it is undone where that can be.</summary>
    Unknown,

    /// <summary>The undo is asked, and waited for.</summary>
    Undoing,

    /// <summary>Nothing is held any more.</summary>
    Undone,

    /// <summary>Its condition was false when its turn came: never asked.</summary>
    Skipped,
}
