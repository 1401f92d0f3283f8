using MassTransit;
using SagaPlatform.Core.Persistence;

namespace SagaPlatform.Core.Sagas;

/// <summary>
/// What every process remembers. A process's own state derives from it and adds its business data.
/// The columns besides the ledger are what an operator lists and sorts by; all of them follow from the ledger.
/// </summary>
public abstract class ProcessState : SagaStateMachineInstance, IVersionedRow
{
    /// <summary>The process's id: given by whoever sent the first message.</summary>
    public Guid CorrelationId { get; set; }

    /// <inheritdoc />
    public int Version { get; set; }

    /// <summary>The name of the state: a stage, or one of <see cref="ProcessStates"/>. Stored as text, so states may be added.</summary>
    public string CurrentState { get; set; } = "";

    /// <summary>The latest scheduled ring of the one clock; null when none was, or it was cancelled.</summary>
    /// <remarks>A ring that nothing follows leaves its token here: whether a ring is waited for, says <see cref="Sagas.Ledger.RingsAt"/>.</remarks>
    public Guid? ClockToken { get; set; }

    /// <summary>What was asked of whom, and what came of it.</summary>
    public Ledger Ledger { get; set; } = new();

    /// <summary>What people call this process; its id in "D" format where the start names nothing else.</summary>
    public string BusinessKey { get; set; } = "";

    /// <summary>When the first message was handled.</summary>
    public DateTimeOffset StartedAt { get; set; }

    /// <summary>When an event last changed something.</summary>
    public DateTimeOffset ChangedAt { get; set; }

    /// <summary>When it was completed or cancelled with nothing left to wait for; null while there is something to wait for.</summary>
    /// <remarks>A late answer that has to be undone opens an ended process again: then this is null until that is done.</remarks>
    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>The first open question to a person; null when there is none.</summary>
    public string? Question { get; set; }

    /// <summary>
    /// Where its end is told besides being announced: the response address of its start, with '#' and the request's id when that
    /// was a request. Null when whoever started it wants no answer.
    /// </summary>
    /// <remarks>At most <see cref="ProcessLimits.StarterCharactersMax"/> characters.</remarks>
    public string? Starter { get; set; }

    /// <summary>What the process was started with, as <see cref="ContentFingerprint"/>: tells a repeat from a different start.</summary>
    public string Fingerprint { get; set; } = "";
}
