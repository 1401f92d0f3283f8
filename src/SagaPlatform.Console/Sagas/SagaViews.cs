using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using SagaPlatform.OperatorConsole.FailedMessages;
using SagaPlatform.Core.Operations;
using SagaPlatform.Core.Operations.Actions;
using SagaPlatform.Core.Sagas;
using SagaPlatform.Core.Timeouts;

namespace SagaPlatform.OperatorConsole.Sagas;

/// <summary>A page of sagas, latest started first.</summary>
/// <param name="Items">The sagas.</param>
/// <param name="Next">Pass it as <c>cursor</c> for the next page; null when this is the last.</param>
public sealed record SagaPage(IReadOnlyList<SagaItem> Items, string? Next);

/// <summary>A page of a saga's history, oldest first.</summary>
/// <param name="Items">One entry per message.</param>
/// <param name="Next">Pass it as <c>cursor</c> for the next page; null when this is the last.</param>
public sealed record HistoryPage(IReadOnlyList<HistoryView> Items, string? Next);

/// <summary>How many sagas a filter finds.</summary>
/// <param name="Count">So many.</param>
/// <param name="More">True when there are more than were counted.</param>
public sealed record SagaTally(long Count, bool More);

/// <summary>A saga in a list.</summary>
public record SagaItem
{
    internal SagaItem(SagaSummary saga, string pathBase)
    {
        (Type, Id, BusinessKey, State, Version) = (saga.Type, saga.Id, saga.BusinessKey, saga.State, saga.Version);
        (StartedAt, ChangedAt, EndedAt, Question) = (saga.StartedAt, saga.ChangedAt, saga.EndedAt, saga.Question);
        Href = $"{pathBase}/api/sagas/{saga.Id:D}";
    }

    /// <summary>The type, as the catalogue names it.</summary>
    public string Type { get; }

    /// <summary>The saga's id.</summary>
    public Guid Id { get; }

    /// <summary>What people call it.</summary>
    public string BusinessKey { get; }

    /// <summary>The name of its state.</summary>
    public string State { get; }

    /// <summary>How often its row has been written.</summary>
    public int Version { get; }

    /// <summary>When its first message was handled, in UTC.</summary>
    public DateTimeOffset StartedAt { get; }

    /// <summary>When an event last changed something, in UTC.</summary>
    public DateTimeOffset ChangedAt { get; }

    /// <summary>When it ended, in UTC; null while there is something to wait for.</summary>
    public DateTimeOffset? EndedAt { get; }

    /// <summary>What a person has to find out; null when nothing is open.</summary>
    public string? Question { get; }

    /// <summary>Where to read all of it.</summary>
    public string Href { get; }
}

/// <summary>One saga, with all that is known of it.</summary>
public sealed record SagaView : SagaItem
{
    internal SagaView(SagaSummary saga, string pathBase) : base(saga, pathBase) => HistoryHref = $"{Href}/history";

    /// <summary>In one sentence: what it waits for, since when and until when; or what is asked of a person; or that it has ended.</summary>
    [JsonPropertyOrder(1)]
    public required string WaitingFor { get; init; }

    /// <summary>The stage reached on the way forward.</summary>
    [JsonPropertyOrder(2)]
    public required string Stage { get; init; }

    /// <summary>Why everything is given back; null while it goes forward.</summary>
    [JsonPropertyOrder(3)]
    public required string? Reason { get; init; }

    /// <summary>What was asked of whom and what came of it, in the order asked.</summary>
    [JsonPropertyOrder(4)]
    public required IReadOnlyList<LedgerLineView> Ledger { get; init; }

    /// <summary>Timeouts that have not rung, earliest first.</summary>
    [JsonPropertyOrder(5)]
    public required IReadOnlyList<TimeoutView> Timeouts { get; init; }

    /// <summary>What the saga itself remembers, with secrets and personal values masked.</summary>
    [JsonPropertyOrder(6)]
    public required JsonObject Row { get; init; }

    /// <summary>Who holds it; null when nobody does.</summary>
    [JsonPropertyOrder(7)]
    public required Hold? Held { get; init; }

