using MassTransit;

namespace SagaPlatform.Core.Sagas;

/// <summary>A process leaves a question open that must be answered before it may run. Thrown while it is constructed.</summary>
/// <param name="message">Which process, which step, and what to say.</param>
public sealed class ProcessDefinitionException(string message) : Exception(message);

/// <summary>An event contradicts what the process knows; it ends in the error queue, and nothing changes.</summary>
/// <param name="message">What contradicts what.</param>
public sealed class ProcessRuleException(string message) : Exception(message);

/// <summary>
/// An event for a process that nobody started, or whose start has not been handled yet: worth a short retry,
/// then a place in the error queue.
/// </summary>
public sealed class SagaNotFoundException : MassTransitException
{
    /// <summary>Says who is missing.</summary>
    /// <param name="machine">The name of the state machine.</param>
    /// <param name="eventName">The name of the event.</param>
    /// <param name="sagaId">The id it was correlated to.</param>
    public SagaNotFoundException(string machine, string eventName, Guid sagaId)
        : base($"{machine} has no process {sagaId:D} that could hear {eventName}.") =>
        (Machine, EventName, SagaId) = (machine, eventName, sagaId);

    /// <summary>The name of the state machine.</summary>
    public string Machine { get; }

    /// <summary>The name of the event.</summary>
    public string EventName { get; }

    /// <summary>The id that no process has.</summary>
    public Guid SagaId { get; }
}
