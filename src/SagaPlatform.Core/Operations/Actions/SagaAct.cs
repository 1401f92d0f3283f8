using System.Text.Json;
using System.Text.Json.Serialization;
using SagaPlatform.Contracts;

namespace SagaPlatform.Core.Operations.Actions;

/// <summary>What an operator may do to a saga.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<SagaVerb>))]
public enum SagaVerb
{
    /// <summary>Gives back everything asked so far.</summary>
    Cancel,

    /// <summary>Asks again what is waited for.</summary>
    Retry,

    /// <summary>Keeps the saga's messages, unread, until it is released.</summary>
    Hold,

    /// <summary>Lets the kept messages go.</summary>
    Release,

    /// <summary>Takes a person's word for what became of a step.</summary>
    Resolve,

    /// <summary>Sends the saga an event that its machine hears.</summary>
    Send,

    /// <summary>Rings a timeout now.</summary>
    RingTimeout,

    /// <summary>Rings a timeout at another moment.</summary>
    PostponeTimeout,

    /// <summary>Cancels a timeout.</summary>
    CancelTimeout,
}

/// <summary>One act on one saga.</summary>
/// <param name="Verb">What is done.</param>
/// <param name="SagaId">To which saga.</param>
/// <param name="Version">The version that was looked at: the act is refused when it moved. Null acts on the saga as it is.</param>
/// <param name="Reason">Why; 1 to <see cref="ReasonCharactersMax"/> characters.</param>
public sealed record SagaAct(SagaVerb Verb, Guid SagaId, int? Version, string Reason)
{
    /// <summary>The longest reason, in characters.</summary>
    public const int ReasonCharactersMax = 512;

    /// <summary>Of <see cref="SagaVerb.Retry"/> and <see cref="SagaVerb.Resolve"/>: which step.</summary>
    public string? Step { get; init; }

    /// <summary>Which item of the step.</summary>
    public string? Item { get; init; }

    /// <summary>Of <see cref="SagaVerb.Resolve"/>: what the person found out.</summary>
    public Ruling? Ruling { get; init; }

    /// <summary>Of <see cref="SagaVerb.Send"/>: the event, by the name the machine gives it.</summary>
    public string? Event { get; init; }

    /// <summary>Of <see cref="SagaVerb.Send"/>: the message.</summary>
    public JsonElement? Message { get; init; }

    /// <summary>Of the timeouts' verbs: which timeout.</summary>
    public Guid? Token { get; init; }

    /// <summary>Of <see cref="SagaVerb.PostponeTimeout"/>: when it shall ring.</summary>
    public DateTimeOffset? Due { get; init; }

    /// <summary>The verb as people and the audit write it: <c>ring-timeout</c>.</summary>
    public string Word => WordOf(Verb);

    /// <summary>A verb as people and the audit write it.</summary>
    public static string WordOf(SagaVerb verb) => verb switch
    {
        SagaVerb.RingTimeout => "ring-timeout",
        SagaVerb.PostponeTimeout => "postpone-timeout",
        SagaVerb.CancelTimeout => "cancel-timeout",
        _ => verb.ToString().ToLowerInvariant(),
    };
}

/// <summary>How an act ended.</summary>
public enum ActionStatus
{
    /// <summary>It is committed.</summary>
    Done,

    /// <summary>Nothing was done: it is what would happen.</summary>
    Previewed,

    /// <summary>There is no such saga, timeout or message.</summary>
    NotFound,

    /// <summary>The row is not at the version that was looked at.</summary>
    Moved,

    /// <summary>The process does not allow it now.</summary>
    NotAllowed,

    /// <summary>This operator may not.</summary>
    Forbidden,

    /// <summary>What was asked for is not valid.</summary>
    Invalid,
}

/// <summary>A message that an act sends.</summary>
/// <param name="Type">Its short type name.</param>
/// <param name="To">The queue it goes to.</param>
/// <param name="Step">The step it is sent for; null when for none.</param>
/// <param name="Item">The item of the step; null when there is none.</param>
public sealed record SentByAct(string Type, string To, string? Step = null, string? Item = null);

/// <summary>A timeout that an act sets, rings or cancels.</summary>
/// <param name="Change"><c>set</c>, <c>rung</c> or <c>cancelled</c>.</param>
/// <param name="Name">What rings.</param>
/// <param name="Due">When it rings; null when it does not any more.</param>
public sealed record TimeoutByAct(string Change, string Name, DateTimeOffset? Due);

/// <summary>What an act did, or would do.</summary>
/// <param name="Status">How it ended.</param>
/// <param name="Sentence">In words.</param>
public sealed record ActionResult(ActionStatus Status, string Sentence)
{
    /// <summary>The state before; null when there is none.</summary>
    public string? StateBefore { get; init; }

    /// <summary>The state after; null when that is not known before it happens.</summary>
    public string? StateAfter { get; init; }

    /// <summary>The version now: after the act, or of what is in its way.</summary>
    public int? Version { get; init; }

    /// <summary>The number of the audit row; null when nothing was done.</summary>
    public long? Audit { get; init; }

    /// <summary>What is sent to a queue.</summary>
    public IReadOnlyList<SentByAct> Sends { get; init; } = [];

    /// <summary>What is published.</summary>
    public IReadOnlyList<string> Publishes { get; init; } = [];

    /// <summary>Which timeouts are set, rung or cancelled.</summary>
    public IReadOnlyList<TimeoutByAct> Timeouts { get; init; } = [];

    /// <summary>What is wrong with the request, by field; null when nothing is.</summary>
    public IReadOnlyDictionary<string, string[]>? Wrong { get; init; }

    /// <summary>Whether it was done.</summary>
    public bool IsDone => Status == ActionStatus.Done;

    internal static ActionResult Invalid(string field, string reason) => new(ActionStatus.Invalid, reason)
    {
        Wrong = new Dictionary<string, string[]>(StringComparer.Ordinal) { [field] = [reason] },
    };
}

/// <summary>Something that could be done to a saga as it is.</summary>
/// <param name="Verb">What.</param>
/// <param name="Possible">Whether the process allows it now.</param>
/// <param name="Sentence">What it would do, or why it is not possible.</param>
public sealed record PossibleAction(SagaVerb Verb, bool Possible, string Sentence);

/// <summary>An event that a saga's machine hears.</summary>
/// <param name="Name">As the machine calls it.</param>
/// <param name="Type">Its message's class.</param>
/// <param name="Reaction">What it would do in the saga's state: handled, ignored or refused.</param>
public sealed record PossibleEvent(string Name, Type Type, string Reaction);