    /// <summary>Other sagas that have to do with it.</summary>
    [JsonPropertyOrder(8)]
    public required IReadOnlyList<RelatedSaga> Related { get; init; }

    /// <summary>Messages of it that failed and wait.</summary>
    [JsonPropertyOrder(9)]
    public required IReadOnlyList<FailedMessageItem> FailedMessages { get; init; }

    /// <summary>What could be done to it now.</summary>
    [JsonPropertyOrder(10)]
    public required IReadOnlyList<PossibleAction> Actions { get; init; }

    /// <summary>The events that its machine hears in its state.</summary>
    [JsonPropertyOrder(11)]
    public required IReadOnlyList<EventView> Events { get; init; }

    /// <summary>The fingerprint of the machine it began with; null when it is older than fingerprints.</summary>
    [JsonPropertyOrder(12)]
    public required string? Fingerprint { get; init; }

    /// <summary>Where to read what happened to it.</summary>
    [JsonPropertyOrder(13)]
    public string HistoryHref { get; }

    /// <summary>Where its machine is drawn with its way.</summary>
    [JsonPropertyOrder(14)]
    public string GraphHref => $"{Href}/graph";
}

/// <summary>A saga that has to do with another.</summary>
/// <param name="Type">Its type.</param>
/// <param name="Id">Its id.</param>
/// <param name="BusinessKey">What people call it.</param>
/// <param name="State">Its state.</param>
/// <param name="How">How they belong together.</param>
/// <param name="Href">Where to read about it.</param>
public sealed record RelatedSaga(string Type, Guid Id, string BusinessKey, string State, string How, string Href);

/// <summary>An event that a saga could be sent.</summary>
/// <param name="Name">As its machine calls it.</param>
/// <param name="Reaction">What it would do in the saga's state: Handled, Ignored or Refused.</param>
/// <param name="Schema">The JSON Schema of its message.</param>
public sealed record EventView(string Name, string Reaction, JsonNode Schema);

/// <summary>One thing that was asked for.</summary>
/// <param name="Step">The step's name.</param>
/// <param name="Item">Which one, where a step is asked for several; else null.</param>
/// <param name="Status">What came of it so far.</param>
/// <param name="AskedAt">When it was last asked, in UTC.</param>
/// <param name="SettledAt">When that became final, in UTC; null while something is waited for.</param>
/// <param name="Attempts">How often it was asked; counts afresh when undoing starts. Of a pause: how often its clock rang.</param>
/// <param name="Due">Silence after this moment means something; null when nothing is waited for.</param>
/// <param name="Question">What a person has to find out; null when nothing is open.</param>
/// <param name="ReplacedBy">The item that took its place, or the several that did, separated by comma and space; null when none did.</param>
/// <param name="Owed">True when it would have to be undone if everything were given back now, or is being undone.</param>
public sealed record LedgerLineView(
    string Step, string? Item, LineStatus Status, DateTimeOffset AskedAt, DateTimeOffset? SettledAt, int Attempts,
    DateTimeOffset? Due, string? Question, string? ReplacedBy, bool Owed)
{
    internal static LedgerLineView Of(LedgerLine x, ProcessDefinition process) => new(
        x.Step, x.Item is "" ? null : x.Item, x.Status, x.AskedAt, x.SettledAt, x.Attempts, x.Due, x.Question, x.ReplacedBy,
        x.Status is LineStatus.Undoing or LineStatus.Asked or LineStatus.Done or LineStatus.Unknown && process.Steps.FirstOrDefault(s => s.Name == x.Step)?.Undo != null);
}

/// <summary>A timeout that has not rung.</summary>
/// <param name="Name">What rings.</param>
/// <param name="Due">When, in UTC.</param>
/// <param name="Token">Tells this ring from an overtaken one.</param>
public sealed record TimeoutView(string Name, DateTimeOffset Due, Guid Token)
{
    internal static TimeoutView Of(PendingTimeout x) => new(x.Name, x.Due, x.Token);
}
