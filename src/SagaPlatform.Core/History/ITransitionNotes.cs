namespace SagaPlatform.Core.History;

/// <summary>
/// Hears what became of an event that a process received, beyond the change of state.
/// It is looked up as a payload of the consume context; where there is none, nobody is told.
/// </summary>
/// <remarks>Called at most once per rule that the event met; an implementation keeps the last word. It must not throw.</remarks>
public interface ITransitionNotes
{
    /// <summary>The event meant something: the ledger changed.</summary>
    void Consumed();

    /// <summary>The event was expected to be possible and changes nothing: a repeat, or an answer nobody waits for any more.</summary>
    /// <param name="reason">Why, in words for an operator.</param>
    void Ignored(string reason);

    /// <summary>The event speaks of something that has been overtaken: a ring of an old limit, a fault of an old command.</summary>
    /// <param name="reason">Why, in words for an operator.</param>
    void Stale(string reason);

    /// <summary>The event asked for something that is not allowed now; nothing changed.</summary>
    /// <param name="reason">Why, in words for an operator.</param>
    void Refused(string reason);
}
