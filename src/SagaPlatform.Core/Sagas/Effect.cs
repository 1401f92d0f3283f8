namespace SagaPlatform.Core.Sagas;

/// <summary>Something that has to happen outside of a process because of an event.</summary>
public abstract record Effect;

/// <summary>A command is sent to its participant's queue. The answer, and a fault, come back to the process's own queue.</summary>
/// <param name="Queue">The name of the queue.</param>
/// <param name="Message">The command.</param>
/// <param name="MessageId">Follows from the process, the step, the item and the running number: see <see cref="LedgerLine.CommandId"/>.</param>
/// <param name="Step">The step it is sent for.</param>
/// <param name="Item">The item it is sent for; empty for a step without items.</param>
/// <param name="Undo">True when it takes back what the step may have done.</param>
public sealed record Command(string Queue, object Message, Guid MessageId, string Step, string Item, bool Undo) : Effect;

/// <summary>An announcement is published to whoever wants to know.</summary>
/// <param name="Message">The announcement.</param>
public sealed record Announcement(object Message) : Effect;

/// <summary>What is announced is also sent to somebody who asked for it: whoever started the process, or wants it cancelled.</summary>
/// <param name="Address">Where to.</param>
/// <param name="Message">The same message as the announcement.</param>
/// <param name="MessageId">Follows from the process, and from what it answers.</param>
/// <param name="RequestId">By what a request client knows its answer; null for anybody else.</param>
public sealed record Reply(Uri Address, object Message, Guid MessageId, Guid? RequestId) : Effect;

/// <summary>The one clock of the process is set, in place of what it was set to.</summary>
/// <param name="Due">The earliest limit.</param>
public sealed record ClockSet(DateTimeOffset Due) : Effect;

/// <summary>The one clock of the process is stopped: nothing is waited for.</summary>
public sealed record ClockStopped : Effect;

/// <summary>What became of an event.</summary>
/// <param name="Kind">The kind of it.</param>
/// <param name="Reason">Why, in words for an operator; empty when it was consumed.</param>
public sealed record EventOutcome(OutcomeKind Kind, string Reason = "");

/// <summary>Kinds of what can become of an event.</summary>
public enum OutcomeKind
{
    /// <summary>It changed the ledger.</summary>
    Consumed,

    /// <summary>A repeat, or an answer nobody waits for any more.</summary>
    Ignored,

    /// <summary>It speaks of something that has been overtaken.</summary>
    Stale,

    /// <summary>It asked for something that is not allowed now.</summary>
    Refused,
}
